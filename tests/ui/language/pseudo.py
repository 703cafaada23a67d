"""A language that nobody speaks: every text of ours in brackets and 40 % longer.

What is shown outside brackets was never made a text; what does not fit was laid out for English alone.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QTranslator

from app.ui.language.said import CONTEXT, say_all_again

_PLACE = re.compile(r"\{\w+\}")
OPENS, CLOSES = "⟦", "⟧"


class Pseudo(QTranslator):
    """Installed, it translates everything that is asked for in our context."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        if context != CONTEXT or not source.strip():
            return None
        longer = f"{OPENS}{source}{' ·' * (len(source) // 5)}{CLOSES}"
        # A value stands outside: it is a text of its own, or data.
        return _PLACE.sub(rf"{CLOSES}\g<0>{OPENS}", longer)

    def isEmpty(self) -> bool:
        return False


def speak_pseudo(application: QCoreApplication) -> Pseudo:
    """Have the window speak it; until `speak_english`."""
    made = Pseudo(application)
    application.installTranslator(made)
    say_all_again()
    return made


def speak_english(application: QCoreApplication, pseudo: Pseudo) -> None:
    application.removeTranslator(pseudo)
    say_all_again()
