"""The store is lost, and the vault is not: every account typed in by hand is there again, with its tokens."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.actions.connections import AccountView
from app.actions.notices import store_was_moved
from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import AccountId, Environment
from app.domain.errors import NameTaken
from app.domain.tokens import AccessToken
from app.vault.secrets import Secrets
from tests.actions.many_accounts import MANY, make_many
from tests.actions.parts import Parts, opened

FIRST, SECOND = AccessToken("a1" * 32), AccessToken("b2" * 32)
ENDPOINT, ELSEWHERE = "https://api.r-service.tech/scim/v2", "https://api.r-service.qa/scim/v2"
PAGE = "https://widget.r-service.tech/settings"
ROTATED = datetime(2026, 11, 1, tzinfo=UTC)


def lose_store(home: Path) -> None:
    for path in home.glob("store.sqlite3*"):
        path.unlink()


def damage_store(home: Path) -> None:
    (home / "store.sqlite3").write_bytes(b"not a database at all" * 100)


async def started(parts: Parts) -> TypedAccounts:
    typed = TypedAccounts(parts.store, parts.vault, parts.clock)
    await typed.open()
    return typed


def views(typed: TypedAccounts) -> dict[AccountId, AccountView]:
    return {account: connection.view for account, connection in typed.connections.items()}


def names(typed: TypedAccounts) -> list[tuple[str, Environment]]:
    return [(each.account.name, each.account.environment) for each in views(typed).values()]


@pytest.mark.parametrize("lose", [lose_store, damage_store])
async def test_accounts_are_there_again_with_all_that_belongs_to_their_tokens(tmp_path: Path, lose: object) -> None:
    async with opened(tmp_path) as parts:
        typed = await started(parts)
        widget = await typed.add(NewAccount("Widget", Environment.PRODUCTION, ENDPOINT, FIRST, PAGE, ROTATED))
        account = widget.view.account.id
        await typed.tokens.paste(account, SECOND)
        await widget.show(await typed.tokens.take_pasted(account, parts.clock.now(), ROTATED + timedelta(days=60)))
        qa = await typed.add(NewAccount("Gadget", Environment.PRODUCTION, ENDPOINT, SECOND))
        await typed.edit(
            qa.view.account.id, name="W \udc80", endpoint=ELSEWHERE, settings_page=None, environment=Environment.QA
        )
        before = views(await started(parts))
    assert callable(lose)
    lose(tmp_path)
    for _ in range(2):
        async with opened(tmp_path) as parts:
            assert (parts.store.moved_to is not None) == (lose is damage_store and _ == 0)
            again = views(await started(parts))
            assert again == before
            assert len(parts.store.accounts.all()) == 2


async def test_it_says_so_where_the_store_was_moved(tmp_path: Path) -> None:
    text = store_was_moved(tmp_path / "moved").text
    assert str(tmp_path / "moved") in text
    assert "listed again, with their tokens" in text


async def test_one_whose_name_was_given_again_has_another(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        await (await started(parts)).add(NewAccount("Widget", Environment.QA, ENDPOINT, FIRST))
    lose_store(tmp_path)
    async with opened(tmp_path) as parts:
        # Begun before anything was found again: as where the vault could not be read at first.
        await TypedAccounts(parts.store, parts.vault, parts.clock).add(
            NewAccount("WIDGET", Environment.QA, ENDPOINT, SECOND)
        )
    for _ in range(2):
        async with opened(tmp_path) as parts:
            assert names(await started(parts)) == [("WIDGET", Environment.QA), ("Widget (2)", Environment.QA)]


async def test_what_is_being_added_or_was_removed_is_not_found_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = await started(parts)
        removed = await typed.add(NewAccount("Gone", Environment.QA, ENDPOINT, FIRST))
        kept = await typed.add(NewAccount("Kept", Environment.QA, ENDPOINT, FIRST))
        await typed.remove(removed.view.account.id)
        await typed.open()
        assert names(typed) == [("Kept", Environment.QA)]
        await typed.end_removal(removed.view.account.id)
        await typed.open()
        assert names(typed) == [("Kept", Environment.QA)]
        new = AccountId("typed_new")
        parts.store.typed_accounts.announce(new, parts.clock.now())
        await typed.tokens.begin(new, SECOND, None, kept.about)
    async with opened(tmp_path) as parts:
        assert names(await started(parts)) == [("Kept", Environment.QA)]
        assert await parts.vault.owners() == (kept.view.account.id,)


async def test_what_does_not_say_whose_it_is_is_left_alone(tmp_path: Path) -> None:
    entry = Secrets({"token": "a" * 64, "token_id": "1", "token_known_since": "2026-11-01T00:00:00+00:00"})
    async with opened(tmp_path) as parts:
        await parts.vault.write("typed_earlier", entry)
        await parts.vault.write("api_widget", entry)
        (tmp_path / "vault" / "of-typed_broken.1.sealed").write_bytes(b"broken")
        assert names(await started(parts)) == []
        assert await parts.vault.read("typed_earlier") == entry
        assert len(await parts.vault.owners()) == 3


async def test_without_a_keyring_nothing_is_written_down(tmp_path: Path) -> None:
    async with opened(tmp_path, keyring=False) as parts:
        typed = await started(parts)
        account = (await typed.add(NewAccount("Widget", Environment.QA, ENDPOINT, FIRST))).view.account.id
        await typed.edit(account, name="Gadget", endpoint=ELSEWHERE, settings_page=None)
        await typed.open()
        assert names(typed) == [("Gadget", Environment.QA)]
        assert parts.store.accounts.all() == ()


async def test_a_name_that_undo_gave_is_in_the_vault_too(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = await started(parts)
        removed = await typed.add(NewAccount("Widget", Environment.QA, ENDPOINT, FIRST))
        await typed.remove(removed.view.account.id)
        await typed.add(NewAccount("Widget", Environment.QA, ENDPOINT, SECOND))
        with pytest.raises(NameTaken):
            typed._check_name(removed.view.account)
        await typed.undo_removal(removed)
    lose_store(tmp_path)
    async with opened(tmp_path) as parts:
        assert names(await started(parts)) == [("Widget", Environment.QA), ("Widget (2)", Environment.QA)]
        tokens = [each.section.token.value for each in views(await started(parts)).values() if each.section]
        assert tokens == [SECOND, FIRST]


@pytest.mark.alone
async def test_many_are_found_again_while_the_window_goes_on(tmp_path: Path) -> None:
    await make_many(tmp_path)
    lose_store(tmp_path)
    async with opened(tmp_path) as parts:
        typed, longest, ended = TypedAccounts(parts.store, parts.vault, parts.clock), 0.0, False

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
        print(f"{took:.2f} s, {longest * 1000:.0f} ms")
        assert len(typed.connections) == MANY
        assert took < 5
        assert longest < 0.1
