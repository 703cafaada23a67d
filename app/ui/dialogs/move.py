"""The dialogs Move to another computer: which way, and writing the file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.language.said import say
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.flow import Flow
from app.ui.widgets.passphrase_input import PassphraseInput

TITLE = tr("Move to another computer")


class MoveDialog(Dialog):
    """Asks which way. `chosen` is `out`, `in`, or empty."""

    def __init__(self, parent: QWidget, accounts: int) -> None:
        super().__init__(parent, TITLE, "moveToAnotherComputer", width=560)
        self.chosen = ""
        for heading, text, word, way, possible in (
            (
                tr("On the computer that has your accounts"),
                tr(
                    "Write every account that you added, with its tokens and their dates, to one file that a "
                    "passphrase locks. Nothing is removed here."
                )
                if accounts
                else tr("There is no account here that you added yourself, so there is nothing to write."),
                tr("Write a file…"),
                "out",
                accounts > 0,
            ),
            (
                tr("On the computer that gets them"),
                tr(
                    "Read the file with its passphrase. You see what is in it before anything is added, and nothing "
                    "that is here is replaced unless you say so."
                ),
                tr("Read a file…"),
                "in",
                True,
            ),
        ):
            self.column.addWidget(label(heading, kind="heading"))
            self.column.addWidget(label(text, wrap=True))
            made = button(word)
            made.setEnabled(possible)
            made.clicked.connect(lambda _checked=False, way=way: self._choose(way))
            self.column.addLayout(row(made, None))
            self.column.addSpacing(12)
        self.column.addWidget(
            label(tr("The history and the pretend accounts stay where they are."), kind="hint", wrap=True)
        )
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.column.addStretch(1)
        self.column.addLayout(Flow(cancel, right=True))

    def _choose(self, way: str) -> None:
        self.chosen = way
        self.accept()


class MoveOutDialog(Dialog):
    """Signals: `save`, `stop` and `copy_passphrase`, the buttons. `passphrase` has signals of its own."""

    shows_secrets = True
    save = Signal()
    stop = Signal()
    copy_passphrase = Signal()

    def __init__(self, parent: QWidget, accounts: str) -> None:
        super().__init__(parent, TITLE, "moveOut", width=620)
        self._working = False
        self._pages = QStackedWidget()
        self.column.addWidget(self._pages)
        self.passphrase = PassphraseInput()
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(
            label(
                tr("{accounts} will be in the file.", accounts=accounts), kind="heading", name="whatIsMoved", wrap=True
            )
        )
        down.addWidget(
            label(
                tr(
                    "Whoever has the file and the passphrase can use all of their tokens: choose the passphrase well, "
                    "and delete the file once the other computer has read it."
                ),
                wrap=True,
            )
        )
        down.addSpacing(8)
        down.addWidget(self.passphrase)
        self._said = label(name="moveProblem", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        say(self._bar.setAccessibleName, tr("Encrypting"))
        down.addWidget(self._said)
        down.addWidget(self._bar)
        down.addStretch(1)
        self._save = button(tr("Save file…"), kind="filled")
        self._save.clicked.connect(self.save)
        self._cancel = button(tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        down.addLayout(Flow(self._save, self._cancel, right=True))
        self._pages.addWidget(page)
        self.show_working(False)
        self.show_strength("", acceptable=False)

    def show_strength(self, text: str, *, acceptable: bool) -> None:
        """What the passphrase is worth; only an acceptable one can be used."""
        self.passphrase.show_strength(text, acceptable=acceptable)
        self._save.setEnabled(acceptable)

    def show_working(self, working: bool) -> None:
        """While it is encrypted: nothing can be changed, and it can be stopped."""
        self._working = working
        self.passphrase.setEnabled(not working)
        self._save.setEnabled(not working)
        self._bar.setVisible(working)
        self._said.setText(tr("Encrypting. This takes a few seconds.") if working else "")
        word = tr("Stop") if working else tr("Cancel")
        self._cancel.setText(word)
        say(self._cancel.setAccessibleName, word)

    def show_problem(self, text: str) -> None:
        """Why the file was not written."""
        self.show_working(False)
        self._said.setText(text)

    def show_ready(self, written: str, details: str, passphrase: str) -> None:
        """Turn to the second page: what was written, what to do there, and the passphrase."""
        self._working = False
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        icon = StateIcon()
        icon.show_state("good")
        headline = row(icon, label(written, kind="heading", name="moveWritten", wrap=True))
        headline.setStretch(1, 1)
        down.addLayout(headline)
        down.addWidget(label(details, kind="hint", name="moveDetails", wrap=True))
        down.addSpacing(6)
        self._phrase = CopyButton(tr("Copy passphrase"), tr("Copy passphrase"))
        self._phrase.clicked.connect(self.copy_passphrase)
        # A label, not a field: nothing in it can be selected, which X11 would publish.
        shown = label(passphrase, kind="passphrase", name="passphraseToWriteDown", wrap=True)
        say(shown.setAccessibleDescription, tr("Passphrase to write down"))
        line = row(shown, self._phrase)
        line.setStretch(0, 1)
        down.addLayout(line)
        for step in (
            tr("1  Write the passphrase down: it is shown here once, and nothing else opens the file."),
            tr("2  Take the file to the other computer. There choose Accounts, then Move to another computer…"),
            tr("3  Delete the file."),
        ):
            down.addWidget(label(step, wrap=True))
        close = button(tr("Close"))
        close.clicked.connect(self.accept)
        down.addStretch(1)
        down.addLayout(Flow(close, right=True))
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._phrase.setFocus()

    def confirm_passphrase(self) -> None:
        self._phrase.confirm()

    def reject(self) -> None:
        """Cancel, Escape and the window's close button: while it is encrypted they stop that."""
        if self._working:
            self.stop.emit()
        else:
            super().reject()
