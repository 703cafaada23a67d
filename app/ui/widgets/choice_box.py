"""A combo box whose entries are said in the window's language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from app.ui.language.said import said


class ChoiceBox(QComboBox):
    """Its entries have a value, which `currentData` gives, and words."""

    _words: Sequence[str] = ()

    def offer(self, entries: Sequence[tuple[str, str]]) -> None:
        """Have these entries, value and words, and no others."""
        self.clear()
        self._words = [words for _, words in entries]
        for value, words in entries:
            self.addItem(said(words), value)

    def say_again(self) -> None:
        """In the language that holds now."""
        for place, words in enumerate(self._words):
            self.setItemText(place, said(words))
