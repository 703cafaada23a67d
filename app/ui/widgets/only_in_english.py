"""The line before a longer text that nobody has translated."""

from __future__ import annotations

from app.domain.text import tr
from app.ui.language.said import said
from app.ui.widgets.basics import WrappedLabel

_WORDS = tr("What follows is in English: it has not been translated yet.")


class OnlyInEnglish(WrappedLabel):
    """Says so in the reader's language; hidden where that is English."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "hint")
        self.setProperty("textFormat", 0)  # Qt.TextFormat.PlainText
        self.say_again()

    def say_again(self) -> None:
        self.setText(_WORDS)
        self.setVisible(said(_WORDS) != _WORDS)
