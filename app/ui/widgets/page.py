"""The column that every page stands in: left-aligned, at most 880 wide, scrolling as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

WIDEST = 880
NARROW = 600
"""Pixels of a page below which its margins shrink: a token has to be read whole in a window 720 wide."""
_LEAST = 12
_NEVER = 1  # Qt.ScrollBarPolicy.ScrollBarAlwaysOff; the `Qt` namespace is slow to load (see basics)
_NO_FRAME = 0  # QFrame.Shape.NoFrame
_NO_FOCUS = 0  # Qt.FocusPolicy.NoFocus


class Column(QScrollArea):
    """A scrolling page whose `column` layout takes its parts. What gets focus by keyboard scrolls into view."""

    def __init__(self, margins: tuple[int, int, int, int] = (32, 24, 32, 24)) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setProperty("frameShape", _NO_FRAME)
        self.setProperty("horizontalScrollBarPolicy", _NEVER)
        self.setProperty("focusPolicy", _NO_FOCUS)
        outer = QWidget()
        outer.setObjectName("pageColumn")
        self._margins = margins
        self._across = across = QHBoxLayout(outer)
        across.setContentsMargins(*margins)
        across.setSpacing(0)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        across.addWidget(inner, 1000)
        across.addStretch(1)
        self.setWidget(outer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left, top, right, bottom = self._margins
        if event.size().width() < NARROW:
            left, right = min(left, _LEAST), min(right, _LEAST)
        self._across.setContentsMargins(left, top, right, bottom)

    def end(self) -> None:
        """Close the column: what is left of the height stays empty."""
        self.column.addStretch(1)
