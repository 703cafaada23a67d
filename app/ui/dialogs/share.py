"""The dialog Share securely, and the page Share ready that it turns into."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.share_format import ShareFormat
from app.domain.share_words import can_and_cannot
from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.dialogs.share_ready import ShareReady
from app.ui.dialogs.share_sender import SenderRow
from app.ui.language.said import say
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import badge, button, check_box, label, radio, row
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.flow import Flow


class ShareDialog(Dialog):
    """Signals: `suggest`, `save` and `stop` (the buttons), `typed` with the passphrase while it is typed, `form_chosen`
    when another form of file is, `copy_for_own_tool` for a message without the file. `ready` is the second page,
    once it is shown."""

    shows_secrets = True
    suggest = Signal()
    save = Signal()
    stop = Signal()
    typed = Signal(str)
    form_chosen = Signal()
    copy_for_own_tool = Signal()

    def __init__(
        self,
        parent: QWidget,
        account: str,
        word: str,
        *,
        can_keep: bool,
        keep: bool = True,
        twin: str = "",
        warning: str = "",
    ) -> None:
        """`can_keep`: there is a vault on the disk for the passphrase; `keep`: it is to be kept unless the person says
        otherwise. `twin` says whether the account's QA twin was
        tested; empty where it has none. `warning` says what speaks against sharing now; mostly empty."""
        super().__init__(parent, tr("Share securely"), "shareSecurely", width=620)
        self._encrypting = False
        self.ready: ShareReady | None = None
        self._pages = QStackedWidget()
        self.column.addWidget(self._pages)
        self._first = self._first_page(account, word, twin, warning, can_keep=can_keep)
        self._pages.addWidget(self._first)
        self._keep.setChecked(can_keep and keep)
        self._explain()
        self.for_whom.setFocus()

    def _first_page(self, account: str, word: str, twin: str, warning: str, *, can_keep: bool) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addLayout(row(label(account, kind="heading"), badge(word), None))
        if warning:
            down.addWidget(label(warning, kind="error", name="shareWarning", wrap=True))
        if twin:
            down.addWidget(label(twin, kind="hint", name="shareQaTwin", wrap=True))
        down.addSpacing(8)
        self._add_recipient(down)
        self._add_forms(down)
        self._add_passphrase(down, can_keep=can_keep)
        self._can = label(kind="hint", name="whatThisShareCanAndCannotDo", wrap=True)
        down.addWidget(label(tr("What this share can and cannot do"), kind="heading", name="whatItCanHeading"))
        down.addWidget(self._can)
        self.own_tool = CopyButton(tr("Copy a message for a secret tool"), tr("Copy message for a secret tool"))
        self.own_tool.clicked.connect(self.copy_for_own_tool)
        down.addLayout(row(self.own_tool, None))
        down.addSpacing(6)
        down.addWidget(self._progress_row())
        down.addStretch(1)
        self._save = button(tr("Save share…"), kind="filled")
        self._save.setDefault(True)
        self._save.clicked.connect(self.save)
        self._cancel = button(tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        down.addLayout(Flow(self._save, self._cancel, right=True))
        return page

    def _add_recipient(self, down: QVBoxLayout) -> None:
        self.for_whom = QLineEdit()
        self.for_whom.setObjectName("forWhom")
        say(self.for_whom.setAccessibleName, tr("For whom"))
        self.for_whom.setMaxLength(80)
        say(self.for_whom.setPlaceholderText, tr("Jane Doe, Contoso"))
        self._client = ComboBox()
        self._client.setObjectName("forClient")
        across = row(spacing=16)
        for words, field, hint in (
            (tr("For whom"), self.for_whom, tr("The person who will open the file.")),
            (tr("For client"), self._client, tr("The file names the fields as its console does.")),
        ):
            heading = label(words, kind="heading")
            heading.setBuddy(field)
            column = QVBoxLayout()
            column.setSpacing(6)
            for part in (heading, field, label(hint, kind="hint", wrap=True)):
                column.addWidget(part)
            across.addLayout(column, 1)
        down.addLayout(across)
        down.addSpacing(6)
        self.from_whom = SenderRow()
        down.addWidget(self.from_whom)
        down.addSpacing(6)

    def _add_forms(self, down: QVBoxLayout) -> None:
        self._page = radio(tr("Web page for any browser"))
        self._age = radio(tr("age file"))
        self._page.setChecked(True)
        down.addWidget(label(tr("Kind of file"), kind="heading"))
        self._page.toggled.connect(self._form_toggled)
        down.addLayout(row(self._page, self._age, None, spacing=16))
        down.addSpacing(6)

    def _add_passphrase(self, down: QVBoxLayout, *, can_keep: bool) -> None:
        self.passphrase = QLineEdit()
        self.passphrase.setObjectName("passphraseText")
        say(self.passphrase.setAccessibleName, tr("Passphrase text"))
        self.passphrase.setMaxLength(200)
        self.passphrase.setDragEnabled(False)
        self.passphrase.textChanged.connect(self.typed)
        another = button(tr("Suggest a passphrase"))
        another.clicked.connect(self.suggest)
        self._strength = label(kind="hint", name="passphraseStrength", wrap=True)
        self._strength_icon = StateIcon()
        strength = row(self._strength_icon, self._strength)
        strength.setStretch(1, 1)
        # Room for two lines: what stands below does not jump while the passphrase is typed.
        strength.addStrut(self._strength.fontMetrics().lineSpacing() * 2)
        heading = label(tr("Passphrase"), kind="heading")
        heading.setBuddy(self.passphrase)
        down.addWidget(heading)
        down.addLayout(row(self.passphrase, another))
        down.addLayout(strength)
        self._keep = check_box(tr("Keep the passphrase on this computer for 7 days"))
        self._keep.setChecked(can_keep)
        self._keep.setVisible(can_keep)
        down.addWidget(self._keep)
        down.addSpacing(6)

    def _progress_row(self) -> QWidget:
        self._working = QWidget()
        down = QVBoxLayout(self._working)
        down.setContentsMargins(0, 0, 0, 0)
        self._said = label(name="shareProblem", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        say(self._bar.setAccessibleName, tr("Encrypting"))
        down.addWidget(self._said)
        down.addWidget(self._bar)
        self._bar.hide()
        return self._working

    @property
    def form(self) -> ShareFormat:
        return ShareFormat.PAGE if self._page.isChecked() else ShareFormat.AGE

    @property
    def client(self) -> str | None:
        """The chosen client's id; None until there is a list."""
        chosen: str | None = self._client.currentData()
        return chosen

    @property
    def language(self) -> str:
        """Of page and message, by its code."""
        return self.from_whom.language

    @property
    def keep(self) -> bool:
        """Whether the passphrase is to be kept."""
        return self._keep.isChecked()

    def show_clients(self, clients: Sequence[tuple[str, str]], chosen: str) -> None:
        """The provisioning clients by id and name."""
        for client_id, name in clients:
            self._client.addItem(name, client_id)
        self._client.setCurrentIndex(max(0, self._client.findData(chosen)))

    def propose(self, for_whom: str) -> None:
        """Whom it was shared with before, unless the person has begun to type somebody else."""
        if not self.for_whom.text():
            self.for_whom.setText(for_whom)
            self.for_whom.selectAll()

    def show_strength(self, text: str, *, acceptable: bool) -> None:
        """What the passphrase is worth, in words; only an acceptable one can be used."""
        self._strength.setText(text)
        self._strength_icon.show_state(("good" if acceptable else "warning") if text else "")
        self._save.setEnabled(acceptable)

    def show_working(self, working: bool) -> None:
        """While the file is encrypted: nothing can be changed, and it can be stopped."""
        for part in (
            self.for_whom,
            self._client,
            self.from_whom,
            self._page,
            self._age,
            self.passphrase,
            self._keep,
            self._save,
        ):
            part.setEnabled(not working)
        self._bar.setVisible(working)
        self._encrypting = working
        self._cancel.setText(tr("Stop") if working else tr("Cancel"))
        say(self._cancel.setAccessibleName, tr("Stop") if working else tr("Cancel"))
        self._said.setProperty("kind", "")
        self._said.setText(tr("Encrypting. This takes a few seconds.") if working else "")

    def show_problem(self, text: str) -> None:
        """Why the file was not written."""
        self.show_working(False)
        self._said.setText(text)

    def show_ready(self, ready: ShareReady) -> None:
        """Turn to the second page."""
        self._encrypting = False
        self.ready = ready
        say(self.setWindowTitle, tr("Share ready"))
        ready.closed.connect(self.accept)
        self._pages.addWidget(ready)
        self._pages.removeWidget(self._first)
        self._first.deleteLater()
        self.adjustSize()
        ready.begin()

    def _form_toggled(self) -> None:
        self._explain()
        self.form_chosen.emit()

    def _explain(self) -> None:
        self._can.setText(can_and_cannot(self.form))

    def reject(self) -> None:
        """Cancel, Escape and the window's close button: while the file is encrypted they stop that."""
        if self._encrypting:
            self.stop.emit()
        else:
            super().reject()
