"""The tab Connection tester: what to test, the verdict, what to do, and what was seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.domain.report import Report, Verdict
from app.domain.report_words import verdict_sentence, what_to_do
from app.ui.pages.tester_tables import bases_table, checks_table, fill_bases, fill_checks
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import Card, button, label, restyle, row
from app.ui.widgets.page import Column

_TONES = {
    Verdict.READY: "good",
    Verdict.USABLE: "warning",
    Verdict.BLOCKED: "bad",
    Verdict.UNKNOWN: "warning",
}


SIDE_BY_SIDE = 620
"""Pixels of width from which on both fields have room beside each other."""

LONGEST_ENDPOINT, LONGEST_TOKEN = 2_048, 16_384
"""Characters. Nothing longer works in any client, and longer texts take the field itself too long."""


class TesterTab(Column):
    """Signals: `run` and `stop`, when the person presses the button; `edited`, when an input has changed.

    The typed token is read by `typed_token()` when a test starts; the account's own never stands in this tab.
    """

    run = Signal()
    stop = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__((0, 16, 32, 24))
        self._running = False
        self.column.addWidget(self._input_card())
        self.column.addWidget(self._verdict_card())
        self.column.addWidget(self._results())
        self.end()
        self._clear()

    def _input_card(self) -> Card:
        card = Card()
        self.endpoint = QLineEdit()
        self.endpoint.setObjectName("endpointToTest")
        self.endpoint.setAccessibleName("Endpoint to test")
        self.endpoint.setProperty("face", "mono")
        self.endpoint.setPlaceholderText("https://api.r-service.tech/scim/v2")
        self.token = QLineEdit()
        self.token.setObjectName("tokenToTest")
        self.token.setAccessibleName("Token to test")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.endpoint.setMaxLength(LONGEST_ENDPOINT)
        self.token.setMaxLength(LONGEST_TOKEN)
        for field in (self.endpoint, self.token):
            field.textChanged.connect(self.edited)
            field.returnPressed.connect(self._pressed)
        self._button = button("Run test", name="runTest", kind="filled")
        self._button.clicked.connect(self._pressed)
        self._fields = row(self._labelled(self.endpoint), self._labelled(self.token), spacing=12)
        self._fields.setStretch(0, 3)
        self._fields.setStretch(1, 2)
        card.column.addLayout(self._fields)
        self._hint = label(kind="hint", wrap=True, name="testHint")
        foot = row(self._hint, self._button)
        foot.setStretch(0, 1)
        card.column.addSpacing(2)
        card.column.addLayout(foot)
        return card

    @staticmethod
    def _labelled(field: QLineEdit) -> QWidget:
        holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        words = label(field.accessibleName(), kind="heading")
        words.setBuddy(field)
        down.addWidget(words)
        down.addWidget(field)
        return holder

    def _verdict_card(self) -> Card:
        self._card = Card()
        self._icon = StateIcon()
        self._verdict = label(kind="verdict", name="verdict", wrap=True)
        self._what = label(name="whatToDo", wrap=True)
        self._progress = QProgressBar()
        self._progress.setObjectName("testProgress")
        self._progress.setAccessibleName("Test progress")
        self._progress.setTextVisible(False)
        headline = row(self._icon, self._verdict)
        headline.setStretch(1, 1)
        self._card.column.addLayout(headline)
        self._card.column.addWidget(self._progress)
        self._card.column.addWidget(self._what)
        return self._card

    def _results(self) -> QWidget:
        self._shown_results = holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self._bases = bases_table()
        self._checks = checks_table()
        for words, table in (("Base URLs", self._bases), ("Checks", self._checks)):
            heading = label(words, kind="heading")
            heading.setBuddy(table)
            down.addWidget(heading)
            down.addWidget(table)
            down.addSpacing(10)
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < SIDE_BY_SIDE
        self._fields.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def typed_token(self) -> str:
        """What the person typed into the token field, unchanged; empty: nothing."""
        return self.token.text()

    def show_hint(self, text: str, placeholder: str) -> None:
        """Say where the token comes from."""
        self._hint.setText(text)
        self.token.setPlaceholderText(placeholder)

    def show_running(self) -> None:
        """A test begins."""
        self._running = True
        self._button.setText("Stop test")
        self._set_filled(False)
        self._button.setAccessibleName("Stop test")
        self._card.set_tone("")
        self._icon.show_state("")
        self._verdict.setText("Testing…")
        self._verdict.setAccessibleDescription("running")
        self._what.setText("")
        self._progress.setRange(0, 0)
        self._progress.show()
        self._card.show()
        self._shown_results.hide()

    def show_progress(self, done: int, total: int) -> None:
        """How far it has come."""
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)

    def show_step(self, title: str) -> None:
        """What is being looked at."""
        self._verdict.setText(f"Testing… {title}")

    def show_report(self, report: Report) -> None:
        """The test has ended."""
        self._stopped()
        tone = _TONES[report.verdict]
        self._card.set_tone(tone)
        self._icon.show_state(tone)
        self._verdict.setText(verdict_sentence(report))
        self._verdict.setAccessibleDescription(report.verdict.value)
        self._what.setText("\n".join(what_to_do(report)))
        fill_bases(self._bases, report)
        fill_checks(self._checks, report)
        self._card.show()
        self._shown_results.show()

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
        self._card.hide()
        self._shown_results.hide()

    def _stopped(self) -> None:
        self._running = False
        self._progress.hide()
        self._button.setText("Run test")
        self._button.setAccessibleName("Run test")
        self._set_filled(True)

    def _set_filled(self, filled: bool) -> None:
        """A double press on Run test must not look like a press on what stands there then."""
        self._button.setProperty("kind", "filled" if filled else "")
        restyle(self._button)

    def _pressed(self) -> None:
        (self.stop if self._running else self.run).emit()
