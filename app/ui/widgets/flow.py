"""Buttons beside each other, on as many lines as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

HELP_ROOM = 96
"""Pixels."""


class Lines(QLayout):
    """Lays its widgets out in reading order, from left to right, and goes on below where there is no room; `right`:
    each line ends at the right, and leaves room at its left for a dialog's button Help.

    For what the first paint needs: it does without the `Qt` namespace, and so takes part in what is left of a column's
    height."""

    def __init__(self, *widgets: QWidget, spacing: int = 8, right: bool = False) -> None:
        super().__init__()
        self._kept_free = HELP_ROOM if right else 0
        self._right = right
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(QMargins())
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, area: QRect, *, place: bool) -> int:
        """Places the widgets, or only counts: the height that they need in this width."""
        top = area.top()
        for line in self._lines(area.width() - self._kept_free):
            used = sum(size.width() for _, size in line) + self._gap * (len(line) - 1)
            left = area.left() + (area.width() - used if self._right else 0)
            for item, size in line:
                if place:
                    item.setGeometry(QRect(QPoint(left, top), size))
                left += size.width() + self._gap
            top += max(size.height() for _, size in line) + self._gap
        return max(top - self._gap - area.top(), 0)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """What stands on each line, with its size."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if not lines or left + size.width() > width:
                lines.append([])
                left = 0
            lines[-1].append((item, size))
            left += size.width() + self._gap
        return lines


class Flow(Lines):
    """The same, no higher than its lines."""

    def expandingDirections(self) -> Qt.Orientation:
        from PySide6.QtCore import Qt

        return Qt.Orientation(0)
