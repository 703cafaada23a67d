"""`scim-connection status`: a real process over a real store, whole, damaged, too new, held and being written."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.clock import SystemClock
from app.domain.typed import Handover, TypedDetails
from app.store.accounts import KeptAccount
from app.store.last_known import LastKnown
from app.store.schema import MIGRATIONS
from app.store.store import Store, open_store
from tests.layers.sources import ROOT
from tests.layers.test_imports import HEAVY
from tests.rig.environment import private_environment

DAY = timedelta(days=1)
NOW = datetime.now(UTC)
SCHEMA = json.loads((ROOT / "resources/schemas/status.schema.json").read_text())
ENDPOINT = "https://api.r-service.tech/scim/v2"


class Told(NamedTuple):
    """What the command answered."""

    status: int
    out: str
    err: str

    @property
    def found(self) -> Any:
        found = json.loads(self.out)
        jsonschema.validate(found, SCHEMA, format_checker=jsonschema.FormatChecker())
        return found


class Computer:
    """A computer of somebody's own, on which the command is run."""

    def __init__(self, folder: Path) -> None:
        self.env = private_environment(folder)
        self.data = Path(self.env["XDG_DATA_HOME"]) / "scim-connection"
        self.path = self.data / "store.sqlite3"

    def status(self, *words: str, program: tuple[str, ...] = ("-m", "app"), **env: str) -> Told:
        ran = subprocess.run(
            [sys.executable, *program, "status", *words],
            cwd=ROOT,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            timeout=60,
        )
        return Told(ran.returncode, ran.stdout, ran.stderr)

    def store(self) -> Store:
        return open_store(self.path, SystemClock())

    def everything(self) -> dict[str, bytes]:
        return {str(each.relative_to(self.data)): each.read_bytes() for each in self.data.rglob("*") if each.is_file()}


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def keep(
    store: Store,
    name: str,
    known: LastKnown | None,
    *,
    source: Source = Source.TYPED,
    environment: Environment = Environment.PRODUCTION,
) -> AccountId:
    account = Account(AccountId(f"id-{name}"), name, environment, source)
    if source is Source.TYPED:
        store.typed_accounts.keep(KeptAccount(account), TypedDetails(ENDPOINT, None, NOW))
    else:
        store.accounts.keep(KeptAccount(account))
    if known is not None:
        store.last_known.keep(account.id, known)
    return account.id


def made(age: timedelta, **more: Any) -> LastKnown:
    """A token of that age."""
    return LastKnown(ENDPOINT, NOW - age, None, timedelta(0), NOW - age)._replace(**more)


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


def test_an_account_that_was_never_opened_is_listed(computer: Computer) -> None:
    with computer.store() as store:
        keep(store, "New", None)
    told = computer.status()
    assert told.status == 0
    assert "Nothing is known of its token yet." in told.out
    assert computer.status("--json").found["accounts"][0]["deadlines"] == []


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
        "import os, signal, sys; from pathlib import Path; from tests.cli.test_status import *; "
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


def too_new(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def no_sqlite(path: Path) -> None:
    path.write_bytes(b"not a database at all, but long enough to be looked at" * 40)


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 2] = os.urandom(4096)
    path.write_bytes(data)


def no_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE accounts")


def odd_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE last_known SET token_created_at = 'yesterday'")


def odd_environment(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE accounts SET environment = 'moon'")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("spoil", [too_new, no_sqlite, flipped, no_tables, odd_row, odd_environment, folder, pipe])
def test_what_cannot_be_told_is_said_and_nothing_is_touched(computer: Computer, spoil: Any) -> None:
    with computer.store() as store:
        keep(store, "Widget", made(400 * DAY))
    spoil(computer.path)
    before = computer.everything()
    told = computer.status()
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("scim-connection status: ")
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    found = computer.status("--json")
    assert (found.status, found.err) == (2, "")
    assert found.found["due"] is None
    assert found.found["problem"]["code"]
    assert {name: data for name, data in computer.everything().items() if name in before} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_store_that_may_not_be_read_is_said(computer: Computer) -> None:
    with computer.store() as store:
        keep(store, "Widget", made(DAY))
    computer.path.chmod(0)
    assert computer.status().status == 2


def test_a_wrong_word_is_said(computer: Computer) -> None:
    told = computer.status("--jsn")
    assert (told.status, told.out) == (2, "")
    assert "Traceback" not in told.err
    assert computer.status("--help").status == 0
    assert "--json" in computer.status("--help").out


def test_nobody_need_read_on(computer: Computer) -> None:
    with computer.store() as store:
        keep(store, "Widget", made(400 * DAY))
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        ran = subprocess.run(
            [sys.executable, "-m", "app", "status"],
            cwd=ROOT,
            env=computer.env,
            stdout=closed,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert (ran.returncode, ran.stderr) == (1, b"")


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
