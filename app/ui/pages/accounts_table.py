"""The table of accounts: hundreds of rows, sorted by what is due or by a column that the person clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.domain.accounts import AccountId
from app.domain.badges import badge_text
from app.domain.text import tr
from app.ui.language.said import said, say
from app.ui.theme.icons import state_icon
from app.ui.widgets.badge_delegate import BADGE, BadgeDelegate
from app.ui.widgets.basics import object_name

HEADINGS = (
    tr("Name"),
    tr("Environment"),
    tr("Host"),
    tr("Token’s age"),
    tr("Old token"),
    tr("Last test"),
    tr("Last shared with"),
    tr("Next step"),
)
ENVIRONMENT, LAST_TEST, NEXT_STEP = 1, 5, 7
_WIDEST = (330, 120, 260, 120, 200, 260, 260, 330)
"""Pixels that a column takes at most; the last one to be seen has the room left."""
_SEEN_THIRD = 2
"""Where the next step stands: in sight however narrow the window is."""
_ARROWS = {Qt.SortOrder.AscendingOrder: "\u25b4", Qt.SortOrder.DescendingOrder: "\u25be"}
_BESIDE = (24, 44, 24, 24, 24, 46, 24, 46)
"""Pixels beside a column's words: padding, the badge's own, the icon's."""
_ROOM_FOR = {LAST_TEST: tr("Blocked, just now")}
"""What a column will have to show soon, whatever it shows now."""
_LOOKED_AT = 40
"""Rows that are measured for the columns' widths."""
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class AccountRow:
    """One account as the table shows it, in words."""

    id: AccountId
    name: str
    badge: str
    host: str = ""
    age: str = ""
    old_token: str = ""
    last_test: str = ""
    shared: str = ""
    next_step: str = ""
    test_tone: str = ""
    """The state's icon beside the last test: good, warning, bad or muted; empty: none."""
    due_tone: str = ""
    """The same beside the next step."""
    order: tuple[Any, ...] = ()
    """What each column sorts by, in the columns' order; each is comparable with that of the other rows."""
    typed: bool = False
    """Whether it was typed in by hand, and may be edited and removed."""

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.name,
            badge_text(self.badge),
            self.host,
            self.age,
            self.old_token,
            self.last_test,
            self.shared,
            self.next_step,
        )


_SORTING: dict[int, int | Qt.SortOrder] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: Qt.SortOrder.AscendingOrder,
    Qt.Key.Key_Down: Qt.SortOrder.DescendingOrder,
}
"""With Ctrl: by the column at the left or right of that one, or in which order. The mouse has the headings for it."""


class AccountsModel(QAbstractTableModel):
    """The rows, in the order in which they are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[AccountRow] = []
        self._column, self._order = NEXT_STEP, Qt.SortOrder.AscendingOrder

    def show_rows(self, rows: Sequence[AccountRow]) -> bool:
        """Show these; whether other accounts stand there than before, or in another order."""
        fresh = self._sorted(rows)
        if fresh == self.rows:
            return False
        if [row.id for row in fresh] == [row.id for row in self.rows]:
            self.rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(HEADINGS) - 1))
            return False
        self.beginResetModel()
        self.rows = fresh
        self.endResetModel()
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self.rows[index.row()].id, index.column()) for index in before]
        self.rows = self._sorted(self.rows)
        places = {row.id: place for place, row in enumerate(self.rows)}
        self.changePersistentIndexList(before, [self.index(places[account], at) for account, at in kept])
        self.layoutChanged.emit()

    def _sorted(self, rows: Sequence[AccountRow]) -> list[AccountRow]:
        column, backwards = self._column, self._order is Qt.SortOrder.DescendingOrder
        ordered = sorted(rows, key=lambda row: (row.name.casefold(), row.badge, row.id))
        return sorted(ordered, key=lambda row: row.order[column] if row.order else 0, reverse=backwards)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said(HEADINGS[section])
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = f" {_ARROWS[self._order]}" if section == self._column else ""
            return said(HEADINGS[section]) + arrow
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return said(row.cells[column])
        if role == BADGE and column == ENVIRONMENT:
            return row.badge
        if role == Qt.ItemDataRole.DecorationRole:
            tone = {LAST_TEST: row.test_tone, NEXT_STEP: row.due_tone}.get(column, "")
            return state_icon(tone) if tone else None
        return None


class AccountsTable(QTableView):
    """Signals: `opened`, when the person opens the row in view by Enter or a double click; `chosen`, when another row
    is marked."""

    opened = Signal()
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.accounts = AccountsModel()
        self._selected: AccountId | None = None
        self._widths = list(_WIDEST)
        self.setModel(self.accounts)
        self.setObjectName(object_name("Accounts"))
        say(self.setAccessibleName, tr("Accounts"))
        self.setItemDelegateForColumn(ENVIRONMENT, BadgeDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setMinimumHeight(220)
        self.setSortingEnabled(True)
        self.sortByColumn(NEXT_STEP, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 18)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicatorShown(False)  # the words have an arrow, which needs no picture
        header.moveSection(NEXT_STEP, _SEEN_THIRD)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def say_again(self) -> None:
        """In the language that holds now."""
        self.accounts.layoutChanged.emit()
        self.accounts.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)
        self._measure()
        self.fit()

    @property
    def row(self) -> AccountRow | None:
        """The marked one."""
        marked = self.selectionModel().selectedRows()
        return self.accounts.rows[marked[0].row()] if marked else None

    def show_rows(self, rows: Sequence[AccountRow], selected: AccountId | None) -> None:
        """Show these. The marked one stays marked until another one is selected."""
        before = self.row
        if self.accounts.show_rows(rows):
            self._measure()
            self.fit()
        if selected != self._selected:
            self._selected = selected
            self.mark(selected)
        elif self.row is None and not self.mark(before.id if before is not None else selected):
            self.mark(selected)

    def mark(self, account: AccountId | None) -> bool:
        """Mark this one's row; whether there is one."""
        place = next((place for place, row in enumerate(self.accounts.rows) if row.id == account), None)
        if place is not None:
            self.selectRow(place)
        return place is not None

    def cut_cells(self) -> list[tuple[str, str]]:
        """Headings and words of the marked row where a column is too narrow for them."""
        row = self.row
        if row is None:
            return []
        width = self.fontMetrics().horizontalAdvance
        return [
            (HEADINGS[column], words)
            for column, words in enumerate(map(said, row.cells))
            if width(words) + _BESIDE[column] > self.columnWidth(column)
        ]

    def fit(self) -> None:
        """Give the columns their widths."""
        header, widths = self.horizontalHeader(), list(self._widths)
        last = header.logicalIndex(len(HEADINGS) - 1)
        widths[last] += max(self.viewport().width() - sum(widths), 0)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def _measure(self) -> None:
        """How wide the columns should be, by the first rows. Qt's own way asks the model a dozen times a cell."""
        width = self.fontMetrics().horizontalAdvance
        cells = [row.cells for row in self.accounts.rows[:_LOOKED_AT]]
        for column, most in enumerate(_WIDEST):
            widest = max([width(said(texts[column])) for texts in cells] + [width(said(_ROOM_FOR.get(column, "")))])
            widest += _BESIDE[column]
            self._widths[column] = max(min(widest, most), self.horizontalHeader().sectionSizeHint(column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "\r" and self.row is not None:
            self.opened.emit()
            event.accept()
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _SORTING:
            self._sort_by_key(_SORTING[event.key()])
            event.accept()
            return
        super().keyPressEvent(event)

    def _sort_by_key(self, how: int | Qt.SortOrder) -> None:
        header = self.horizontalHeader()
        column, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        if isinstance(how, Qt.SortOrder):
            order = how
        else:
            place = header.visualIndex(column) + how
            column = header.logicalIndex(min(max(place, 0), header.count() - 1))
        self.sortByColumn(column, order)
        self.scrollTo(self.accounts.index(self.currentIndex().row(), column))
