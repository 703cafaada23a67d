"""Rotations that are cut short, raced, or run into a full disk: nothing is lost and nothing happens twice."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.service.data_folder import DATABASE_NAME
from tests.service.rig import Child, Service, code_of, rotate, running, until

if sys.platform == "linux":
    import resource


def _ask_without_reading(child: Child, session: str, key: str, present: str) -> socket.socket:
    body = f'{{"present_token_id": "{present}"}}'
    head = (
        f"POST /settings/v1/apps/scim/rotation HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        f"Authorization: Bearer {session}\r\nIdempotency-Key: {key}\r\n\r\n"
    )
    host, port = child.ready["url"].removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=20)
    connection.sendall(head.encode() + body.encode())
    return connection


def test_killed_between_commit_and_answer(tmp_path: Path) -> None:
    """The rotation is in the database, nobody has read the answer, and the process is killed: the same key then brings
    the new token, and the account was rotated once."""
    key = str(uuid.uuid4())
    with Child(tmp_path) as child:
        session = child.session()
        before = child.call("GET", "/settings/v1/apps/scim", session).json()
        with _ask_without_reading(child, session, key, before["token"]["id"]):
            with closing(sqlite3.connect(tmp_path / DATABASE_NAME, timeout=20)) as beside:
                until(lambda: beside.execute("SELECT count(*) FROM rotation").fetchone() == (1,))
            child.kill()
    with Child(tmp_path) as child:
        body = {"present_token_id": before["token"]["id"]}
        path, headers = "/settings/v1/apps/scim/rotation", {"Idempotency-Key": key}
        answer = child.call("POST", path, session, json=body, headers=headers)
        assert answer.status_code == 200
        section = answer.json()
        assert section["previous_token"]["value"] == before["token"]["value"]
        new = section["token"]["value"]
        assert child.call("GET", "/scim/v2/Users?count=1", new).status_code == 200
        assert child.call("POST", path, session, json=body, headers=headers).json() == {
            **section,
            "token": child.call("GET", "/settings/v1/apps/scim", session).json()["token"],
        }
        events = child.call("GET", "/settings/v1/apps/scim/events", session).json()["events"]
        assert [event["kind"] for event in events] == ["rotated"]


@pytest.mark.parametrize("delay", [0.0, 0.005])
def test_killed_at_any_moment_it_has_rotated_once_or_not_at_all(tmp_path: Path, delay: float) -> None:
    key = str(uuid.uuid4())
    with Child(tmp_path) as child:
        session = child.session()
        before = child.call("GET", "/settings/v1/apps/scim", session).json()
        with _ask_without_reading(child, session, key, before["token"]["id"]):
            threading.Event().wait(delay)
            child.kill()
    with Child(tmp_path) as child:
        now = child.call("GET", "/settings/v1/apps/scim", session).json()
        answer = child.call(
            "POST",
            "/settings/v1/apps/scim/rotation",
            session,
            json={"present_token_id": before["token"]["id"]},
            headers={"Idempotency-Key": key},
        )
        rotated_before = now["token"]["id"] != before["token"]["id"]
        assert answer.status_code == (200 if rotated_before else 201)
        assert answer.json()["previous_token"]["id"] == before["token"]["id"]
        assert child.ready["database_moved_to"] is None


def _at_once(*calls: Any) -> list[httpx.Response]:
    answers: list[httpx.Response] = []
    barrier = threading.Barrier(len(calls))

    def run(call: Any) -> None:
        barrier.wait(20)
        answers.append(call())

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_of_rotations_at_once_one_wins(service: Service) -> None:
    owners = [service.sign_in() for _ in range(6)]
    present = owners[0].get("/apps/scim").json()["token"]["id"]
    answers = _at_once(*[lambda owner=owner: rotate(owner, present_token_id=present) for owner in owners])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert {code_of(answer) for answer in answers if answer.status_code == 409} == {"token_changed"}


def test_one_key_at_once_rotates_once(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        owners, key = [service.sign_in() for _ in range(6)], str(uuid.uuid4())
        present = owners[0].get("/apps/scim").json()["token"]["id"]
        answers = _at_once(*[lambda owner=owner: rotate(owner, key, present_token_id=present) for owner in owners])
        assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
        assert len({answer.json()["rotation_id"] for answer in answers}) == 1
        assert len({answer.json()["token"]["value"] for answer in answers}) == 1


def test_clients_write_and_read_while_the_owner_rotates(tmp_path: Path) -> None:
    user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}
    with running(tmp_path) as service:
        owner = service.sign_in()
        token = owner.get("/apps/scim").json()["token"]["value"]
        clients = [service.scim(token, f"client/{number}") for number in range(5)]

        def work(client: httpx.Client, number: int) -> httpx.Response:
            answer = client.get("/Users?count=1")
            for turn in range(10):
                name = f"user{number}.{turn}@widget.example"
                answer = client.post("/Users", json={**user, "userName": name})
                assert answer.status_code == 201
                assert client.get(f"/Users/{answer.json()['id']}").status_code == 200
            return answer

        calls: list[Any] = [
            lambda client=client, number=number: work(client, number) for number, client in enumerate(clients)
        ]
        answers = _at_once(*calls, lambda: rotate(owner))
        assert [answer.status_code for answer in answers] == [201] * 6
        section = owner.get("/apps/scim").json()
        assert [use["count"] for use in section["previous_token"]["uses"]] == [21] * 5


def _rotation_on(child: Child, session: str, key: str, present: str) -> httpx.Response:
    return child.call(
        "POST",
        "/settings/v1/apps/scim/rotation",
        session,
        json={"present_token_id": present},
        headers={"Idempotency-Key": key},
    )


def _refused_for_lack_of_space(child: Child, session: str, before: dict[str, Any], key: str) -> None:
    answer = _rotation_on(child, session, key, before["token"]["id"])
    assert answer.status_code in (500, 507)
    assert code_of(answer) in ("storage_full", "storage_failed")
    now = child.call("GET", "/settings/v1/apps/scim", session)
    assert now.status_code == 200
    assert now.json() == before
    # Clients go on reading; only the count of their uses may be lost.
    assert child.call("GET", "/scim/v2/Users?count=1", before["token"]["value"]).status_code == 200
    created = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "f@widget.example" + "f" * 9000}
    refused = child.call("POST", "/scim/v2/Users", before["token"]["value"], json=created)
    assert refused.status_code in (500, 507)
    assert refused.headers["Content-Type"] == "application/scim+json"


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux's")
def test_a_file_that_may_not_grow_loses_nothing(tmp_path: Path) -> None:
    key = str(uuid.uuid4())
    with Child(tmp_path) as child:
        session = child.session()
        before = child.call("GET", "/settings/v1/apps/scim", session).json()
        size = (tmp_path / f"{DATABASE_NAME}-wal").stat().st_size
        resource.prlimit(child.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        _refused_for_lack_of_space(child, session, before, key)
        resource.prlimit(child.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        answer = _rotation_on(child, session, key, before["token"]["id"])
        assert answer.status_code == 201
    with Child(tmp_path) as child:
        again = child.call("GET", "/settings/v1/apps/scim", session).json()
        assert again["token"]["value"] == answer.json()["token"]["value"]
    assert child.ready["database_moved_to"] is None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    if subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False, capture_output=True
    ).returncode:
        pytest.skip("this system lets nobody mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    key = str(uuid.uuid4())
    with Child(small_disk) as child:
        session = child.session()
        before = child.call("GET", "/settings/v1/apps/scim", session).json()
        with (small_disk / "filler").open("wb", buffering=0) as filler:
            try:
                while filler.write(b"\0" * 4096) == 4096:
                    pass
            except OSError:
                pass
        answer = _rotation_on(child, session, key, before["token"]["id"])
        assert (answer.status_code, code_of(answer)) == (507, "storage_full")
        _refused_for_lack_of_space(child, session, before, key)
        (small_disk / "filler").unlink()
        assert _rotation_on(child, session, key, before["token"]["id"]).status_code == 201
