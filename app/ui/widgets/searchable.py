"""A combo box in which one types to find an entry among hundreds."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QComboBox, QCompleter, QLineEdit, QListView

from app.domain.text import tr
from app.ui.language.said import say

_SHOWN = 14
"""Entries that the list shows at once."""
_COMES_TO_TYPE = frozenset(
    {
        Qt.FocusReason.MouseFocusReason,
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)
"""How a person comes to the line. Coming back to the window, or being put there by the program, is not it."""


class SearchLine(QLineEdit):
    """The box's line: what is typed only finds, and it always comes back to one of the entries.

    Signal: `nothing_found` with whether what is typed is in no entry, each time that this changes."""

    nothing_found = Signal(bool)

    def __init__(self, box: QComboBox, delegate: QAbstractItemDelegate) -> None:
        """Becomes the line of this box, whose model is there already."""
        super().__init__(box)
        self._box = box
        self._nothing = False
        box.setLineEdit(self)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setMaxVisibleItems(_SHOWN)
        completer = QCompleter(box.model(), box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_SHOWN)
        box.setCompleter(completer)
        found = completer.popup()
        assert found is not None
        self._found = found
        for view in (box.view(), found):
            view.setItemDelegate(delegate)
            if isinstance(view, QListView):
                view.setUniformItemSizes(True)  # else each of hundreds is measured
        self.setObjectName("searchAccounts")
        say(self.setAccessibleName, tr("Search accounts"))
        say(self.setPlaceholderText, tr("Type to search"))
        self.returnPressed.connect(self._take_first)
        self.editingFinished.connect(self._come_back)
        self.textChanged.connect(self._show_beginning)
        self.textChanged.connect(self._say_nothing_found)

    @property
    def typing(self) -> bool:
        """Whether something is typed that no entry has been chosen for yet."""
        return self.hasFocus() and self.text() != self._chosen

    @property
    def _chosen(self) -> str:
        return self._box.itemText(self._box.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _COMES_TO_TYPE:
            # After the click that brought it here, which would take the selection away: typing replaces the name.
            QTimer.singleShot(0, self, self._mark_all)

    def _mark_all(self) -> None:
        if self.hasFocus():  # still
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._show_beginning()

    def _show_beginning(self) -> None:
        """While nobody types here, a name is read from its beginning, and nothing of it is marked."""
        if not self.hasFocus():
            self.deselect()
            self.setCursorPosition(0)

    def show_chosen(self) -> None:
        """The program has chosen an entry: its name is read from its beginning, unless somebody types here."""
        if not self.typing:
            self.deselect()
            self.setCursorPosition(0)

    def _say_nothing_found(self) -> None:
        nothing = self.typing and self._box.findText(self.text(), Qt.MatchFlag.MatchContains) < 0
        if nothing is not self._nothing:
            self._nothing = nothing
            self.nothing_found.emit(nothing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.typing:
            self._found.hide()
            self._come_back()
            self.selectAll()
            event.accept()
            return
        super().keyPressEvent(event)

    def _take_first(self) -> None:
        """Return takes the entry of that very name, or else the first that was found."""
        typed = self.text().strip()
        if not typed or not self.typing:
            return
        place = self._box.findText(typed, Qt.MatchFlag.MatchFixedString)
        if place < 0:
            place = self._box.findText(typed, Qt.MatchFlag.MatchContains)
        if place >= 0:
            self._found.hide()
            self._box.setCurrentIndex(place)
            self._box.activated.emit(place)

    def _come_back(self) -> None:
        if self.text() != self._chosen and not self._found.isVisible():
            self.setText(self._chosen)
