"""The table of commands: its keys and words are unique, and everything in it does something."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.commands.doing import Commands, Deed
from app.ui.commands.table import COMMANDS, MENU_WORDS, OPEN_MENU, Command, Menu, plain
from app.ui.pages.help_page import HelpPage
from app.ui.secrets.secret_field import SecretField
from app.ui.window.main_window import MainWindow
from tests.ui.every_page import EVERY_PAGE, opened
from tests.ui.one_session import Session
from tests.ui.one_window import OneWindow, one_window

BY_ID = {command.id: command for command in COMMANDS}
FIELDS_OWN = ("Copy", "Cut", "Paste", "Undo", "Redo", "SelectAll", "Bold", "DeleteEndOfLine", "DeleteCompleteLine")
"""Keys that a field to type in uses itself."""


@pytest.fixture
async def window(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[OneWindow]:
    async with one_window(qtbot, qapp, monkeypatch, tmp_path) as made:
        yield made


def test_no_keys_are_twice_in_the_table() -> None:
    keys = [QKeySequence(key).toString() for command in COMMANDS for key in command.keys] + [OPEN_MENU]
    assert all(keys)
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert len(BY_ID) == len(COMMANDS)


def test_no_keys_are_those_of_a_field_to_type_in() -> None:
    taken = {
        sequence.toString()
        for name in FIELDS_OWN
        for sequence in QKeySequence.keyBindings(QKeySequence.StandardKey[name])
    }
    assert {"Ctrl+C", "Ctrl+A"} <= taken
    assert {key for command in COMMANDS for key in command.keys} & (taken - {"Ctrl+B"}) == set()


def test_every_entry_of_a_menu_has_an_access_key_of_its_own() -> None:
    for menu in Menu:
        words = [command.words for command in COMMANDS if command.menu is menu]
        marks = [each[each.index("&") + 1].casefold() for each in words]
        assert [mark for mark, times in Counter(marks).items() if times > 1] == [], menu
    marks = [words[1] for words in (*MENU_WORDS.values(), BY_ID["quit"].words)]
    assert len(set(marks)) == len(marks)


def test_every_button_of_the_table_is_one_of_the_programs(qtbot: QtBot) -> None:
    """With the words that stand on it: a command is named as its button is."""
    found: dict[str, set[str]] = {}
    for page in EVERY_PAGE:
        if not page.is_dialog:
            with opened(page) as shown:
                for button in shown.findChildren(QPushButton):
                    found.setdefault(button.objectName(), set()).add(button.accessibleName())
    for command in COMMANDS:
        for name in command.buttons:
            assert name in found, name
    for name in ("copyScimAccessToken", "shareSecurely", "revokeOldTokenNow", "addToCalendar"):
        command = next(each for each in COMMANDS if name in each.buttons)
        assert plain(command.words) in found[name]


async def test_every_command_without_a_button_has_a_deed(window: OneWindow) -> None:
    commands = window.controller.commands
    without = {command.id for command in COMMANDS if not command.buttons}
    assert set(commands._deeds) == without
    assert {action.text() for action in commands.actions.values()} == {command.words for command in COMMANDS}


async def test_entries_are_enabled_where_they_work_and_keys_work_with_the_menu_closed(window: OneWindow) -> None:
    commands = window.controller.commands
    commands.menu.aboutToShow.emit()
    enabled = {name for name, action in commands.actions.items() if action.isEnabled() and action.isVisible()}
    assert {"add", "open-share", "help-here", "about", "quit", "show-tester"} <= enabled
    assert not {"copy-token", "show-token", "rotate", "share", "remove", "show-history"} & enabled
    assert not commands.actions["show-received"].isVisible()
    commands.menu.aboutToHide.emit()
    await _until(lambda: _events() and commands.actions["rotate"].isEnabled())


def _events() -> bool:
    """A timer of Qt's runs out in its own loop alone."""
    QApplication.processEvents()
    return True


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def test_each_way_to_a_page_leads_there(window: OneWindow) -> None:
    main, run = window.window, window.controller.commands.run
    for name, kind in (("show-accounts", "AccountsPage"), ("help-keys", "HelpPage")):
        run(BY_ID[name])
        assert type(main.pages.currentWidget()).__name__ == kind
    for name, tab in (("show-tester", "TesterTab"), ("show-setup", "SetupTab")):
        run(BY_ID["show-accounts"])
        run(BY_ID[name])
        assert main.pages.currentWidget() is main.scim_page
        assert type(main.tabs.currentWidget()).__name__ == tab
    run(BY_ID["help-here"])
    page = main.pages.currentWidget()
    assert isinstance(page, HelpPage)
    await _until(lambda: page.view.shown == "client-setup")
    run(BY_ID["search"])
    assert page.view.search.hasFocus() or not main.isActiveWindow()


async def test_dialogs_of_the_menu_open(window: OneWindow) -> None:
    main, run = window.window, window.controller.commands.run
    for name, title in (
        ("about", "About SCIM Connection"),
        ("diagnostics", "Diagnostics"),
        ("add", "Add an account"),
        ("open-share", "Open a share"),
    ):
        run(BY_ID[name])
        await _until(lambda: window.dialogs(QDialog))
        dialog = window.dialogs(QDialog)[0]
        assert dialog.windowTitle() == title
        dialog.reject()
        await _until(lambda: not window.dialogs(QDialog))
    assert main.isVisible()


def _made(qtbot: QtBot, presses: list[str]) -> tuple[MainWindow, Commands, QLineEdit, SecretField]:
    main = MainWindow()
    qtbot.addWidget(main)
    main.scim_tab._copy_token.setEnabled(True)
    main.scim_tab.copy_token.connect(lambda: presses.append("copied"))
    main.scim_tab.reveal_toggled.connect(lambda: presses.append("shown"))
    main.scim_tab._show.setEnabled(True)
    deeds = {command.id: Deed(lambda: None) for command in COMMANDS if not command.buttons}
    commands = Commands(main, deeds, main.header.menu_bar, main.header.menu)
    main.show()
    main.activateWindow()
    qtbot.waitUntil(main.isActiveWindow)
    return main, commands, main.scim_tab.endpoint, main.scim_tab.token


@pytest.mark.parametrize(("keys", "did"), [(Qt.Key.Key_C, "copied"), (Qt.Key.Key_H, "shown")])
def test_keys_for_secrets_do_nothing_in_a_field_to_type_in(qtbot: QtBot, keys: Qt.Key, did: str) -> None:
    presses: list[str] = []
    main, commands, field, token = _made(qtbot, presses)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    field.setFocus()
    QTest.keyClick(field, keys, both)
    assert presses == []
    token.setFocus()
    QTest.keyClick(token, keys, both)
    assert presses == [did]
    # Who chooses it in the menu means it, wherever the keyboard was before.
    field.setFocus()
    commands.menu.aboutToShow.emit()
    command = next(each for each in COMMANDS if each.secret and f"+{chr(keys.value)}" in each.keys[0])
    commands.actions[command.id].trigger()
    assert presses == [did, did]
    main.close()


def test_the_menu_opens_by_its_key_and_has_every_command_once(qtbot: QtBot) -> None:
    main, commands, *_ = _made(qtbot, [])
    QTest.keyClick(main, Qt.Key.Key_F10)
    assert commands.menu.isVisible()
    assert commands.menu.activeAction() is not None
    submenus = list(commands.menu.findChildren(QMenu))
    listed = [action for menu in (commands.menu, *submenus) for action in menu.actions()]
    assert {id(action) for action in commands.actions.values()} <= {id(action) for action in listed}
    assert len(submenus) == len(MENU_WORDS)
    commands.menu.close()


async def test_rotating_by_its_keys_asks_first(session: Session) -> None:
    """Ctrl+R opens the dialog and rotates nothing."""
    await session.until(lambda: session.token)
    before = session.token
    command: Command = BY_ID["rotate"]
    session.controller.commands.run(command)
    await session.until(lambda: [d for d in session.window.findChildren(QDialog) if d.isVisible()])
    dialog = next(d for d in session.window.findChildren(QDialog) if d.isVisible())
    assert dialog.windowTitle() == "Rotate SCIM token"
    dialog.reject()
    await session.settle()
    assert session.token == before
