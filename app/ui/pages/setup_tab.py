"""The tab Client setup: the provisioning clients, and for the chosen one what to enter where in its console."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.clients import ProvisioningClient
from app.domain.text import tr
from app.ui.language.said import said, say
from app.ui.pages.setup_guide import SetupGuide
from app.ui.widgets.basics import Card, badge, button, label, restyle, row
from app.ui.widgets.client_fields import ClientFields, ShownField
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.page import Column

SIDE_BY_SIDE = 700
"""Pixels of width from which on the list has room beside what it chooses."""

_NARROWEST_LIST = 200
_ROWS_ABOVE = 4
"""Rows that the list has where it stands above: what it chooses is in sight below it."""

_FRAME = 18
"""Pixels of the list's border and padding, at both sides together (see the stylesheet)."""

_ID = Qt.ItemDataRole.UserRole


class SetupTab(Column):
    """Signals: `client_chosen` with a client's id; `copy_wanted` with the label of the field whose button was pressed;
    `own_values_wanted`, to see the account's values in place of the tested ones; `save_wanted` (the button).
    """

    client_chosen = Signal(str)
    copy_wanted = Signal(str)
    own_values_wanted = Signal()
    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__((0, 16, 32, 24))
        self.clients = _ClientList()
        self.clients.currentItemChanged.connect(self._chosen)
        self._fields = ClientFields()
        self._fields.copy_wanted.connect(self.copy_wanted)
        self._guide: SetupGuide | None = None
        self._right = QVBoxLayout()
        self._right.setSpacing(16)
        self._card = self._values_card()
        self._right.addWidget(self._card)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(16)
        self._beside.addWidget(self.clients, 0, Qt.AlignmentFlag.AlignTop)
        self._beside.addLayout(self._right, 1)
        self.column.addLayout(self._beside)
        self.end()
        self._card.hide()

    def _values_card(self) -> Card:
        card = Card()
        self._name = label(kind="subtitle", name="clientName", wrap=True)
        self._note = label(kind="muted", name="clientNote", wrap=True)
        self._badge = badge(name="valuesEnvironment")
        self._origin = label(kind="heading", name="valuesOf", wrap=True)
        self._own = button(tr("Use the account's values"), name="useTheAccountsValues", kind="link")
        self._own.clicked.connect(self.own_values_wanted)
        self._advice = label(kind="hint", name="valuesAdvice", wrap=True)
        line = row(self._badge, self._origin)
        line.setStretch(1, 1)
        for part in (self._name, self._note):
            card.column.addWidget(part)
        card.column.addSpacing(6)
        card.column.addLayout(line)
        card.column.addWidget(self._advice)
        below = row(self._own, None)
        below.setContentsMargins(-7, 0, 0, 0)  # its words stand below those above, not its frame
        card.column.addLayout(below)
        card.column.addSpacing(8)
        card.column.addWidget(self._fields)
        card.column.addSpacing(8)
        self._save = CopyButton(tr("Save as a page…"), tr("Save as a page…"))
        self._save.clicked.connect(self.save_wanted)
        self._saved = label(
            tr("Without the token: to print, or to send on."), kind="hint", name="setupPageSaved", wrap=True
        )
        saving = row(self._save, self._saved)
        saving.setStretch(1, 1)
        card.column.addLayout(saving)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < SIDE_BY_SIDE
        self._beside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._beside.setAlignment(self.clients, Qt.AlignmentFlag(0) if narrow else Qt.AlignmentFlag.AlignTop)
        self.clients.stand_above(narrow)

    def show_clients(self, clients: Sequence[tuple[str, str]]) -> None:
        """List these clients by id and name, and choose the first."""
        self.clients.fill(clients)

    def choose(self, client_id: str) -> None:
        """Choose a client, as if the person had."""
        self.clients.choose(client_id)

    def show_client(self, client: ProvisioningClient) -> None:
        """Show what is known of this client. Its values follow by `show_origin` and `show_fields`."""
        self._name.setText(client.name)
        self._note.setText(client.note)
        self._note.setVisible(bool(client.note))
        if self._guide is not None:
            self._right.removeWidget(self._guide)
            self._guide.hide()
            self._guide.deleteLater()
        self._guide = SetupGuide(client)
        self._right.addWidget(self._guide)
        self._card.show()

    def show_origin(self, words: str, environment: str, advice: str, *, back: bool = False) -> None:
        """Say from where the values are, with the environment's word where there is one, and what follows; `back`: the
        account has other ones."""
        self._origin.setText(words)
        self._badge.setText(environment)
        self._badge.setVisible(bool(environment))
        if self._badge.property("badge") != environment:
            self._badge.setProperty("badge", environment)
            restyle(self._badge)
        self._advice.setText(advice)
        self._own.setVisible(back)

    def show_fields(self, fields: Sequence[ShownField]) -> None:
        """Show what to enter."""
        self._fields.show_fields(fields)
        self._order_focus()

    def confirm(self, field: str) -> None:
        """Say beside this field that it was copied."""
        self._fields.confirm(field)

    def confirm_saved(self) -> None:
        """The page was written."""
        self._save.confirm(tr("Saved"))

    def say_saved(self, text: str) -> None:
        """What came of saving it."""
        self._saved.setText(text)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self.client_chosen.emit(item.data(_ID))
        # What was chosen is shown from its beginning, with the row that the keyboard stands on.
        self.verticalScrollBar().setValue(0)
        line, inner = self.clients.visualItemRect(item), self.widget()
        if inner is not None:
            at = self.clients.viewport().mapTo(inner, line.center())
            self.ensureVisible(at.x(), at.y(), 0, line.height())

    def _order_focus(self) -> None:
        """Tab goes in reading order, whatever was built last."""
        guide = self._guide.selectable if self._guide is not None else []
        order: list[QWidget] = [self.clients, self._own, *self._fields.in_reading_order, self._save, *guide]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


class _ClientList(QListWidget):
    """As high as its rows, so that the page scrolls and not the list in it; lower where it stands above."""

    def __init__(self) -> None:
        super().__init__()
        self._above = False
        self._names: dict[str, str] = {}
        self.setObjectName("provisioningClients")
        say(self.setAccessibleName, tr("Provisioning clients"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

    def fill(self, clients: Sequence[tuple[str, str]]) -> None:
        for client_id, name in clients:
            item = QListWidgetItem(said(name))
            item.setData(_ID, client_id)
            self._names[client_id] = name
            self.addItem(item)
        self._fit()
        self.setCurrentRow(0)

    def say_again(self) -> None:
        """In the language that holds now."""
        for number in range(self.count()):
            item = self.item(number)
            item.setText(said(self._names[str(item.data(_ID))]))
        self._fit()

    def choose(self, client_id: str) -> None:
        for number in range(self.count()):
            if self.item(number).data(_ID) == client_id:
                self.setCurrentRow(number)

    def stand_above(self, above: bool) -> None:
        """Whether it stands above what it chooses, over the whole width, or at its left."""
        self._above = above
        self._fit()

    def _fit(self) -> None:
        if self._above:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(max(self.sizeHintForColumn(0) + _FRAME, _NARROWEST_LIST))
        heights = [self.sizeHintForRow(number) for number in range(self.count())]
        shown = heights[:_ROWS_ABOVE] if self._above else heights
        self.setFixedHeight(sum(shown) + _FRAME)
