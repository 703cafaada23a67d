"""Another token in the place of the one kept here: R-Service rotated it, or it was mistyped."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.widgets.basics import badge, button, label, radio, row
from app.ui.widgets.flow import Flow
from app.ui.widgets.new_token_field import NewTokenField
from app.ui.widgets.said_line import SaidLine

TITLE = tr("Replace token")
CONTINUE, CHECK, KEEP_ANYWAY = tr("Continue"), tr("Check and keep it"), tr("Keep it all the same")


class Why(Enum):
    """Why the token is replaced."""

    ROTATED = "rotated"
    MISTYPED = "mistyped"
    GONE = "gone"
    """This computer cannot read the kept one any more."""


_WHAT = {
    Why.ROTATED: (
        tr(
            "The token kept here becomes the old token and is counted down. Choose Continue, then paste the new one: "
            "it is checked before it is used."
        )
    ),
    Why.MISTYPED: tr("The token kept here is forgotten, and this one takes its place. Its dates stay."),
    Why.GONE: (
        tr(
            "This computer cannot read the token of this account any more. Copy the SCIM access token that R-Service "
            "shows now, and paste it here."
        )
    ),
}


class ReplaceDialog(Dialog):
    """Signals: `check` and `keep_anyway` (the buttons), `paste` (the button beside the field). It is accepted where the
    rest is the guide's: `why` is then `Why.ROTATED`."""

    check = Signal()
    keep_anyway = Signal()

    def __init__(self, parent: QWidget, account: str, word: str, *, gone: bool) -> None:
        super().__init__(parent, TITLE, "replaceToken", width=560)
        self._gone = gone
        self._rotated = radio(tr("R-Service rotated it (the old one lives on)"))
        self._rotated.setObjectName("rServiceRotatedItTheOldOneLivesOn")
        self._rotated.setChecked(True)
        self._mistyped = radio(tr("I mistyped it"))
        self._mistyped.setObjectName("iMistypedIt")
        self._what = label(name="whatWillHappen", wrap=True)
        self.token = NewTokenField()
        self.said = SaidLine("replaceSaid")
        self.column.addLayout(row(label(account, kind="heading"), badge(word), None))
        self.column.addSpacing(6)
        for part in (self._rotated, self._mistyped, self._what, self.token, self.said):
            self.column.addWidget(part)
        for choice in (self._rotated, self._mistyped):
            choice.setVisible(not gone)
        self.column.addStretch(1)
        self.column.addSpacing(8)
        self._continue = button(CONTINUE, kind="filled")
        self._continue.clicked.connect(self.accept)
        self._check = button(CHECK)
        self._check.clicked.connect(self.check)
        self._anyway = button(KEEP_ANYWAY)
        self._anyway.clicked.connect(self.keep_anyway)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.column.addLayout(Flow(self._continue, self._check, self._anyway, cancel, right=True))
        self._mistyped.toggled.connect(self._turn)
        self.token.edited.connect(lambda: self.say(""))
        self.token.field.returnPressed.connect(self.check)
        self._turn()

    @property
    def why(self) -> Why:
        if self._gone:
            return Why.GONE
        return Why.MISTYPED if self._mistyped.isChecked() else Why.ROTATED

    def say(self, text: str, tone: str = "", *, may_keep: bool = False) -> None:
        """What came of the check; with `may_keep` the person may overrule it."""
        self.said.say(text, tone)
        self._anyway.setVisible(may_keep)

    def set_busy(self, busy: bool, text: str = "") -> None:
        """While the token is tried and kept."""
        self.token.set_busy(busy)
        for part in (self._check, self._anyway, self._rotated, self._mistyped):
            part.setEnabled(not busy)
        if busy:
            self.said.say(text, working=True)

    def _turn(self) -> None:
        here = self.why is not Why.ROTATED
        self._what.setText(_WHAT[self.why])
        self.token.setVisible(here)
        self._check.setVisible(here)
        self._continue.setVisible(not here)
        (self._check if here else self._continue).setDefault(True)
        self.say("")
        self.adjustSize()
