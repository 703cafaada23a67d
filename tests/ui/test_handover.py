"""Marking that the administrator has switched: asked, kept, taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.records import Records
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import Environment
from app.domain.errors import Problem
from app.domain.typed import Handover
from app.ui.dialogs.mark_as_confirmed import MarkAsConfirmedDialog
from app.ui.presenters.handover import HandoverPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.window.main_window import MainWindow
from tests.actions.parts import KeyFile
from tests.ui.samples import ENDPOINT, NOW, TOKEN, MovedClock

DAY = timedelta(days=1)


class Confirming:
    """A presenter over a window of its own, with a real account typed in by hand."""

    def __init__(self, program: Program, tasks: Tasks) -> None:
        self.program = program
        self.window = MainWindow()
        self.changes = 0
        self.view: AccountView | None = None
        self.presenter = HandoverPresenter(
            self.window, lambda: self.view, program, Records(program), tasks, self._changed
        )

    def _changed(self) -> None:
        self.changes += 1

    async def dialog(self) -> MarkAsConfirmedDialog:
        async with asyncio.timeout(30):
            while not (found := [d for d in self.window.findChildren(MarkAsConfirmedDialog) if d.isVisible()]):
                await asyncio.sleep(0)
        return found[0]

    async def until(self, changes: int) -> None:
        async with asyncio.timeout(30):
            while self.changes < changes:
                await asyncio.sleep(0.005)


@pytest.fixture
async def confirming(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[Confirming]:
    program = Program(MovedClock(), changed=lambda: None, folder=tmp_path, keyring=KeyFile(tmp_path / "key"))
    await program.open(practice=False)
    failed: list[Problem] = []
    tasks = Tasks(failed.append)
    made = Confirming(program, tasks)
    qtbot.addWidget(made.window)
    made.window.show()
    assert program.typed is not None
    new = NewAccount("Widget <b>", Environment.QA, ENDPOINT, TOKEN, rotated_at=NOW - 4 * DAY)
    made.view = (await program.typed.add(new)).view
    yield made
    await tasks.cancel()
    await program.close()
    assert failed == []


def handover(confirming: Confirming) -> Handover | None:
    assert confirming.view is not None
    state = confirming.program.views[confirming.view.account.id].typed
    assert state is not None
    return state.handover


async def test_marking_asks_who_and_when_and_keeps_it(confirming: Confirming) -> None:
    panel = confirming.window.scim_tab.old_token
    panel.mark_confirmed.emit()
    dialog = await confirming.dialog()
    assert dialog.windowTitle() == "Mark switch as confirmed"
    (default,) = [each.text() for each in dialog.findChildren(QPushButton) if each.isDefault()]
    who, on = dialog.findChild(QLineEdit, "whoConfirmedIt"), dialog.findChild(QDateEdit, "confirmedOn")
    assert who is not None
    assert on is not None
    assert (default, dialog.focusWidget()) == ("Mark as confirmed", who)  # Enter after the name keeps it
    # Not before there was a new token, and not in time to come.
    assert (on.minimumDate(), on.maximumDate()) == (QDate(2026, 11, 20), QDate(2026, 11, 24))
    who.setText(" Jane Doe ")
    on.setDate(QDate(2026, 11, 22))
    button_of(dialog, "markAsConfirmed").click()
    await confirming.until(1)
    kept = handover(confirming)
    assert kept is not None
    assert (kept.confirmed_by, kept.at.astimezone().date().isoformat()) == ("Jane Doe", "2026-11-22")
    panel.take_back.emit()
    await confirming.until(2)
    assert handover(confirming) is None


async def test_marking_it_oneself_today_keeps_the_moment(confirming: Confirming) -> None:
    confirming.window.scim_tab.old_token.mark_confirmed.emit()
    button_of(await confirming.dialog(), "markAsConfirmed").click()
    await confirming.until(1)
    assert handover(confirming) == Handover(NOW, "")


async def test_cancel_keeps_nothing(confirming: Confirming) -> None:
    panel = confirming.window.scim_tab.old_token
    panel.mark_confirmed.emit()
    dialog = await confirming.dialog()
    panel.mark_confirmed.emit()  # twice in a row opens one dialog
    button_of(dialog, "cancel").click()
    await asyncio.sleep(0)
    assert handover(confirming) is None
    assert confirming.changes == 0


def button_of(dialog: MarkAsConfirmedDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


async def test_everything_in_the_dialog_and_on_the_panel_has_a_name_of_its_own(confirming: Confirming) -> None:
    """window.md: object names from the words, unique within their page; what takes the focus has a name."""
    panel = confirming.window.scim_tab.old_token
    panel.show_confirming(possible=True)
    names = {each.text(): each.objectName() for each in panel.findChildren(QPushButton)}
    assert names["Mark as confirmed…"] == "markAsConfirmed"
    panel.show_confirming(possible=True, confirmed=True)
    assert names["Take back the confirmation"] == "takeBackTheConfirmation"
    panel.mark_confirmed.emit()
    dialog = await confirming.dialog()
    fields = [
        dialog,
        *dialog.findChildren(QPushButton),
        *dialog.findChildren(QLineEdit),
        *dialog.findChildren(QDateEdit),
    ]
    own = [each for each in fields if not each.objectName().startswith("qt_")]
    assert len({each.objectName() for each in own}) == len(own) == 6  # Help among them
    assert all(each.accessibleName() for each in own if each is not dialog)
    assert not [each.text() for each in dialog.findChildren(QLabel) if each.textFormat() != Qt.TextFormat.PlainText]
    assert "Widget <b>" in [each.text() for each in dialog.findChildren(QLabel)]
