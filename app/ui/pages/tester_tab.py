"""The tab Connection tester: what to test, the verdict, what to do, and what was seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.report import Check, Report
from app.domain.text import tr
from app.ui.pages.check_detail import CheckDetail
from app.ui.pages.tester_input import TesterInput
from app.ui.pages.tester_tables import (
    PlainTable,
    bases_table,
    checks_table,
    clients_table,
    fill_bases,
    fill_checks,
    fill_clients,
)
from app.ui.pages.tester_verdict import TesterVerdict
from app.ui.widgets.basics import label
from app.ui.widgets.page import Column

HIGHEST_TABLE = 330
"""Pixels of the checks: a check and what it saw are to be in sight together."""
REDRAW_EVERY = 60
"""Milliseconds between two drawings of the checks while a test runs: many end at once."""


class TesterTab(Column):
    """Signals: `run` and `stop`, when the person presses the button; `edited`, when an input has changed;
    `check_chosen` with a check's id.

    The typed token is read by `typed_token()` when a test starts; the account's own never stands in a field to type in.
    Widgets: `input`, `verdict` and `detail`, with signals of their own.
    """

    run = Signal()
    stop = Signal()
    edited = Signal()
    check_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__((0, 16, 32, 24))
        self._running = False
        self._live: dict[str, Check] = {}
        self._shown_checks: tuple[Check, ...] = ()
        self.input = TesterInput()
        self.input.pressed.connect(self._pressed)
        self.input.edited.connect(self.edited)
        self.endpoint, self.token = self.input.endpoint, self.input.token
        self.verdict = TesterVerdict(self.input.button)
        self.detail = CheckDetail()
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAW_EVERY)
        self._redraw.timeout.connect(self._draw_live)
        for part in (self.input, self.verdict, self._results()):
            self.column.addWidget(part)
        self.end()
        self._clear()

    def _results(self) -> QWidget:
        self._shown_results = holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(16)
        self._bases, self._checks, self._clients = bases_table(), checks_table(), clients_table()
        self._checks.itemSelectionChanged.connect(self._check_selected)
        self._bases_part = _titled(tr("Base URLs"), self._bases)
        choose = label(tr("Choose a check to see what was asked and how it was answered."), kind="hint", wrap=True)
        self._checks.at_most(HIGHEST_TABLE)
        self._checks_part = _titled(tr("Checks"), choose, self._checks, self.detail)
        self._clients_part = _titled(tr("Clients"), self._clients)
        for part in (self._bases_part, self._checks_part, self._clients_part):
            down.addWidget(part)
        return holder

    def typed_token(self) -> str:
        """What the person typed into the token field, unchanged; empty: nothing."""
        return self.token.text()

    def show_running(self) -> None:
        """A test begins."""
        self._running = True
        self._live = {}
        self.input.show_running(True)
        self.verdict.show_running()
        self.detail.hide()
        self._show_checks((), None)
        self._bases_part.hide()
        self._clients_part.hide()
        self._shown_results.show()
        QTimer.singleShot(0, self._bring_verdict_up)

    def show_progress(self, done: int, total: int) -> None:
        """How far it has come."""
        self.verdict.show_progress(done, total)

    def show_step(self, title: str) -> None:
        """What is being looked at."""
        self.verdict.show_step(title)

    def show_check(self, check: Check) -> None:
        """A check has ended, judged by itself."""
        self._live[check.id] = check
        if not self._redraw.isActive():
            self._redraw.start()

    def _draw_live(self) -> None:
        if self._running:
            checks = tuple(self._live.values())
            ends = [(check.start_ms or 0) + (check.duration_ms or 0) for check in checks]
            self._show_checks(checks, max(ends, default=0))

    def show_report(self, report: Report) -> None:
        """The test has ended."""
        self._stopped()
        self.verdict.show_report(report)
        fill_bases(self._bases, report)
        self._bases_part.setVisible(bool(report.bases))
        self._show_checks(report.checks, report.timings.total_ms)
        fill_clients(self._clients, report.clients)
        self._clients_part.setVisible(bool(report.clients))
        self._shown_results.show()
        QTimer.singleShot(0, self._bring_verdict_up)

    def _bring_verdict_up(self) -> None:
        """In a low window it would stand below what is in sight."""
        column, bar = self.widget(), self.verticalScrollBar()
        assert column is not None
        top = self.verdict.mapTo(column, QPoint(0, 0)).y()
        if self.verdict.isVisible() and top + self.verdict.height() > bar.value() + self.viewport().height():
            bar.setValue(top - 16)

    def _show_checks(self, checks: tuple[Check, ...], total_ms: float | None) -> None:
        self._shown_checks = checks
        fill_checks(self._checks, checks, total_ms)

    def end_if_running(self) -> None:
        """A test that ended without a report leaves nothing behind."""
        if self._running:
            self._stopped()
            self._clear()

    def clear_results(self) -> None:
        """Forget the last test: what it said is not about what stands in the fields now."""
        if not self._running:
            self._clear()

    def _clear(self) -> None:
        self.verdict.clear()
        self.detail.hide()
        self._shown_results.hide()

    def _stopped(self) -> None:
        self._running = False
        self._redraw.stop()
        self.input.show_running(False)

    def _check_selected(self) -> None:
        rows = self._checks.selectionModel().selectedRows()
        if rows and not self._running and rows[0].row() < len(self._shown_checks):
            self.check_chosen.emit(self._shown_checks[rows[0].row()].id)
            QTimer.singleShot(0, self._bring_detail_up)

    def _bring_detail_up(self) -> None:
        """The check in full comes into sight, and with it as much as fits of the table above it."""
        self.ensureWidgetVisible(self.detail, 0, 24)
        rows = self._checks.selectionModel().selectedRows()
        column = self.widget()
        if rows and column is not None:
            line = self._checks.visualRect(rows[0])
            at = self._checks.viewport().mapTo(column, line.center())
            self.ensureVisible(at.x(), at.y(), 0, line.height())

    def _pressed(self) -> None:
        (self.stop if self._running else self.run).emit()


def _titled(words: str, *parts: QWidget) -> QWidget:
    """Parts under a heading, which names the table among them."""
    holder = QWidget()
    down = QVBoxLayout(holder)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(6)
    heading = label(words, kind="heading")
    heading.setBuddy(next(part for part in parts if isinstance(part, PlainTable)))
    down.addWidget(heading)
    for part in parts:
        down.addWidget(part)
    return holder
