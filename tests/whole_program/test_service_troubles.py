"""Its port is taken; its database is damaged or newer than this program."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import Program


def practised(session: Session) -> str:
    """Use the program once, and return the endpoint that it showed."""
    program = Program(session, "--practice")
    program.wait_for_account()
    endpoint = program.endpoint
    assert program.quit() == 0
    return endpoint


def database_of(session: Session) -> Path:
    folder = session.home / ".local/share/scim-connection/practice"
    found = [path for path in folder.rglob("*") if path.is_file() and path.read_bytes()[:6] == b"SQLite"]
    assert len(found) == 1, found
    return found[0]


def test_the_same_port_is_used_again(session: Session) -> None:
    assert practised(session) == practised(session)


def test_another_port_is_told(session: Session) -> None:
    endpoint = practised(session)
    with socket.create_server(("127.0.0.1", urlsplit(endpoint).port or 0)):
        program = Program(session)
        program.wait_for_account()
        program.expect_notice("address", "changed", "endpoint")
        poll(lambda: program.endpoint != endpoint, "another endpoint")


def test_a_damaged_database_is_moved_aside_and_told(session: Session) -> None:
    practised(session)
    database = database_of(session)
    damaged = b"SQLite format 3\0" + b"\xde\xad" * 4000
    database.write_bytes(damaged)
    for beside in ("-wal", "-shm"):
        database.with_name(database.name + beside).unlink(missing_ok=True)
    program = Program(session)
    program.wait_for_account()
    told = program.expect_notice("damaged", "moved")
    kept = [path for path in database.parent.rglob("*") if path.is_file() and path.read_bytes() == damaged]
    assert len(kept) == 1
    assert kept[0].name in told or kept[0].parent.name in told


def test_a_newer_database_is_left_unchanged(session: Session) -> None:
    practised(session)
    database = database_of(session)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("update alembic_version set version_num = '9999_from_the_future'")
        connection.commit()
    before = database.read_bytes()
    program = Program(session)
    poll(lambda: "newer SCIM Connection" in program.app.dump(), "the sentence about it", timeout=40)
    assert program.quit() == 0
    assert database.read_bytes() == before


def test_a_damaged_store_is_moved_aside_and_told(session: Session) -> None:
    practised(session)
    store = session.home / ".local/share/scim-connection/store.sqlite3"
    store.write_bytes(b"nothing that SQLite knows" * 100)
    for beside in ("-wal", "-shm"):
        store.with_name(store.name + beside).unlink(missing_ok=True)
    program = Program(session, "--practice")
    program.wait_for_account()
    program.expect_notice("damaged", "moved")
