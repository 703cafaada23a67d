"""An account that is added by hand, by the fields of the dialog."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import shiboken6
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.clock import SystemClock
from app.domain.errors import Problem
from app.ui.dialogs.add_account import AddAccountDialog
from app.ui.presenters.add_account import AddAccount
from app.ui.secrets.clipboard import GuardedClipboard
from app.vault.keyring_port import KeyringPort
from tests.actions.parts import KeyFile

ENDPOINT = "https://api.r-service.tech/scim/v2"
TEXT, OTHER_TEXT = "3f9a" * 15 + "b3ad", "77c0" * 15 + "0d1e"


@asynccontextmanager
async def opened_program(home: Path, keyring: KeyringPort | None = None) -> AsyncIterator[Program]:
    """A program without pretend accounts, in that folder."""
    program = Program(
        SystemClock(), changed=lambda: None, folder=home, keyring=keyring or KeyFile(home.parent / f"{home.name} key")
    )
    await program.open(practice=False)
    try:
        yield program
    finally:
        await program.close()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


class Adding:
    """The open dialog, and the person's hands."""

    def __init__(self, qtbot: QtBot, program: Program, board: QClipboard) -> None:
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.parent.show()
        self.failures: list[Problem] = []
        self.board = board
        self._guard = GuardedClipboard(board, lambda: self.presenter.secrets(), lambda: 60)
        self.presenter = AddAccount(self.parent, program, self._guard, self.failures.append)
        dialog = self.parent.findChild(AddAccountDialog)
        assert dialog is not None
        self.dialog = dialog

    def start(self) -> asyncio.Task[AccountId | None]:
        return asyncio.create_task(self.presenter.run())

    def fill(
        self, name: str = "Widget", token: str = TEXT, endpoint: str = ENDPOINT, choice: str = "production"
    ) -> None:
        form = self.dialog.form
        form.name.setText(name)
        form.endpoint.setText(endpoint)
        self.dialog.token.setText(token)
        chosen = self.dialog.findChild(QRadioButton, choice)
        assert chosen is not None
        chosen.setChecked(True)

    def press(self, name: str) -> None:
        found = [each for each in self.dialog.findChildren(QPushButton, name) if not each.isHidden()]
        assert len(found) == 1, name
        found[0].click()

    def close(self) -> None:
        """The guard goes at once: it would look into this dialog at the next test's copying."""
        shiboken6.delete(self._guard)

    def said(self, name: str) -> str:
        found = self.dialog.findChild(QLabel, name)
        assert found is not None, name
        return found.text() if found.isVisible() else ""
