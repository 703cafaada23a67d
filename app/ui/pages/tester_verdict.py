"""The verdict of a connection test: a sentence, what to do, what to enter where, and what is done with the report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.domain.report import Report, Verdict
from app.domain.report_details import seen_sentences
from app.domain.report_words import verdict_sentence, what_to_do
from app.domain.text import joined, tr
from app.ui.language.said import say
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import Card, button, label, row
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.client_fields import ClientFields, ShownField
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.flow import Flow

TONES = {
    Verdict.READY: "good",
    Verdict.USABLE: "warning",
    Verdict.BLOCKED: "bad",
    Verdict.UNKNOWN: "warning",
}

WORDS = {
    Verdict.READY: tr("ready"),
    Verdict.USABLE: tr("usable"),
    Verdict.BLOCKED: tr("blocked"),
    Verdict.UNKNOWN: tr("unknown"),
}
"""The report's words, for those who cannot see its colour."""


class TesterVerdict(Card):
    """Signals: `copy_wanted` with a field's label; `steps`, `save`; `compare` with the place of an earlier run in the
    list that `show_earlier` was given."""

    copy_wanted = Signal(str)
    steps = Signal()
    save = Signal()
    compare = Signal(int)

    def __init__(self, before: QWidget) -> None:
        """`before` is what Tab leads here from."""
        super().__init__()
        self._before = before
        self._icon = StateIcon()
        self._verdict = label(kind="verdict", name="verdict", wrap=True)
        self._what = label(name="whatToDo", wrap=True)
        self._progress = QProgressBar()
        self._progress.setObjectName("testProgress")
        say(self._progress.setAccessibleName, tr("Test progress"))
        self._progress.setTextVisible(False)
        headline = row(self._icon, self._verdict)
        headline.setStretch(1, 1)
        self.column.addLayout(headline)
        self.column.addWidget(self._progress)
        self.column.addWidget(self._what)
        self._fields = ClientFields("tested")
        self._fields.copy_wanted.connect(self.copy_wanted)
        self.column.addSpacing(6)
        self.column.addWidget(self._fields)
        self._seen = label(kind="hint", name="whatWasSeen", wrap=True)
        self.column.addWidget(self._seen)
        self.column.addWidget(self._earlier_runs())
        self.column.addSpacing(4)
        self._foot = QWidget()
        self._steps = button(tr("Show set-up steps"))
        self._steps.clicked.connect(self.steps)
        self._save = CopyButton(tr("Save report…"), tr("Save report…"))
        self._save.clicked.connect(self.save)
        self._foot.setLayout(Flow(self._steps, self._save))
        self.column.addWidget(self._foot)
        self._problem = label(kind="error", name="reportProblem", wrap=True)
        self.column.addWidget(self._problem)
        self.clear()

    def _earlier_runs(self) -> QWidget:
        self._earlier = QWidget()
        self._runs = ComboBox()
        self._runs.setObjectName("compareWith")
        self._runs.setMinimumContentsLength(16)
        self._runs.activated.connect(self.compare)
        self._changes = label(name="whatChanged", wrap=True)
        words = label(tr("Compared with the test of"), kind="heading")
        words.setBuddy(self._runs)
        down = QVBoxLayout(self._earlier)
        down.setContentsMargins(0, 6, 0, 0)
        down.setSpacing(6)
        down.addLayout(row(words, self._runs, None))
        down.addWidget(self._changes)
        return self._earlier

    def clear(self) -> None:
        """Forget the last test."""
        self._fields.show_fields(())
        for part in (self._what, self._fields, self._seen, self._earlier, self._foot, self._progress, self._problem):
            part.hide()
        self.hide()

    def show_running(self) -> None:
        """A test begins."""
        self.clear()
        self.set_tone("")
        self._icon.show_state("")
        self._verdict.setText(tr("Testing…"))
        say(self._verdict.setAccessibleDescription, tr("running"))
        self._progress.setRange(0, 0)
        self._progress.show()
        self.show()

    def show_step(self, title: str) -> None:
        """What is being looked at."""
        self._verdict.setText(tr("Testing… {title}", title=title))

    def show_progress(self, done: int, total: int) -> None:
        """How far it has come."""
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)

    def show_report(self, report: Report) -> None:
        """The test has ended."""
        self._progress.hide()
        tone = TONES[report.verdict]
        self.set_tone(tone)
        self._icon.show_state(tone)
        self._verdict.setText(verdict_sentence(report))
        say(self._verdict.setAccessibleDescription, WORDS[report.verdict])
        self._what.setText(joined(*what_to_do(report), by="\n"))
        self._seen.setText("" if report.seen is None else joined(*seen_sentences(report.seen)))
        self._seen.setVisible(bool(self._seen.text()))
        for part in (self._what, self._foot):
            part.show()
        self.show()

    def show_fields(self, fields: Sequence[ShownField]) -> None:
        """What to enter in the client's console; nothing where the connection cannot be used."""
        self._fields.show_fields(fields)
        self._fields.setVisible(bool(fields))
        self._steps.setVisible(bool(fields))  # without a URL to enter there is nothing to set up
        # Fields are built late; Tab is to reach them where they stand.
        for before, after in pairwise([self._before, *self._fields.in_reading_order, self._runs]):
            QWidget.setTabOrder(before, after)

    def confirm(self, field: str) -> None:
        """Say beside this field that it was copied."""
        self._fields.confirm(field)

    def confirm_saved(self) -> None:
        """Say that the report was saved."""
        self.show_problem("")
        self._save.confirm(tr("Saved"))

    def show_problem(self, text: str) -> None:
        """Why the report could not be saved; empty: nothing is wrong."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def show_earlier(self, moments: Sequence[str]) -> None:
        """The earlier runs to compare with, newest first; none hides the comparison."""
        self._runs.clear()
        self._runs.addItems(list(moments))
        self._earlier.setVisible(bool(moments))

    def show_changes(self, sentences: Sequence[str]) -> None:
        """What is different from the run that is chosen."""
        self._changes.setText(joined(*sentences, by="\n"))
