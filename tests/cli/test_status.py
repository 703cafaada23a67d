"""`scim-connection status`: a real process over a real store, whole, damaged, too new, held and being written."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.accounts import Environment, Source
from app.domain.typed import GuidedKind, GuidedRotation, GuidedStep, Handover
from app.store.last_known import LastKnown
from app.store.schema import MIGRATIONS
from tests.cli.status_computer import DAY, ENDPOINT, NOW, Computer, keep, made
from tests.layers.sources import ROOT
from tests.layers.test_imports import HEAVY
from tests.rig.tools import require


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_an_empty_computer_has_nothing_due_and_stays_empty(computer: Computer) -> None:
    told = computer.status()
    assert (told.status, told.err) == (0, "")
    assert "There is no account on this computer yet." in told.out
    assert computer.status("--json").found["accounts"] == []
    assert not computer.data.exists()


def test_nothing_due(computer: Computer) -> None:
    with computer.store() as store:
        keep(store, "Widget", made(10 * DAY))
    told = computer.status()
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines()[:2] == ["Widget (Production)", "    Rotated 10 days ago."]
    assert told.out.endswith("Nothing is due.\n")
    found = computer.status("--json")
    assert (found.status, found.found["due"]) == (0, False)
    (account,) = found.found["accounts"]
    assert (account["token_age_days"], account["environment"]) == (10, "production")
    assert [each["kind"] for each in account["deadlines"]] == ["rotation"]


@pytest.mark.parametrize(
    ("known", "kind", "state"),
    [
        (made(340 * DAY), "rotation", "due"),
        (made(366 * DAY), "rotation", "overdue"),
        (made(31 * DAY, token_created_at=None), "unknown_age", "due"),
        (made(25 * DAY, old_token_expires_at=NOW + 5 * DAY), "old_token_ends", "due"),
        (made(31 * DAY, old_token_expires_at=NOW - DAY), "old_token_ended", "overdue"),
    ],
)
def test_something_due(computer: Computer, known: LastKnown, kind: str, state: str) -> None:
    with computer.store() as store:
        keep(store, "Widget", known, environment=Environment.QA)
    told = computer.status()
    assert told.status == 1
    assert told.out.endswith("1 thing is due.\n")
    assert f"    {state:8} " in told.out
    found = computer.status("--json")
    assert (found.status, found.found["due"]) == (1, True)
    first = found.found["accounts"][0]["deadlines"][0]
    assert (first["kind"], first["state"]) == (kind, state)


def test_pretend_accounts_and_those_on_their_way_out_are_never_due(computer: Computer) -> None:
    with computer.store() as store:
        keep(store, "Pretend", made(400 * DAY), source=Source.PRACTICE)
        gone = keep(store, "Gone", made(400 * DAY))
        store.typed_accounts.begin_removal(gone, NOW)
    told = computer.status()
    assert told.status == 0
    assert "Pretend (Practice)" in told.out
    assert "    exercise " in told.out
    assert "Gone" not in told.out


def test_a_handover_of_the_present_token_quiets_the_old_one_s_end(computer: Computer) -> None:
    with computer.store() as store:
        known = made(25 * DAY, old_token_expires_at=NOW + 5 * DAY)
        account = keep(store, "Widget", known)
        store.token_marks.keep_handover(account, "of-an-earlier-token", Handover(NOW - 40 * DAY, ""))
        assert computer.status().status == 1
        store.token_marks.keep_handover(account, "of-the-present-one", Handover(NOW - DAY, "Jane"))
        assert computer.status().status == 0


@pytest.mark.parametrize(
    ("step", "hours", "status"),
    [
        (GuidedStep.CHECK, 2, 0),
        (GuidedStep.PRESS, 0, 0),
        (GuidedStep.PRESS, 2, 1),
        (GuidedStep.PASTE, 2, 1),
        (GuidedStep.CONFIRM, 2, 1),
    ],
)
def test_a_rotation_left_in_the_middle_is_due_after_an_hour(
    computer: Computer, step: GuidedStep, hours: int, status: int
) -> None:
    began = NOW - timedelta(hours=hours)
    with computer.store() as store:
        account = keep(store, "Widget", made(25 * DAY))
        store.guided.keep(account, GuidedRotation(GuidedKind.PLANNED, step, began, began))
        keep(store, "Another", made(25 * DAY))
    told = computer.status()
    assert told.status == status
    assert ("You began to rotate this token 2 hours ago" in told.out) is bool(status)
    found = computer.status("--json").found
    kinds = {account["name"]: account["deadlines"][0]["kind"] for account in found["accounts"]}
    expected = "rotation" if step is GuidedStep.CHECK else "rotation_left"
    assert kinds == {"Widget": expected, "Another": "rotation"}


def test_an_account_that_was_never_opened_is_listed(computer: Computer) -> None:
    with computer.store() as store:
        keep(store, "New", None)
    told = computer.status()
    assert told.status == 0
    assert "Nothing is known of its token yet." in told.out
    assert computer.status("--json").found["accounts"][0]["deadlines"] == []


@pytest.mark.parametrize(
    ("days", "kinds"),
    [(29, []), (31, ["unknown_age"]), (334, ["unknown_age"]), (336, ["rotation", "unknown_age"])],
)
def test_time_goes_by(computer: Computer, days: int, kinds: list[str]) -> None:
    """Two accounts added today, one of which nobody knows the age, seen so many days later."""
    require("faketime")
    with computer.store() as store:
        keep(store, "Known", made(timedelta(0)))
        keep(store, "Unknown", made(timedelta(0), token_created_at=None))
    told = computer.status(
        "--json",
        LD_PRELOAD="/usr/$LIB/faketime/libfaketime.so.1",
        FAKETIME=f"+{days}d",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )
    found = [each for account in told.found["accounts"] for each in account["deadlines"] if each["state"] != "to_come"]
    assert [each["kind"] for each in found] == kinds
    assert told.status == (1 if kinds else 0)


def test_names_are_plain_text_wherever_they_are_printed(computer: Computer) -> None:
    hostile = "Größe\x1b[2J\u202e\nDue"
    with computer.store() as store:
        keep(store, hostile, made(DAY))
    assert "Größe\\x1b[2J\\u202e\\x0aDue (Production)" in computer.status(PYTHONIOENCODING="utf-8").out
    assert computer.status(PYTHONIOENCODING="ascii").out.startswith("Gr\\xf6\\xdfe\\x1b")
    assert computer.status("--json").found["accounts"][0]["name"] == hostile


def test_a_store_that_a_window_has_open_and_writes_is_read_as_it_is(computer: Computer) -> None:
    with computer.store() as store:
        account = keep(store, "Widget", made(DAY))
        with closing(sqlite3.connect(computer.path, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("UPDATE accounts SET name = 'half' WHERE id = ?", (account,))
            assert "Widget (Production)" in computer.status().out
            writer.execute("COMMIT")
        assert "half (Production)" in computer.status().out


def test_what_a_killed_window_left_is_read(computer: Computer) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from app.domain.clock import SystemClock; "
        "from app.store.store import open_store; from tests.cli.status_computer import DAY, keep, made; "
        "keep(open_store(Path(sys.argv[1]), SystemClock()), 'Widget', made(400 * DAY)); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(computer.path)], cwd=ROOT, check=False, timeout=60)
    assert computer.path.with_name("store.sqlite3-wal").stat().st_size > 0
    told = computer.status()
    assert (told.status, told.err) == (1, "")


def test_a_store_of_the_version_before_is_read_and_left_as_it_is(computer: Computer) -> None:
    computer.data.mkdir(parents=True)
    with closing(sqlite3.connect(computer.path)) as connection, connection:
        connection.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1")
        connection.execute("INSERT INTO accounts VALUES ('a', 'Widget', 'qa', 'settings_api', 1, 1, 1, 1, '', '', '')")
        values = ("a", ENDPOINT, "2020-01-01T00:00:00.000000+00:00", None, 0.0)
        connection.execute("INSERT INTO last_known VALUES (?, ?, ?, ?, ?)", values)
    before = computer.everything()
    told = computer.status()
    assert (told.status, told.err) == (1, "")
    assert "Widget (QA)" in told.out
    assert {name: data for name, data in computer.everything().items() if name in before} == before
    assert computer.path.read_bytes()[60:64] == (1).to_bytes(4, "big")


@pytest.fixture
def loaded(computer: Computer) -> set[str]:
    with computer.store() as store:
        keep(store, "Widget", made(400 * DAY))
    program = "import sys; from app.__main__ import main; status = main(); print(sorted(sys.modules)); sys.exit(status)"
    told = computer.status(program=("-c", program))
    assert told.status == 1
    return set(json.loads(told.out.splitlines()[-1].replace("'", '"')))


def test_it_loads_what_it_needs_and_no_more(loaded: set[str]) -> None:
    """Half of its 0.04 s is what it imports."""
    unneeded = HEAVY | {
        *("app.accounts", "app.vault", "app.ui", "app.service", "app.share", "app.tester", "app.actions.program"),
        *("PySide6", "argparse", "asyncio", "icalendar", "jeepney", "json", "keyring", "platformdirs", "qasync"),
    }
    found = [name for name in loaded if any(name == each or name.startswith(f"{each}.") for each in unneeded)]
    assert sorted(found) == []
    assert "app.store.known_dates" in loaded
