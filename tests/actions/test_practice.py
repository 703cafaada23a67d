"""The pretend accounts as a whole: our keeper, the real `_serve`, a real vault and a real store, started and started
again, killed, and without what they need."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import socket
from pathlib import Path

import httpx
import pytest

from app.accounts.practice_key import OWNER, practice_data
from app.actions.connections import Connection
from app.actions.practice import LocalAccount, Practice, local_id, owner_of
from app.domain.accounts import Account, AccountId, Environment, Person, Source
from app.domain.errors import (
    LocalServiceHeld,
    NotTheOwner,
    Problem,
    RotationUnfinished,
    SecretGone,
    ServiceFailed,
    ServiceUnreachable,
)
from app.domain.rotation import RotationKind
from app.store.accounts import KeptAccount
from app.vault.secrets import Secrets
from tests.actions.practice_home import MAIN, started

ENDED = "rss_" + "0" * 43


def _token(connection: Connection) -> str:
    section = connection.view.section
    assert section is not None
    assert section.token.value is not None
    return section.token.value.reveal()


async def _works(connection: Connection, token: str) -> bool:
    assert connection.view.section is not None
    async with httpx.AsyncClient(trust_env=False) as client:
        address = f"{connection.view.section.endpoint}/Users?count=1"
        return (await client.get(address, headers={"Authorization": f"Bearer {token}"})).status_code == 200


def _is_in_no_file(home: Path, secrets: list[str]) -> None:
    files = [path for path in home.rglob("*") if path.is_file()]
    assert len(files) > 3
    for path in files:
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content], path


def not_an_owner(account: LocalAccount) -> Person:
    return next(person for person in account.people if not person.is_owner)


async def test_the_first_start_makes_two_accounts_and_the_second_finds_them_as_they_were(home: Path) -> None:
    async with started(home) as first:
        connections = await first.open()
        views = [connection.view for connection in connections.values()]
        assert [(v.account.name, v.account.environment) for v in views] == [
            ("Widget Data Center", Environment.PRODUCTION),
            ("Widget Data Center QA", Environment.QA),
        ]
        assert {v.account.badge for v in views} == {"Practice"}
        assert [v.problem for v in views] == [None, None]
        old_token = _token(connections[MAIN])
        await connections[MAIN].rotate(RotationKind.PLANNED, views[0].section.token.id if views[0].section else "")
        before = connections[MAIN].view
        session = await first.parts.kept.session(MAIN)
        assert await _works(connections[MAIN], old_token)
        assert session is not None
        qa_token = _token(connections[AccountId(f"{MAIN}-qa")])
        key = await first.parts.vault.read(OWNER)
        assert key is not None
        _is_in_no_file(home, [session.reveal(), old_token, qa_token, _token(connections[MAIN]), key.get("key") or ""])
    async with started(home) as second:
        connections = await second.open()
        after = connections[MAIN].view
        assert after.section is not None
        assert before.section is not None
        assert after.section.endpoint == before.section.endpoint, "the same port again"
        assert after.section.token == before.section.token
        assert after.section.previous_token is not None
        assert before.section.previous_token is not None
        assert after.section.previous_token.expires_at == before.section.previous_token.expires_at
        assert [rotation.new_token_id for rotation in after.not_shown] == [after.section.token.id]
        assert await second.parts.kept.session(MAIN) == session
        assert not second.states[-1].port_changed
        assert await _works(connections[MAIN], _token(connections[MAIN]))
        await second.parts.vault.update(MAIN, lambda kept: kept.with_values(session=ENDED))
        connections = await second.open()
        assert connections[MAIN].view.problem is None, "an ended session is renewed"
        renewed = await second.parts.kept.session(MAIN)
        assert renewed is not None
        assert renewed.reveal() != ENDED


async def test_a_killed_service_comes_back_as_it_was(home: Path) -> None:
    async with started(home) as program:
        connection = (await program.open())[MAIN]
        before = connection.view.section
        await program.until_it_is_back(program.kill())
        view = await asyncio.wait_for(connection.refresh(), 60)
        assert view.problem is None
        assert view.section == before


@pytest.mark.parametrize("stopped_first", [True, False])
async def test_a_service_killed_in_a_rotation_rotates_once(home: Path, stopped_first: bool) -> None:
    async with started(home) as program:
        connection = (await program.open())[MAIN]
        assert connection.view.section is not None
        first_id, first_token = connection.view.section.token.id, _token(connection)
        pid = program.practice.service_pid
        assert pid is not None
        if stopped_first:
            os.kill(pid, signal.SIGSTOP)  # the request arrives, and nobody ever reads it
        rotating = asyncio.create_task(connection.rotate(RotationKind.PLANNED, first_id))
        async with asyncio.timeout(30):
            while not program.parts.store.journal.unfinished(MAIN):
                await asyncio.sleep(0)
        await asyncio.sleep(0.02)
        os.kill(pid, signal.SIGKILL)
        await program.until_it_is_back(pid)
        try:
            await asyncio.wait_for(rotating, 60)
        except (ServiceUnreachable, RotationUnfinished):  # killed before the request had left; not back soon enough
            await connection.rotate(RotationKind.PLANNED, first_id)
        section = connection.view.section
        assert section.previous_token is not None
        assert section.previous_token.id == first_id, "rotated once: the old one is the first"
        kept = await program.parts.kept.tokens(MAIN)
        assert kept is not None
        assert kept.token == section.token.value
        assert await _works(connection, kept.token.reveal())
        assert await _works(connection, first_token)


async def test_without_a_keyring_it_lives_in_memory_for_this_run(home: Path) -> None:
    async with started(home, keyring=False) as program:
        connection = (await program.open())[MAIN]
        token = _token(connection)
        assert connection.view.problem is None
        assert not (home / "practice").exists()
        assert program.parts.store.accounts.all() == ()
        await program.until_it_is_back(program.kill())
        view = await asyncio.wait_for(connection.refresh(), 60)
        assert view.problem is None, "it begins afresh: a new session, new tokens"
        assert _token(connection) != token
        assert await _works(connection, _token(connection))


async def test_a_lost_key_leaves_the_database_untouched_and_is_told(home: Path) -> None:
    async with started(home) as first:
        await first.open()
        shown = first.practice.service_state.url
    database = home / "practice" / "r-service.sqlite3"
    content = database.read_bytes()
    async with started(home) as second:
        await second.parts.vault.update(OWNER, lambda kept: kept.with_values(key="a" * 42 + "A="))
        with pytest.raises(SecretGone) as caught:
            await second.open()
        assert str(home / "practice") in caught.value.next_step
        await second.parts.vault.delete(OWNER)
        with pytest.raises(SecretGone):
            await second.open()
        assert await second.parts.vault.read(OWNER) is None, "no new key: the database would be lost for good"
        views = await second.practice.remembered(caught.value)
        assert [view.account.source for view in views] == [Source.PRACTICE] * 2
        assert all(view.section is not None and view.section.endpoint.startswith(shown) for view in views)
    (home.parent / "key").write_bytes(b"another key for the vault itself")
    async with started(home) as third:
        with pytest.raises(SecretGone):
            await third.open()
    assert database.read_bytes() == content


async def test_the_key_is_in_the_vault_before_the_service_knows_it(home: Path) -> None:
    async with started(home) as program:
        refused = Practice(
            store=program.parts.store,
            vault=program.parts.vault,
            rotations=program.parts.rotations,
            kept=program.parts.kept,
            clock=program.parts.clock,
            folder=home / "practice",
            command=["/nowhere/at/all"],
        )
        with pytest.raises(Problem):
            await refused.open()
        kept = await program.parts.vault.read(OWNER)
        assert kept is not None
        key = kept.get("key")
        again = await practice_data(program.parts.vault, home / "practice")
        assert base64.b64encode(again.key).decode() == key


async def test_who_is_no_owner_sees_the_accounts_and_no_token(home: Path) -> None:
    async with started(home) as program:
        connections = await asyncio.wait_for(program.practice.open(not_an_owner), 60)
        assert [connection.view.account.name for connection in connections] == [
            "Widget Data Center",
            "Widget Data Center QA",
        ]
        for connection in connections:
            assert isinstance(connection.view.problem, NotTheOwner)
            assert connection.view.section is None
            assert await program.parts.vault.read(connection.view.account.id) is None


async def test_a_taken_port_is_told(home: Path) -> None:
    async with started(home) as first:
        await first.open()
        port = first.practice.service_state.port
    with socket.create_server(("127.0.0.1", port)):
        async with started(home) as second:
            await second.open()
            assert second.practice.service_state.port_changed
            moved = second.practice.service_state.port
            assert moved != port
            await second.practice.close()
            kept = second.parts.store.accounts.get(MAIN)
            assert kept is not None
            assert (kept.service_url or "").endswith(f":{moved}"), "the next start asks for that one"


async def test_a_damaged_database_is_moved_aside_and_the_person_is_told(home: Path) -> None:
    async with started(home) as first:
        connections = await first.open()
        token = _token(connections[MAIN])
    (home / "practice" / "r-service.sqlite3").write_bytes(b"not a database, but long enough to look at" * 100)
    async with started(home) as second:
        gone = Account(AccountId("practice_gone"), "A gone account", Environment.QA, Source.PRACTICE)
        second.parts.store.accounts.keep(KeptAccount(gone, "http://127.0.0.1:no-port", "gone", "x@widget.example"))
        await second.parts.vault.write(gone.id, Secrets({"token": "a" * 64}))
        connections = await second.open()
        assert second.parts.store.accounts.get(gone.id) is None, "no service serves it any more"
        assert await second.parts.vault.read(gone.id) is None
        moved = second.practice.service_state.database_moved_to
        assert moved is not None
        assert moved.exists()
        assert connections[MAIN].view.problem is None
        assert _token(connections[MAIN]) != token


@pytest.mark.parametrize("emptied", [True, False])
async def test_an_emptied_or_vanished_database_is_told_and_the_tokens_from_before_are_kept(
    home: Path, emptied: bool
) -> None:
    async with started(home) as first:
        connections = await first.open()
        token = _token(connections[MAIN])
        assert not first.practice.service_state.database_missing
    database = home / "practice" / "r-service.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    if emptied:
        database.touch()
    async with started(home) as second:
        connections = await second.open()
        state = second.practice.service_state
        assert state.database_missing is not emptied
        assert (state.database_moved_to is not None) is emptied
        assert _token(connections[MAIN]) != token
        kept = await second.parts.vault.read(MAIN)
        assert kept is not None
        assert kept.get("replaced_token") == token
        assert kept.get("token") == _token(connections[MAIN])


async def test_two_at_once_are_one_too_many(home: Path) -> None:
    async with started(home) as first, started(home) as second:
        await first.open()
        with pytest.raises(LocalServiceHeld):
            await second.open()


@pytest.mark.parametrize("name", ["", "../up", "with blank", "a" * 51, "colon:"])
def test_an_account_that_cannot_be_named_on_this_computer_is_refused(name: str) -> None:
    with pytest.raises(ServiceFailed):
        local_id(LocalAccount(name, "Widget", Environment.QA, ()))


def test_an_account_without_an_owner_is_refused() -> None:
    with pytest.raises(ServiceFailed):
        owner_of(LocalAccount("widget", "Widget", Environment.QA, (Person("Noah", "noah@widget.example"),)))
