"""Many accounts typed in by hand, their removal and their names; and what is listed where no vault opens."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from app.actions.program import Program
from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import Environment
from app.domain.clock import SystemClock
from app.domain.errors import KeyringLocked, NameTaken, SecretDamaged
from app.domain.tokens import AccessToken
from tests.actions.many_accounts import MANY, make_many
from tests.actions.parts import opened

TOKEN, OTHER = AccessToken("a1" * 32), AccessToken("b2" * 32)
ENDPOINT = "https://api.r-service.tech/scim/v2"


def new(name: str = "Widget", environment: Environment = Environment.PRODUCTION) -> NewAccount:
    return NewAccount(name, environment, ENDPOINT, TOKEN)


async def test_many_at_once_are_what_each_one_is_alone(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        await make_many(tmp_path, 12)
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        names = [connection.view.account.name for connection in typed.connections.values()]
        assert names == sorted(names)
        assert len(names) == 12
        for connection in typed.connections.values():
            together = connection.view
            assert together.section is not None
            assert together.section.token.value is not None
            assert await connection.open() == together


async def test_what_is_wrong_with_one_leaves_the_others_alone(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        broken = (await typed.add(new("Broken"))).view.account.id
        await typed.add(new("Whole"))
    (file,) = (tmp_path / "vault").glob(f"of-{broken}.*.sealed")
    file.write_bytes(file.read_bytes()[:-1])
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        views = {connection.view.account.name: connection.view for connection in typed.connections.values()}
        assert isinstance(views["Broken"].problem, SecretDamaged)
        assert views["Broken"].section is not None
        assert views["Broken"].section.endpoint == ENDPOINT
        assert views["Whole"].problem is None


async def test_undo_gives_another_name_where_its_own_is_taken(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        removed = await typed.add(new())
        await typed.remove(removed.view.account.id)
        await typed.add(new("WIDGET"))
        assert await typed.undo_removal(removed) == "Widget (2)"
        assert [each.view.account.name for each in typed.connections.values()] == ["WIDGET", "Widget (2)"]
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        assert [each.view.account.name for each in typed.connections.values()] == ["WIDGET", "Widget (2)"]


async def test_looking_again_leaves_what_can_still_be_undone(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        removed = await typed.add(new())
        await typed.remove(removed.view.account.id)
        await typed.open()
        assert typed.connections == {}
        assert await typed.undo_removal(removed) == "Widget"
        assert removed.view.section is not None
        assert removed.view.section.token.value == TOKEN
        await typed.open()
        assert len(typed.connections) == 1


async def test_the_end_of_a_removal_deletes_the_token(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        removed = (await typed.add(new())).view.account.id
        await typed.remove(removed)
        assert list((tmp_path / "vault").glob("*.sealed"))
        await typed.end_removal(removed)
        assert not list((tmp_path / "vault").glob("*.sealed"))
        assert parts.store.typed_accounts.on_their_way_out() == ()


async def test_editing_keeps_the_token_and_its_dates(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        account = (await typed.add(new())).view.account.id
        await typed.add(new("Widget", Environment.QA))
        with pytest.raises(NameTaken):
            await typed.edit(account, name="widget", endpoint=ENDPOINT, settings_page=None, environment=Environment.QA)
        page, endpoint = "https://widget.example.com/settings", "https://api.example.com/scim/v2"
        made_at = parts.clock.now().replace(microsecond=0)
        await typed.edit(account, name="Gadget", endpoint=endpoint, settings_page=page, environment=Environment.QA)
        await typed.set_made_at(account, made_at)
        before = typed.connections[account].view
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        view = typed.connections[account].view
        assert view == before
        assert (view.account.name, view.account.environment) == ("Gadget", Environment.QA)
        assert view.section is not None
        assert view.section.endpoint == endpoint
        assert (view.section.token.value, view.section.token.created_at) == (TOKEN, made_at)
        assert view.typed is not None
        assert view.typed.details.settings_page == page


async def test_changing_the_environment_ends_being_a_twin(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        production = (await typed.add(new())).view.account.id
        qa = (await typed.add(new("Widget", Environment.QA))).view.account.id
        parts.store.typed_accounts.mark_twin(qa, production)
        await typed.edit(qa, name="Widget", endpoint=ENDPOINT, settings_page=None)
        assert parts.store.typed_accounts.twins() == {qa: production}
        await typed.edit(qa, name="Gadget", endpoint=ENDPOINT, settings_page=None, environment=Environment.PRODUCTION)
        assert parts.store.typed_accounts.twins() == {}


async def test_names_are_unique_without_a_keyring_too(tmp_path: Path) -> None:
    async with opened(tmp_path, keyring=False) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.add(new())
        with pytest.raises(NameTaken):
            await typed.add(new("WIDGET"))
        await typed.add(new("WIDGET", Environment.QA))


class LockedKeyring:
    """A keyring that somebody has locked."""

    async def get_key(self) -> bytes | None:
        raise KeyringLocked

    async def set_key(self, key: bytes) -> None:
        raise KeyringLocked

    async def delete_key(self) -> None:
        raise KeyringLocked


async def test_with_a_locked_keyring_they_are_listed_with_their_endpoints(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with opened(home) as parts:
        await TypedAccounts(parts.store, parts.vault, parts.clock).add(new())
    program = Program(SystemClock(), changed=lambda: None, folder=home, keyring=LockedKeyring())
    await program.open(practice=False)
    try:
        (view,) = program.views.values()
        assert (view.account.name, view.account.badge) == ("Widget", "Production")
        assert isinstance(view.problem, KeyringLocked)
        assert view.section is not None
        assert (view.section.endpoint, view.section.token.value) == (ENDPOINT, None)
        assert program.connection(view.account.id) is None
        await program.go_without_keyring()
        (view,) = program.views.values()
        assert view.section is not None
        assert view.section.endpoint == ENDPOINT
    finally:
        await program.close()


@pytest.mark.alone
async def test_a_start_with_many_accounts_is_quick(tmp_path: Path) -> None:
    await make_many(tmp_path)
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        longest, ended = 0.0, False

        async def beat() -> None:
            nonlocal longest
            while not ended:
                before = time.perf_counter()
                await asyncio.sleep(0.001)
                longest = max(longest, time.perf_counter() - before)

        beating = asyncio.create_task(beat())
        began = time.perf_counter()
        await typed.open()
        took = time.perf_counter() - began
        ended = True
        await beating
        assert len(typed.connections) == MANY
        assert took < 1.0
        assert longest < 0.1
