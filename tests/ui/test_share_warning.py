"""Before a token is shared that nobody should be given: what the dialog says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView, TypedState
from app.domain.errors import TokenEnded
from app.domain.typed import GuidedKind, GuidedRotation, GuidedStep, TypedDetails
from app.ui.dialogs.share import ShareDialog
from app.ui.presenters.share import what_is_wrong
from tests.ui.samples import ENDPOINT, NOW, view


def rotating(step: GuidedStep) -> AccountView:
    state = TypedState(TypedDetails(ENDPOINT, None, NOW), NOW, guided=GuidedRotation(GuidedKind.PLANNED, step, NOW))
    return replace(view(), typed=state)


@pytest.mark.parametrize(
    ("seen", "begins"),
    [
        (view(), ""),
        (replace(view(), problem=TokenEnded()), "R-Service does not accept this token any more."),
        (rotating(GuidedStep.CHECK), ""),
        (rotating(GuidedStep.PRESS), "A rotation was left in the middle"),
        (rotating(GuidedStep.CONFIRM), "A rotation was left in the middle"),
    ],
)
def test_what_speaks_against_sharing_stands_above_the_questions(qtbot: QtBot, seen: AccountView, begins: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    said = what_is_wrong(seen)
    dialog = ShareDialog(parent, "Widget", "QA", can_keep=True, warning=said)
    shown = [each.text() for each in dialog.findChildren(QLabel, "shareWarning")]
    assert shown == ([said] if begins else [])
    assert said.startswith(begins)
