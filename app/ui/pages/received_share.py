"""The page Received share: what an opened share holds, whose word that is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.badges import badge_text
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.domain.typed_input import LONGEST_NAME
from app.ui.language.said import say
from app.ui.secrets.secret_field import SecretField
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import Card, badge, button, label, restyle, row
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.field_row import NARROWEST_FIELD, NARROWEST_TOKEN, FieldRow
from app.ui.widgets.flow import Flow
from app.ui.widgets.keep_button import KeepButton
from app.ui.widgets.page import Column
from app.ui.widgets.problem_card import ProblemCard

NOT_ENTERED = tr("Not entered yet")


class ReceivedSharePage(Column):
    """Shows what it is given and signals what the person wants.

    Signals: `reveal_toggled`, `keep_revealed`, `copy_endpoint`, `copy_token`, `copy_header`, `test`, `show_steps`,
    `keep`, `open_account`, `copy_reply`, `close_share` (the buttons); `entered` with the client's name that is chosen
    for the reply, empty for none.
    """

    reveal_toggled = Signal()
    keep_revealed = Signal()
    copy_endpoint = Signal()
    copy_token = Signal()
    copy_header = Signal()
    test = Signal()
    show_steps = Signal()
    keep = Signal()
    open_account = Signal()
    copy_reply = Signal()
    close_share = Signal()
    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("receivedShare")
        self.column.addWidget(label(tr("Received share"), kind="title"))
        self._who = label(kind="muted", name="whoMadeIt", wrap=True)
        self.column.addWidget(self._who)
        for card in (self._warning_card(), self._values_card(), self._keep_card(), self._reply_card()):
            self.column.addWidget(card)
        close = button(tr("Close this share"))
        close.clicked.connect(self.close_share)
        hint = label(tr("Its token leaves this window and the clipboard."), kind="hint", wrap=True)
        line = row(close, hint)
        line.setStretch(1, 1)
        self.column.addLayout(line)
        self.end()
        self.show_reveal_time(0)

    def _warning_card(self) -> Card:
        card = Card("warning")
        card.column.addWidget(label(tr("Check this before you enter anything"), kind="heading"))
        self._host = label(kind="title", name="receivedHost", wrap=True)
        card.column.addWidget(self._host)
        self._call = label(name="callFirst", wrap=True)
        card.column.addWidget(self._call)
        self._cautions = QWidget()
        self._cautions_column = QVBoxLayout(self._cautions)
        self._cautions_column.setContentsMargins(0, 4, 0, 0)
        card.column.addWidget(self._cautions)
        return card

    def _values_card(self) -> Card:
        card = Card()
        self._account = label(kind="subtitle", name="receivedAccount", wrap=True)
        self._badge = badge(name="receivedEnvironment")
        headline = row(self._account, self._badge, None)
        self._facts = label(kind="hint", name="receivedFacts", wrap=True)
        card.column.addLayout(headline)
        card.column.addWidget(self._facts)
        card.column.addSpacing(8)
        self.endpoint = QLineEdit()
        self.endpoint.setReadOnly(True)
        self.token = SecretField()
        self.token.copy_requested.connect(self.copy_token)
        for field, name, words in (
            (self.endpoint, "scimEndpoint", tr("SCIM endpoint")),
            (self.token, "scimAccessToken", tr("SCIM access token")),
        ):
            field.setObjectName(name)
            say(field.setAccessibleName, words)
            field.setProperty("face", "mono")
        self._copy_endpoint = _copying(tr("Copy"), tr("Copy SCIM endpoint"), self.copy_endpoint)
        self._show = button(tr("Show"), tr("Show token"))
        self._show.clicked.connect(self.reveal_toggled)
        self._copy_token = _copying(tr("Copy"), tr("Copy SCIM access token"), self.copy_token)
        self._copy_header = _copying(tr("Copy as header"), tr("Copy as Authorization header"), self.copy_header)
        for words, part, buttons in (
            (tr("SCIM endpoint"), self.endpoint, [self._copy_endpoint]),
            (tr("SCIM access token"), self.token, [self._show, self._copy_token, self._copy_header]),
        ):
            heading = label(words, kind="heading")
            heading.setBuddy(part)
            card.column.addWidget(heading)
            narrowest = NARROWEST_TOKEN if part is self.token else NARROWEST_FIELD
            card.column.addWidget(FieldRow(part, buttons, narrowest))
            card.column.addSpacing(4)
        self._reveal_time = label(kind="hint", name="tokenHidesIn")
        self._keep_revealed = KeepButton("token")
        self._keep_revealed.clicked.connect(self.keep_revealed)
        line = row(None, self._reveal_time, self._keep_revealed)
        line.addStrut(self._keep_revealed.sizeHint().height())
        card.column.addLayout(line)
        self._tested = label(kind="hint", name="receivedTested", wrap=True)
        self._tested_icon = StateIcon()
        said = row(self._tested_icon, self._tested)
        said.setStretch(1, 1)
        card.column.addLayout(said)
        card.column.addSpacing(6)
        test = button(tr("Test this connection"), kind="filled")
        test.clicked.connect(self.test)
        steps = button(tr("Show set-up steps"))
        steps.clicked.connect(self.show_steps)
        card.column.addLayout(Flow(test, steps))
        return card

    def _keep_card(self) -> Card:
        self._keep_part = card = Card()
        card.column.addWidget(label(tr("Keep it as a connection"), kind="heading"))
        self._where = label(kind="hint", name="whereItIsKept", wrap=True)
        self.name = QLineEdit()
        self.name.setObjectName("connectionName")
        say(self.name.setAccessibleName, tr("Connection name"))
        self.name.setMaxLength(LONGEST_NAME * 2)
        self.name.returnPressed.connect(self.keep)
        self.name.textEdited.connect(lambda _: self.show_name_problem(""))
        self._name_problem = label(kind="error", name="nameProblem", wrap=True)
        self.problem = ProblemCard()
        self._keep = button(tr("Keep as a connection"))
        self._keep.clicked.connect(self.keep)
        self._open = button(tr("Open account"), name="openKeptAccount")
        self._open.clicked.connect(self.open_account)
        self._name_heading = label(tr("Connection name"), kind="heading")
        self._name_heading.setBuddy(self.name)
        card.column.addWidget(self._where)
        card.column.addSpacing(4)
        for part in (self._name_heading, self.name, self._name_problem, self.problem):
            card.column.addWidget(part)
        card.column.addSpacing(4)
        card.column.addLayout(Flow(self._keep, self._open))
        return card

    def _reply_card(self) -> Card:
        card = Card()
        card.column.addWidget(label(tr("Answer the sender"), kind="heading"))
        self._entered = ComboBox()
        self._entered.setObjectName("enteredIn")
        self._entered.addItem(NOT_ENTERED, "")
        self._entered.currentIndexChanged.connect(lambda _: self.entered.emit(self._entered.currentData() or ""))
        words = label(tr("Entered in"), kind="heading")
        words.setBuddy(self._entered)
        card.column.addLayout(row(words, self._entered, None))
        self._reply = label(name="replyText", wrap=True)
        card.column.addWidget(self._reply)
        self._copy_reply = _copying(tr("Copy a reply"), tr("Copy a reply"), self.copy_reply)
        card.column.addSpacing(4)
        card.column.addLayout(row(self._copy_reply, None))
        return card

    def show_share(self, account: str, word: str, who: str, facts: str) -> None:
        """Whose account it is, with the environment's word, who says to have made it, and how old it is."""
        self._account.setText(account)
        self._badge.setText(badge_text(word))
        self._badge.setVisible(bool(word))
        self._badge.setProperty("badge", word)
        restyle(self._badge)
        self._who.setText(who)
        self._facts.setText(facts)
        self.verticalScrollBar().setValue(0)

    def show_warning(self, host: str, call: str, cautions: Sequence[str]) -> None:
        """The host name, how to make sure of it, and what to beware of."""
        self._host.setText(host)
        self._call.setText(call)
        while (item := self._cautions_column.takeAt(0)) is not None:
            line = item.widget()
            if line is not None:
                line.hide()
                line.deleteLater()
        for text in cautions:
            self._cautions_column.addWidget(_caution(text))
        self._cautions.setVisible(bool(cautions))

    def show_values(self, endpoint: str, token: AccessToken | None) -> None:
        """Endpoint and masked token; None: nothing is shown any more."""
        self.endpoint.setText(endpoint)
        self.endpoint.setCursorPosition(0)
        self.show_revealed(token, revealed=False)

    def show_revealed(self, token: AccessToken | None, *, revealed: bool) -> None:
        """Show the token in clear, or masked again."""
        self.token.show_token(token, revealed=revealed)
        self._show.setText(tr("Hide") if revealed else tr("Show"))
        say(self._show.setAccessibleName, tr("Hide token") if revealed else tr("Show token"))

    def show_reveal_time(self, seconds: int) -> None:
        """How long the token still stands there in clear; 0: it does not."""
        from app.domain.phrases import span

        self._reveal_time.setText(tr("Hides in {span}", span=span(seconds)) if seconds else "")
        self._keep_revealed.setVisible(bool(seconds))

    def show_tested(self, text: str, tone: str) -> None:
        """Whether these values were tested here, when, and with what verdict."""
        self._tested_icon.show_state(tone)
        self._tested.setText(text)

    def show_keeping(self, where: str, *, possible: bool, name: str = "") -> None:
        """Where it would be kept, or why it cannot be; `name` is proposed."""
        self._where.setText(where)
        self.name.setText(name)
        self.name.setCursorPosition(0)
        self.show_name_problem("")
        self.problem.show_problem(None)
        for part in (self._name_heading, self.name, self._keep):
            part.setVisible(possible)
        self._open.hide()

    def show_kept(self, sentence: str) -> None:
        """It is an account of this computer now."""
        self.show_keeping(sentence, possible=False)
        self._open.show()
        self._open.setFocus()

    def set_keeping(self, keeping: bool) -> None:
        """While it is kept, nothing can be changed."""
        self.name.setEnabled(not keeping)
        self._keep.setEnabled(not keeping)

    def show_name_problem(self, text: str) -> None:
        """What is wrong with the name; empty: nothing."""
        self._name_problem.setText(text)
        self._name_problem.setVisible(bool(text))
        say(self.name.setAccessibleDescription, text)
        if text:
            self.name.setFocus()

    def offer_clients(self, names: Sequence[str]) -> None:
        """The clients that the values may have been entered in."""
        blocked = self._entered.blockSignals(True)
        self._entered.clear()
        self._entered.addItem(NOT_ENTERED, "")
        for name in names:
            self._entered.addItem(name, name)
        self._entered.blockSignals(blocked)

    def show_reply(self, text: str) -> None:
        """What would be copied."""
        self._reply.setText(text)

    def confirm_endpoint(self) -> None:
        self._copy_endpoint.confirm()

    def confirm_token(self) -> None:
        self._copy_token.confirm()

    def confirm_header(self) -> None:
        self._copy_header.confirm()

    def confirm_reply(self) -> None:
        self._copy_reply.confirm()


def _copying(text: str, name: str, signal: object) -> CopyButton:
    made = CopyButton(text, name)
    made.clicked.connect(signal)
    return made


def _caution(text: str) -> QWidget:
    holder = QWidget()
    icon = StateIcon()
    icon.show_state("warning")
    words = label(text, name="caution", wrap=True)
    line = row(icon, words)
    line.setStretch(1, 1)
    down = QVBoxLayout(holder)
    down.setContentsMargins(0, 0, 0, 0)
    down.addLayout(line)
    return holder
