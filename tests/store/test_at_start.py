"""The read that a second start paints from: what it gives, what it never does, and what it costs."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.accounts import Account, AccountId, Environment, Source
from app.store.accounts import KeptAccount
from app.store.last_known import AtStart, LastKnown, read_at_start
from app.store.schema import MIGRATIONS
from app.store.store import Store, open_store
from app.store.window_state import WindowState
from tests.store.conftest import HandClock

SEEN = LastKnown(
    "https://scim.example.com/scim/v2",
    datetime(2026, 2, 28, tzinfo=UTC),
    datetime(2026, 3, 30, tzinfo=UTC),
    timedelta(seconds=0.25),
)


def keep(
    store: Store, name: str, source: Source = Source.TYPED, environment: Environment = Environment.QA
) -> AccountId:
    account = Account(AccountId(f"id-of-{name}"), name, environment, source)
    store.accounts.keep(KeptAccount(account))
    return account.id


def test_nothing_is_made_where_nothing_is(path: Path) -> None:
    assert read_at_start(path) is None
    assert not path.parent.exists()


def test_an_empty_store_gives_an_empty_page(store: Store, path: Path) -> None:
    assert read_at_start(path) == AtStart(None, "", "", "", None, None, None, False, "")


def test_the_selected_account_is_given(store: Store, path: Path) -> None:
    keep(store, "a")
    selected = keep(store, "b", Source.PRACTICE, Environment.PRODUCTION)
    store.last_known.keep(selected, SEEN)
    store.window.keep(WindowState(1024, 768, True, "scim", selected))
    assert read_at_start(path) == AtStart(selected, "b", "production", "practice", SEEN, 1024, 768, True, "scim")


def test_a_selected_account_that_is_gone_gives_the_first(store: Store, path: Path) -> None:
    keep(store, "b")
    first = keep(store, "a")
    store.window.keep(WindowState(1024, 768, False, "scim", AccountId("gone")))
    found = read_at_start(path)
    assert found is not None
    assert (found.account, found.last_known, found.width) == (first, None, 1024)


def test_practice_prefers_a_practice_account(store: Store, path: Path) -> None:
    typed = keep(store, "a")
    first, second = keep(store, "b", Source.PRACTICE), keep(store, "c", Source.PRACTICE)
    for selected, given in ((typed, first), (second, second)):
        store.window.keep(WindowState(1, 1, False, "scim", selected))
        found = read_at_start(path, practice=True)
        assert found is not None
        assert found.account == given


@pytest.mark.parametrize(("source", "environment"), list(itertools.product(Source, Environment)))
def test_the_badge_is_the_accounts_own(store: Store, path: Path, source: Source, environment: Environment) -> None:
    keep(store, "a", source, environment)
    found = read_at_start(path)
    assert found is not None
    assert found.badge == Account(AccountId("a"), "a", environment, source).badge


@pytest.mark.parametrize("content", [b"", b"not a database" * 99], ids=["empty", "text"])
def test_what_cannot_be_read_gives_nothing_and_is_left(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert read_at_start(path) is None
    assert path.read_bytes() == content


def test_a_newer_store_gives_nothing(path: Path, clock: HandClock) -> None:
    with open_store(path, clock, (*MIGRATIONS, "CREATE TABLE later (x)")):
        pass
    assert read_at_start(path) is None


ODD = "UPDATE {} SET {} = {}"


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("accounts", "environment", "'productLon'"),
        ("accounts", "source", "'weird'"),
        ("accounts", "name", "x'ff00'"),
        ("accounts", "name", "CAST(x'ff' AS TEXT)"),
        ("window", "page", "7"),
        ("last_known", "endpoint", "7"),
        ("last_known", "token_created_at", "'garbage'"),
        ("last_known", "token_created_at", "'2026-02-28'"),
        ("last_known", "token_created_at", "'0001-01-01T00:00:00.000000+23:00'"),
        ("last_known", "old_token_expires_at", "'2026-03-30T00:00:00.000000'"),
        ("last_known", "clock_offset_seconds", "'late'"),
        ("last_known", "clock_offset_seconds", "NULL"),
        ("window", "width", "'wide'"),
        ("window", "height", "x'ff'"),
    ],
)
def test_a_value_that_was_never_written_gives_nothing(
    path: Path, clock: HandClock, table: str, column: str, value: str
) -> None:
    loose = [_loosened(script) for script in MIGRATIONS]
    with open_store(path, clock, loose) as store:
        selected = keep(store, "a")
        store.last_known.keep(selected, SEEN)
        store.window.keep(WindowState(1024, 768, True, "scim", selected))
        assert read_at_start(path) is not None
        with store._database.writing() as connection:
            connection.execute(ODD.format(table, column, value))
    assert read_at_start(path) is None


@pytest.mark.parametrize(
    ("given", "read"), [(1, 200), (-5, 200), (2**63 - 1, 20_000), (-(2**63), 200), (200, 200), (20_000, 20_000)]
)
def test_the_window_is_of_a_size_that_qt_takes(store: Store, path: Path, given: int, read: int) -> None:
    store.window.keep(WindowState(given, given, False, "scim", None))
    found = read_at_start(path)
    assert found is not None
    assert (found.width, found.height) == (read, read)


@pytest.mark.parametrize(
    ("given", "read"), [("1e308", 400), ("-1e308", -400), ("9e999", 400), ("-9e999", -400), ("86400", 1)]
)
def test_a_clock_is_no_further_off_than_can_be_reckoned_with(store: Store, path: Path, given: str, read: int) -> None:
    selected = keep(store, "a")
    store.last_known.keep(selected, SEEN)
    with store._database.writing() as connection:
        connection.execute(ODD.format("last_known", "clock_offset_seconds", given))
    found, kept = read_at_start(path), store.last_known.get(selected)
    assert found is not None
    assert found.last_known == kept
    assert kept is not None
    assert kept.clock_offset == timedelta(days=read)


def test_a_moment_at_the_end_of_time_can_be_told_in_any_time_zone(store: Store, path: Path) -> None:
    selected = keep(store, "a")
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
    store.last_known.keep(selected, LastKnown("https://scim.example.com/", first, last, timedelta(days=400)))
    found = read_at_start(path)
    assert found is not None
    known = found.last_known
    assert known is not None
    assert known.old_token_expires_at is not None
    assert known.token_created_at is not None
    assert (known.token_created_at.year, known.old_token_expires_at.year) == (2000, 2999)


def test_a_folder_or_a_pipe_in_its_place_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_bytes(b"")
    for odd in ("folder", "loop", "file/store.sqlite3", "x" * 300):
        assert read_at_start(tmp_path / odd) is None
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        assert read_at_start(tmp_path / "pipe") is None


def test_one_that_another_window_is_writing_is_read(store: Store, path: Path) -> None:
    keep(store, "a")
    with store._database.writing() as connection:
        connection.execute("DELETE FROM accounts")
        found = read_at_start(path)
        assert found is not None
        assert found.name == "a"


COST = """
import sys, time
import datetime, pathlib, typing  # PySide6 has loaded these by then
before = set(sys.modules)
started = time.perf_counter()
from app.store.last_known import read_at_start
from app.store.places import store_file
imported = time.perf_counter()
found = read_at_start(store_file())
read = time.perf_counter()
loaded = sorted(set(sys.modules) - before)
import json
print(json.dumps({
    "modules": loaded, "import_ms": (imported - started) * 1000,
    "read_ms": (read - imported) * 1000, "name": found.name,
}))
"""


@pytest.mark.alone
def test_it_costs_little(tmp_path: Path, clock: HandClock) -> None:
    folder = tmp_path / "scim-connection"
    with open_store(folder / "store.sqlite3", clock) as store:
        account = keep(store, "a")
        store.last_known.keep(account, SEEN)
        for _ in range(200):
            store.history.add(account, "copied", "done")
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    runs = [
        json.loads(
            subprocess.run([sys.executable, "-c", COST], env=environment, capture_output=True, check=True).stdout
        )
        for _ in range(5)
    ]
    best_import, best_read = (min(run[name] for run in runs) for name in ("import_ms", "read_ms"))
    print(f"import {best_import:.1f} ms, read {best_read:.1f} ms (best of {len(runs)})")
    assert runs[0]["name"] == "a"
    loaded = set(runs[0]["modules"])
    assert not loaded & {"json", "logging", "asyncio", "argparse", "dataclasses", "platformdirs"}
    assert not any(module.startswith("app.domain") for module in loaded)
    assert best_import + best_read < 30  # measured: 6 ms; the bound is for a shared computer


def _loosened(script: str) -> str:
    """The same tables, which take anything."""
    loose = script.replace(" STRICT", "").replace(" NOT NULL", "").replace("INTEGER", "").replace("TEXT", "")
    return loose.replace("only  PRIMARY KEY CHECK (only = 1)", "only INTEGER PRIMARY KEY").replace("REAL", "")
