"""A table cell that shows when something happened, and for how long, as a bar before its words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme.icons import present_colors

SPAN = Qt.ItemDataRole.UserRole + 2
"""The item data that holds the bar: a pair of fractions of the whole, where it begins and how long it is."""

BAR, NARROWEST_BAR, HEIGHT, TEXT = 110, 3, 6, 66
"""Pixels: the whole's width, the least of a bar, its height, the room for the words."""
WITH_BARS = 620
"""Pixels of a table's width from which on there is room for bars."""


class Waterfall(QStyledItemDelegate):
    """Draws the item's words at the right as ever, and the bar before them where the table is wide enough."""

    def __init__(self, table: QAbstractItemView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(BAR + TEXT + 20, size.height()) if self._wide else size

    @property
    def _wide(self) -> bool:
        return self._table.viewport().width() >= WITH_BARS

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        span = index.data(SPAN)
        if span is None or not self._wide:
            return
        begins, lasts = span
        cell = QRectF(option.rect)
        width = max(lasts * BAR, NARROWEST_BAR)
        left = cell.left() + 10 + min(begins * BAR, BAR - width)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(present_colors().accent))
        painter.drawRoundedRect(QRectF(left, cell.center().y() - HEIGHT / 2, width, HEIGHT), 3, 3)
        painter.restore()
