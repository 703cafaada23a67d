"""The dialog Add an account: endpoint and token are typed or pasted, once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.text import tr
from app.domain.token_text import LONGEST
from app.domain.tokens import AccessToken
from app.domain.typed_input import Field, Typed
from app.ui.dialogs.account_form import AccountForm, part, text_field
from app.ui.dialogs.awaited import Dialog
from app.ui.language.said import say
from app.ui.widgets.announce import announce
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.flow import Flow
from app.ui.widgets.question import Question
from app.ui.widgets.reading_order import in_reading_order

WHERE = tr(
    "In R-Service, open Settings console › Apps › SCIM: only an account owner sees it. Copy the SCIM endpoint there "
    "and choose Paste both here, then the same with the SCIM access token. Or copy both at once."
)
KEPT = tr(
    "Kept on this computer only: the token in a vault that your system keyring locks. Nothing is sent anywhere now."
)
FOR_NOW = tr(
    "Your system keyring cannot be used, so this account is kept until you close SCIM Connection, and no longer."
)
MOST_CHOICES = 4


class AddAccountDialog(Dialog):
    """Signals: `paste` and `save` (the buttons), `edited` when anything has changed, `token_chosen` with the number of
    one that was pasted beside others; `question.answered`."""

    paste = Signal()
    save = Signal()
    edited = Signal()
    token_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Add an account"), "addAnAccount", width=640)
        self.token = text_field(tr("Access token"), LONGEST * 4)
        # Nothing in it can be copied, selected for others to paste, or dragged away.
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setDragEnabled(False)
        self._token_part = QWidget()
        self.form = AccountForm(self._token_part)
        self._lay_out_token()
        self._kept = label(KEPT, kind="hint", name="keptHere", wrap=True)
        self.question = Question("saveQuestion")
        self._save = button(tr("Save account"), kind="filled")
        self._save.setDefault(True)
        self._save.clicked.connect(self.save)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.column.addWidget(label(WHERE, name="whereToFindThem", wrap=True))
        self.column.addSpacing(4)
        self.column.addWidget(self.form)
        self.column.addWidget(self._kept)
        self.column.addWidget(self.question)
        self.column.addStretch(1)
        self.column.addLayout(Flow(self._save, cancel, right=True))
        self.form.edited.connect(self.edited)
        self.token.textChanged.connect(self.edited)
        self.edited.connect(self.question.close_question)
        self.token.textChanged.connect(lambda: self.form.problem(Field.TOKEN).hide())
        in_reading_order(self.column)
        self.form.name.setFocus()

    def _lay_out_token(self) -> None:
        down = QVBoxLayout(self._token_part)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addLayout(part(tr("Access token"), self.token, self.form.problem(Field.TOKEN)))
        self._pasted = label(kind="hint", name="whatWasPasted", wrap=True)
        self._paste = button(tr("Paste both"))
        self._paste.clicked.connect(self.paste)
        across = row(self._paste, self._pasted)
        across.setStretch(1, 1)
        self._choices = Flow()
        self._choice_buttons: list[QPushButton] = []
        down.addLayout(across)
        down.addLayout(self._choices)

    def typed(self) -> Typed:
        """What stands in the fields."""
        form, token = self.form, self.token.text()
        return Typed(
            form.name.text(),
            form.environment,
            form.endpoint.text(),
            AccessToken(token) if token else None,
            form.settings_page.text(),
        )

    def show_pasted(self, said: str, endings: Sequence[str] = ()) -> None:
        """What was found in the clipboard; `endings` are those of the tokens to choose from."""
        self._pasted.setText(said)
        _clear(self._choice_buttons)
        for number, ending in enumerate(endings[:MOST_CHOICES]):
            words = (
                tr("Use the one ending in {ending}", ending=ending)
                if ending
                else tr("Use number {number}", number=number + 1)
            )
            made = button(words)
            made.clicked.connect(lambda _checked=False, number=number: self.token_chosen.emit(number))
            self._choices.addWidget(made)
            made.show()
            self._choice_buttons.append(made)
        in_reading_order(self.column)
        announce(self, said)

    def show_problems(self, problems: dict[Field, str]) -> None:
        """Say beside each field what is wrong with it."""
        self.form.show_problems(problems)
        say(self.token.setAccessibleDescription, problems.get(Field.TOKEN, ""))
        if next((each for each in Field if each in problems), None) is Field.TOKEN:
            self.token.setFocus()
        if problems:
            announce(self, next(iter(problems.values())))

    def show_saving(self, saving: bool) -> None:
        """While it is being kept."""
        for each in (self.form, self._save):
            each.setEnabled(not saving)

    def show_keeping(self, *, persistent: bool) -> None:
        """Where it is going to be kept."""
        self._kept.setText(KEPT if persistent else FOR_NOW)


def _clear(buttons: list[QPushButton]) -> None:
    for old in buttons:
        old.hide()
        old.deleteLater()
    buttons.clear()
