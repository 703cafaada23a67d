"""The countdown under a clock that moves: from day 0 to day 31, across a leap day, the change to summer time and weeks
of sleep; with a wrong clock, one that is set meanwhile, and another time zone.

Pictures of the panel at 30 days, 1 day, 1 hour and the end go to the folder that COUNTDOWN_PICTURES names.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
import time
import urllib.error
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.service.data_folder import DATABASE_NAME
from tests.rig.moved_clock import MovedClock
from tests.rig.polling import RigError, poll
from tests.rig.session import Session
from tests.rig.tripwire import ROOT
from tests.whole_program import window_with_its_own_clock
from tests.whole_program.program import Program
from tests.whole_program.test_whole_story import users

pytestmark = [pytest.mark.timeout(300), pytest.mark.once]

BERLIN = "Europe/Berlin"
BEGIN = datetime(2028, 2, 27, 10, 0, tzinfo=UTC)
"""Thirty days from here hold a 29 February, and in Berlin the change to summer time on 26 March."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def clock(session: Session) -> MovedClock:
    return MovedClock(session.folder / "clock", BEGIN)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("COUNTDOWN_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_from_day_0_to_day_31(session: Session, clock: MovedClock, pictures: Path) -> None:
    env = {**clock.env, "TZ": BERLIN}
    program = Program(session, "--practice", env=env)
    program.wait_for_account()
    old = program.copy_token()
    program.rotate()
    new = program.copy_token()
    ends = end_of_the_old_token(session)
    expect_words(program, "29 days 23 hours left")
    assert ends - BEGIN - 30 * DAY < timedelta(minutes=5)
    assert in_berlin(ends) in program.label("oldTokenValidUntil").text
    session.picture(pictures / "30 days.png", program.window)

    # The laptop sleeps in between: the time of day jumps, and nothing else.
    for left, words in (
        (28 * DAY - HOUR / 2, "27 days 23 hours left"),  # 29 February
        (2 * DAY + 1.5 * HOUR, "2 days 1 hour left"),  # summer time since yesterday
        (DAY + timedelta(minutes=30), "1 day 0 hours left"),
        (HOUR + timedelta(seconds=50), "1 hour 0 minutes left"),
    ):
        clock.move_to(ends - left)
        expect_words(program, words)
        assert users(program.endpoint, old) == users(program.endpoint, new) > 20
        if words.startswith("1 "):
            session.picture(pictures / f"{' '.join(words.split()[:2])}.png", program.window)

    clock.move_to(ends - timedelta(seconds=5))
    expect_words(program, "less than a minute left")
    assert users(program.endpoint, old) > 20
    service = program.service_pid()
    os.kill(service, signal.SIGSTOP)
    expect_words(program, "Time is over")
    assert "R-Service has not said yet that it works no more." in program.label("oldTokenValidUntil").text
    session.picture(pictures / "over.png", program.window)
    os.kill(service, signal.SIGCONT)
    expect_words(program, "ended", timeout=40)
    assert program.label("oldTokenValidUntil").text.startswith(f"It ended on {in_berlin(ends)}. ")
    session.picture(pictures / "the end.png", program.window)
    refused(program, old)
    assert users(program.endpoint, new) > 20

    clock.move_to(BEGIN + 31 * DAY)
    program.rotate()
    newest = program.copy_token()
    assert program.quit() == 0
    clock.move_to(BEGIN + 62 * DAY)
    again = Program(session, env=env)
    again.wait_for_account()
    assert again.copy_token() == newest
    expect_words(again, "ended")  # it ended while nobody looked
    refused(again, new)
    assert users(again.endpoint, newest) > 20
    assert again.quit() == 0


@pytest.mark.source
def test_a_wrong_clock_one_that_is_set_and_another_time_zone(session: Session, clock: MovedClock) -> None:
    """The window's clock alone is wrong: the service's is what counts."""
    clock.move_to(datetime.now(UTC) - 2 * HOUR)
    env = {**clock.env, "PYTHONPATH": str(ROOT), "TZ": "America/New_York"}
    runner = ("-P", "-m", window_with_its_own_clock.__name__)
    program = Program(session, *runner, "--practice", script=Path(sys.executable), env=env)
    program.wait_for_account()
    program.rotate()
    expect_words(program, "29 days 23 hours left")
    for step in (50 * DAY, -100 * DAY, 50 * DAY + 2 * HOUR):
        clock.set_by(step)
        let_pass(4)  # the clock is read once a second; the next usual look is up to 20 s away
        expect_words(program, "29 days 23 hours left", timeout=14)
    until = program.label("oldTokenValidUntil").text
    assert program.quit() == 0
    env["TZ"] = "Pacific/Kiritimati"
    again = Program(session, *runner, script=Path(sys.executable), env=env)
    again.wait_for_account()
    expect_words(again, "29 days 23 hours left")
    ends = end_of_the_old_token(session)
    assert words_of(ends.astimezone(ZoneInfo("America/New_York"))) in until
    assert words_of(ends.astimezone(ZoneInfo("Pacific/Kiritimati"))) in again.label("oldTokenValidUntil").text
    assert again.quit() == 0


def expect_words(program: Program, words: str, *, timeout: float = 30) -> None:
    """The countdown comes to these words."""
    label = program.label("oldTokenCountdown", timeout=timeout)
    try:
        label.wait_for_text(re.compile(f"^{re.escape(words)}$"), timeout)
    except RigError as error:
        raise RigError(f"{error}\n{program.app.dump()}") from None


def let_pass(seconds: float) -> None:
    begun = time.monotonic()
    poll(lambda: time.monotonic() - begun > seconds, f"{seconds} s", timeout=seconds + 10)


def end_of_the_old_token(session: Session) -> datetime:
    """As the service has it on its disk."""
    folder = session.home / ".local/share/scim-connection/practice"
    path = poll(lambda: next(folder.rglob(DATABASE_NAME), None), "the service's database")
    with closing(sqlite3.connect(path, timeout=60)) as beside:
        query = "SELECT max(ends_at) FROM token WHERE account_id = 'widget-data-center'"
        ends: int = beside.execute(query).fetchone()[0]
    return datetime.fromtimestamp(ends / 1000, UTC)


def in_berlin(at: datetime) -> str:
    return words_of(at.astimezone(ZoneInfo(BERLIN)))


def words_of(local: datetime) -> str:
    return f"{local.day} {local:%B %Y, %H:%M}"


def refused(program: Program, token: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        users(program.endpoint, token)
