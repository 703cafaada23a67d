"""`scim-connection _serve`, as the window uses it."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.service.data_folder import DATABASE_NAME
from tests.service.rig import NOT_OWNER, OWNER, PRODUCTION, QA, ROOT, Child


def test_the_ready_line_and_the_questions() -> None:
    with Child(None) as child:
        assert child.ready.keys() == {
            "ready",
            "url",
            "endpoint",
            "port_changed",
            "database_moved_to",
            "database_missing",
        }
        assert child.ready["ready"] is True
        assert child.ready["url"].startswith("http://127.0.0.1:")
        assert child.ready["endpoint"] == child.ready["url"] + "/scim/v2"
        assert child.ready["port_changed"] is False
        assert child.ready["database_moved_to"] is None
        assert child.ready["database_missing"] is False
        accounts = child.ask({"id": 1, "list": True})
        assert accounts["id"] == 1
        assert [(account["id"], account["name"], account["environment"]) for account in accounts["accounts"]] == [
            (PRODUCTION, "Widget Data Center", "production"),
            (QA, "Widget Data Center QA", "qa"),
        ]
        assert [(person["email"], person["roles"]) for person in accounts["accounts"][0]["people"]] == [
            (OWNER, ["account_owner"]),
            (NOT_OWNER, ["account_administrator"]),
        ]
        session = child.ask({"id": "two", "session": {"account": PRODUCTION, "person": OWNER}})
        assert session["id"] == "two"
        assert child.call("GET", "/settings/v1/account", session["session"]).status_code == 200
        # Asked at once, SCIM waits until its library is loaded.
        token = child.call("GET", "/settings/v1/apps/scim", session["session"]).json()["token"]["value"]
        assert child.call("GET", "/scim/v2/Users", token).json()["totalResults"] == 44
    assert child.process.returncode == 0
    assert child.errors.decode().splitlines() == [
        "GET /settings/v1/account 200",
        "GET /settings/v1/apps/scim 200",
        "GET /scim/v2/Users 200",
    ]


def test_questions_that_make_no_sense_are_answered_and_change_nothing() -> None:
    with Child(None) as child:
        nobody = {"account": PRODUCTION, "person": "nobody@widget.example"}
        nowhere = {"account": "nowhere", "person": OWNER}
        assert child.ask({"id": 1, "session": nobody}) == {"id": 1, "error": "no_such_person"}
        assert child.ask({"id": 2, "session": nowhere}) == {"id": 2, "error": "no_such_account"}
        for text in ("\ud800", "\0", ""):
            nobody, nowhere = {"account": PRODUCTION, "person": text}, {"account": text, "person": OWNER}
            assert child.ask({"id": 3, "session": nobody})["error"] == "no_such_person"
            assert child.ask({"id": 3, "session": nowhere})["error"] == "no_such_account"
        assert child.ask({"id": 3, "session": {"account": 5}}) == {"id": 3, "error": "not_understood"}
        assert child.ask({"id": 4, "dance": True}) == {"id": 4, "error": "not_understood"}
        assert child.ask({}) == {"id": None, "error": "not_understood"}
        assert child.process.stdin
        child.process.stdin.write(b"nonsense\n")
        assert child.ask({"id": 5, "list": True}) == {"id": None, "error": "not_understood"}


@pytest.mark.parametrize(
    "first", [b"", b"nonsense\n", b"{}\n", b'{"key": "AAAA", "data": null, "port": 0}\n', b"[" * 70_000 + b"\n"]
)
def test_a_first_line_that_makes_no_sense(first: bytes) -> None:
    code = "import sys; from app.service.child import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        input=first,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["reason"] == "failed"
    assert done.stderr == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_it_is_told_to(tmp_path: Path, number: signal.Signals) -> None:
    with Child(tmp_path) as child:
        child.process.send_signal(number)
        assert child.process.wait(20) == 0
    assert b"Traceback" not in child.errors
    assert not Path(f"{tmp_path / DATABASE_NAME}-wal").exists()  # closed, not torn off


def test_the_same_port_is_taken_again_even_after_a_kill(tmp_path: Path) -> None:
    with Child(tmp_path) as child:
        session = child.session()
        port = int(child.ready["url"].rpartition(":")[2])
        token = child.call("GET", "/settings/v1/apps/scim", session).json()["token"]["value"]
        open_connection = socket.create_connection(("127.0.0.1", port))
        child.kill()
    with open_connection, Child(tmp_path, port) as child:
        assert child.ready["url"] == f"http://127.0.0.1:{port}"
        assert child.ready["port_changed"] is False
        section = child.call("GET", "/settings/v1/apps/scim", session).json()
        assert section["token"]["value"] == token


def test_another_port_is_taken_where_that_one_is_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with Child(tmp_path, port) as child:
            assert child.ready["port_changed"] is True
            assert child.ready["url"] != f"http://127.0.0.1:{port}"
            assert child.call("GET", "/settings/v1/account", child.session()).status_code == 200


def test_why_it_does_not_start(tmp_path: Path) -> None:
    with Child(tmp_path) as first:
        with Child(tmp_path) as second:
            assert (second.ready["ready"], second.ready["reason"]) == (False, "held")
            assert second.process.wait(20) == 1
        assert first.call("GET", "/settings/v1/account", first.session()).status_code == 200
    before = (tmp_path / DATABASE_NAME).read_bytes()
    with Child(tmp_path, key=b"x" * 32) as third:
        assert third.ready["reason"] == "wrong_key"
    assert (tmp_path / DATABASE_NAME).read_bytes() == before
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with Child(tmp_path) as fourth:
        assert fourth.ready["reason"] == "too_new"
    file = tmp_path / "file"
    file.write_text("")
    with Child(file) as fifth:
        assert fifth.ready["reason"] == "failed"
    for child in (second, third, fourth, fifth):
        assert child.process.returncode == 1
        assert child.ready["detail"].endswith(".")
        assert child.errors == b""
    assert not list(tmp_path.glob("*damaged*"))


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"not a database" * 1000)
    with Child(tmp_path) as child:
        moved = Path(child.ready["database_moved_to"])
        assert moved.parent == tmp_path
        assert moved.read_bytes() == b"not a database" * 1000
        assert child.ask({"id": 1, "list": True})["accounts"]


def test_in_memory_nothing_is_kept_and_nothing_is_written(tmp_path: Path) -> None:
    with Child(None, cwd=tmp_path) as child:
        one = child.call("GET", "/settings/v1/apps/scim", child.session()).json()["token"]["value"]
    with Child(None, cwd=tmp_path) as child:
        other = child.call("GET", "/settings/v1/apps/scim", child.session()).json()["token"]["value"]
    assert one != other
    assert list(tmp_path.iterdir()) == []
