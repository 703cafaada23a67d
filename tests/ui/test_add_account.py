"""The dialog Add an account over a real store and vault."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.program import Program
from app.domain.accounts import Environment
from app.domain.errors import KeyringLocked
from app.domain.tokens import AccessToken
from tests.ui.adding import ENDPOINT, OTHER_TEXT, TEXT, Adding, opened_program, until


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    async with opened_program(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def adding(qtbot: QtBot, clipboard: QClipboard, program: Program) -> Iterator[Adding]:
    made = Adding(qtbot, program, clipboard)
    yield made
    made.close()


@pytest.fixture
def second(qtbot: QtBot, clipboard: QClipboard, program: Program) -> Iterator[Adding]:
    made = Adding(qtbot, program, clipboard)
    yield made
    made.close()


async def test_what_is_typed_is_kept_and_found_by_the_next_start(
    tmp_path: Path, adding: Adding, program: Program
) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    assert adding.dialog.windowTitle() == "Add an account"
    assert adding.dialog.form.environment is None
    adding.fill()
    adding.dialog.form.settings_page.setText("https://widget.r-service.tech/settings")
    adding.press("saveAccount")
    added = await result
    assert added is not None
    view = program.views[added]
    assert view.section is not None
    assert (view.section.endpoint, view.section.token.value) == (ENDPOINT, AccessToken(TEXT))
    assert view.section.token.created_at is None
    assert adding.failures == []
    await program.close()
    async with opened_program(tmp_path / "home") as again:
        found = again.views[added]
        assert (found.account.name, found.account.environment) == ("Widget", Environment.PRODUCTION)
        assert found.section == view.section
        assert found.typed is not None
        assert found.typed.details.settings_page == "https://widget.r-service.tech/settings"


async def test_every_error_stands_beside_its_field_and_nothing_typed_is_lost(adding: Adding, program: Program) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.press("saveAccount")
    for name in ("nameProblem", "environmentProblem", "endpointProblem", "tokenProblem"):
        assert adding.said(name)
    adding.fill(endpoint="ftp://example.com")
    adding.press("saveAccount")
    assert [adding.said(name) for name in ("nameProblem", "environmentProblem", "tokenProblem")] == ["", "", ""]
    assert "not a web address" in adding.said("endpointProblem")
    assert adding.dialog.form.endpoint.accessibleDescription() == adding.said("endpointProblem")
    assert (adding.dialog.form.endpoint.text(), adding.dialog.token.text()) == ("ftp://example.com", TEXT)
    adding.dialog.form.endpoint.setText(ENDPOINT)
    adding.press("saveAccount")
    assert await result is not None


async def test_a_name_that_is_taken_is_said_beside_the_name(adding: Adding, second: Adding, program: Program) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.fill()
    adding.press("saveAccount")
    await result
    result = second.start()
    await until(second.dialog.isVisible)
    second.fill("WIDGET", OTHER_TEXT)
    second.press("saveAccount")
    await until(lambda: second.said("nameProblem"))
    assert "Choose another name" in second.said("nameProblem")
    assert second.dialog.token.text() == OTHER_TEXT
    second.dialog.form.name.setText("Widget 2")
    second.press("saveAccount")
    assert await result is not None
    assert len(program.views) == 2


async def test_doubts_are_asked_about_and_may_be_what_the_person_wants(adding: Adding, program: Program) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.fill(token=TEXT[:-1], endpoint="https://api.r-service.qa/scim/v2")
    adding.press("saveAccount")
    asked = adding.said("saveQuestion")
    assert "looks like the host of a test account" in asked
    assert "63" in asked
    assert TEXT[:8] not in asked
    adding.press("answerLetMeChangeIt")
    assert adding.said("saveQuestion") == ""
    adding.press("saveAccount")
    assert adding.said("saveQuestion") == asked
    adding.dialog.form.name.setText("Widget Data")
    assert adding.said("saveQuestion") == "", "what was asked is not about what stands there now"
    adding.press("saveAccount")
    adding.press("answerSaveItAsItIs")
    added = await result
    assert added is not None
    assert program.views[added].account.name == "Widget Data"


async def test_another_accounts_token_is_asked_about(adding: Adding, second: Adding, program: Program) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.fill()
    adding.press("saveAccount")
    await result
    result = second.start()
    await until(second.dialog.isVisible)
    second.fill("Gadget")
    second.press("saveAccount")
    assert "“Widget” (Production) has this very token." in second.said("saveQuestion")
    second.dialog.reject()
    assert await result is None
    assert len(program.views) == 1


async def test_paste_both_fills_the_fields_and_empties_the_clipboard(adding: Adding) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.board.setText(f"Endpoint: {ENDPOINT}/Users\r\nToken: {TEXT}\r\n")
    adding.board.setText(TEXT, QClipboard.Mode.Selection)
    adding.press("pasteBoth")
    assert (adding.dialog.form.endpoint.text(), adding.dialog.token.text()) == (ENDPOINT, TEXT)
    assert "ending in b3ad" in adding.said("whatWasPasted")
    assert adding.said("whatWasPasted").endswith("The clipboard was emptied of it.")
    assert (adding.board.text(), adding.board.text(QClipboard.Mode.Selection)) == ("", "")
    adding.press("pasteBoth")
    assert adding.said("whatWasPasted").startswith("The clipboard is empty.")
    assert adding.dialog.token.text() == TEXT, "what was pasted before stays"
    adding.dialog.reject()
    assert await result is None
    assert adding.dialog.token.text() == ""


@pytest.mark.parametrize("shape", ["{t}" + " words" * 300_000, "> {a}=\r\n> {b}\r\n", "{a}\u200b{b}"])
async def test_the_clipboard_is_emptied_of_a_token_in_any_shape(adding: Adding, shape: str) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.board.setText(f"{ENDPOINT}\n" + shape.format(t=TEXT, a=TEXT[:40], b=TEXT[40:]))
    adding.press("pasteBoth")
    assert adding.dialog.token.text() == TEXT
    assert "was emptied" in adding.said("whatWasPasted")
    assert adding.board.text() == ""
    adding.dialog.reject()
    await result


async def test_one_copied_after_the_other_is_not_asked_for_twice(adding: Adding) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.press("saveAccount")
    assert adding.said("endpointProblem")
    adding.board.setText(ENDPOINT)
    adding.press("pasteBoth")
    assert adding.said("whatWasPasted").endswith("Now copy the token, too, and choose Paste both again.")
    assert not adding.said("endpointProblem"), "what is not wrong any more is not said to be"
    assert adding.said("tokenProblem")
    adding.board.setText(TEXT)
    adding.press("pasteBoth")
    assert "endpoint" not in adding.said("whatWasPasted")
    assert not adding.said("tokenProblem")
    adding.dialog.reject()
    await result


async def test_tab_goes_in_reading_order(adding: Adding) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.board.setText(f"{TEXT}\n{OTHER_TEXT}")
    adding.press("pasteBoth")
    adding.dialog.form.name.setFocus()
    seen = []
    for _ in range(11):
        focused = adding.dialog.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == [
        *("accountName", "qa", "production", "endpoint", "accessToken", "pasteBoth"),
        *("useTheOneEndingInB3ad", "useTheOneEndingIn0d1e", "settingsPageAddress", "lastRotated", "saveAccount"),
    ]
    adding.dialog.reject()
    await result


async def test_of_two_tokens_the_person_chooses(adding: Adding) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    text = f"{TEXT}\n{OTHER_TEXT}"
    adding.board.setText(text)
    adding.press("pasteBoth")
    assert "2 tokens" in adding.said("whatWasPasted")
    assert adding.dialog.token.text() == ""
    assert adding.board.text() == text, "nothing was taken from it yet"
    adding.press("useTheOneEndingIn0d1e")
    assert adding.dialog.token.text() == OTHER_TEXT
    assert adding.board.text() == ""
    adding.dialog.reject()
    await result


async def test_what_holds_no_token_stays_in_the_clipboard(adding: Adding) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    for text in (ENDPOINT, f"sha256:{TEXT}", "Hello"):
        adding.board.setText(text)
        adding.press("pasteBoth")
        assert adding.board.text() == text
    assert adding.dialog.form.endpoint.text() == ENDPOINT
    assert adding.dialog.token.text() == ""
    adding.dialog.reject()
    await result


async def test_the_typed_token_cannot_leave(adding: Adding, qtbot: QtBot) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    token = adding.dialog.token
    token.setText(TEXT)
    assert token.echoMode() is QLineEdit.EchoMode.Password
    token.setFocus()
    token.selectAll()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_Insert):
        QTest.keyClick(token, key, Qt.KeyboardModifier.ControlModifier)
    assert (adding.board.text(), adding.board.text(QClipboard.Mode.Selection)) == ("", "")
    token.setText(TEXT)
    seen = QAccessible.queryAccessibleInterface(token)
    assert TEXT not in seen.text(QAccessible.Text.Value)
    assert adding.presenter.secrets() == [TEXT]
    # What goes round the widget is put right by the guard.
    adding.board.setText(TEXT)
    await until(lambda: adding.board.mimeData().hasFormat("x-kde-passwordManagerHint"))
    adding.dialog.reject()
    await result


@pytest.mark.parametrize(("choice", "days"), [("I do not know", None), ("Today", 0), ("On this day:", 40)])
async def test_when_it_was_last_rotated(adding: Adding, program: Program, choice: str, days: int | None) -> None:
    result = adding.start()
    await until(adding.dialog.isVisible)
    adding.fill()
    form = adding.dialog.form
    chooser = adding.dialog.findChild(QComboBox, "lastRotated")
    assert chooser is not None
    chooser.setCurrentText(choice)
    if days:
        today = form.rotated_on
        assert today is not None
        form.show_rotated_on(today - timedelta(days=days))
    adding.press("saveAccount")
    added = await result
    assert added is not None
    section = program.views[added].section
    assert section is not None
    if days is None:
        assert section.token.created_at is None
    else:
        assert section.token.created_at is not None
        age = program.clock.now() - section.token.created_at
        assert timedelta(0) <= age - timedelta(days=days) <= timedelta(days=1, hours=1)


class LockedKeyring:
    """A keyring that is locked for good."""

    async def get_key(self) -> bytes | None:
        raise KeyringLocked

    async def set_key(self, key: bytes) -> None:
        raise KeyringLocked

    async def delete_key(self) -> None:
        raise KeyringLocked


async def test_with_a_locked_keyring_nothing_typed_is_lost(tmp_path: Path, qtbot: QtBot, clipboard: QClipboard) -> None:
    async with opened_program(tmp_path / "locked", LockedKeyring()) as program:
        adding = Adding(qtbot, program, clipboard)
        result = adding.start()
        await until(adding.dialog.isVisible)
        adding.fill()
        adding.press("saveAccount")
        await until(lambda: adding.said("saveQuestion"))
        assert "keyring is locked" in adding.said("saveQuestion")
        assert adding.dialog.token.text() == TEXT
        adding.press("answerGoOnWithoutIt")
        added = await result
        assert added is not None
        assert program.views[added].section is not None
        adding.close()
        assert not list((tmp_path / "locked").rglob("*.sealed"))
