"""The line that says what was removed, and takes it back for ten seconds."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.domain.text import counted, joined, tr
from app.ui.widgets.announce import announce
from app.ui.widgets.basics import button, label

SECONDS = 10


class UndoLine(QFrame):
    """Hidden while there is nothing to undo.

    Signals: `undone`, when the person takes it back; `ended`, when the time for that is over.
    """

    undone = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("undoLine")
        self._what, self._left = "", 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        across = QHBoxLayout(self)
        across.setContentsMargins(32, 8, 32, 8)
        across.setSpacing(8)
        self._text = label(name="removed", wrap=True)
        undo = button(tr("Undo"))
        undo.clicked.connect(self._undo)
        across.addWidget(self._text, 1)
        across.addWidget(undo)
        self.hide()

    def offer(self, what: str) -> None:
        """Say what was removed, and begin to count."""
        self._what, self._left = what, SECONDS
        self._say()
        self.show()
        self._timer.start()
        announce(
            self, joined(what, counted("Undo is offered for {n} second.", "Undo is offered for {n} seconds.", SECONDS))
        )

    def close_offer(self) -> None:
        """It cannot be undone any more, or need not."""
        self._timer.stop()
        self.hide()

    def _say(self) -> None:
        seconds = counted("{n} second", "{n} seconds", self._left)
        self._text.setText(
            joined(self._what, tr("Its token is deleted from this computer in {seconds}.", seconds=seconds))
        )

    def _tick(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._say()
        else:
            self.close_offer()
            self.ended.emit()

    def _undo(self) -> None:
        self.close_offer()
        self.undone.emit()
