"""A window with one account typed in by hand, a service of which it is, and the person's hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import shiboken6
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.records import Records
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import AccountId, Environment
from app.domain.errors import Problem
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedStep
from app.ui.dialogs.guided_rotation import GuideDialog, StartGuideDialog
from app.ui.pages.accounts_page import AccountsPage
from app.ui.presenters.guided import GuidedPresenter
from app.ui.presenters.scim import ScimPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.presenters.token_checks import TokenChecksPresenter
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.window.main_window import MainWindow
from tests.tester.scim_server import Reply, Request, Served, page, refusal
from tests.ui.adding import opened_program, until

FIRST, NEW, OTHER = "3f9a" * 15 + "b3ad", "77c0" * 15 + "0d1e", "1234" * 15 + "abcd"


class TwoTokens:
    """A service of which the tokens in `works` open one account."""

    def __init__(self) -> None:
        self.works = [FIRST, NEW]
        self.down = False

    def __call__(self, request: Request) -> Reply:
        if self.down:
            return Reply(503)
        if request.token == OTHER:
            return page([{"id": "x", "userName": "somebody@else.example"}], request)
        return page([{"id": "1", "userName": "a@b.example"}], request) if request.token in self.works else refusal(401)


class Shown:
    """A window with one account typed in by hand, and the person's hands."""

    def __init__(self, qtbot: QtBot, program: Program, board: QClipboard, account: AccountId) -> None:
        self.program, self.board, self.account = program, board, account
        self.failed: list[Problem] = []
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.window.show()
        self.tasks = Tasks(self.failed.append)
        self.guard = GuardedClipboard(board, lambda: self.guided.secrets(), lambda: 60)
        records = Records(program)
        self.scim = ScimPresenter(self.window.scim_tab, program, records, self.guard, self.tasks, lambda _: None)
        parts = (self.window, self.scim, program, self.guard, self.tasks, self.changed)
        self.guided, self.checks = GuidedPresenter(*parts), TokenChecksPresenter(*parts)
        self.page = AccountsPage()
        qtbot.addWidget(self.page)
        self.guided.listen_to(self.page, lambda _: self.changed())
        self.changed()

    def changed(self) -> None:
        view = self.program.views.get(self.account)
        self.scim.show(view)
        self.guided.show(view)
        self.checks.show(view)

    @property
    def view(self) -> AccountView:
        return self.program.views[self.account]

    @property
    def step(self) -> GuidedStep | None:
        assert self.view.typed is not None
        return self.view.typed.guided.step if self.view.typed.guided else None

    @property
    def pasted(self) -> AccessToken | None:
        assert self.view.typed is not None
        return self.view.typed.pasted

    @property
    def token(self) -> str:
        assert self.view.section is not None
        assert self.view.section.token.value is not None
        return self.view.section.token.value.reveal()

    def replace(self) -> None:
        """As the button of the page Accounts does."""
        self.page.replace.emit(self.account)

    async def dialog(self, kind: type[QDialog]) -> QDialog:
        def found() -> list[QDialog]:
            return [each for each in self.window.findChildren(kind) if each.isVisible()]

        await until(found)
        return found()[0]

    async def press(self, name: str) -> None:
        def found() -> list[QPushButton]:
            each = self.window.findChildren(QPushButton)
            return [one for one in each if one.accessibleName() == name and one.isVisible() and one.isEnabled()]

        await until(found)
        found()[0].click()

    @property
    def offered(self) -> list[str]:
        """The words on all buttons that can be seen."""
        return [each.text() for each in self.window.findChildren(QPushButton) if each.isVisible()]

    def said(self, name: str) -> str:
        labels = [each for each in self.window.findChildren(QLabel, name) if each.isVisible()]
        return labels[0].text() if labels else ""

    async def says(self, name: str, words: str) -> None:
        await until(lambda: words in self.said(name))

    async def at(self, number: int) -> None:
        await self.says("guideStep", f"Step {number} of 4")

    async def begin(self, kind: str = "plannedRotation") -> None:
        await self.press("Rotate SCIM token")
        question = await self.dialog(StartGuideDialog)
        choice = question.findChild(QRadioButton, kind)
        assert choice is not None
        choice.setChecked(True)
        await self.press("Rotate now")
        await self.at(1)

    async def to_paste(self, kind: str = "plannedRotation") -> None:
        await self.begin(kind)
        await self.press("It is")
        await self.at(2)
        await self.press("I have pressed Rotate")
        await self.at(3)

    async def paste(self, text: str) -> None:
        self.board.setText(text)
        await self.press("Paste the new token")

    async def close(self) -> None:
        (await self.dialog(GuideDialog)).close()
        await until(lambda: not [each for each in self.window.findChildren(GuideDialog) if each.isVisible()])
        await until(lambda: not self.guided._busy)


@asynccontextmanager
async def opened(
    qtbot: QtBot, clipboard: QClipboard, home: Path, served: Served | None, page: str | None = None
) -> AsyncIterator[Shown]:
    """A start; with a service the account is added first."""
    async with opened_program(home) as program:
        assert program.typed is not None
        if served is not None:
            new = NewAccount("Widget", Environment.QA, served.endpoint, AccessToken(FIRST), page)
            await program.typed.add(new)
        (account,) = program.typed.connections
        shown = Shown(qtbot, program, clipboard, account)
        try:
            yield shown
        finally:
            await shown.tasks.cancel()
            shiboken6.delete(shown.guard)
        assert shown.failed == []


Running = tuple[Served, TwoTokens]
