"""The dialog that asks before a token is rotated, or an old one revoked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.rotation import RotationKind
from app.domain.text import joined, tr
from app.ui.dialogs.awaited import Dialog, ended
from app.ui.widgets.basics import badge, button, label, radio, row
from app.ui.widgets.flow import Flow


@dataclass(frozen=True)
class RotateFacts:
    """What the dialog has to say. Moments are in words already."""

    account: str
    badge: str
    token_ending: str
    old_works_until: str
    living_old_token: str = ""
    """Empty, or a sentence about an old token that is still valid and would end now."""
    can_end_present: bool = True


class RotateDialog(Dialog):
    """Asks which rotation is meant and says what it will do. Cancel is the default."""

    def __init__(self, parent: QWidget, facts: RotateFacts) -> None:
        super().__init__(parent, tr("Rotate SCIM token"), "rotateScimToken", width=540)
        self._facts = facts
        self._planned = radio(tr("Planned rotation"))
        self._planned.setObjectName("plannedRotation")
        self._planned.setChecked(True)
        self._leaked = radio(tr("This token has leaked"))
        self._leaked.setObjectName("thisTokenHasLeaked")
        self._leaked.setVisible(facts.can_end_present)
        for choice in (self._planned, self._leaked):
            choice.toggled.connect(self._explain)
        self._what = label(name="whatWillHappen", wrap=True)
        self._what.setMinimumHeight(96)
        self._what.setAlignment(Qt.AlignmentFlag.AlignTop)
        rotate = button(tr("Rotate now"))
        rotate.clicked.connect(self.accept)
        cancel = button(tr("Cancel"))
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        self.column.addLayout(row(label(facts.account, kind="heading"), badge(facts.badge), None))
        self.column.addSpacing(6)
        self.column.addWidget(self._planned)
        self.column.addWidget(self._leaked)
        self.column.addSpacing(6)
        self.column.addWidget(self._what, 1)
        self.column.addSpacing(8)
        self.column.addLayout(Flow(rotate, cancel, right=True))
        cancel.setFocus()
        self._explain()

    @property
    def kind(self) -> RotationKind:
        """What the person chose."""
        if self._leaked.isChecked():
            return RotationKind.LEAKED
        return RotationKind.REPLACE_PREVIOUS if self._facts.living_old_token else RotationKind.PLANNED

    def _explain(self) -> None:
        facts = self._facts
        ending = tr(", ending in {token_ending},", token_ending=facts.token_ending) if facts.token_ending else ""
        if self._leaked.isChecked():
            also = tr(" The old token that is still valid ends too.") if facts.living_old_token else ""
            text = tr(
                "You get a new token. The present one{ending} ends at once.{also}\n"
                "Provisioning stops until the new token is entered in your provisioning client: have its administrator "
                "ready before you choose Rotate now.",
                ending=ending,
                also=also,
            )
        else:
            text = tr(
                "You get a new token. The present one{ending} becomes the old token and keeps working until "
                "{old_works_until}.\n"
                "Share the new one with the administrator of your provisioning client in that time.",
                ending=ending,
                old_works_until=facts.old_works_until,
            )
            if facts.living_old_token:
                text = joined(facts.living_old_token, text, by="\n")
        self._what.setText(text)


class RevokeDialog(Dialog):
    """Asks before the old token is ended. Cancel is the default."""

    def __init__(self, parent: QWidget, account: str, word: str, ending: str, uses: str) -> None:
        super().__init__(parent, tr("Revoke old token"), "revokeOldToken")
        self.column.addLayout(row(label(account, kind="heading"), badge(word), None))
        self.column.addSpacing(6)
        named = tr(", ending in {ending},", ending=ending) if ending else ""
        which = tr("The old token{named} stops working at once.", named=named)
        self.column.addWidget(label(which, kind="heading", wrap=True))
        self.column.addWidget(
            label(
                joined(uses, tr("This cannot be undone."), by="\n"),
                name="whatWillHappen",
                wrap=True,
            )
        )
        revoke = button(tr("Revoke now"))
        revoke.clicked.connect(self.accept)
        cancel = button(tr("Cancel"))
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        self.column.addSpacing(8)
        self.column.addLayout(Flow(revoke, cancel, right=True))
        cancel.setFocus()


async def ask_rotation(parent: QWidget, facts: RotateFacts) -> RotationKind | None:
    """What to rotate, or None where the person thought better of it."""
    dialog = RotateDialog(parent, facts)
    try:
        return dialog.kind if await ended(dialog) else None
    finally:
        dialog.deleteLater()


async def ask_revocation(parent: QWidget, account: str, word: str, ending: str, uses: str) -> bool:
    """Whether the old token is to end now."""
    dialog = RevokeDialog(parent, account, word, ending, uses)
    try:
        return await ended(dialog)
    finally:
        dialog.deleteLater()
