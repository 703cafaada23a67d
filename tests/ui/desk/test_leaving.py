"""Leaving the desk, in a whole window with a keyring: what hides, what leaves the memory, and how it comes back."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QClipboard, QWindowStateChangeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions import program as program_module
from app.actions.desktop_idle import desktop_idle_seconds, x11_idle_seconds
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import Environment
from app.domain.clock import SystemClock
from app.domain.errors import KeyringLocked
from app.domain.tokens import MASK, AccessToken
from app.store.preferences import Preferences
from app.ui.desk.leaving import Leaving
from app.ui.desk.presence import Presence
from app.ui.dialogs.share import ShareDialog
from app.ui.presenters.tasks import Tasks
from tests.actions.parts import KeyFile
from tests.actions.typed_program import typed_program
from tests.rig.environment import private_environment
from tests.rig.private_bus import start_private_bus
from tests.rig.processes import Processes
from tests.rig.tools import require, require_library
from tests.ui.adding import until
from tests.ui.display import can_show_windows, start_display
from tests.ui.one_window import OneWindow, one_window

pytestmark = pytest.mark.once


class Keyring(KeyFile):
    """Its key lies in a file; it counts how often it is asked, and can be locked. `text` is the token behind it: one
    that no other test of this process has."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.text = token_hex(32)

    asked = 0
    locked = False

    async def get_key(self) -> bytes | None:
        self.asked += 1
        if self.locked:
            raise KeyringLocked
        return await super().get_key()


@pytest.fixture
async def opened(
    qtbot: QtBot,
    qapp: QApplication,
    clipboard: QClipboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[OneWindow, Keyring]]:
    """A window with one account, whose token is in a vault on the disk."""
    home = tmp_path_factory.mktemp("home")
    keyring = Keyring(home / "key")
    monkeypatch.setattr(program_module, "SystemKeyring", lambda **_: keyring)
    async with one_window(qtbot, qapp, monkeypatch, home) as made:
        program = made.controller.program
        await until(lambda: program.typed is not None)
        assert program.typed is not None
        new = NewAccount("Widget", Environment.QA, "https://127.0.0.1:9/scim/v2", AccessToken(keyring.text), None, None)
        await program.typed.add(new)
        del new
        made.controller._changed()
        await until(lambda: made.window.scim_tab.token.text() == MASK + keyring.text[-4:])
        for _ in range(3):
            await asyncio.sleep(0.01)
        # The token of an account that comes into view is tried. What that does is not what is looked at here.
        await until(lambda: not made.controller._parts._token_checks._looking)
        yield made, keyring


def held(text: str) -> int:
    """How many objects of this process hold the token."""
    gc.collect()
    return sum(each.reveal() == text for each in gc.get_objects() if type(each) is AccessToken)


async def away(opened: OneWindow) -> None:
    opened.controller._leaving.leave()
    assert "put away" in opened.text("notice")
    for _ in range(3):
        QApplication.processEvents()
        await asyncio.sleep(0.01)


async def test_secrets_hide_and_tokens_leave_and_the_next_use_asks_the_keyring(
    opened: tuple[OneWindow, Keyring], clipboard: QClipboard
) -> None:
    made, keyring = opened
    made.press("showToken")
    made.press("copyScimAccessToken")
    field = made.window.scim_tab.token
    assert (field.text(), clipboard.text()) == (keyring.text, keyring.text)
    await away(made)
    assert (field.text(), clipboard.text()) == (MASK, "")
    await until(lambda: held(keyring.text) == 0)
    asked = keyring.asked

    made.press("copyScimAccessToken")
    await until(lambda: clipboard.text() == keyring.text)
    assert keyring.asked == asked + 1
    await until(lambda: field.text() == MASK + keyring.text[-4:] and made.text("notice") == "")
    made.press("showToken")
    assert field.text() == keyring.text


async def test_a_keyring_that_is_locked_with_the_screen_is_said_and_tried_again(
    opened: tuple[OneWindow, Keyring], clipboard: QClipboard
) -> None:
    made, keyring = opened
    await away(made)
    keyring.locked = True
    made.press("copyScimAccessToken")
    await until(lambda: made.text("problemHappened") == "Your system keyring is locked.")
    assert clipboard.text() == ""
    await until(lambda: held(keyring.text) == 0)
    keyring.locked = False
    made.press("tryAgain")
    await until(lambda: made.window.scim_tab.token.text() == MASK + keyring.text[-4:] and made.text("notice") == "")
    assert made.text("problemHappened") == ""


async def test_the_notice_has_a_button_that_gets_them_back(opened: tuple[OneWindow, Keyring]) -> None:
    made, keyring = opened
    await away(made)
    made.press("noticeGetThemBack")
    await until(lambda: made.window.scim_tab.token.text() == MASK + keyring.text[-4:] and made.text("notice") == "")


@pytest.mark.parametrize("page", ["Connection tester", "Accounts"])
async def test_turning_to_another_page_is_a_use(opened: tuple[OneWindow, Keyring], page: str) -> None:
    made, keyring = opened
    await away(made)
    if page == "Accounts":
        made.window.menu.page_chosen.emit(page)
    else:
        made.window.tabs.setCurrentIndex(1)
    await until(lambda: made.text("notice") == "")
    assert held(keyring.text) > 0


async def test_minimising_hides_what_is_shown_and_keeps_the_tokens(
    opened: tuple[OneWindow, Keyring], clipboard: QClipboard
) -> None:
    made, keyring = opened
    made.press("showToken")
    made.press("copyScimAccessToken")
    handle = made.window.windowHandle()
    assert handle is not None
    made.controller._leaving.presence._listen(handle)
    handle.setWindowStates(Qt.WindowState.WindowMinimized)
    QApplication.sendEvent(handle, QWindowStateChangeEvent(Qt.WindowState.WindowNoState))
    assert (made.window.scim_tab.token.text(), clipboard.text()) == (MASK + keyring.text[-4:], "")
    assert made.text("notice") == ""


async def test_a_dialog_with_a_passphrase_is_covered_and_comes_back_as_it_was(
    opened: tuple[OneWindow, Keyring],
) -> None:
    made, _ = opened
    made.press("shareSecurely")
    await until(lambda: made.dialogs(ShareDialog))
    (dialog,) = made.dialogs(ShareDialog)
    field = dialog.findChild(QLineEdit, "passphraseText")
    assert field is not None
    await until(field.text)
    passphrase = field.text()
    await away(made)
    assert dialog.isVisible()
    assert not field.isVisible()
    assert [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()] == [
        "This was hidden while you were away. Nothing in it has changed."
    ]
    made.controller.lock()  # twice is once
    made.press("showAgain", dialog)
    assert field.isVisible()
    assert field.text() == passphrase
    made.controller.lock()
    assert not field.isVisible()
    dialog.reject()
    await until(lambda: not made.dialogs(ShareDialog))


async def test_input_in_a_window_counts_as_presence(qtbot: QtBot, qapp: QApplication) -> None:
    clock = HandClock()
    presence = Presence(qapp, clock)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    handle = field.windowHandle()
    assert handle is not None
    qapp.focusWindowChanged.emit(handle)
    clock.seconds = 100.0
    assert presence.idle_seconds == 100.0
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert presence.idle_seconds == 0.0
    clock.seconds = 150.0
    QApplication.sendEvent(handle, QEvent(QEvent.Type.UpdateRequest))
    assert presence.idle_seconds == 50.0
    presence.close()
    presence.close()
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert presence.idle_seconds == 50.0


class HandClock(SystemClock):
    """Time that a test moves."""

    seconds = 0.0

    def elapsed(self) -> float:
        return self.seconds


async def test_nobody_there_for_as_long_as_the_person_prefers(qapp: QApplication, tmp_path: Path) -> None:
    clock, told = HandClock(), []
    desktop: list[float | None] = [None]

    async def desktop_idle() -> float | None:
        return desktop[0]

    async with typed_program(tmp_path / "home", clock) as home:
        tasks = Tasks(lambda problem: told.append(problem.code))
        leaving = Leaving(
            qapp, home.program, tasks, lambda: told.append("hidden"), lambda: None, lambda: None,
            lambda problem: told.append(problem.code), desktop_idle=desktop_idle, look_every=0.005,
        )  # fmt: skip
        watching = asyncio.create_task(leaving.watch())

        async def looked() -> None:
            for _ in range(10):
                await asyncio.sleep(0.005)

        home.program.preferences = Preferences(idle_minutes=2)
        clock.seconds = 119.0
        await looked()
        assert told == []
        desktop[0] = 3.0  # somebody works in another program
        clock.seconds = 200.0
        await looked()
        assert told == []
        desktop[0] = 119.5
        await looked()
        assert told == []
        desktop[0] = 120.0
        await until(lambda: told == ["hidden"])
        assert leaving.away
        clock.seconds = 500.0
        await looked()
        assert told == ["hidden"], "once"
        leaving.come_back()
        await until(lambda: not leaving.away)
        clock.seconds = 619.0
        await looked()
        assert told == ["hidden"]
        clock.seconds = 620.0
        await until(lambda: told == ["hidden", "hidden"])
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await tasks.cancel()
        leaving.presence.close()


async def test_gnome_says_how_long_nobody_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    require("dbus-daemon")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="bus-") as name:
        processes = Processes(Path(name, "logs"), private_environment(Path(name)))
        try:
            address = start_private_bus(processes, Path(name, "bus"))
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
            assert await desktop_idle_seconds("linux") is None
            for milliseconds, seconds in (("61500", 61.5), ("-1", None)):
                command = [sys.executable, "-m", "tests.ui.desk.mutter", address, milliseconds]
                with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as mutter:
                    assert mutter.stdout is not None
                    assert await asyncio.to_thread(mutter.stdout.readline) == "ready\n"
                    try:
                        assert await desktop_idle_seconds("linux") == seconds
                    finally:
                        mutter.kill()
        finally:
            processes.close()


@pytest.mark.skipif(not can_show_windows(), reason="there is no X display here")
async def test_an_x_server_says_how_long_nobody_was_there(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    require_library("libXss.so.1", "libxss1")
    display = start_display()
    # The server ends with its last connection: this one stays open until the test is done.
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    held = x11.XOpenDisplay(display.encode())
    assert held
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    seen = [x11_idle_seconds()]

    def grows() -> bool:
        seen.append(x11_idle_seconds())
        before, now = seen[-2:]
        return before is not None and now is not None and now > before

    await until(grows)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert x11_idle_seconds() is None
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setenv("DISPLAY", ":99999")
    assert x11_idle_seconds() is None
    x11.XCloseDisplay(ctypes.c_void_p(held))
