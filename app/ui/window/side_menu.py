"""The side menu: which page is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, Qt

WIDTH = 208
_NEVER = 1  # Qt.ScrollBarPolicy.ScrollBarAlwaysOff; the `Qt` namespace is slow to load (see widgets.basics)
_PAGES = (("Apps", ("SCIM",)), ("This program", ("Accounts", "Help")))


class SideMenu(QListView):
    """A list of headings and pages.

    Signals: `page_chosen` with the page's word, when the person picks one.
    """

    page_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("settingsMenu")
        self.setAccessibleName("Settings menu")
        self.setFixedWidth(WIDTH)
        self.setProperty("horizontalScrollBarPolicy", _NEVER)
        self._model = QStandardItemModel(self)
        small = QFont(self.font())
        small.setPointSize(8)
        small.setBold(True)
        for heading, pages in _PAGES:
            item = QStandardItem(heading)
            item.setFont(small)
            item.setEnabled(False)
            item.setSelectable(False)
            self._model.appendRow(item)
            for page in pages:
                entry = QStandardItem(page)
                entry.setEditable(False)
                self._model.appendRow(entry)
        self.setModel(self._model)
        self.selectionModel().currentChanged.connect(self._chosen)
        self.clicked.connect(self._chosen)  # also on the page that is shown: it leads back to its beginning

    def page_shown(self) -> str:
        """The page that is marked; empty: none."""
        index = self.currentIndex()
        return self._model.itemFromIndex(index).text() if index.isValid() else ""

    def show_page(self, page: str) -> None:
        """Mark a page as the one shown, without signalling a choice."""
        chooser = self.selectionModel()
        blocked = chooser.blockSignals(True)
        found = self._model.findItems(page)
        if found:
            self.setCurrentIndex(found[0].index())
        else:
            self.clearSelection()
        chooser.blockSignals(blocked)
        self.viewport().update()

    def moveCursor(self, action: QListView.CursorAction, keys: Qt.KeyboardModifier) -> QModelIndex:
        """The key Home goes to the first page: the first row is a heading, where Qt would stop."""
        if action == QListView.CursorAction.MoveHome:
            return self._model.index(1, 0)
        return super().moveCursor(action, keys)

    def offers(self, page: str) -> bool:
        """Whether it can be chosen here."""
        return bool(self._model.findItems(page))

    def offer_page(self, page: str, offered: bool) -> None:
        """Have a page at the end that is there for a while."""
        found = self._model.findItems(page)
        if offered and not found:
            entry = QStandardItem(page)
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
            self.page_chosen.emit(item.text())
