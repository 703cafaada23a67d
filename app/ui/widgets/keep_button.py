"""The button beside a running time that adds to it. Its object name stays that of five minutes (contract)."""

from __future__ import annotations

from app.domain.text import counted, tr
from app.ui.language.said import say
from app.ui.widgets.basics import Button, object_name

FIVE = "Keep 5 more minutes"
_OF = {"token": tr("Before the token is hidden"), "clipboard": tr("Before the clipboard is cleared")}
"""What a screen reader says of them beside their name, which is the same."""


class KeepButton(Button):
    """`of` tells the buttons of several times apart."""

    def __init__(self, of: str) -> None:
        super().__init__()
        self.setObjectName(object_name(f"{of} {FIVE}"))
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        say(self.setAccessibleDescription, _OF[of])
        self.show_minutes(5)

    def show_minutes(self, minutes: int) -> None:
        """How many it adds."""
        words = counted("Keep {n} more minute", "Keep {n} more minutes", minutes)
        self.setText(words)
        say(self.setAccessibleName, words)
