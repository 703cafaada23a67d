"""Accounts typed in by hand: add, edit, remove. Kept on this computer only."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts.typed import TypedVault
from app.actions.typed_connection import TypedConnection
from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.clock import Clock
from app.domain.errors import Problem
from app.domain.tokens import AccessToken
from app.domain.typed import TypedDetails
from app.store.accounts import KeptAccount
from app.store.store import Store, store_in_memory
from app.vault.vault import Vault


@dataclass(frozen=True)
class NewAccount:
    """What the person typed or pasted, already judged to be usable."""

    name: str
    environment: Environment
    endpoint: str
    token: AccessToken
    settings_page: str | None = None
    rotated_at: datetime | None = None
    """When the token was last rotated, UTC; None: they do not know."""


class TypedAccounts:
    """Those of this computer, by id. Without a keyring they live for this run alone."""

    def __init__(self, store: Store, vault: Vault, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.tokens = TypedVault(vault, clock)
        self.marks = store if self.tokens.persistent else store_in_memory(clock)
        """Where what is known beside the tokens is kept: rotations by guidance, checks, who has switched. It lives as
        long as the tokens do."""
        self._connections: dict[AccountId, TypedConnection] = {}

    @property
    def connections(self) -> Mapping[AccountId, TypedConnection]:
        """In the order of their names."""
        ordered = sorted(self._connections.items(), key=lambda each: (each[1].view.account.name.casefold(), each[0]))
        return dict(ordered)

    async def open(self) -> None:
        """Forget what an earlier run left on its way out, and read the others. What is wrong with one is in its view.
        Raises what the store raises."""
        if self.tokens.persistent:
            await self._forget_those_on_their_way_out()
        kept = await asyncio.to_thread(self._store.accounts.all)
        details = await asyncio.to_thread(self._store.typed_accounts.all)
        for each in kept:
            account = each.account.id
            if each.account.source is Source.TYPED and account in details and account not in self._connections:
                self._connections[account] = TypedConnection(each, details[account], self.tokens, self.marks)
        await asyncio.gather(*(connection.open() for connection in self._connections.values()))

    async def add(self, new: NewAccount) -> TypedConnection:
        """Keep a new account: its token is in the vault, read back, before it is listed. Raises NameTaken, and what
        vault and store raise; nothing is kept then."""
        account_id = AccountId(f"typed_{uuid.uuid4().hex}")
        kept = KeptAccount(Account(account_id, new.name, new.environment, Source.TYPED))
        details = TypedDetails(new.endpoint, new.settings_page, self._clock.now())
        connection = TypedConnection(kept, details, self.tokens, self.marks)
        if not self.tokens.persistent:
            tokens = await self.tokens.begin(account_id, new.token, new.rotated_at)
        else:
            await asyncio.to_thread(self._store.typed_accounts.announce, account_id, self._clock.now())
            tokens = await self.tokens.begin(account_id, new.token, new.rotated_at)
            try:
                await asyncio.to_thread(self._store.typed_accounts.keep, kept, details)
            except Problem:
                await self._forget(account_id)
                raise
        await connection.show(tokens)
        self._connections[account_id] = connection
        return connection

    async def edit(self, account: AccountId, *, name: str, endpoint: str, settings_page: str | None) -> None:
        """Keep another name, endpoint or settings page. Raises NameTaken, and what the store raises."""
        connection = self._connections[account]
        kept = replace(connection.kept_account, account=replace(connection.view.account, name=name))
        details = replace(connection.details, endpoint=endpoint, settings_page=settings_page)
        if self.tokens.persistent:
            await asyncio.to_thread(self._store.typed_accounts.keep, kept, details)
        connection.changed(kept, details)
        await connection.open()

    async def remove(self, account: AccountId) -> None:
        """Take it off the list. Its token stays until `end_removal`, or until the next start. Raises what the store
        raises."""
        if self.tokens.persistent:
            await asyncio.to_thread(self._store.typed_accounts.begin_removal, account, self._clock.now())
        self._connections.pop(account, None)

    async def undo_removal(self, connection: TypedConnection) -> None:
        """Put it back. Raises NameTaken where its name was given to another one meanwhile."""
        account = connection.view.account.id
        if self.tokens.persistent:
            await asyncio.to_thread(self._store.typed_accounts.undo_removal, account)
        self._connections[account] = connection

    async def end_removal(self, account: AccountId) -> None:
        """Delete its token, then everything else of it. Where that fails the next start does it."""
        with suppress(Problem):
            await self._forget(account)

    async def _forget_those_on_their_way_out(self) -> None:
        for account in await asyncio.to_thread(self._store.typed_accounts.on_their_way_out):
            with suppress(Problem):
                await self._forget(account)

    async def _forget(self, account: AccountId) -> None:
        await self.tokens.forget(account)  # first: a row without a token is forgotten at the next start, too
        if self.tokens.persistent:
            await asyncio.to_thread(self._store.typed_accounts.forget, account)
