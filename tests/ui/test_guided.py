"""The guide through a rotation by hand: steps, pasting, what fails, and closing it anywhere."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QClipboard, QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.share import proposal
from app.domain.errors import DiskFull
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedStep
from app.ui.dialogs.guided_rotation import GuideDialog
from tests.tester.scim_server import Served, Service, raw_server, serving
from tests.ui.adding import until
from tests.ui.guiding import FIRST, NEW, OTHER, Running, TwoTokens, opened

PAGE = "https://widget.r-service.tech/settings"


@pytest.fixture
async def service() -> AsyncIterator[Running]:
    answers = TwoTokens()
    async with serving(Service(instead=answers)) as served:
        yield served, answers


async def test_every_step_and_the_new_token_on_the_screen(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        store = shown.program.store
        assert store is not None
        store.shares.keep(shown.account, "of the first", "Jane", "entra", language="ru", made_by="Ada")
        await shown.begin()
        assert shown.said("guideToken").endswith("b3ad")
        assert "Settings console › Apps › SCIM" in shown.said("guideText")
        await shown.press("It is")
        await shown.at(2)
        assert shown.step is GuidedStep.PRESS
        await shown.press("I have pressed Rotate")
        await shown.at(3)
        await shown.paste(f"Bearer {NEW}\n")
        await shown.at(4)
        assert clipboard.text() == ""
        assert "opens the same account" in shown.said("guideSaid")
        assert "then works until" in shown.said("guideUntil")
        assert shown.token == FIRST
        await shown.press("Finish")
        await until(lambda: shown.token == NEW)
        assert shown.view.section is not None
        assert shown.view.section.previous_token is not None
        await until(lambda: shown.step is None)
        assert shown.said("rotationBanner") == ""
        proposed = await proposal(shown.view, clock=shown.program.clock, store=store)
        assert (proposed.with_whom, proposed.client, proposed.language) == ("Jane", "entra", "ru")


async def test_the_settings_page_is_opened_where_its_address_is_known(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls: list[str] = []

    def opens(url: object) -> bool:
        urls.append(url.toString())  # type: ignore[attr-defined]  # a QUrl
        return len(urls) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", opens)
    async with opened(qtbot, clipboard, tmp_path / "home", service[0], PAGE) as shown:
        await shown.begin()
        await shown.press("Open R-Service's settings")
        await shown.press("Open R-Service's settings")
        assert urls == [PAGE, PAGE]
        await shown.says("guideSaid", "could not be opened")
        await shown.close()
        assert shown.step is None  # nothing was pressed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "clipboard holds no text"),
        ("no token here", "There is no SCIM access token"),
        (f"{NEW}\n{OTHER}", "more than one token"),
        (FIRST, "have here already"),
    ],
)
async def test_what_is_no_new_token_is_not_kept_and_stays_in_the_clipboard(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running, text: str, words: str
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        await shown.to_paste()
        await shown.paste(text)
        await shown.says("guideSaid", words)
        assert shown.pasted is None
        assert clipboard.text() == text
        await shown.paste(NEW)  # and then the right one
        await shown.at(4)


async def test_a_token_that_is_typed_is_tried_and_guarded_meanwhile(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        await shown.to_paste()
        dialog = await shown.dialog(GuideDialog)
        assert isinstance(dialog, GuideDialog)
        dialog.token.field.setText(NEW)
        assert shown.guided.secrets() == [NEW]
        await shown.press("Check the new token")
        await shown.at(4)
        assert set(shown.guided.secrets()) == {NEW}  # as the kept one
        assert dialog.token.field.text() == ""


async def test_another_account_a_refusal_and_overruling(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        await shown.to_paste()
        await shown.paste("ab" * 32)
        await shown.says("guideSaid", "does not accept this token (401)")
        assert "Use it all the same" not in shown.offered
        await shown.press("Paste another token")
        await until(lambda: shown.pasted is None)
        await shown.paste(OTHER)
        await shown.says("guideSaid", "another account")
        await shown.press("Use it all the same")
        await shown.at(4)
        assert "I did not press Rotate" not in shown.offered  # one press throws no token away that may be good
        await shown.press("Paste another token")
        await until(lambda: shown.pasted is None)
        await shown.press("I did not press Rotate")
        await until(lambda: shown.step is None)
        assert (shown.token, shown.pasted) == (FIRST, None)


async def test_without_a_network_it_is_kept_and_gone_on_with_after_the_next_start(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    served, answers = service
    async with opened(qtbot, clipboard, tmp_path / "home", served) as shown:
        await shown.to_paste()
        answers.down = True
        await shown.paste(NEW)
        await shown.says("guideSaid", "The token is kept here")
        assert clipboard.text() == ""
    answers.down = False
    async with opened(qtbot, clipboard, tmp_path / "home", None) as shown:
        await shown.says("rotationBanner", "The new token, ending in 0d1e, is kept here")
        assert "I did not press Rotate" not in shown.offered
        await shown.press("Go on with the new token…")
        await shown.at(4)  # it was tried by itself
        await shown.press("Finish")
        await until(lambda: shown.token == NEW)


async def test_left_at_the_second_step_the_banner_asks(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        await shown.begin()
        await shown.press("It is")
        await shown.at(2)
        await shown.close()
        await shown.says("rotationBanner", "Did you press Rotate in R-Service?")
        await shown.press("Paste the new token…")
        await shown.at(3)
        await shown.close()
        await shown.says("rotationBanner", "Did you press Rotate in R-Service?")
        await shown.press("I did not press Rotate")
        await until(lambda: shown.said("rotationBanner") == "")
        assert (shown.step, shown.token) == (None, FIRST)


async def test_going_on_later_closes_it_and_the_banner_asks(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        await shown.begin()
        assert "Go on later" not in shown.offered  # nothing is written down yet that could be gone on with
        await shown.press("It is")
        await shown.at(2)
        await shown.press("Go on later")
        await shown.says("rotationBanner", "Did you press Rotate in R-Service?")
        steps = [shown.step]
        await shown.press("Paste the new token…")
        await shown.at(3)
        await shown.press("Go on later")
        await shown.says("rotationBanner", "Did you press Rotate in R-Service?")
        assert [*steps, shown.step] == [GuidedStep.PRESS, GuidedStep.PASTE]
        await shown.press("Paste the new token…")
        dialog = await shown.dialog(GuideDialog)
        dialog.setStyleSheet("QPushButton { padding: 8px 30px; }")  # wider than five find room for by themselves
        await shown.paste(OTHER)
        await shown.says("guideSaid", "another account")
        for each in dialog.findChildren(QPushButton):
            assert not each.isVisible() or each.width() >= each.sizeHint().width(), each.text()
        await shown.press("Paste another token")
        await until(lambda: shown.pasted is None)
        await shown.paste(NEW)
        await shown.at(4)
        await shown.press("Go on later")
        await shown.says("rotationBanner", "The new token, ending in 0d1e, is kept here")
        assert (shown.step, shown.token, shown.pasted) == (GuidedStep.CONFIRM, FIRST, AccessToken(NEW))


async def test_with_an_old_token_that_is_refused_no_30_days_are_spoken_of(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    served, answers = service
    async with opened(qtbot, clipboard, tmp_path / "home", served) as shown:
        await shown.to_paste()
        answers.works = [NEW]
        await shown.paste(NEW)
        await shown.says("guideSaid", "the old one does not any more")
        dialog = await shown.dialog(GuideDialog)
        filled = [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible() and each.isDefault()]
        assert filled == ["Use it all the same"]
        await shown.press("Use it all the same")
        await shown.at(4)
        assert "30 days" not in shown.said("guideText")
        assert "age is counted from" in shown.said("guideText")
        assert "nothing to count down" in shown.said("guideUntil")
        await shown.press("Finish")
        await until(lambda: shown.token == NEW)


async def test_the_steps_stand_still_while_they_are_done(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        await shown.begin()
        dialog = await shown.dialog(GuideDialog)

        def places() -> list[tuple[int, int]]:
            names = [dialog.findChild(QLabel, f"guideStep{number}") for number in range(1, 5)]
            return [(each.x(), each.geometry().center().y()) for each in names if each is not None]

        before = places()
        tops = [y for _, y in before]
        assert len({below - above for above, below in pairwise(tops)}) == 1
        await shown.press("It is")
        await shown.at(2)
        await until(lambda: dialog.findChildren(QPushButton, "goOnLater"))
        await asyncio.sleep(0)
        assert places() == before


async def test_a_full_disk_is_said_where_it_happens_and_nothing_is_lost(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        await shown.to_paste()
        assert shown.program.vault is not None

        async def full(*_: object) -> None:
            raise DiskFull

        with monkeypatch.context() as patch:
            patch.setattr(shown.program.vault, "update", full)
            await shown.paste(NEW)
            await shown.says("guideSaid", "The disk is full")
        assert clipboard.text() == NEW  # not kept yet: it stays where the person has it
        await shown.paste(NEW)
        await shown.at(4)


async def test_closing_while_it_is_tried_waits_for_no_answer(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path
) -> None:
    asked = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        await reader.read()

    async with raw_server(silent) as port:
        served = Served(Service(), port)
        async with opened(qtbot, clipboard, tmp_path / "home", served) as shown:
            await shown.to_paste()
            asked.clear()
            await shown.paste(NEW)
            await until(asked.is_set)
            began = time.monotonic()
            await shown.close()
            assert time.monotonic() - began < 3
            assert shown.pasted == AccessToken(NEW)
            await shown.says("rotationBanner", "is kept here")


async def test_what_could_not_be_written_down_as_finished_is_gone_on_with(
    qtbot: QtBot, clipboard: QClipboard, tmp_path: Path, service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(qtbot, clipboard, tmp_path / "home", service[0]) as shown:
        await shown.to_paste()
        await shown.paste(NEW)
        await shown.at(4)
        assert shown.program.typed is not None

        def full(_: object) -> None:
            raise DiskFull

        with monkeypatch.context() as patch:
            patch.setattr(shown.program.typed.marks.guided, "end", full)
            await shown.press("Finish")
            await shown.says("guideSaid", "The disk is full")
            await shown.close()
        connection = shown.program.typed.connections[shown.account]
        await connection.open()
        shown.changed()
        assert shown.token == NEW
        assert "used already" in shown.said("rotationBanner")
        await shown.press("Go on with the new token…")
        await shown.at(4)
        await shown.press("Finish")
        await until(lambda: shown.step is None)
        assert shown.token == NEW
