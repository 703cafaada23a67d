"""Having accounts, in a whole window: adding, editing, removing with Undo, testing all, twins."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest
import shiboken6
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QComboBox, QDialog
from pytestqt.qtbot import QtBot

from app.actions.typed_accounts import NewAccount
from app.domain.accounts import Environment
from app.domain.tokens import AccessToken
from app.ui.dialogs.add_account import AddAccountDialog
from app.ui.dialogs.edit_account import EditAccountDialog
from app.ui.single import FirstWindow
from app.ui.widgets.undo_line import SECONDS, UndoLine
from tests.tester.scim_server import TOKEN, raw_server, serving
from tests.ui.adding import until
from tests.ui.having import Window

TEXT, QA_TEXT = "3f9a" * 15 + "b3ad", "77c0" * 15 + "0d1e"


@pytest.fixture
async def opened(
    qtbot: QtBot,
    qapp: QApplication,
    clipboard: QClipboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Window]:
    home = tmp_path_factory.mktemp("home")
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={home}/none")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        (home / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(home / name))
    first = FirstWindow.claim()
    assert first is not None
    with first:
        made = Window(qapp, first)
        qtbot.addWidget(made.window)
        made.controller.start()
        try:
            yield made
        finally:
            await made.controller.close()
            shiboken6.delete(made.controller.clipboard)


async def test_adding_from_the_start_page_shows_what_to_do_next(opened: Window) -> None:
    await until(lambda: opened.window.start_page is not None and opened.window.start_page.isVisible())
    opened.press("addMyRServiceAccount")
    await until(lambda: opened.window.findChildren(AddAccountDialog))
    (dialog,) = opened.window.findChildren(AddAccountDialog)
    await until(dialog.isVisible)
    dialog.form.name.setText("Widget")
    dialog.form.endpoint.setText("https://127.0.0.1:9/scim/v2")
    dialog.form.choose(Environment.QA)
    dialog.token.setText(TEXT)
    assert TEXT in opened.controller._secrets()
    opened.press("saveAccount", dialog)
    await until(lambda: opened.window.windowTitle() == "SCIM Connection — Widget (QA)")
    await until(lambda: opened.text("accountAdded"))
    assert opened.text("accountAdded") == "“Widget” is kept until you close SCIM Connection."
    opened.press("closeAccountAdded")
    assert opened.text("accountAdded") == ""


async def test_removing_can_be_undone_for_ten_seconds(opened: Window) -> None:
    account = await opened.add("Widget", Environment.PRODUCTION, TEXT)
    other = await opened.add("Gadget", Environment.PRODUCTION, QA_TEXT)
    opened.controller._choose(account)
    opened.turn_to_accounts()
    await until(lambda: len(opened.rows()) == 2)
    opened.press("removeAccount")
    await until(lambda: len(opened.rows()) == 1)
    assert opened.text("removed").startswith("“Widget” (Production) was removed.")
    assert opened.window.windowTitle() == "SCIM Connection — Gadget (Production)"
    typed = opened.controller.program.typed
    assert typed is not None
    assert await typed.tokens.read(account) is not None
    opened.press("undo")
    await until(lambda: len(opened.rows()) == 2)
    assert opened.text("removed") == ""
    await until(lambda: opened.table.row is not None and opened.table.row.id == account)

    opened.press("removeAccount")
    await until(lambda: opened.text("removed"))
    line = opened.window.findChild(UndoLine)
    assert line is not None
    for _ in range(SECONDS):  # what its timer does each second
        line._tick()
    assert opened.text("removed") == ""
    await opened.token_deleted(account)
    assert set(opened.controller.program.views) == {other}
    await opened.not_a_double_click()
    await opened.marked(other)
    opened.press("removeAccount")
    await until(lambda: opened.window.windowTitle() == "SCIM Connection")  # nothing of the last one stands there


async def test_a_second_removal_ends_the_first(opened: Window) -> None:
    first = await opened.add("Widget", Environment.PRODUCTION, TEXT)
    second = await opened.add("Gadget", Environment.PRODUCTION, QA_TEXT)
    for account in (first, second):
        opened.controller._choose(account)
        opened.turn_to_accounts()
        await opened.marked(account)
        await opened.not_a_double_click()
        opened.press("removeAccount")
        await opened.gone(account)
    await opened.token_deleted(first)
    opened.press("undo")
    await until(lambda: set(opened.controller.program.views) == {second})


async def test_a_double_click_removes_one_account_that_can_be_put_back(opened: Window) -> None:
    first = await opened.add("Widget", Environment.PRODUCTION, TEXT)
    second = await opened.add("Gadget", Environment.PRODUCTION, QA_TEXT)
    opened.controller._choose(first)
    opened.turn_to_accounts()
    await opened.marked(first)
    opened.press("removeAccount")
    await opened.gone(first)
    await opened.marked(second)
    opened.press("removeAccount")
    opened.press("undo")
    await until(lambda: set(opened.controller.program.views) == {first, second})


async def test_closing_the_window_just_after_undo_loses_nothing(opened: Window) -> None:
    account = await opened.add("Widget", Environment.PRODUCTION, TEXT)
    opened.turn_to_accounts()
    await opened.marked(account)
    opened.press("removeAccount")
    await opened.gone(account)
    typed = opened.controller.program.typed
    assert typed is not None
    await until(lambda: opened.text("removed"))
    opened.press("undo")
    await opened.controller._tasks.cancel()  # as closing does, before what was removed is deleted for good
    await opened.controller._parts.accounts.close()
    assert await typed.tokens.read(account) is not None
    assert account in typed.connections


async def test_editing_renames_everywhere_and_marks_a_twin(opened: Window) -> None:
    production = await opened.add("Widget", Environment.PRODUCTION, TEXT)
    await opened.add("Widget", Environment.QA, QA_TEXT)
    opened.controller._choose(production)
    opened.turn_to_accounts()
    await until(lambda: opened.table.row is not None and opened.table.row.id == production)
    opened.press("editAccount")
    await until(lambda: opened.window.findChildren(EditAccountDialog))
    (dialog,) = opened.window.findChildren(EditAccountDialog)
    await until(dialog.isVisible)
    twin = dialog.findChild(QComboBox, "twinAccount")
    assert twin is not None
    assert [twin.itemText(each) for each in range(twin.count())] == ["None", "Widget"]
    assert dialog.form.rotated_on is not None
    dialog.form.endpoint.setText("https://127.0.0.2:9/scim/v2")
    dialog.form.name.setText("Gadget")
    opened.press("saveChanges", dialog)
    asked = opened.text("saveQuestion", dialog)
    assert "From now on the token is sent to 127.0.0.2:9 instead of 127.0.0.1:9." in asked
    opened.press("answerSaveItAsItIs", dialog)
    await until(lambda: opened.window.windowTitle() == "SCIM Connection — Gadget (Production)")
    view = opened.controller.program.views[production]
    assert view.section is not None
    assert (view.section.endpoint, view.section.token.value) == ("https://127.0.0.2:9/scim/v2", AccessToken(TEXT))


async def test_the_twin_is_named_on_the_production_accounts_page(opened: Window) -> None:
    async with serving() as server:
        production = await opened.add("Widget", Environment.PRODUCTION, TEXT)
        await opened.add("Trial", Environment.QA, TOKEN, server.endpoint)
        opened.controller._choose(production)
        assert opened.text("qaTwin") == ""
        opened.turn_to_accounts()
        await opened.marked(production)
        opened.press("editAccount")
        await until(lambda: opened.window.findChildren(EditAccountDialog))
        (dialog,) = opened.window.findChildren(EditAccountDialog)
        await until(dialog.isVisible)
        twin = dialog.findChild(QComboBox, "twinAccount")
        assert twin is not None
        twin.setCurrentText("Trial")
        opened.press("saveChanges", dialog)
        await until(lambda: not dialog.isVisible())
        opened.press("openAccount")
        await until(lambda: opened.text("qaTwin"))
        assert opened.text("qaTwin").startswith("Its QA twin “Trial” has not been tested from this computer yet.")
        opened.turn_to_accounts()
        opened.press("testAll")
        await until(lambda: opened.text("testAllResult").startswith("2 of 2 tested"))
        opened.press("openAccount")
        await until(lambda: "was last tested on" in opened.text("qaTwin"))


async def test_replacing_a_token_is_offered_for_the_marked_account(opened: Window) -> None:
    account = await opened.add("Widget", Environment.PRODUCTION, TEXT)
    await opened.add("Gadget", Environment.PRODUCTION, QA_TEXT)
    opened.controller._choose(account)
    opened.turn_to_accounts()
    await opened.marked(account)
    opened.press("replaceToken")
    await until(lambda: [each for each in opened.window.findChildren(QDialog) if each.isVisible()])
    (dialog,) = [each for each in opened.window.findChildren(QDialog) if each.isVisible()]
    assert dialog.windowTitle() == "Replace token"
    assert opened.window.windowTitle() == "SCIM Connection — Widget (Production)"
    dialog.reject()


async def test_another_like_this_proposes_all_but_environment_and_token(opened: Window) -> None:
    account = await opened.add("Widget", Environment.PRODUCTION, TEXT)
    opened.controller._choose(account)
    opened.turn_to_accounts()
    await until(lambda: opened.table.row is not None)
    opened.press("addAnotherLikeThis")
    await until(lambda: opened.window.findChildren(AddAccountDialog))
    (dialog,) = opened.window.findChildren(AddAccountDialog)
    await until(dialog.isVisible)
    assert dialog.form.environment is None  # never preselected
    assert dialog.form.endpoint.text() == "https://127.0.0.1:9/scim/v2"
    assert (dialog.form.name.text(), dialog.token.text()) == ("Widget", "")
    dialog.reject()


async def test_all_are_tested_and_what_came_of_it_stands_in_the_table(opened: Window) -> None:
    async with serving() as server:
        await opened.add("Widget", Environment.PRODUCTION, TOKEN, server.endpoint)
        await opened.add("Gadget", Environment.QA, "0" * 64, server.endpoint)
        opened.turn_to_accounts()
        await until(lambda: len(opened.rows()) == 2)
        opened.press("testAll")
        await until(lambda: opened.text("testAllResult").startswith("2 of 2 tested"))
        results = {row[0]: row[5] for row in opened.rows()}
        await until(lambda: all("just now" in row[5] for row in opened.rows()))
    results = {row[0]: row[5] for row in opened.rows()}
    assert results["Gadget"].startswith("Blocked")
    assert not results["Widget"].startswith("Blocked")


async def test_testing_all_can_be_stopped(opened: Window) -> None:
    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        while await reader.read(1000):
            pass

    async with raw_server(silent) as port:
        for number in range(6):
            endpoint = f"http://127.0.0.1:{port}/scim/v2"
            await opened.add(f"Widget {number}", Environment.PRODUCTION, f"{number:064x}", endpoint)
        opened.turn_to_accounts()
        await until(lambda: len(opened.rows()) == 6)
        opened.press("testAll")
        await until(lambda: opened.text("testAllResult") == "Tested 0 of 6.")
        opened.press("testAll")
        await until(lambda: "You stopped the test." in opened.text("testAllResult"))
        assert opened.text("testAllResult").startswith("0 of 6 tested")
        assert all(row[5] == "–" for row in opened.rows())


@pytest.mark.alone
async def test_a_look_at_many_accounts_does_not_hold_up_the_window(opened: Window) -> None:
    await until(lambda: opened.controller.program.typed is not None)
    typed = opened.controller.program.typed
    assert typed is not None
    accounts = []
    for each in range(500):
        environment = Environment.QA if each % 2 else Environment.PRODUCTION
        new = NewAccount(f"Company {each:03}", environment, "https://127.0.0.1:9/scim/v2", AccessToken(f"{each:064x}"))
        accounts.append((await typed.add(new)).view.account.id)
    opened.controller._changed()
    opened.turn_to_accounts()
    await until(lambda: len(opened.rows()) == 500)
    times: dict[str, float] = {}
    for place in (3, 100, 200, 300):  # the first one builds what every account needs, be they two or hundreds
        opened.turn_to_accounts()
        steps: dict[str, Callable[[], None]] = {
            "a look, the page in sight": opened.controller._changed,
            "switching": partial(opened.controller._choose, accounts[place]),
            "a look, the account in sight": opened.controller._changed,
        }
        for what, work in steps.items():
            began = time.perf_counter()
            work()
            took = (time.perf_counter() - began) * 1000
            times[what] = min(took, times.get(what, took))
            await asyncio.sleep(0)
    print({what: round(took, 1) for what, took in times.items()})
    assert [what for what, took in times.items() if took > 50] == []
