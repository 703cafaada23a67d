"""A combo box whose entries are said in the window's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox

from app.ui.language.said import said

_GIVEN = 256 + 101
"""The role (Qt.ItemDataRole.UserRole and up) under which an entry keeps the words that it was given."""


class ComboBox(QComboBox):
    """`currentText` and `itemText` are what is shown: tell entries apart by their data or place."""

    # Without icons, which nobody gives.
    def addItem(self, text: str, data: Any = None) -> None:  # type: ignore[override]
        super().addItem(said(text), data)
        self.setItemData(self.count() - 1, Given(text), _GIVEN)

    def addItems(self, texts: Sequence[str]) -> None:
        for text in texts:
            self.addItem(text)

    def offer(self, entries: Sequence[tuple[str, str]]) -> None:
        """Have these entries, value (which `currentData` gives) and words, and no others."""
        self.clear()
        for value, words in entries:
            self.addItem(words, value)

    def setItemText(self, index: int, text: str) -> None:
        super().setItemText(index, said(text))
        self.setItemData(index, Given(text), _GIVEN)

    def say_again(self) -> None:
        """In the language that holds now."""
        for index in range(self.count()):
            given = self.itemData(index, _GIVEN)
            if isinstance(given, Given):
                super().setItemText(index, said(given.text))


class Given:
    """Words in a box of their own: Qt would make a string of its own of a bare one, which has no other language."""

    def __init__(self, text: str) -> None:
        self.text = text
