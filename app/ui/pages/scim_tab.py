"""The tab SCIM: endpoint, token, copy, share, rotate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.language.said import say
from app.ui.pages.old_token_panel import OldTokenPanel
from app.ui.secrets.secret_field import SecretField
from app.ui.widgets.basics import Card, button, label, row
from app.ui.widgets.calendar_button import CalendarButton
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.field_row import NARROWEST_FIELD, NARROWEST_TOKEN, FieldRow
from app.ui.widgets.flow import Lines
from app.ui.widgets.keep_button import KeepButton
from app.ui.widgets.page import Column
from app.ui.widgets.problem_card import ProblemCard

if TYPE_CHECKING:
    from app.ui.theme.icons import StateIcon


class ScimTab(Column):
    """Shows what it is given and signals what the person wants; knows nothing of accounts.

    Signals: `reveal_toggled`, `keep_revealed`, `copy_endpoint`, `copy_token`, `copy_header`, `share`, `rotate`.
    Widgets: `endpoint`, `token`, `old_token` (the old token's panel), `problem`, `calendar`.
    """

    reveal_toggled = Signal()
    keep_revealed = Signal()
    copy_endpoint = Signal()
    copy_token = Signal()
    copy_header = Signal()
    share = Signal()
    rotate = Signal()

    def __init__(self) -> None:
        super().__init__((0, 16, 32, 24))
        self.problem = ProblemCard()
        self.old_token = OldTokenPanel()
        self.column.addWidget(self.problem)
        self.column.addWidget(self._connection_card())
        self.column.addWidget(self.old_token)
        self.end()
        self.show_values("", None, busy=True)
        self.show_facts("", "", "")
        self.show_reveal_time(0)

    def insert(self, place: int, card: QWidget) -> None:
        """Put another part among those there are, for Tab and screen readers, too."""
        from app.ui.widgets.reading_order import in_reading_order  # not needed by the first paint

        self.column.insertWidget(place, card)
        in_reading_order(self.column)

    def _connection_card(self) -> Card:
        self._card = card = Card()
        self.endpoint = QLineEdit()
        self.endpoint.setReadOnly(True)
        self.endpoint.setObjectName("scimEndpoint")
        say(self.endpoint.setAccessibleName, tr("SCIM endpoint"))
        self.endpoint.setProperty("face", "mono")
        self._copy_endpoint = CopyButton(tr("Copy"), tr("Copy SCIM endpoint"))
        self._copy_endpoint.clicked.connect(self.copy_endpoint)
        self.token = SecretField()
        self.token.setObjectName("scimAccessToken")
        say(self.token.setAccessibleName, tr("SCIM access token"))
        self.token.setProperty("face", "mono")
        self.token.copy_requested.connect(self.copy_token)
        self._show = button(tr("Show"), tr("Show token"))
        self._show.clicked.connect(self.reveal_toggled)
        self._copy_token = CopyButton(tr("Copy"), tr("Copy SCIM access token"))
        self._copy_token.clicked.connect(self.copy_token)
        self._copy_header = CopyButton(tr("Copy as header"), tr("Copy as Authorization header"))
        self._copy_header.clicked.connect(self.copy_header)
        self._lay_out(card)
        return card

    def _lay_out(self, card: Card) -> None:
        for words, field, buttons in (
            (tr("SCIM endpoint"), self.endpoint, [self._copy_endpoint]),
            (tr("SCIM access token"), self.token, [self._show, self._copy_token, self._copy_header]),
        ):
            heading = label(words, kind="heading")
            heading.setBuddy(field)
            card.column.addWidget(heading)
            narrowest = NARROWEST_TOKEN if field is self.token else NARROWEST_FIELD
            card.column.addWidget(FieldRow(field, buttons, narrowest))
            if field is self.endpoint:
                card.column.addWidget(
                    label(
                        tr(
                            "Some clients add /scim or /scim/v2 themselves. "
                            "The connection tester tells you which form to enter."
                        ),
                        kind="hint",
                        wrap=True,
                    )
                )
                card.column.addSpacing(10)
        self._uses = label(kind="hint", name="tokenUses", wrap=True)
        self._reveal_time = label(kind="hint", name="tokenHidesIn")
        self._keep = KeepButton("token")
        self._keep.clicked.connect(self.keep_revealed)
        line = FieldRow(self._uses, [self._reveal_time, self._keep])
        # As high as its button, shown or not: what stands below does not jump when the token is revealed.
        line.keep_height(self._keep.sizeHint().height())
        card.column.addWidget(line)
        self._shared = label(kind="hint", name="lastShared", wrap=True)
        self._advice = label(kind="hint", name="rotationAdvice", wrap=True)
        self.shared_line = row(self._shared)
        self.shared_line.setStretch(0, 1)
        card.column.addLayout(self.shared_line)
        self._advice_line = row(self._advice, spacing=0)
        self._advice_icon: StateIcon | None = None
        card.column.addLayout(self._advice_line)
        card.column.addSpacing(8)
        self._share = button(tr("Share securely…"), kind="filled")
        self._share.clicked.connect(self.share)
        self._rotate = button(tr("Rotate SCIM token"))
        self._rotate.clicked.connect(self.rotate)
        self.calendar = CalendarButton()
        self.calendar.hide()  # until somebody listens
        card.column.addLayout(Lines(self._share, self._rotate, self.calendar))
        card.column.addWidget(self.calendar.said)

    def show_values(
        self,
        endpoint: str,
        token: AccessToken | None,
        *,
        busy: bool = False,
        can_rotate: bool = True,
        away: bool = False,
    ) -> None:
        """Show the endpoint and the masked token. Without a token nothing can be copied, shared or rotated, unless it
        is only put away."""
        if self.endpoint.text() != endpoint:
            self.endpoint.setText(endpoint)
            self.endpoint.setCursorPosition(0)
        say(self.endpoint.setPlaceholderText, tr("Waiting for R-Service…") if busy else tr("Not known"))
        self._copy_endpoint.setEnabled(bool(endpoint))
        self.token.show_token(token)
        for part in (self._show, self._copy_token, self._copy_header, self._share):
            part.setEnabled(token is not None or away)
        self._rotate.setVisible(can_rotate)
        self._rotate.setEnabled(token is not None or away)
        self._show_word(revealed=False)

    def set_rotating(self, rotating: bool, *, possible: bool = True) -> None:
        """Whether a rotation is under way; `possible` is false where the account cannot be reached."""
        self._rotate.setText(tr("Rotating…") if rotating else tr("Rotate SCIM token"))
        self._rotate.setEnabled(possible and not rotating)

    def show_revealed(self, token: AccessToken, *, revealed: bool) -> None:
        """Show the token in clear, or masked again."""
        self.token.show_token(token, revealed=revealed)
        self._show_word(revealed=revealed)

    def _show_word(self, *, revealed: bool) -> None:
        self._show.setText(tr("Hide") if revealed else tr("Show"))
        say(self._show.setAccessibleName, tr("Hide token") if revealed else tr("Show token"))

    def show_reveal_time(self, seconds: int) -> None:
        """How long the token still stands there in clear; 0: it does not."""
        self._reveal_time.setText(_hides_in(seconds))
        self._keep.setVisible(bool(seconds))

    def show_facts(self, uses: str, shared: str, advice: str, *, due: bool = False) -> None:
        """What is known of the token, in sentences; empty ones are not shown. `due`: the advice is to be followed
        now."""
        self._mark_advice(due=due)
        for part, text in ((self._uses, uses), (self._shared, shared), (self._advice, advice)):
            part.setText(text)
        self._shared.setVisible(bool(shared))
        self._advice.setVisible(bool(advice))

    def _mark_advice(self, *, due: bool) -> None:
        if due and self._advice_icon is None:
            from app.ui.theme.icons import StateIcon  # not needed by the first paint

            self._advice_icon = StateIcon()
            self._advice_line.insertWidget(0, self._advice_icon)
            self._advice_line.setStretch(1, 1)
        if self._advice_icon is not None:
            self._advice_icon.show_state("warning" if due else "")

    def confirm_endpoint(self) -> None:
        self._copy_endpoint.confirm()

    def confirm_token(self) -> None:
        self._copy_token.confirm()

    def confirm_header(self) -> None:
        self._copy_header.confirm()


def _hides_in(seconds: int) -> str:
    if not seconds:
        return ""
    from app.domain.phrases import span  # not needed by the first paint

    return tr("Hides in {span}", span=span(seconds))
