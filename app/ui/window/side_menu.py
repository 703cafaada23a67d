"""The side menu: which page is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView

from app.domain.text import tr
from app.ui.language.said import said, say

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, Qt

WIDTH = 208
_AROUND = 26
"""Pixels beside a row: the list's padding and border, and what bold words take more."""
_NEVER = 1  # Qt.ScrollBarPolicy.ScrollBarAlwaysOff; the `Qt` namespace is slow to load (see widgets.basics)
_PAGES = ((tr("Apps"), (tr("SCIM"),)), (tr("This program"), (tr("Accounts"), tr("Preferences"), tr("Help"))))
_WORD = 256 + 1
"""The role (Qt.ItemDataRole.UserRole + 1) under which an item keeps the English word that it is known by."""


class SideMenu(QListView):
    """A list of headings and pages.

    Signals: `page_chosen` with the page's word, when the person picks one.
    """

    page_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("settingsMenu")
        say(self.setAccessibleName, tr("Settings menu"))
        self.setFixedWidth(WIDTH)
        self.setProperty("horizontalScrollBarPolicy", _NEVER)
        self._model = QStandardItemModel(self)
        self._words: dict[str, str] = {}
        small = QFont(self.font())
        small.setPointSize(8)
        small.setBold(True)
        for heading, pages in _PAGES:
            item = self._item(heading)
            item.setFont(small)
            item.setEnabled(False)
            item.setSelectable(False)
            self._model.appendRow(item)
            for page in pages:
                entry = self._item(page)
                entry.setEditable(False)
                self._model.appendRow(entry)
        self.setModel(self._model)
        self.selectionModel().currentChanged.connect(self._chosen)
        self.clicked.connect(self._chosen)  # also on the page that is shown: it leads back to its beginning

    def _item(self, word: str) -> QStandardItem:
        self._words[str(word)] = word
        item = QStandardItem(said(word))
        item.setData(str(word), _WORD)
        return item

    def _find(self, page: str) -> list[QStandardItem]:
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        return [item for item in items if item.isEnabled() and item.data(_WORD) == page]

    def say_again(self) -> None:
        """In the language that holds now."""
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            item.setText(said(self._words[str(item.data(_WORD))]))

    def page_shown(self) -> str:
        """The page that is marked; empty: none."""
        index = self.currentIndex()
        return str(self._model.itemFromIndex(index).data(_WORD)) if index.isValid() else ""

    def show_page(self, page: str) -> None:
        """Mark a page as the one shown, without signalling a choice."""
        chooser = self.selectionModel()
        blocked = chooser.blockSignals(True)
        found = self._find(page)
        if found:
            self.setCurrentIndex(found[0].index())
        else:
            self.clearSelection()
        chooser.blockSignals(blocked)
        self.viewport().update()

    def stand_narrow(self, narrow: bool) -> None:
        """In a narrow window: no wider than its words."""
        self.setFixedWidth(min(self.sizeHintForColumn(0) + _AROUND, WIDTH) if narrow else WIDTH)

    def moveCursor(self, action: QListView.CursorAction, keys: Qt.KeyboardModifier) -> QModelIndex:
        """The key Home goes to the first page: the first row is a heading, where Qt would stop."""
        if action == QListView.CursorAction.MoveHome:
            return self._model.index(1, 0)
        return super().moveCursor(action, keys)

    def offers(self, page: str) -> bool:
        """Whether it can be chosen here."""
        return bool(self._find(page))

    def offer_page(self, page: str, offered: bool) -> None:
        """Have a page at the end that is there for a while."""
        found = self._find(page)
        if offered and not found:
            entry = self._item(page)
            entry.setEditable(False)
            self._model.appendRow(entry)
        elif found and not offered:
            chooser = self.selectionModel()
            blocked = chooser.blockSignals(True)
            self._model.removeRow(found[0].row())
            chooser.blockSignals(blocked)

    def _chosen(self, index: QModelIndex) -> None:
        item = self._model.itemFromIndex(index)
        if item.isEnabled():
            self.page_chosen.emit(str(item.data(_WORD)))
