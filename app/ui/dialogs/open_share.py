"""The dialog Open a share: which file or text, and the passphrase or the identity file that opens it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.language.said import say
from app.ui.widgets.basics import button, check_box, label, row
from app.ui.widgets.dropped import dropped_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.said_line import SaidLine

TITLE = tr("Open a share")
_LONGEST = 1_000
"""Characters that the field takes: far more than any passphrase has."""
_INTRO = tr(
    "A share is an encrypted file that somebody sent you: a web page (.html) or an age file (.age). Choose it, drop it "
    "here, or copy the text from -----BEGIN AGE ENCRYPTED FILE----- on out of a mail and paste it."
)
_NOTHING_YET = tr("No file chosen yet")


class OpenShareDialog(Dialog):
    """Signals: `choose`, `paste`, `choose_identity`, `open_share` and `stop` (the buttons), `dropped` with a path."""

    choose = Signal()
    paste = Signal()
    choose_identity = Signal()
    open_share = Signal()
    stop = Signal()
    dropped = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, TITLE, "openAShare", width=600)
        self._working = False
        self._ready = False
        self.setAcceptDrops(True)
        self.column.addWidget(label(_INTRO, kind="muted", wrap=True))
        self.column.addSpacing(6)
        self._source_part()
        self.column.addSpacing(6)
        self._passphrase_part = self._passphrase()
        self._identity_part = self._identity()
        self.column.addWidget(self._passphrase_part)
        self.column.addWidget(self._identity_part)
        self.said = SaidLine("openSaid")
        self.column.addWidget(self.said)
        self.column.addStretch(1)
        self.column.addSpacing(8)
        self._open = button(tr("Open share"), kind="filled")
        self._open.setDefault(True)
        self._open.clicked.connect(self.open_share)
        self._cancel = button(tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self.column.addLayout(Flow(self._open, self._cancel, right=True))
        self.show_source("", to_passphrase=True)

    def _source_part(self) -> None:
        self._source = label(_NOTHING_YET, kind="heading", name="shareToOpen", wrap=True)
        self._choose = button(tr("Choose a file…"), name="chooseAFile")
        self._choose.clicked.connect(self.choose)
        self._paste = button(tr("Paste its text"))
        self._paste.clicked.connect(self.paste)
        self.column.addWidget(self._source)
        self.column.addLayout(Flow(self._choose, self._paste))

    def _passphrase(self) -> QWidget:
        self.passphrase = QLineEdit()
        self.passphrase.setObjectName("sharePassphrase")
        say(self.passphrase.setAccessibleName, tr("Share passphrase"))
        self.passphrase.setMaxLength(_LONGEST)
        self.passphrase.setDragEnabled(False)
        self.passphrase.textChanged.connect(self._edited)
        self.passphrase.returnPressed.connect(self._enter)
        self._visible = check_box(tr("Show passphrase"))
        self._visible.setObjectName("showPassphrase")
        self._visible.setChecked(True)
        self._visible.toggled.connect(self._show_passphrase)
        heading = label(tr("Share passphrase"), kind="heading")
        heading.setBuddy(self.passphrase)
        hint = tr("Ask the sender for it by phone. Capitals, and blanks in place of hyphens, make no difference.")
        return _column(heading, self.passphrase, label(hint, kind="hint", wrap=True), self._visible)

    def _identity(self) -> QWidget:
        self._identity_file = label(name="identityFile", wrap=True)
        choose = button(tr("Choose identity file…"))
        choose.clicked.connect(self.choose_identity)
        self._choose_identity = choose
        hint = tr(
            "This share is locked to a key of yours, not with a passphrase. The identity file holds the private key: "
            "one that age made, or an SSH key."
        )
        line = row(choose, self._identity_file)
        line.setStretch(1, 1)
        part = _column(label(tr("Identity file"), kind="heading"), label(hint, kind="hint", wrap=True))
        layout = part.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(line)
        return part

    def show_source(self, words: str, *, to_passphrase: bool) -> None:
        """What is to be opened, in words; empty: nothing yet. A share is opened by passphrase or by identity file."""
        self._source.setText(words or _NOTHING_YET)
        self._ready = bool(words)
        self._passphrase_part.setVisible(to_passphrase)
        self._identity_part.setVisible(not to_passphrase)
        self._enable()
        if not words:
            self._choose.setFocus()
        else:
            (self.passphrase if to_passphrase else self._choose_identity).setFocus()
        self.adjustSize()

    def show_identity(self, words: str) -> None:
        """Which identity file was chosen; empty: none."""
        self._identity_file.setText(words)
        self._enable()
        if words:
            self._open.setFocus()

    def show_working(self, working: bool, text: str = "") -> None:
        """While it is opened: nothing can be changed, and it can be stopped."""
        self._working = working
        for part in (self._choose, self._paste, self.passphrase, self._choose_identity, self._visible):
            part.setEnabled(not working)
        self._enable()
        word = tr("Stop") if working else tr("Cancel")
        self._cancel.setText(word)
        say(self._cancel.setAccessibleName, word)
        self.said.say(text, working=working)

    def show_problem(self, text: str) -> None:
        """Why it is not open. What was chosen and typed stays."""
        self.show_working(False)
        self.said.say(text, "bad")
        if self._ready and not self._passphrase_part.isHidden():
            self.passphrase.setFocus()

    def hide_passphrase(self) -> None:
        """The screen was locked."""
        self._visible.setChecked(False)

    def reject(self) -> None:
        """Cancel, Escape and the window's close button: while it is opened they stop that."""
        if self._working:
            self.stop.emit()
        else:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) and not self._working:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path and not self._working:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _show_passphrase(self, visible: bool) -> None:
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Normal if visible else QLineEdit.EchoMode.Password)

    def _edited(self) -> None:
        self.said.say("")
        self._enable()

    def _enter(self) -> None:
        if self._open.isEnabled():
            self.open_share.emit()

    def _enable(self) -> None:
        by_passphrase = not self._passphrase_part.isHidden()
        given = self.passphrase.text().strip() if by_passphrase else self._identity_file.text()
        self._open.setEnabled(self._ready and bool(given) and not self._working)


def _column(*parts: QWidget) -> QWidget:
    holder = QWidget()
    down = QVBoxLayout(holder)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(6)
    for part in parts:
        down.addWidget(part)
    return holder
