"""A field with its buttons: beside it where there is room, below it where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

NARROWEST_FIELD = 300
"""Pixels that a field needs to be read; below that the buttons move under it."""
NARROWEST_TOKEN = 416
"""The same for one that may show a whole token."""


class FieldRow(QWidget):
    """Lays out one field and its buttons, in reading order both ways."""

    def __init__(self, field: QWidget, buttons: Sequence[QWidget], narrowest: int = NARROWEST_FIELD) -> None:
        super().__init__()
        self._field = field
        self._narrowest = narrowest
        self._buttons = QWidget()
        across = QHBoxLayout(self._buttons)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        for part in buttons:
            across.addWidget(part)
        across.addStretch(1)
        field.setMinimumWidth(80)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._stacked: bool | None = None
        self._arrange(stacked=False)

    def keep_height(self, pixels: int) -> None:
        """The buttons take this height also while they are hidden."""
        self._buttons.setMinimumHeight(pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - self._buttons.sizeHint().width() - 8
        self._arrange(stacked=room < self._narrowest)

    def _arrange(self, *, stacked: bool) -> None:
        if stacked == self._stacked:
            return
        self._stacked = stacked
        self._grid.addWidget(self._field, 0, 0, 1, 2 if stacked else 1)
        if stacked:
            self._grid.addWidget(self._buttons, 1, 0, 1, 2)
        else:
            self._grid.addWidget(self._buttons, 0, 1)
