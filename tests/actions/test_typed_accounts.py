"""Accounts typed in by hand: kept in a real store and vault, and found there by the next start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import Environment
from app.domain.clock import SystemClock
from app.domain.errors import KeyringMissing, NameTaken, SecretGone
from app.domain.tokens import AccessToken
from tests.actions.parts import opened

ENDPOINT = "https://api.r-service.tech/scim/v2"
FIRST, SECOND = AccessToken("a1" * 32), AccessToken("b2" * 32)
ROTATED = datetime(2026, 2, 1, tzinfo=UTC)


def new(name: str = "Widget", token: AccessToken = FIRST, rotated_at: datetime | None = ROTATED) -> NewAccount:
    return NewAccount(name, Environment.PRODUCTION, ENDPOINT, token, rotated_at=rotated_at)


async def test_one_that_was_added_is_there_after_the_next_start(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        added = (await typed.add(new())).view
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        view = typed.connections[added.account.id].view
        assert view == added
        assert view.section is not None
        assert (view.section.endpoint, view.section.token.value) == (ENDPOINT, FIRST)
        assert view.section.token.created_at == ROTATED
        assert not any(vars(view.account.capabilities).values())
        known = parts.store.last_known.get(added.account.id)
        assert known is not None
        assert known.token_known_since is not None


async def test_a_name_that_is_taken_leaves_no_token_behind(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.add(new())
        files = set((tmp_path / "vault").iterdir())
        with pytest.raises(NameTaken):
            await typed.add(new("WIDGET", SECOND))
        assert {each for each in (tmp_path / "vault").iterdir() if each.suffix != ".lock"} <= files
        assert len(typed.connections) == 1
        assert parts.store.typed_accounts.on_their_way_out() == ()


async def test_a_token_that_a_crash_left_is_forgotten_at_the_next_start(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        removed = (await typed.add(new())).view.account.id
        await typed.remove(removed)
        assert await typed.tokens.read(removed) is not None
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        assert typed.connections == {}
        assert await typed.tokens.read(removed) is None


async def test_removing_can_be_undone(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        connection = await typed.add(new())
        await typed.remove(connection.view.account.id)
        await typed.undo_removal(connection)
        assert list(typed.connections) == [connection.view.account.id]
        assert len(parts.store.accounts.all()) == 1


async def test_taking_a_pasted_token_makes_the_present_one_the_old_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        connection = await typed.add(new())
        account = connection.view.account.id
        made_at = datetime(2026, 3, 2, tzinfo=UTC)
        ends_at = made_at + timedelta(days=30)
        assert (await typed.tokens.paste(account, SECOND)).pasted == SECOND
        taken = await typed.tokens.take_pasted(account, made_at, ends_at)
        assert taken.old is not None
        assert (taken.present.value, taken.old.value, taken.old_ends_at, taken.pasted) == (SECOND, FIRST, ends_at, None)
        # Done again, as after a crash before that was noted: nothing is rotated twice.
        again = await typed.tokens.take_pasted(account, made_at, ends_at)
        assert again == taken
        await connection.open()
        section = connection.view.section
        assert section is not None
        assert section.previous_token is not None
        assert section.previous_token.expires_at == ends_at


async def test_without_a_keyring_one_lives_for_this_run_and_the_others_are_named(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        await TypedAccounts(parts.store, parts.vault, parts.clock).add(new())
    async with opened(tmp_path, keyring=False) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        (view,) = (connection.view for connection in typed.connections.values())
        assert isinstance(view.problem, KeyringMissing)
        assert view.section is not None
        assert view.section.endpoint == ENDPOINT
        assert view.section.token.value is None
        await typed.add(new("Another", SECOND))
        assert len(parts.store.accounts.all()) == 1


async def test_a_lost_key_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with opened(home) as parts:
        await TypedAccounts(parts.store, parts.vault, SystemClock()).add(new())
    (tmp_path / "key").unlink()
    async with opened(home) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        (view,) = (connection.view for connection in typed.connections.values())
        assert isinstance(view.problem, SecretGone)
