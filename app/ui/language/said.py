"""Saying texts in the window's language: at once, and again when it changes.

Like all that the first paint needs, this does without the `Qt` namespace.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime
from PySide6.QtWidgets import QApplication

from app.domain.text import Text

CONTEXT = "SCIM Connection"
"""The one context of our translations: a sentence means the same wherever it stands."""
_KEPT = "_said_texts"


class _WindowLanguage:
    """What the translator says that the application has installed, and dates and numbers by the same locale."""

    def words(self, source: str, number: int | None) -> str | None:
        translated = QCoreApplication.translate(CONTEXT, source, "", -1 if number is None else number)
        return None if translated == source else translated

    def number(self, value: float, digits: int) -> str:
        return QLocale().toString(float(value), "f", digits)

    def capital(self, text: str) -> str:
        return QLocale().toUpper(text[:1]) + text[1:]

    def day(self, at: datetime) -> str:
        local = at.astimezone()
        return QLocale().toString(QDate(local.year, local.month, local.day), "d MMMM yyyy")

    def moment(self, at: datetime) -> str:
        local = at.astimezone()
        return f"{self.day(at)}, {QLocale().toString(QTime(local.hour, local.minute), 'HH:mm')}"


_LANGUAGE = _WindowLanguage()


def said(text: str) -> str:
    """These words in the window's present language; what is no `Text` stays as it is."""
    return text.said_in(_LANGUAGE) if isinstance(text, Text) else text


def say(setter: Callable[[str], Any], text: str) -> None:
    """Give a widget words by one of its own setters (`say(field.setAccessibleName, tr("Account name"))`), now and
    whenever the language changes, until it gets others by the same one."""
    widget = getattr(setter, "__self__")  # noqa: B009  a bound method has one; mypy does not know
    kept: dict[str, Text] = widget.__dict__.setdefault(_KEPT, {})
    if isinstance(text, Text):
        kept[setter.__name__] = text
    else:
        kept.pop(setter.__name__, None)
    setter(said(text))


def say_all_again() -> None:
    """Say every word of every window again, in the language that holds now.

    A widget that shows words by other means (its own setter, rows of a table, entries of a list) has a method
    `say_again` that does it.
    """
    for widget in QApplication.allWidgets():
        kept: dict[str, Text] = getattr(widget, _KEPT, {})
        for setter, text in kept.items():
            getattr(widget, setter)(said(text))
        say_again = getattr(widget, "say_again", None)
        if say_again is not None:
            say_again()
