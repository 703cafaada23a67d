"""Tabs whose titles are said in the window's language."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from app.ui.language.said import said


class Tabs(QTabWidget):
    """A tab is known by the words that it was given, whatever it is called in the window's language."""

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[QWidget, str] = {}

    # Without icons, which nobody gives.
    def addTab(self, page: QWidget, text: str) -> int:  # type: ignore[override]
        return self.insertTab(self.count(), page, text)

    # Nor here.
    def insertTab(self, index: int, page: QWidget, text: str) -> int:  # type: ignore[override]
        self._given[page] = text
        return super().insertTab(index, page, said(text))

    def words_of(self, index: int) -> str:
        """The words that this tab was given, in English; empty where there is none."""
        page = self.widget(index)
        return str(self._given.get(page, "")) if page is not None else ""

    def say_again(self) -> None:
        """In the language that holds now."""
        for index in range(self.count()):
            page = self.widget(index)
            if page is not None:
                self.setTabText(index, said(self._given.get(page, self.tabText(index))))
