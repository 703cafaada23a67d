"""Drawing an environment's word, on its colour, in lists and tables."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.badges import badge_text
from app.ui.language.said import said
from app.ui.theme.icons import present_colors

BADGE = Qt.ItemDataRole.UserRole + 1
"""The item data that holds the word."""

_HEIGHT = 17


class BadgeDelegate(QStyledItemDelegate):
    """Draws the item, and its badge at the right end; an item whose text is the badge's word is the badge alone."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.data(BADGE) and index.data() == said(badge_text(index.data(BADGE))):
            option.text = ""  # the badge says it

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """High enough for a badge, with and without one: a list's rows are of one height."""
        return super().sizeHint(option, index).expandedTo(QSize(0, _HEIGHT + 9))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        word = index.data(BADGE)
        if not word:
            return
        alone = index.data() == said(badge_text(word))
        colors = present_colors()
        ground, text = {
            "Production": (colors.production, colors.on_production),
            "QA": (colors.qa, colors.on_qa),
            "Practice": (colors.practice, colors.on_practice),
        }[word]
        word = said(badge_text(word))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSize(8)
        font.setBold(True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(word) + 20
        cell = QRectF(option.rect)
        left = cell.left() + 8 if alone else cell.right() - width - 8
        pill = QRectF(left, cell.center().y() - _HEIGHT / 2, width, _HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, _HEIGHT / 2, _HEIGHT / 2)
        painter.setPen(QColor(text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)
        painter.restore()
