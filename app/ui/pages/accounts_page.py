"""The page Accounts: which there are, and switching between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.accounts import AccountId
from app.domain.plain_text import shown
from app.ui.pages.tester_tables import PlainTable
from app.ui.widgets.badge_delegate import BADGE, BadgeDelegate
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.page import Column

_ENVIRONMENT = 1


@dataclass(frozen=True)
class AccountRow:
    """One account as the table shows it, in words."""

    id: AccountId
    name: str
    badge: str
    endpoint: str
    old_token: str


class AccountsPage(Column):
    """Signals: `opened` with an account's id, when the person opens one; `add` (the button)."""

    opened = Signal(object)
    add = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ids: list[AccountId] = []
        self.column.addWidget(label("Accounts", kind="title"))
        self._intro = label(kind="muted", wrap=True)
        self.column.addWidget(self._intro)
        self._table = PlainTable("Accounts", ("Name", "Environment", "SCIM endpoint", "Old token"), 2)
        self._table.setItemDelegateForColumn(_ENVIRONMENT, BadgeDelegate(self._table))
        self._table.itemActivated.connect(lambda item: self._open(item.row()))
        self._table.itemSelectionChanged.connect(self._selection_changed)
        self.column.addWidget(self._table)
        self._button = button("Open account")
        self._button.clicked.connect(lambda: self._open(self._table.currentRow()))
        add = button("Add an account…")
        add.clicked.connect(self.add)
        self.column.addLayout(row(self._button, add, None))
        self.end()
        self.show_rows((), None)

    def show_rows(self, rows: Sequence[AccountRow], selected: AccountId | None) -> None:
        """List these accounts, the one in view marked."""
        self._ids = [account.id for account in rows]
        self._intro.setText(
            "Choose the account whose SCIM screen you want to see."
            if rows
            else "You have no account here yet. Add yours, or choose SCIM on the left to see what else you can do."
        )
        self._table.setRowCount(0)
        for number, account in enumerate(rows):
            self._table.insertRow(number)
            texts = (shown(account.name), account.badge, shown(account.endpoint, 300), account.old_token)
            items = [QTableWidgetItem(text) for text in texts]
            items[_ENVIRONMENT].setData(BADGE, account.badge)
            for column, item in enumerate(items):
                self._table.setItem(number, column, item)
        if selected in self._ids:
            self._table.selectRow(self._ids.index(selected))
        self._table.fit()
        self._table.setVisible(bool(rows))
        self._button.setVisible(bool(rows))
        self._selection_changed()

    def _selection_changed(self) -> None:
        self._button.setEnabled(bool(self._table.selectedItems()))

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._ids):
            self.opened.emit(self._ids[number])
