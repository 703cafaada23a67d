"""The table History: as many lines as there are, of which only those in sight are made into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.domain.text import tr
from app.ui.language.said import said, say
from app.ui.theme.icons import state_icon
from app.ui.words import moment

HEADINGS = (tr("When"), tr("What"), tr("Result"), tr("Token"), tr("With whom"))
WHEN, WHAT, RESULT, TOKEN, WITH_WHOM = range(5)
_SAMPLE = 60
"""Lines by which the columns' widths are chosen."""
_NARROWEST, _WIDEST = 70, 420
"""Pixels of a column: the table scrolls sideways rather than hide what it says."""
_LINE = 33
"""Pixels of a line's height."""

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class HistoryRow:
    """One line, in words but for its moment. `tone` is the icon of its result; empty: none."""

    at: datetime
    what: str
    result: str
    tone: str
    token: str
    with_whom: str

    def text(self, column: int) -> str:
        """What stands in that column."""
        return moment(self.at) if column == WHEN else (self.what, self.result, self.token, self.with_whom)[column - 1]


class HistoryModel(QAbstractTableModel):
    """Signals: `wanted`, when the last line comes into sight and older ones follow."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[HistoryRow] = []
        self._more = False

    def show(self, rows: Sequence[HistoryRow], *, more: bool) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self._rows, self._more = list(rows), more
        self.endResetModel()

    def add(self, rows: Sequence[HistoryRow], *, more: bool) -> None:
        """Show these, older, lines below."""
        self._more = more
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def widest(self, column: int) -> list[str]:
        """Texts of that column, to choose its width by."""
        return [said(row.text(column)) for row in self._rows[:_SAMPLE]]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADINGS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return said(row.text(column))
        if role == Qt.ItemDataRole.DecorationRole and column == RESULT and row.tone:
            return state_icon(row.tone)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        horizontal = orientation == Qt.Orientation.Horizontal
        return said(HEADINGS[section]) if horizontal and role == Qt.ItemDataRole.DisplayRole else None

    def canFetchMore(self, parent: _Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:  # noqa: ARG002  a table has one level
        self._more = False  # until they have come
        self.wanted.emit()


class HistoryTable(QTableView):
    """Read, not edited; it scrolls itself. `lines` is its model."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = HistoryModel()
        self.setModel(self.lines)
        self.setObjectName("history")
        say(self.setAccessibleName, tr("History"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_LINE)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def fit(self) -> None:
        """Give the columns their widths; call it after the lines have changed."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        used = 0
        for column in range(len(HEADINGS)):
            texts = self.lines.widest(column)
            wide = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 26
            wide += 24 if column == RESULT else 0  # its icon
            width = min(max(wide, header.sectionSizeHint(column), _NARROWEST), _WIDEST)
            self.setColumnWidth(column, width)
            used += width
        room = self.viewport().width() - used + self.columnWidth(WITH_WHOM)
        self.setColumnWidth(WITH_WHOM, max(room, self.columnWidth(WITH_WHOM)))

    def say_again(self) -> None:
        """In the language that holds now."""
        self.lines.layoutChanged.emit()
        self.lines.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
