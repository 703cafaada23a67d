"""On the tab SCIM, of an account typed in by hand: a rotation that was left in the middle, and a token that leaked."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.guided_words import DID_YOU_PRESS
from app.domain.text import tr
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import Card, button, label, row
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.flow import Flow
from app.ui.widgets.said_line import SaidLine


class RotationBanner(Card):
    """Hidden until a rotation was left in the middle.

    Signals: `go_on` and `not_pressed` (the buttons).
    """

    go_on = Signal()
    not_pressed = Signal()

    def __init__(self) -> None:
        super().__init__("warning")
        icon = StateIcon()
        icon.show_state("warning")
        self._text = label(kind="heading", name="rotationBanner", wrap=True)
        headline = row(icon, self._text)
        headline.setStretch(1, 1)
        self._hint = label(kind="hint", wrap=True)
        self._paste = button(tr("Paste the new token…"), kind="filled")
        self._paste.clicked.connect(self.go_on)
        self._finish = button(tr("Go on with the new token…"), kind="filled")
        self._finish.clicked.connect(self.go_on)
        self._none = button(tr("I did not press Rotate"))
        self._none.clicked.connect(self.not_pressed)
        self.column.addLayout(headline)
        self.column.addWidget(self._hint)
        self.column.addSpacing(4)
        self.column.addLayout(Flow(self._paste, self._finish, self._none))
        self.hide()

    def show_asking(self) -> None:
        """Nothing has been pasted: only the person knows how far it came."""
        self._show(
            DID_YOU_PRESS, tr("If you did, R-Service shows a new token, and the one below is now the old one."), False
        )

    def show_kept(self, ending: str) -> None:
        """A new token was pasted, and waits to be used."""
        named = tr(", ending in {ending},", ending=ending) if ending else ""
        text = tr("The new token{named} is kept here, and not used yet.", named=named)
        self._show(text, tr("Until you go on, the token below is the one from before the rotation."), True)

    def show_taken(self) -> None:
        """It is used already, and the end of the rotation could not be written down."""
        self._show(tr("The new token is used already."), tr("Go on once more to finish the rotation."), True)

    def _show(self, text: str, hint: str, kept: bool) -> None:
        self._text.setText(text)
        self._hint.setText(hint)
        self._paste.setVisible(not kept)
        self._finish.setVisible(kept)
        self._none.setVisible(not kept)  # nothing that is kept is thrown away by one press
        self.show()


class LeakedPanel(Card):
    """Hidden until the old token is one that leaked.

    Signals: `copy_request`, `check` and `closed` (the buttons).
    """

    copy_request = Signal()
    check = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("bad")
        self._title = label(kind="heading", name="leakedToken", wrap=True)
        self._text = label(wrap=True)
        self._result = SaidLine("leakedTokenCheck")
        self._copy = CopyButton(tr("Copy request to support"), tr("Copy request to support"))
        self._copy.clicked.connect(self.copy_request)
        self._check = button(tr("Check now"))
        self._check.clicked.connect(self.check)
        self._close = button(tr("Close message"), name="closeLeakedToken")
        self._close.clicked.connect(self.closed)
        for part in (self._title, self._text, self._result):
            self.column.addWidget(part)
        self.column.addSpacing(4)
        self.column.addLayout(Flow(self._copy, self._check, self._close))
        self.hide()

    def show_leaked(self, ending: str, result: str, *, works: bool | None) -> None:
        """`works` is None where it is not known."""
        named = tr(" that ends in {ending}", ending=ending) if ending else ""
        over = works is False
        self.set_tone("good" if over else "bad")
        self._title.setText(tr("The token{named} has leaked", named=named))
        self._text.setText(
            tr("Nothing is left to do for it. Make sure that your provisioning client has the new token.")
            if over
            else tr(
                "R-Service publishes no way to end a token at once. Ask its support to end it, and check here whether "
                "it still works. Hand the new token over to your provisioning client now."
            )
        )
        self._result.say(result, {True: "bad", False: "good", None: "warning"}[works])
        self._copy.setVisible(not over)
        self._close.setVisible(over)
        self.show()

    def show_checking(self, checking: bool) -> None:
        self._check.setEnabled(not checking)
        self._check.setText(tr("Checking…") if checking else tr("Check now"))

    def confirm_copied(self) -> None:
        self._copy.confirm()
