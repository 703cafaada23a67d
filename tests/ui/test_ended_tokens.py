"""Of an account typed in by hand: a token that leaked, one that has ended, and replacing one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from app.actions.test_connection import ConnectionTest
from app.domain.errors import TokenEnded
from app.domain.report import Report
from app.store.store import Store
from app.ui.dialogs.replace_token import ReplaceDialog
from tests.tester.scim_server import Service, serving
from tests.ui.adding import until
from tests.ui.guiding import FIRST, NEW, Running, TwoTokens, opened


@pytest.fixture
async def service() -> AsyncIterator[Running]:
    answers = TwoTokens()
    async with serving(Service(instead=answers)) as served:
        yield served, answers


async def test_a_rotation_of_a_leaked_token_ends_in_a_request_and_a_check(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    served, answers = service
    async with opened(qtbot, clipboard, tmp_path / "home", served) as shown:
        await shown.to_paste("thisTokenHasLeaked")
        await shown.paste(NEW)
        await shown.at(4)
        await shown.press("Finish")
        await shown.says("leakedToken", "ends in b3ad has leaked")
        await shown.press("Copy request to support")
        request = clipboard.text()
        assert "b3ad" in request
        assert "Widget (QA)" in request
        assert not any(token in request for token in (FIRST, NEW))
        answers.down = True
        await shown.press("Check now")
        await shown.says("leakedTokenCheck", "It is not known whether")
        answers.down = False
        answers.works = [NEW]
        await shown.press("Check now")
        await shown.says("leakedTokenCheck", "does not work any more (checked ")
        await shown.press("Close message")
        await until(lambda: shown.view.section is not None and shown.view.section.previous_token is None)
        await until(lambda: shown.said("leakedToken") == "")


async def test_it_is_not_leads_to_replacing_and_a_mistyped_token_is_corrected(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    served, answers = service
    answers.works = [NEW]
    async with opened(qtbot, clipboard, tmp_path / "home", served) as shown:
        await until(lambda: isinstance(shown.view.problem, TokenEnded))
        await shown.begin()
        await shown.press("It is not…")
        dialog = await shown.dialog(ReplaceDialog)
        choice = dialog.findChild(QRadioButton, "iMistypedIt")
        assert choice is not None
        choice.setChecked(True)
        await shown.paste(NEW)
        await shown.says("replaceSaid", "ending in 0d1e, was pasted. The clipboard was emptied of it.")
        assert shown.guided.secrets() == [NEW]
        await shown.press("Check and keep it")
        await until(lambda: shown.token == NEW)
        assert shown.view.section is not None
        assert shown.view.section.previous_token is None
        await until(lambda: shown.view.problem is None)
        assert shown.step is None


async def test_a_mistyped_token_is_not_corrected_by_one_that_is_refused_or_unneeded(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        shown.replace()
        dialog = await shown.dialog(ReplaceDialog)
        choice = dialog.findChild(QRadioButton, "iMistypedIt")
        assert choice is not None
        choice.setChecked(True)
        await shown.press("Check and keep it")
        await shown.says("replaceSaid", "nothing to paste")
        for text, words in (("cd" * 32, "(401)"), (FIRST, "have here already"), (NEW, "was not mistyped")):
            await shown.paste(text)
            await shown.press("Check and keep it")
            await shown.says("replaceSaid", words)
        assert shown.token == FIRST
        await shown.press("Keep it all the same")
        await until(lambda: shown.token == NEW)


async def test_a_lost_key_leads_to_replacing(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    home = tmp_path / "home"
    async with opened(qtbot, clipboard, home, service[0]):
        pass
    (home.parent / "home key").unlink()
    async with opened(qtbot, clipboard, home, None) as shown:
        assert shown.view.problem is not None
        assert "Replace token…" in shown.program.choices_for(shown.view.problem, shown.account)
        shown.replace()
        dialog = await shown.dialog(ReplaceDialog)
        assert not [each for each in dialog.findChildren(QRadioButton) if each.isVisible()]
        await shown.paste(NEW)
        await shown.press("Check and keep it")
        await until(lambda: shown.view.problem is None)
        assert shown.token == NEW
        assert isinstance(shown.program.store, Store)


async def test_an_end_that_the_tester_finds_is_told_and_taken_back(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    served, answers = service
    async with opened(qtbot, clipboard, tmp_path / "home", served) as shown:
        await until(lambda: shown.view.typed is not None and shown.view.typed.present_check is not None)
        answers.works = []
        test = ConnectionTest(served.endpoint, FIRST)
        report = [event async for event in test.events()][-1]
        assert isinstance(report, Report)
        assert test.token is not None
        shown.checks.tested(shown.account, report, test.token)
        await until(lambda: isinstance(shown.view.problem, TokenEnded))
        assert "somebody may have rotated it" in shown.said("problemHappened")
        answers.works = [FIRST]
        await shown.press("Try again")
        await until(lambda: shown.view.problem is None)
