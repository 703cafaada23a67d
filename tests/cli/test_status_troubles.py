"""`scim-connection status` where what is kept cannot be read, or nobody reads what is told."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.store.schema import MIGRATIONS
from tests.cli.status_computer import DAY, Computer, keep, made
from tests.layers.sources import ROOT


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


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
