"""The line at the foot of the window: what is in the clipboard, and for how long."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.domain.phrases import span
from app.domain.text import tr
from app.ui.widgets.basics import button, label
from app.ui.widgets.flow import Lines
from app.ui.widgets.keep_button import KeepButton


class StatusLine(QFrame):
    """Hidden while nothing runs.

    Signals: `keep`, when the person wants more time; `clear_now`, when they want it gone.
    """

    keep = Signal()
    clear_now = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self._text = label(name="clipboardTime")
        keep = KeepButton("clipboard")
        keep.clicked.connect(self.keep)
        clear = button(tr("Clear now"), tr("Clear the clipboard now"), kind="link")
        clear.clicked.connect(self.clear_now)
        # Where the window is narrow, the buttons go on below.
        lines = Lines(self._text, keep, clear)
        lines.setContentsMargins(32, 8, 32, 8)
        self.setLayout(lines)
        self.hide()

    def show_clipboard(self, what: str, seconds: int) -> None:
        """How long the secret stays in the clipboard; 0 hides the line."""
        self._text.setText(tr("{what} stays in the clipboard for {span}.", what=what, span=span(seconds)))
        self.setVisible(seconds > 0)
