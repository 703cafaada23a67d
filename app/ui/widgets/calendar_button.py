"""The button "Add to calendar…", and what is said once the file is there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.text import tr
from app.ui.widgets.basics import button, label


class CalendarButton(QWidget):
    """Signals: `wanted`, when the person presses it. `said` is the label for what came of it: whoever has the button
    puts it below."""

    wanted = Signal()

    def __init__(self, name: str = "addToCalendar") -> None:
        super().__init__()
        self._button = button(tr("Add to calendar…"), name=name)
        self._button.clicked.connect(self.wanted)
        self.said = label(kind="hint", name=f"{name}Result", wrap=True)
        self.said.hide()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._button)

    def say(self, text: str) -> None:
        """What came of it, in a sentence; empty: nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
