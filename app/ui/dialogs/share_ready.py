"""The page Share ready: what was written, what to send with it, and the passphrase to read out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import tr
from app.ui.language.said import say
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.flow import Flow

ONCE = tr("It is shown here once: copy it, or write it down, before you close.")


@dataclass(frozen=True)
class ReadyFacts:
    """Sentences of the page. `tested` is what is known of a test of these values, and whether it was good."""

    written: str
    tested: str
    tested_well: bool
    where: str
    sha256: str
    kept: str
    """Where the passphrase will be found again."""


class ShareReady(QWidget):
    """Signals: `copy_message`, `copy_passphrase`, `copy_sha256`, `add_to_calendar` and `closed`."""

    copy_message = Signal()
    copy_passphrase = Signal()
    copy_sha256 = Signal()
    add_to_calendar = Signal()
    closed = Signal()

    def __init__(self, facts: ReadyFacts, passphrase: str) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(8)
        self._add_state("good", label(facts.written, kind="heading", name="shareWritten", wrap=True))
        tested = label(facts.tested, name="shareTested", wrap=True)
        self._add_state("good" if facts.tested_well else "warning", tested)
        self._down.addSpacing(6)
        self._add_steps(passphrase, facts.kept)
        self._add_details(facts)
        self._down.addStretch(1)
        close = button(tr("Close"))
        close.clicked.connect(self.closed)
        self._down.addLayout(Flow(close, right=True))

    def begin(self) -> None:
        """Put the keyboard where the person goes on."""
        self.message.setFocus()

    def _add_state(self, state: str, words: QWidget) -> None:
        icon = StateIcon()
        icon.show_state(state)
        line = row(icon, words)
        line.setStretch(1, 1)
        self._down.addLayout(line)

    def _add_steps(self, passphrase: str, kept: str) -> None:
        self.message = CopyButton(tr("Copy message"), tr("Copy message to send with the file"))
        self.message.clicked.connect(self.copy_message)
        self.phrase = CopyButton(tr("Copy passphrase"), tr("Copy passphrase"))
        self.phrase.clicked.connect(self.copy_passphrase)
        self._add_step(tr("1  Send the file with this message, by mail or chat."), self.message)
        self._add_step(tr("2  Read the passphrase out by phone, or send it another way than the file."), self.phrase)
        # A label, not a field: nothing in it can be selected, which X11 would publish.
        to_read = label(passphrase, kind="passphrase", name="passphraseToReadOut", wrap=True)
        say(to_read.setAccessibleDescription, tr("Passphrase to read out"))
        self._down.addWidget(to_read)
        self._down.addWidget(label(kept, kind="hint", name="passphraseKept", wrap=True))
        self._down.addSpacing(6)
        calendar = button(tr("Add to calendar…"))
        calendar.clicked.connect(self.add_to_calendar)
        self._add_step(tr("3  Have your calendar remind you of this token's dates."), calendar)
        self._calendar_said = label(kind="hint", name="addToCalendarResult", wrap=True)
        self._down.addWidget(self._calendar_said)

    def _add_step(self, words: str, beside: QWidget) -> None:
        line = row(label(words, wrap=True), beside)
        line.setStretch(0, 1)
        self._down.addLayout(line)

    def _add_details(self, facts: ReadyFacts) -> None:
        self._down.addWidget(label(tr("Details"), kind="heading"))
        self.sha256 = CopyButton(tr("Copy SHA-256"), tr("Copy SHA-256"))
        self.sha256.clicked.connect(self.copy_sha256)
        self._down.addWidget(label(facts.where, kind="hint", name="shareDetails", wrap=True))
        line = row(label(_in_groups(facts.sha256), kind="hint", name="shareSha256", wrap=True), self.sha256)
        line.setStretch(0, 1)
        self._down.addLayout(line)
        self._down.addWidget(
            label(tr("Whoever compares it by phone knows that nobody has swapped the file."), kind="hint", wrap=True)
        )

    def say_calendar(self, text: str) -> None:
        """What came of adding to a calendar."""
        self._calendar_said.setText(text)


def _in_groups(sha256: str) -> str:
    """In groups of eight digits, as one reads it out; they also break a line."""
    groups = (sha256[start : start + 8] for start in range(0, len(sha256), 8))
    return f"SHA-256 {' '.join(groups)}"
