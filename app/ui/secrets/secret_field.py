"""A read-only field that shows a secret masked or, for a while, in clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLineEdit

from app.domain.text import tr
from app.domain.tokens import MASK, AccessToken
from app.ui.language.said import said, say
from app.ui.widgets.basics import restyle

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent

_AROUND = 30
"""Pixels of the field beside its text."""


class SecretField(QLineEdit):
    """Shows a token; never gives it away but through the guarded copy.

    What it shows is a view: nothing reads a token from here. Selecting is switched off, because X11 publishes a
    selection at once; Ctrl+C, Ctrl+X and the context menu ask for the guarded copy; text that the accessibility
    interface writes into the read-only field is taken back.

    Signals: `copy_requested`, when the person asks to copy what the field stands for.
    """

    copy_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = MASK
        self._token: AccessToken | None = None
        self._revealed = False
        self._full_width = 0
        self.setReadOnly(True)
        self.setProperty("state", "hidden")
        self.setDragEnabled(False)
        self.setText(self._shown)
        self.setCursor(QCursor())
        self.selectionChanged.connect(self._drop_selection)
        self.textChanged.connect(self._take_back)
        self._describe()

    @property
    def revealed(self) -> bool:
        """Whether the token stands there in clear."""
        return self._revealed

    def show_token(self, token: AccessToken | None, *, revealed: bool = False) -> None:
        """Show this token, masked unless `revealed`; None: twelve bullets alone."""
        revealed = revealed and token is not None
        self._token, self._revealed = token, revealed
        if token is None:
            self._shown = MASK
        else:
            self._shown = token.reveal() if revealed else token.masked
        self.setText(self._shown)
        self.setCursorPosition(0)
        self._describe()
        state = "revealed" if revealed else "hidden"
        if self.property("state") != state:
            self.setProperty("state", state)
            restyle(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A revealed token is read whole: where the field is narrow, in smaller letters."""
        if not self._revealed and not self.property("tight"):
            return
        if not self._full_width:
            self._full_width = self.fontMetrics().horizontalAdvance(self.text()) + _AROUND
        tight = "true" if self._revealed and self.width() < self._full_width else ""
        if (self.property("tight") or "") != tight:
            self.setProperty("tight", tight)
            restyle(self)

    def _describe(self) -> None:
        say(self.setAccessibleDescription, spoken(self._token, revealed=self._revealed))

    def _take_back(self, text: str) -> None:
        if text != self._shown:
            self.setText(self._shown)
            self.setCursorPosition(0)

    def _drop_selection(self) -> None:
        if self.hasSelectedText():
            self.deselect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtGui import QKeySequence

        if event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Cut):
            self.copy_requested.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def _open_menu(self, at: QPoint) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(said(tr("Copy")))
        action.setEnabled(self._token is not None)
        action.triggered.connect(self.copy_requested)
        menu.popup(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()  # would begin a selection, which X11 publishes

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


def spoken(token: AccessToken | None, *, revealed: bool) -> str:
    """How a screen reader reads the field: hidden with its ending, or in groups of four."""
    if token is None:
        return tr("hidden")
    if not revealed:
        return tr("hidden, ends in {last_four}", last_four=token.last_four) if token.last_four else tr("hidden")
    text = token.reveal()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
