"""What Windows and macOS are asked for: recorders stand for their libraries, which get what the documentation says."""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget
from pytestqt.qtbot import QtBot

from app.actions.desktop_idle import desktop_idle_seconds, mac_idle_seconds, windows_idle_seconds
from app.domain.tokens import AccessToken
from app.ui.desk.captures import Captures, MacShield, WindowsShield, shield_of
from app.ui.desk.locks import watching
from app.ui.desk.mac_lock import LOCKED, MacLock
from app.ui.desk.windows_lock import Message, WindowsLock
from app.ui.dialogs.awaited import Dialog
from app.ui.secrets.secret_field import SecretField

SESSION_CHANGE, POWER = 0x02B1, 0x0218


class Recorder:
    """A library. Each function notes its name and arguments as plain numbers and texts, and returns what was set."""

    def __init__(self, **answers: Any) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.answers = answers
        self.names: list[str] = []
        self._made: dict[str, Function] = {}

    def __call__(self, name: str) -> Recorder:
        self.names.append(name)
        return self

    def __getattr__(self, name: str) -> Function:
        return self._made.setdefault(name, Function(self, name))


class Function:
    restype: Any = None
    argtypes: Any = None

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder = recorder
        self._name = name

    def __call__(self, *values: Any) -> Any:
        self._recorder.calls.append((self._name, *(getattr(each, "value", each) for each in values)))
        answer = self._recorder.answers.get(self._name, 1)
        return answer(*values) if callable(answer) else answer


@pytest.mark.parametrize("newest", [True, False])
def test_windows_leaves_a_window_out_or_paints_it_black(newest: bool) -> None:
    def takes(_: Any, way: Any) -> int:
        return int(newest or way.value != 0x11)

    user32 = Recorder(SetWindowDisplayAffinity=takes)
    shield = WindowsShield(user32)
    assert user32.names == ["user32"]
    assert shield.leave_out(77, True)
    asked = [("SetWindowDisplayAffinity", 77, 0x11), ("SetWindowDisplayAffinity", 77, 0x01)]
    assert user32.calls == asked[: 1 if newest else 2]
    assert shield.leave_out(77, False)
    assert user32.calls[-1] == ("SetWindowDisplayAffinity", 77, 0)


def test_macos_shares_a_window_with_none() -> None:
    selectors = {b"window": 11, b"setSharingType:": 12}
    objc = Recorder(sel_registerName=lambda name: selectors[name.value], objc_msgSend=lambda *_: 99)
    shield = MacShield(objc)
    assert shield.leave_out(77, True)
    assert shield.leave_out(77, False)
    sent = [call[1:] for call in objc.calls if call[0] == "objc_msgSend"]
    assert sent == [(77, 11), (99, 12, 0), (77, 11), (99, 12, 1)]
    nowhere = MacShield(Recorder(sel_registerName=1, objc_msgSend=0))
    assert not nowhere.leave_out(77, True)


def test_linux_has_no_shield() -> None:
    assert shield_of("linux") is None


class RecordingShield:
    def __init__(self) -> None:
        self.told: list[tuple[int, bool]] = []

    def leave_out(self, window: int, out: bool) -> bool:
        self.told.append((window, out))
        return True


class SecretDialog(Dialog):
    shows_secrets = True


def test_windows_are_left_out_while_they_show_a_secret_and_again_with_every_show(qtbot: QtBot) -> None:
    window, pages, field, shield, wanted = QMainWindow(), QStackedWidget(), SecretField(), RecordingShield(), [True]
    qtbot.addWidget(window)
    pages.addWidget(field)
    window.setCentralWidget(pages)
    captures = Captures(window, pages, shield, lambda: wanted[0])
    main = int(window.winId())
    window.show()
    assert shield.told == []
    field.show_token(AccessToken("a1" * 32), revealed=True)
    field.show_token(AccessToken("a1" * 32), revealed=True)
    assert shield.told == [(main, True)]
    window.hide()
    window.show()
    assert shield.told == [(main, True), (main, True)]
    field.show_token(AccessToken("a1" * 32))
    assert shield.told[2:] == [(main, False)]

    shield.told.clear()
    harmless, dialog = Dialog(window, "Harmless", "harmless"), SecretDialog(window, "Secret", "secret")
    harmless.show()
    dialog.show()
    assert shield.told == [(int(dialog.winId()), True)]
    dialog.hide()
    dialog.show()
    assert shield.told == [(int(dialog.winId()), True)] * 2
    wanted[0] = False
    captures.refresh()
    assert shield.told[2:] == [(int(dialog.winId()), False)]
    captures.refresh()
    assert len(shield.told) == 3

    another = SecretField()
    pages.addWidget(another)
    pages.setCurrentWidget(another)
    wanted[0] = True
    another.show_token(AccessToken("a1" * 32), revealed=True)
    assert (main, True) in shield.told


def post(lock: WindowsLock, kind: bytes, message: int, word: int) -> None:
    made = Message(None, message, word, 0)
    assert lock.nativeEventFilter(QByteArray(kind), ctypes.addressof(made)) == (False, 0)


def test_windows_tells_of_locking_and_of_sleep(qapp: QApplication) -> None:
    wtsapi, locked = Recorder(), []
    lock = WindowsLock(77, wtsapi)
    assert lock.start(lambda: locked.append(1))
    assert wtsapi.calls == [("WTSRegisterSessionNotification", 77, 0)]
    for message, word in ((SESSION_CHANGE, 7), (SESSION_CHANGE, 2), (SESSION_CHANGE, 4), (POWER, 4)):
        before = len(locked)
        post(lock, b"windows_generic_MSG", message, word)
        assert len(locked) == before + 1, (message, word)
    for message, word in ((SESSION_CHANGE, 8), (SESSION_CHANGE, 1), (POWER, 7), (0x0200, 7)):
        post(lock, b"windows_generic_MSG", message, word)
    post(lock, b"xcb_generic_event_t", SESSION_CHANGE, 7)
    assert len(locked) == 4
    lock.stop()
    assert wtsapi.calls[1:] == [("WTSUnRegisterSessionNotification", 77)]


def test_macos_tells_of_locking() -> None:
    foundation, locked = Recorder(CFNotificationCenterGetDistributedCenter=5, CFStringCreateWithCString=6), []
    lock = MacLock(foundation)
    assert lock.start(lambda: locked.append(1))
    assert ("CFStringCreateWithCString", None, LOCKED, 0x08000100) in foundation.calls
    name, centre, observer, callback, text, whose, behaviour = foundation.calls[-1]
    assert (name, centre, text, whose, behaviour) == ("CFNotificationCenterAddObserver", 5, 6, None, 4)
    callback(5, observer, 6, None, None)
    assert locked == [1]
    lock.stop()
    assert foundation.calls[-2:] == [("CFNotificationCenterRemoveEveryObserver", 5, observer), ("CFRelease", 6)]


async def test_a_watch_is_stopped_when_nobody_waits_any_more() -> None:
    told: list[str] = []

    class Watch:
        def start(self, locked: Callable[[], None]) -> bool:
            locked()
            return True

        def stop(self) -> None:
            told.append("stopped")

    task = asyncio.create_task(watching(Watch(), lambda: told.append("locked")))
    await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert told == ["locked", "stopped"]


async def test_windows_and_macos_say_for_how_long_nobody_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def last_input(info: Any) -> int:
        info._obj.time = 2**32 - 1000
        return 1

    assert windows_idle_seconds(Recorder(GetLastInputInfo=last_input, GetTickCount=2500)) == 3.5
    assert windows_idle_seconds(Recorder(GetLastInputInfo=0)) is None
    graphics = Recorder(CGEventSourceSecondsSinceLastEventType=12.5)
    assert mac_idle_seconds(graphics) == 12.5
    assert graphics.calls == [("CGEventSourceSecondsSinceLastEventType", 0, 0xFFFFFFFF)]
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert await desktop_idle_seconds("linux") is None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    assert await desktop_idle_seconds("linux") is None
