"""Hearing that the screen is locked, on real message buses."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from app.actions.screen_lock import watch_screen_lock
from tests.rig.bus import Bus
from tests.rig.environment import private_environment
from tests.rig.private_bus import start_private_bus
from tests.rig.processes import Processes
from tests.rig.tools import require

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is Linux's")

GNOME = ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "b")
KDE = ("/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", "b")
LOCK = ("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session.Lock", "")
SLEEP = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "b")
OTHER = ("/org/example", "org.example.Thing.ActiveChanged", "b")


@pytest.fixture
def buses(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Bus]]:
    """A session bus and a system bus, with nobody else on them."""
    require("dbus-daemon")
    with tempfile.TemporaryDirectory(prefix="bus-") as name:
        folder = Path(name)
        processes = Processes(folder / "logs", private_environment(folder))
        made: dict[str, Bus] = {}
        try:
            for kind in ("SESSION", "SYSTEM"):
                address = start_private_bus(processes, folder / kind)
                monkeypatch.setenv(f"DBUS_{kind}_BUS_ADDRESS", address)
                made[kind] = Bus(address)
            yield made
        finally:
            for bus in made.values():
                bus.close()
            processes.close()


class Locks:
    def __init__(self) -> None:
        self.count = 0

    def locked(self) -> None:
        self.count += 1

    async def until(self, count: int) -> None:
        async with asyncio.timeout(30):
            while self.count < count:
                await asyncio.sleep(0.005)


def asked_for(bus: Bus) -> int:
    """For how many kinds of signals the bus has been asked."""
    stats = "org.freedesktop.DBus.Debug.Stats.GetAllMatchRules"
    (rules,) = bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", stats)
    return sum(len(of_one) for of_one in rules.values())


async def until_asked_for(buses: dict[str, Bus], session: int, system: int) -> None:
    async with asyncio.timeout(30):
        while (asked_for(buses["SESSION"]), asked_for(buses["SYSTEM"])) != (session, system):
            await asyncio.sleep(0.005)


@asynccontextmanager
async def watching(buses: dict[str, Bus]) -> AsyncIterator[Locks]:
    """A watch that has asked both buses for its signals."""
    locks = Locks()
    task = asyncio.create_task(watch_screen_lock(locks.locked))
    await until_asked_for(buses, 1, 2)
    try:
        yield locks
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize(("kind", "signal"), [("SESSION", GNOME), ("SESSION", KDE), ("SYSTEM", SLEEP)])
async def test_true_locks_and_false_does_not(buses: dict[str, Bus], kind: str, signal: tuple[str, str, str]) -> None:
    async with watching(buses) as locks:
        buses[kind].emit(*signal, False)
        buses[kind].emit(*signal, True)
        await locks.until(1)
        buses[kind].emit(*signal, False)
        buses[kind].emit(*signal, True)
        await locks.until(2)
        assert locks.count == 2


async def test_the_sessions_own_lock(buses: dict[str, Bus]) -> None:
    async with watching(buses) as locks:
        buses["SYSTEM"].emit(*LOCK)
        await locks.until(1)


async def test_others_that_say_something_alike_are_not_meant(buses: dict[str, Bus]) -> None:
    async with watching(buses) as locks:
        buses["SESSION"].emit(*OTHER, True)
        buses["SESSION"].emit(*GNOME[:2], "s", "true")
        buses["SESSION"].emit(*GNOME, True)
        await locks.until(1)
        assert locks.count == 1


async def test_without_any_bus_it_returns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    await asyncio.wait_for(watch_screen_lock(lambda: None), 30)


@pytest.mark.parametrize(
    "address", ["unix:path=/nowhere/at/all", "nonsense", "tcp:host=localhost,port=1", "disabled:", ""]
)
async def test_a_session_bus_that_is_not_there_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    await asyncio.wait_for(watch_screen_lock(lambda: None), 30)


async def test_cancelling_lets_go_of_the_buses(buses: dict[str, Bus]) -> None:
    async with watching(buses):
        pass
    await until_asked_for(buses, 0, 0)


async def test_other_systems_have_no_such_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    await asyncio.wait_for(watch_screen_lock(lambda: None), 1)
