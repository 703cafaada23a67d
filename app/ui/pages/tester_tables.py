"""The tables of a connection test: base URLs, checks, provisioning clients."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.domain.plain_text import shown
from app.domain.report import Check, CheckStatus, ClientResult, Report
from app.domain.text import decimal, tr
from app.ui.language.said import said, say
from app.ui.theme.icons import give_state
from app.ui.widgets.basics import object_name
from app.ui.widgets.choices import Given
from app.ui.widgets.waterfall import SPAN, Waterfall

WIDE_COLUMN = 240
"""Pixels that the wide column has at least."""
WIDEST_OTHER = 230
"""Pixels that any other column has at the most: its words wrap."""
_ANY_HEIGHT = 100_000
_PADDING = 16
"""Pixels beside a cell's words, which Qt leaves out when it computes a row's height from a style sheet."""

_WORDS = {
    CheckStatus.PASSED: (tr("Passed"), "good"),
    CheckStatus.WARNING: (tr("Warning"), "warning"),
    CheckStatus.FAILED: (tr("Failed"), "bad"),
    CheckStatus.SKIPPED: (tr("Skipped"), "muted"),
}

_GIVEN = Qt.ItemDataRole.UserRole + 101
"""The item data that holds the words that were given, whatever language they are shown in."""


class PlainTable(QTableWidget):
    """A table of words that is read, not edited; `wide` is the column that takes the room left. It is as high as its
    rows: the page scrolls, not the table in it. Where the words do not fit, it scrolls sideways instead of hiding them.
    """

    def __init__(self, name: str, headings: Sequence[str], wide: int) -> None:
        super().__init__(0, len(headings))
        self._wide = wide
        self._highest = _ANY_HEIGHT
        self._whole: set[int] = set()
        self.setObjectName(object_name(name))
        say(self.setAccessibleName, name)
        self._headings = tuple(headings)
        self.setHorizontalHeaderLabels([said(each) for each in headings])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # what tells URLs apart stands at their ends
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def at_most(self, pixels: int) -> None:
        """Be no higher than this: what is more scrolls."""
        self._highest = pixels
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def never_wrap(self, column: int) -> None:
        """This column is as wide as what stands in it."""
        self._whole.add(column)

    def append(self, texts: Sequence[str]) -> list[QTableWidgetItem]:
        """A row of words more; call `fit` after the last."""
        number = self.rowCount()
        self.insertRow(number)
        items = [QTableWidgetItem(said(text)) for text in texts]
        for column, item in enumerate(items):
            item.setData(_GIVEN, Given(texts[column]))
            self.setItem(number, column, item)
        return items

    def say_again(self) -> None:
        """In the language that holds now."""
        self.setHorizontalHeaderLabels([said(each) for each in self._headings])
        for line in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = self.item(line, column)
                given = item.data(_GIVEN) if item is not None else None
                if item is not None and isinstance(given, Given):
                    item.setText(said(given.text))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the columns their widths and the table its height; call it after the rows have changed."""
        header = self.horizontalHeader()
        widths = [
            self.sizeHintForColumn(each) if each in self._whole else min(self.sizeHintForColumn(each), WIDEST_OTHER)
            for each in range(self.columnCount())
        ]
        widths = [max(width, header.sectionSizeHint(each)) for each, width in enumerate(widths)]
        room = self.viewport().width() - sum(widths) + widths[self._wide]
        widths[self._wide] = max(room, WIDE_COLUMN)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width - _PADDING if width >= WIDEST_OTHER else width)
        self.resizeRowsToContents()
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        rows = sum(self.rowHeight(index) for index in range(self.rowCount()))
        bar = self.horizontalScrollBar().sizeHint().height() if room < WIDE_COLUMN else 0
        self.setFixedHeight(min(header.sizeHint().height() + rows + bar + 4, self._highest))


def bases_table() -> PlainTable:
    return PlainTable(tr("Base URLs"), ("URL", tr("Users"), tr("Groups"), "ServiceProviderConfig", tr("Use")), 0)


def checks_table() -> PlainTable:
    table = PlainTable(tr("Checks"), (tr("Result"), tr("Check"), tr("Detail"), tr("Duration")), 2)
    table.setItemDelegateForColumn(3, Waterfall(table))
    return table


def clients_table() -> PlainTable:
    return PlainTable(tr("Clients"), (tr("Client"), tr("Ready"), tr("What that means"), tr("How sure")), 2)


def fill_bases(table: PlainTable, report: Report) -> None:
    """One row for each base URL that was tried."""
    table.setRowCount(0)
    for base in report.bases:
        chosen = base.url == report.recommended_base
        asked = (base.users, base.groups, base.service_provider_config) != (None, None, None)
        use = (
            tr("Use this one")
            if chosen
            else tr("Works too")
            if base.usable
            else tr("No")
            if asked
            else tr("Not tested")
        )
        statuses = (base.users, base.groups, base.service_provider_config)
        table.append([shown(base.url, 300), *("–" if s is None else str(s) for s in statuses), use])
    table.fit()


def fill_checks(table: PlainTable, checks: Sequence[Check], total_ms: float | None) -> None:
    """One row for each check, its result as an icon and a word; its time as a bar beside those of the others."""
    table.setRowCount(0)
    for check in checks:
        word, tone = _WORDS[check.status]
        took = "" if check.duration_ms is None else tr("{number} ms", number=decimal(check.duration_ms))
        items = table.append([word, check.title, shown(check.detail, 400), took])
        give_state(items[0], tone)
        items[3].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        items[3].setData(SPAN, _span(check, total_ms))
    table.fit()


def _span(check: Check, total_ms: float | None) -> tuple[float, float] | None:
    if not total_ms or check.start_ms is None or not check.duration_ms:
        return None
    return min(check.start_ms / total_ms, 1.0), min(check.duration_ms / total_ms, 1.0)


_SURE = {"documented": tr("Documented"), "reported": tr("Reported"), "unknown": tr("Unknown")}
_READY = {True: (tr("Yes"), "good"), False: (tr("No"), "bad"), None: (tr("Not known"), "muted")}


def fill_clients(table: PlainTable, clients: Sequence[ClientResult]) -> None:
    """One row for each provisioning client that is known."""
    table.setRowCount(0)
    for client in clients:
        word, tone = _READY[client.ready]
        items = table.append([client.name, word, shown(client.reason, 400), _SURE.get(client.sure, client.sure)])
        give_state(items[1], tone)
    table.fit()
