"""The line that says which other accounts need the person, and leads to them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.domain.text import tr
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import button, label


class ReminderLine(QFrame):
    """Hidden while there is nothing to say.

    Signals: `wanted`, when the person wants to see them.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reminderLine")
        across = QHBoxLayout(self)
        across.setContentsMargins(32, 6, 32, 6)
        across.setSpacing(8)
        self._icon = StateIcon()
        self._text = label(name="dueAccounts", wrap=True)
        self._show = button(tr("Show"), tr("Show what is due"), kind="link")
        self._show.clicked.connect(self.wanted)
        across.addWidget(self._icon)
        across.addWidget(self._text, 1)
        across.addWidget(self._show)
        self.hide()

    def say(self, text: str) -> None:
        """Say this; an empty text hides the line."""
        if self._text.text() != text:
            self._text.setText(text)
        self._icon.show_state("warning" if text else "")
        self.setVisible(bool(text))
