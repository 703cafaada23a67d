"""The dialog Share securely, and the page Share ready that it turns into."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.ui.dialogs.awaited import Dialog
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import badge, button, label, row
from app.ui.widgets.copy_button import CopyButton

CAN_AND_CANNOT = (
    "The file holds the SCIM endpoint and the token, locked with the passphrase. Whoever has both can use the token.\n"
    "It does not expire by itself: rotating the token is how you end it.\n"
    "Your administrator opens it with the free program age (age --decrypt) and the passphrase."
)


class ShareDialog(Dialog):
    """Signals: `suggest`, `save` and `stop` (the buttons), `typed` with the passphrase while it is typed,
    `copy_message`, `copy_passphrase` and `add_to_calendar` of the second page."""

    suggest = Signal()
    save = Signal()
    stop = Signal()
    typed = Signal(str)
    copy_message = Signal()
    copy_passphrase = Signal()
    add_to_calendar = Signal()

    def __init__(self, parent: QWidget, account: str, word: str, known_recipient: str, twin: str = "") -> None:
        super().__init__(parent, "Share securely", "shareSecurely", width=620)
        self._encrypting = False
        self._pages = QStackedWidget()
        self.column.addWidget(self._pages)
        self._first = self._first_page(account, word, known_recipient, twin)
        self._pages.addWidget(self._first)
        self.for_whom.setFocus()

    def _first_page(self, account: str, word: str, known_recipient: str, twin: str) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addLayout(row(label(account, kind="heading"), badge(word), None))
        if twin:
            down.addWidget(label(twin, kind="hint", name="shareQaTwin", wrap=True))
        down.addSpacing(8)
        self.for_whom = QLineEdit(known_recipient)
        self.for_whom.setObjectName("forWhom")
        self.for_whom.setAccessibleName("For whom")
        self.for_whom.setMaxLength(80)
        self.for_whom.setPlaceholderText("Jane Doe, Contoso")
        self.passphrase = QLineEdit()
        self.passphrase.setObjectName("passphraseText")
        self.passphrase.setAccessibleName("Passphrase text")
        self.passphrase.setMaxLength(200)
        self.passphrase.setDragEnabled(False)
        self.passphrase.textChanged.connect(self.typed)
        another = button("Suggest a passphrase")
        another.clicked.connect(self.suggest)
        self._strength = label(kind="hint", name="passphraseStrength", wrap=True)
        self._strength_icon = StateIcon()
        strength = row(self._strength_icon, self._strength)
        strength.setStretch(1, 1)
        # Room for two lines: what stands below does not jump while the passphrase is typed.
        strength.addStrut(self._strength.fontMetrics().lineSpacing() * 2)
        for words, field, beside in (("For whom", self.for_whom, None), ("Passphrase", self.passphrase, another)):
            heading = label(words, kind="heading")
            heading.setBuddy(field)
            down.addWidget(heading)
            down.addLayout(row(field, *([beside] if beside else [])))
            if beside is None:
                down.addWidget(label("The person who will open the file.", kind="hint"))
            else:
                down.addLayout(strength)
            down.addSpacing(6)
        can = label(CAN_AND_CANNOT, kind="hint", name="whatThisShareCanAndCannotDo", wrap=True)
        down.addWidget(can)
        down.addSpacing(6)
        down.addWidget(self._progress_row())
        down.addStretch(1)
        self._save = button("Save share…", kind="filled")
        self._save.setDefault(True)
        self._save.clicked.connect(self.save)
        self._cancel = button("Cancel")
        self._cancel.clicked.connect(self._cancelled)
        down.addLayout(row(None, self._save, self._cancel))
        return page

    def _progress_row(self) -> QWidget:
        self._working = QWidget()
        down = QVBoxLayout(self._working)
        down.setContentsMargins(0, 0, 0, 0)
        self._said = label(name="shareProblem", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Encrypting")
        down.addWidget(self._said)
        down.addWidget(self._bar)
        self._bar.hide()
        return self._working

    def show_strength(self, text: str, *, acceptable: bool) -> None:
        """What the passphrase is worth, in words; only an acceptable one can be used."""
        self._strength.setText(text)
        self._strength_icon.show_state(("good" if acceptable else "warning") if text else "")
        self._save.setEnabled(acceptable)

    def show_working(self, working: bool) -> None:
        """While the file is encrypted: nothing can be changed, and it can be stopped."""
        for part in (self.for_whom, self.passphrase, self._save):
            part.setEnabled(not working)
        self._bar.setVisible(working)
        self._encrypting = working
        self._cancel.setText("Stop" if working else "Cancel")
        self._cancel.setAccessibleName("Stop" if working else "Cancel")
        self._said.setProperty("kind", "")
        self._said.setText("Encrypting. This takes a few seconds." if working else "")

    def show_problem(self, text: str) -> None:
        """Why the file was not written."""
        self.show_working(False)
        self._said.setText(text)

    def show_ready(self, written: str, details: str, passphrase: str) -> None:
        """Turn to the second page: what was written, and the passphrase to read out."""
        self._encrypting = False
        self.setWindowTitle("Share ready")
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        icon = StateIcon()
        icon.show_state("good")
        words = label(written, kind="heading", name="shareWritten", wrap=True)
        headline = row(icon, words)
        headline.setStretch(1, 1)
        down.addLayout(headline)
        down.addWidget(label(details, kind="hint", name="shareDetails", wrap=True))
        down.addSpacing(6)
        self._message = CopyButton("Copy message", "Copy message to send with the file")
        self._message.clicked.connect(self.copy_message)
        self._phrase = CopyButton("Copy passphrase", "Copy passphrase")
        self._phrase.clicked.connect(self.copy_passphrase)
        for step, beside in (
            ("1  Send the file with this message, by mail or chat.", self._message),
            ("2  Read the passphrase out by phone, or send it another way than the file.", self._phrase),
        ):
            text = label(step, wrap=True)
            line = row(text, beside)
            line.setStretch(0, 1)
            down.addLayout(line)
        # A label, not a field: nothing in it can be selected, which X11 would publish.
        to_read = label(passphrase, kind="passphrase", name="passphraseToReadOut", wrap=True)
        to_read.setAccessibleDescription("Passphrase to read out")
        down.addWidget(to_read)
        once = "It is shown here once: copy it, or write it down, before you close."
        down.addWidget(label(once, kind="hint", wrap=True))
        down.addSpacing(6)
        down.addLayout(self._calendar_row())
        self._calendar_said = label(kind="hint", name="addToCalendarResult", wrap=True)
        down.addWidget(self._calendar_said)
        down.addStretch(1)
        close = button("Close")
        close.clicked.connect(self.accept)
        down.addLayout(row(None, close))
        self._pages.addWidget(page)
        self._pages.removeWidget(self._first)
        self._first.deleteLater()
        self.adjustSize()
        self._message.setFocus()

    def _calendar_row(self) -> QHBoxLayout:
        add = button("Add to calendar…")
        add.clicked.connect(self.add_to_calendar)
        line = row(label("3  Have your calendar remind you of this token's dates.", wrap=True), add)
        line.setStretch(0, 1)
        return line

    def say_calendar(self, text: str) -> None:
        """What came of adding to a calendar."""
        self._calendar_said.setText(text)

    def confirm_message(self) -> None:
        self._message.confirm()

    def confirm_passphrase(self) -> None:
        self._phrase.confirm()

    def _cancelled(self) -> None:
        self.reject()

    def reject(self) -> None:
        """Cancel, Escape and the window's close button: while the file is encrypted they stop that."""
        if self._encrypting:
            self.stop.emit()
        else:
            super().reject()
