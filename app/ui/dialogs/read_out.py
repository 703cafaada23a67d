"""The dialog that shows the kept passphrase of the last share, to be read out on the phone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.language.said import say
from app.ui.widgets.basics import badge, button, label, row
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.flow import Flow


class ReadOutDialog(Dialog):
    """Signals: `copy_passphrase`, and `forget` to delete it now."""

    shows_secrets = True
    copy_passphrase = Signal()
    forget = Signal()

    def __init__(self, parent: QWidget, account: str, word: str, whose: str, passphrase: str, until: str) -> None:
        super().__init__(parent, tr("Read out the passphrase"), "readOutThePassphrase", width=620)
        self.column.addLayout(row(label(account, kind="heading"), badge(word), None))
        self.column.addWidget(label(whose, name="whoseShare", wrap=True))
        # A label, not a field: nothing in it can be selected, which X11 would publish.
        to_read = label(passphrase, kind="passphrase", name="passphraseToReadOut", wrap=True)
        say(to_read.setAccessibleDescription, tr("Passphrase to read out"))
        self.column.addWidget(to_read)
        self.column.addWidget(label(tr("This computer forgets it on {until}.", until=until), kind="hint", wrap=True))
        self.phrase = CopyButton(tr("Copy passphrase"), tr("Copy passphrase"))
        self.phrase.clicked.connect(self.copy_passphrase)
        forget = button(tr("Forget it now"))
        forget.clicked.connect(self.forget)
        close = button(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        self.column.addSpacing(8)
        self.column.addLayout(Flow(self.phrase, forget, close, right=True))
        close.setFocus()
