"""The header: the product, the account in view and its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout

from app.domain.plain_text import shown
from app.ui.widgets.basics import badge, label, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.accounts import Account, AccountId

NO_ACCOUNT = "No account (test only)"
HEIGHT = 56
_NOT_KNOWN_YET = ""


class Header(QFrame):
    """Signals: `account_chosen` with an account's id, or None for no account, when the person picks one."""

    account_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(HEIGHT)
        self._account = QComboBox()
        self._account.setObjectName("account")
        self._account.setMinimumWidth(250)
        self._account.addItem(NO_ACCOUNT, None)
        words = label("Account", name="accountLabel")
        words.setBuddy(self._account)
        self._environment = badge(name="environment")
        across = QHBoxLayout(self)
        across.setContentsMargins(20, 0, 20, 0)
        across.setSpacing(12)
        across.addWidget(label("R-Service Settings", name="product"))
        across.addStretch(1)
        across.addWidget(words)
        across.addWidget(self._account)
        across.addWidget(self._environment)
        self._account.activated.connect(self._activated)

    def show_accounts(self, accounts: Sequence[Account], selected: AccountId | None) -> None:
        """List these accounts and mark the selected one."""
        # Slow to load, and not needed for the first paint.
        from PySide6.QtCore import Qt

        from app.ui.widgets.badge_delegate import BADGE, BadgeDelegate

        if not isinstance(self._account.itemDelegate(), BadgeDelegate):
            self._account.setItemDelegate(BadgeDelegate(self._account))
        if [self._account.itemData(i) for i in range(1, self._account.count())] != [a.id for a in accounts]:
            self._account.clear()
            self._account.addItem(NO_ACCOUNT, None)
            for account in accounts:
                self._account.addItem(shown(account.name), account.id)
                last = self._account.count() - 1
                self._account.setItemData(last, account.badge, BADGE)
                self._account.setItemData(last, account.badge, Qt.ItemDataRole.AccessibleDescriptionRole)
        chosen = next((account for account in accounts if account.id == selected), None)
        self._account.setCurrentIndex(0 if chosen is None else accounts.index(chosen) + 1)
        self._show_badge("" if chosen is None else chosen.badge)

    def show_only(self, name: str, word: str) -> None:
        """Before the list of accounts is known: the one that was in view."""
        self._account.addItem(name, _NOT_KNOWN_YET)
        self._account.setCurrentIndex(self._account.count() - 1)
        self._show_badge(word)

    def _show_badge(self, word: str) -> None:
        self._environment.setText(word)
        self._environment.setVisible(bool(word))
        if self._environment.property("badge") != word:
            self._environment.setProperty("badge", word)
            restyle(self._environment)

    def _activated(self, index: int) -> None:
        account = self._account.itemData(index)
        if account != _NOT_KNOWN_YET:
            self.account_chosen.emit(account)
