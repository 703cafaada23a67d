"""The button beside a running time that adds to it. Its object name stays that of five minutes (contract)."""

from __future__ import annotations

from app.domain.text import counted
from app.ui.language.said import say
from app.ui.widgets.basics import Button, object_name

FIVE = "Keep 5 more minutes"


class KeepButton(Button):
    """`of` tells the buttons of several times apart."""

    def __init__(self, of: str) -> None:
        super().__init__()
        self.setObjectName(object_name(f"{of} {FIVE}"))
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self.show_minutes(5)

    def show_minutes(self, minutes: int) -> None:
        """How many it adds."""
        words = counted("Keep {n} more minute", "Keep {n} more minutes", minutes)
        self.setText(words)
        say(self.setAccessibleName, words)
