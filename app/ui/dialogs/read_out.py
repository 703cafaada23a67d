"""The dialog that shows the kept passphrase of the last share, to be read out on the phone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.dialogs.awaited import Dialog
from app.ui.widgets.basics import badge, button, label, row
from app.ui.widgets.copy_button import CopyButton


class ReadOutDialog(Dialog):
    """Signals: `copy_passphrase`, and `forget` to delete it now."""

    copy_passphrase = Signal()
    forget = Signal()

    def __init__(self, parent: QWidget, account: str, word: str, whose: str, passphrase: str, until: str) -> None:
        super().__init__(parent, "Read out the passphrase", "readOutThePassphrase", width=620)
        self.column.addLayout(row(label(account, kind="heading"), badge(word), None))
        self.column.addWidget(label(whose, name="whoseShare", wrap=True))
        # A label, not a field: nothing in it can be selected, which X11 would publish.
        to_read = label(passphrase, kind="passphrase", name="passphraseToReadOut", wrap=True)
        to_read.setAccessibleDescription("Passphrase to read out")
        self.column.addWidget(to_read)
        self.column.addWidget(label(f"This computer forgets it on {until}.", kind="hint", wrap=True))
        self.phrase = CopyButton("Copy passphrase", "Copy passphrase")
        self.phrase.clicked.connect(self.copy_passphrase)
        forget = button("Forget it now")
        forget.clicked.connect(self.forget)
        close = button("Close")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        self.column.addSpacing(8)
        self.column.addLayout(row(None, self.phrase, forget, close))
        close.setFocus()
