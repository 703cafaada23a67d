"""What came of something, in place: an icon and a sentence, or a bar while it is under way."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.domain.text import tr
from app.ui.language.said import say
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import label, row


class SaidLine(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._icon = StateIcon()
        self._text = label(name=name, wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 4, 0, 4)
        line = row(self._icon, self._text)
        line.setStretch(1, 1)
        down.addLayout(line)
        down.addWidget(self._bar)
        self.say("")

    @property
    def text(self) -> str:
        """What stands there."""
        return self._text.text()

    def say(self, text: str, tone: str = "", *, working: bool = False) -> None:
        """Show this; `tone` is good, warning, bad or nothing."""
        self._icon.show_state(tone)
        self._text.setText(text)
        self._bar.setVisible(working)
        say(self._bar.setAccessibleName, text or tr("Working"))
        self.setVisible(bool(text) or working)
