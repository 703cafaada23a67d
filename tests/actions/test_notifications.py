"""What the desktop is told, and what becomes of it on a message bus where all sorts of things answer."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.actions.deadlines import due_items
from app.actions.notifications import Notification, notification_of, notify_over_dbus
from app.domain.accounts import AccountId
from app.domain.deadlines import AccountDates
from tests.layers.sources import ROOT
from tests.rig.bus import Bus
from tests.rig.environment import private_environment
from tests.rig.polling import poll
from tests.rig.private_bus import start_private_bus
from tests.rig.processes import Processes
from tests.rig.tools import require

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TOLD = Notification("A SCIM account needs you", "A <b> & B", AccountId("a"))


def due(*names: str, badge: str = "QA") -> Notification | None:
    made = NOW - timedelta(days=400)
    accounts = [AccountDates(AccountId(f"id-{name}"), name, badge, made, made) for name in names]
    return notification_of(due_items(accounts, NOW))


def test_nothing_due_tells_nothing() -> None:
    assert due() is None
    assert due("Pretend", badge="Practice") is None


def test_one_account_is_named_and_of_many_three() -> None:
    assert due("Widget") == Notification(
        "A SCIM account needs you", "Widget (QA). Open SCIM Connection to see what is due.", AccountId("id-Widget")
    )
    found = due("d", "a", "c", "b", "e")
    assert found is not None
    assert found.title == "5 SCIM accounts need you"
    assert found.body.startswith("a (QA), b (QA), c (QA) and 2 more.")
    assert found.account == "id-a"


def test_names_are_shortened_and_made_plain() -> None:
    found = due("\u202e" + "x" * 300)
    assert found is not None
    assert found.body.startswith("\\u202exxx")
    assert len(found.body) < 110


class Desktop:
    """A message bus, and on it a program that answers as org.freedesktop.Notifications in one way."""

    def __init__(self, folder: Path) -> None:
        self.processes = Processes(folder / "logs", private_environment(folder))
        self.address = start_private_bus(self.processes, folder / "bus")
        self.bus = Bus(self.address)

    def answer(self, how: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "tests.actions.odd_notifications", self.address, how]
        process = self.processes.start("odd", words, cwd=ROOT, stdout=subprocess.PIPE)
        poll(lambda: self.bus.has_owner("org.freedesktop.Notifications"), "its name", timeout=60)
        return process

    def close(self) -> None:
        self.bus.close()
        self.processes.close()


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    require("dbus-daemon")
    found = Desktop(tmp_path)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", found.address)
    yield found
    found.close()


class Asked:
    """Records whether a notification was about to be shown, and the clicks on it."""

    def __init__(self, answer: bool = True) -> None:
        self.answer = answer
        self.claims = 0
        self.clicks: list[str] = []

    async def claim(self) -> bool:
        self.claims += 1
        return self.answer

    def told(self) -> Any:
        return notify_over_dbus(TOLD, claim=self.claim, opened=self.clicks.append)


async def test_a_click_comes_with_the_leave_to_take_the_front(desktop: Desktop) -> None:
    desktop.answer("clicks")
    asked = Asked()
    await asyncio.wait_for(asked.told(), 20)  # it ends once the notification is closed
    assert (asked.claims, asked.clicks) == (1, ["a-token"])


@pytest.mark.parametrize(("how", "body"), [("markup", b"A &lt;b&gt; &amp; B"), ("plain", b"A <b> & B")])
async def test_the_body_is_escaped_where_the_desktop_reads_markup(desktop: Desktop, how: str, body: bytes) -> None:
    process = desktop.answer(how)
    await asyncio.wait_for(Asked().told(), 20)
    assert process.stdout is not None
    assert process.stdout.readline() == body + b"\n"


async def test_what_was_told_already_today_is_not_shown(desktop: Desktop) -> None:
    process = desktop.answer("markup")
    asked = Asked(answer=False)
    await asyncio.wait_for(asked.told(), 20)
    assert asked.claims == 1
    process.kill()
    assert process.stdout is not None
    assert process.stdout.read() == b""


async def test_a_desktop_that_refuses_is_left_in_peace(desktop: Desktop) -> None:
    desktop.answer("refuses")
    asked = Asked()
    await asyncio.wait_for(asked.told(), 20)
    assert asked.claims == 0


async def test_a_desktop_that_hangs_is_given_up(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.actions.notifications._SECONDS", 0.2)
    desktop.answer("hangs")
    asked = Asked()
    await asyncio.wait_for(asked.told(), 20)
    assert asked.claims == 0


async def test_without_a_desktop_nothing_happens(desktop: Desktop) -> None:
    asked = Asked()
    await asyncio.wait_for(asked.told(), 20)
    assert asked.claims == 0


@pytest.mark.parametrize("address", [None, "", "unix:path=/nowhere/at/all", "tcp:host=localhost,port=1", "nonsense"])
async def test_without_a_bus_nothing_happens(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    asked = Asked()
    await asyncio.wait_for(asked.told(), 20)
    assert asked.claims == 0


async def test_cancelling_takes_it_back_at_once(desktop: Desktop) -> None:
    process = desktop.answer("keeps")
    asked = Asked()
    clicked = asyncio.Event()
    telling = asyncio.create_task(notify_over_dbus(TOLD, claim=asked.claim, opened=lambda _: clicked.set()))
    await asyncio.wait_for(clicked.wait(), 20)  # it shows, and is waited for
    telling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(telling, 20)
    assert process.stdout is not None
    assert process.stdout.readline() == b"A <b> & B\n"
    assert process.stdout.readline() == b"closed 7\n"
