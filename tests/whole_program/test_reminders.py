"""What is due: said on the screen, and told once a day to a real notification daemon, which shows it and is clicked."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from app.domain.clock import SystemClock
from app.domain.typed import GuidedKind, GuidedRotation, GuidedStep
from app.store.store import open_store
from tests.layers.sources import ROOT
from tests.rig.keyring import KeyringState
from tests.rig.notification_daemon import NotificationDaemon
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.rig.tools import require
from tests.whole_program.program import CONSOLE_SCRIPT, Program

pytestmark = pytest.mark.once

FIRST, SECOND = "f1" * 32, "5e" * 32
HOSTILE = "Wid <b>&</b> <img src=x> 'B'"
_ADD = """
import asyncio, sys
from datetime import timedelta
from app.actions.program import Program
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import Environment
from app.domain.clock import SystemClock
from app.domain.tokens import AccessToken

async def add():
    clock = SystemClock()
    program = Program(clock, changed=lambda: None)
    await program.open(practice=False)
    assert program.problem is None and program.vault.persistent
    for name, token, days in zip(*[iter(sys.argv[1:])] * 3):
        made = clock.now() - timedelta(days=int(days))
        await program.typed.add(
            NewAccount(name, Environment.PRODUCTION, "https://scim.invalid/scim/v2", AccessToken(token), None, made)
        )
    await program.close()

asyncio.run(add())
"""


@pytest.fixture
def session(desktop_tools: None) -> Iterator[Session]:
    require("gnome-keyring-daemon", "dunst")
    with Session(keyring=KeyringState.UNLOCKED) as session:
        yield session


def add(session: Session, *accounts: tuple[str, str, int]) -> None:
    """Add accounts typed in by hand: name, token, and days since it was rotated."""
    words = [str(word) for account in accounts for word in account]
    ran = session.run(sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{_ADD}", *words)
    assert ran.returncode == 0, ran.stderr


def test_a_real_desktop_is_told_once_a_day_and_a_click_leads_to_the_account(session: Session) -> None:
    daemon = NotificationDaemon(session)
    add(session, ("Early", FIRST, 10), (HOSTILE, SECOND, 340))
    program = Program(session)
    poll(lambda: daemon.showing == 1, "notification", timeout=60)
    poll(lambda: "Early" in program.window.name, "the account in view")
    line = program.label("dueAccounts")
    assert line.name.startswith(f"{HOSTILE} (Production): This token will be a year old in 2")

    session.xdotool("search", "--name", "^SCIM Connection — ", "windowminimize")
    daemon.click()
    poll(lambda: HOSTILE in program.window.name, "the account that needs the person", timeout=60)
    poll(lambda: session.active_title() == program.window.name, "the window in front", timeout=60)
    assert "a year old" in program.label("rotationAdvice").name

    # A scheduler asks while the window is open.
    told = session.run(str(CONSOLE_SCRIPT), "status", "--json")
    assert (told.returncode, told.stderr) == (1, "")
    states = {
        each["name"]: [each["state"] for each in each["deadlines"]] for each in json.loads(told.stdout)["accounts"]
    }
    assert states == {"Early": ["to_come"], HOSTILE: ["due"]}

    daemon.close_all()
    (received,) = poll(lambda: daemon.history, "history")
    assert received.program == "SCIM Connection"
    assert received.summary == "A SCIM account needs you"
    assert received.drawn_body == f"{HOSTILE} (Production). Open SCIM Connection to see what is due."
    for secret in (FIRST, SECOND, FIRST[-4:], SECOND[-4:]):
        assert secret not in f"{received}"

    assert program.app.quit(program.window.name) == 0
    # The second start on that day keeps quiet, though it has looked: the line is there.
    again = Program(session)
    again.label("rotationAdvice", timeout=60)
    poll(lambda: "rotat" in again.label("rotationAdvice").name.lower(), "advice")
    assert (daemon.showing, len(daemon.history)) == (0, 1)
    assert again.app.quit(again.window.name) == 0


def test_closing_the_window_leaves_nothing_behind(session: Session) -> None:
    daemon = NotificationDaemon(session)
    add(session, ("Late", FIRST, 400))
    program = Program(session)
    poll(lambda: daemon.showing == 1, "notification", timeout=60)
    assert program.app.quit(program.window.name) == 0
    poll(lambda: daemon.showing == 0, "the notification taken back")
    assert [each.summary for each in daemon.history] == ["A SCIM account needs you"]


def test_without_a_daemon_the_window_says_it_alone(session: Session) -> None:
    add(session, ("Early", FIRST, 10), ("Late", SECOND, 400), ("Later", "7a" * 32, 350))
    program = Program(session)
    line = program.label("dueAccounts", timeout=60)
    poll(lambda: line.name == "2 other accounts need you: Late (Production), Later (Production).", "both", timeout=60)
    program.press("Show what is due")
    program.app.find("table", "Accounts")
    assert program.app.quit(program.window.name) == 0
    assert "Traceback" not in program.app.output


def test_a_rotation_left_in_the_middle_is_told_until_the_person_goes_on(session: Session) -> None:
    add(session, ("Early", FIRST, 10), ("Left", SECOND, 10))
    began = SystemClock().now() - timedelta(hours=3)
    with open_store(Path(session.env["XDG_DATA_HOME"]) / "scim-connection/store.sqlite3", SystemClock()) as store:
        left = next(kept.account.id for kept in store.accounts.all() if kept.account.name == "Left")
        store.guided.keep(left, GuidedRotation(GuidedKind.PLANNED, GuidedStep.PRESS, began, began))
    sentence = (
        "You began to rotate this token 3 hours ago. Did you press Rotate in R-Service? Open the account and go on."
    )
    told = session.run(str(CONSOLE_SCRIPT), "status")
    assert told.returncode == 1
    assert sentence in told.stdout
    program = Program(session)
    line = program.label("dueAccounts", timeout=60)
    poll(lambda: line.name == f"Left (Production): {sentence}", "what was left", timeout=60)
    program.press("Show what is due")
    poll(lambda: "Left" in program.window.name, "the account that was left")
    program.press("I did not press Rotate")
    poll(lambda: session.run(str(CONSOLE_SCRIPT), "status").returncode == 0, "nothing due", timeout=60)
    assert program.app.quit(program.window.name) == 0


def test_the_dates_are_saved_for_a_calendar(session: Session, tmp_path: Path) -> None:
    add(session, ("Late", FIRST, 340))
    program = Program(session)
    program.label("rotationAdvice", timeout=60)
    target = tmp_path / "dates.ics"
    program.press("Add to calendar…")
    program.save_as(target)
    poll(target.exists, "calendar file", timeout=60)
    said = program.label("addToCalendarResult")
    assert said.name == "Saved as dates.ics. Open it, or import it in Outlook or Google Calendar."
    (event,) = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Rotate the SCIM token of Late (Production)"
    assert not re.search(r"[0-9a-f]{64}|f1f1", target.read_text())
    assert target.stat().st_mode & 0o077 == 0
    assert program.app.quit(program.window.name) == 0
