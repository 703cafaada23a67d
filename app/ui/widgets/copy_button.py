"""A button that confirms in place what it did."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from app.domain.text import tr
from app.ui.language.said import said, say
from app.ui.widgets.basics import Button, object_name

COPIED = tr("Copied")
CONFIRMED_FOR = 2000
"""Milliseconds for which the confirmation stands."""


class CopyButton(Button):
    """Says `Copied` for two seconds after `confirm()`, without changing its size or its accessible name."""

    def __init__(self, text: str, accessible_name: str, name: str = "") -> None:
        super().__init__()
        self.setText(text)
        self._text = text
        say(self.setAccessibleName, accessible_name)
        self.setObjectName(name or object_name(accessible_name))
        self.setAutoDefault(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CONFIRMED_FOR)
        self._timer.timeout.connect(self._revert)

    def confirm(self, word: str = COPIED) -> None:
        """Show the word for two seconds."""
        width = max(self.width(), self.fontMetrics().horizontalAdvance(said(word)) + 30)
        self.setMinimumWidth(width)
        self.setText(word)
        self._timer.start()

    def _revert(self) -> None:
        self.setText(self._text)
        self.setMinimumWidth(0)
