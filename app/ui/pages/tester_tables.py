"""The two tables of a connection test."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.domain.plain_text import shown
from app.domain.report import CheckStatus, Report
from app.ui.theme.icons import state_icon
from app.ui.widgets.basics import object_name

_WORDS = {
    CheckStatus.PASSED: ("Passed", "good"),
    CheckStatus.WARNING: ("Warning", "warning"),
    CheckStatus.FAILED: ("Failed", "bad"),
    CheckStatus.SKIPPED: ("Skipped", "muted"),
}


def plain_table(name: str, headings: Sequence[str], wide: int) -> QTableWidget:
    """A table of words that is read, not edited; `wide` is the column that takes the room left."""
    table = QTableWidget(0, len(headings))
    table.setObjectName(object_name(name))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(headings))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)  # Tab leaves the table
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    return table


def fit_height(table: QTableWidget) -> None:
    """As high as its rows: the page scrolls, not the table in it."""
    table.resizeRowsToContents()
    rows = sum(table.rowHeight(index) for index in range(table.rowCount()))
    table.setFixedHeight(table.horizontalHeader().sizeHint().height() + rows + 2)


def bases_table() -> QTableWidget:
    return plain_table("Base URLs", ("URL", "Users", "Groups", "ServiceProviderConfig", "Use"), 0)


def checks_table() -> QTableWidget:
    return plain_table("Checks", ("Result", "Check", "Detail", "Duration"), 2)


def fill_bases(table: QTableWidget, report: Report) -> None:
    """One row for each base URL that was tried."""
    table.setRowCount(0)
    for base in report.bases:
        chosen = base.url == report.recommended_base
        use = "Use this one" if chosen else "Works too" if base.usable else "No"
        statuses = (base.users, base.groups, base.service_provider_config)
        _append(table, [shown(base.url, 300), *("–" if s is None else str(s) for s in statuses), use])
    fit_height(table)


def fill_checks(table: QTableWidget, report: Report) -> None:
    """One row for each check, its result as an icon and a word."""
    table.setRowCount(0)
    for check in report.checks:
        word, tone = _WORDS[check.status]
        took = "" if check.duration_ms is None else f"{check.duration_ms:.0f} ms"
        items = _append(table, [word, check.title, shown(check.detail, 400), took])
        items[0].setIcon(state_icon(tone))
        items[3].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    fit_height(table)


def _append(table: QTableWidget, texts: Sequence[str]) -> list[QTableWidgetItem]:
    number = table.rowCount()
    table.insertRow(number)
    items = [QTableWidgetItem(text) for text in texts]
    for column, item in enumerate(items):
        table.setItem(number, column, item)
    return items
