"""Accounts typed in by hand, as the vault has them and the store has not: the store was lost, or a crash came between.

The vault is written first, and a token's address stands beside the token: where both differ, the vault is right.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace

from app.accounts.typed import TypedTokens, TypedVault
from app.accounts.typed_about import About
from app.actions.typed_connection import TypedConnection
from app.domain.accounts import Account, AccountId, Source
from app.domain.errors import NameTaken, Problem
from app.domain.typed_input import LONGEST_NAME
from app.store.accounts import KeptAccount
from app.store.store import Store

_NAMES = 1_000


async def list_again(store: Store, tokens: TypedVault, but: Collection[AccountId]) -> None:
    """Put those back into the store that the vault alone knows, `but` those that are in hand. One that was on its way
    out when the store was lost comes back too: better than losing one. An entry that does not read, or does not say
    whose it is, is left alone. What fails is tried again at the next start.

    The vault's folder is read first, then who is on the way in or out, then the accounts, then the entries. An account
    is announced before its entry is written, and forgotten after its entry is deleted: so one that another window adds
    or removes meanwhile is seen in one of them.
    """
    with suppress(Problem):
        entries = [AccountId(owner) for owner in await tokens.owners()]
        going = set(await asyncio.to_thread(store.typed_accounts.on_their_way_out))
        known = set(await asyncio.to_thread(store.typed_accounts.all)) | going | set(but)
        unknown = [account for account in entries if account not in known]
        found = await tokens.read_many(unknown) if unknown else {}
        for account, each in found.items():
            if isinstance(each, TypedTokens) and each.about is not None:
                kept = KeptAccount(Account(account, each.about.name, each.about.environment, Source.TYPED))
                await _keep(store, tokens, kept, each.about)


async def put_right(store: Store, tokens: TypedVault, connection: TypedConnection, before: KeptAccount) -> None:
    """The store had something else of this account than the vault, which the connection shows: now it has the same.
    What fails is tried again at the next start."""
    with suppress(Problem):
        kept = await _keep(store, tokens, connection.kept_account, connection.about)
        if kept.account.environment is not before.account.environment:
            await asyncio.to_thread(store.typed_accounts.forget_twins, kept.account.id)
        connection.changed(kept, connection.details)


async def _keep(store: Store, tokens: TypedVault, kept: KeptAccount, about: About) -> KeptAccount:
    """Keep it under its name, or where another one has that, under one like it. Returns what is kept."""
    for name in _names(about.name):
        named = replace(kept, account=replace(kept.account, name=name))
        try:
            await asyncio.to_thread(store.typed_accounts.keep, named, about.details)
        except NameTaken:
            continue
        if name != about.name:
            await tokens.describe(kept.account.id, replace(about, name=name))
        return named
    raise NameTaken


def _names(name: str) -> Iterator[str]:
    yield name
    for number in range(2, _NAMES):
        yield f"{name[: LONGEST_NAME - 7]} ({number})"
