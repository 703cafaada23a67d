"""Accounts typed in by hand: add, edit, remove. Kept on this computer only."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts.typed import TypedTokens, TypedVault
from app.accounts.typed_about import About
from app.actions.connections import TypedState
from app.actions.typed_connection import TypedConnection
from app.actions.typed_found_again import list_again, put_right
from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.clock import Clock
from app.domain.errors import NameTaken, Problem, SecretGone
from app.domain.history import DONE, What
from app.domain.tokens import AccessToken
from app.domain.typed import TypedDetails
from app.store.accounts import KeptAccount
from app.store.last_known import LastKnown
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
        self._in_hand: set[AccountId] = set()
        """Being added, or removed with Undo in sight: the store has them as on their way out, and they are not."""

    @property
    def connections(self) -> Mapping[AccountId, TypedConnection]:
        """In the order of their names."""
        return self._connections

    async def open(self) -> None:
        """Forget what an earlier run left on its way out, and read the others. What is wrong with one is in its view.
        Where the vault says something else of one than the store, the vault is right. Raises what the store raises."""
        if self.tokens.persistent:
            await self._forget_those_on_their_way_out()
            await list_again(self._store, self.tokens, self._in_hand | set(self._connections))
        kept = await asyncio.to_thread(self._store.accounts.all)
        details = await asyncio.to_thread(self._store.typed_accounts.all)
        for each in kept:
            account = each.account.id
            if each.account.source is Source.TYPED and account in details and account not in self._connections:
                self._connections[account] = TypedConnection(each, details[account], self.tokens, self.marks)
        found = await self.tokens.read_many(tuple(self._connections))
        for account, connection in self._connections.items():
            before, tokens = connection.kept_account, found.get(account)
            if isinstance(tokens, TypedTokens) and connection.heed(tokens) and self.tokens.persistent:
                await put_right(self._store, self.tokens, connection, before)
        self._sort()
        # In one worker thread for all: hundreds of them would wait for each other, and the window for them.
        looks = [(connection, found.get(account)) for account, connection in self._connections.items()]
        for connection, tokens, state, last in await asyncio.to_thread(self._look, looks):
            await connection.opened(tokens, state, last)

    async def add(self, new: NewAccount) -> TypedConnection:
        """Keep a new account: its token is in the vault, read back, before it is listed. Raises NameTaken, and what
        vault and store raise; nothing is kept then."""
        account_id = AccountId(f"typed_{uuid.uuid4().hex}")
        kept = KeptAccount(Account(account_id, new.name, new.environment, Source.TYPED))
        details = TypedDetails(new.endpoint, new.settings_page, self._clock.now())
        connection = TypedConnection(kept, details, self.tokens, self.marks)
        self._check_name(kept.account)
        self._in_hand.add(account_id)
        try:
            if not self.tokens.persistent:
                tokens = await self.tokens.begin(account_id, new.token, new.rotated_at, connection.about)
            else:
                tokens = await self._keep_new(connection, new)
        finally:
            self._in_hand.discard(account_id)
        await connection.show(tokens)
        self._list(connection)
        await self._note(connection, What.ADDED)
        return connection

    async def bring(
        self, kept: KeptAccount, details: TypedDetails, tokens: TypedTokens, mark: Callable[[Store], None]
    ) -> TypedConnection:
        """Keep an account that comes from another computer: a new one, or in place of the one here that has its id. Its
        tokens are in the vault first, and their address with them; `mark` writes what is known of them. Raises
        NameTaken, and what vault and store raise: nothing of a new one is kept then."""
        account = kept.account.id
        here = self._connections.get(account)
        moves = here is not None and here.details.endpoint != details.endpoint
        before = (await self.tokens.read_many((account,)))[account] if moves else None
        self._check_name(kept.account)
        self._in_hand.add(account)
        try:
            if self.tokens.persistent and here is None:
                await asyncio.to_thread(self._store.typed_accounts.announce, account, self._clock.now())
            if moves:
                await asyncio.to_thread(self.marks.token_marks.forget_checks, account)
            await self.tokens.keep(account, tokens, About(kept.account.name, kept.account.environment, details))
            await asyncio.to_thread(mark, self.marks)
            if self.tokens.persistent:
                await asyncio.to_thread(self._store.typed_accounts.keep, kept, details)
        except Problem:
            if here is not None:
                if isinstance(before, TypedTokens):  # its address stayed: another one's tokens are not sent there
                    with suppress(Problem):
                        await self.tokens.keep(account, before, here.about)
                await here.open()  # as far as it came, it is here
            else:
                await self.end_removal(account)
            raise
        finally:
            self._in_hand.discard(account)
        connection = here or TypedConnection(kept, details, self.tokens, self.marks)
        connection.changed(kept, details)
        await connection.show(tokens)
        self._list(connection)
        await self._note(connection, What.MOVED_IN)
        return connection

    async def in_use(self, account: AccountId) -> bool:
        """Whether an account of this computer has that id, or had it and is on its way out. Raises what the store
        raises."""
        if account in self._connections or account in self._in_hand or not self.tokens.persistent:
            return account in self._connections or account in self._in_hand
        going = await asyncio.to_thread(self._store.typed_accounts.on_their_way_out)
        return account in going or await asyncio.to_thread(self._store.accounts.get, account) is not None

    async def edit(
        self,
        account: AccountId,
        *,
        name: str,
        endpoint: str,
        settings_page: str | None,
        environment: Environment | None = None,
    ) -> None:
        """Keep another name, endpoint, settings page or environment (None: the same). Raises NameTaken, and what
        vault and store raise; nothing has changed then."""
        connection = self._connections[account]
        before = connection.view.account
        now = replace(before, name=name, environment=environment or before.environment)
        self._check_name(now)
        kept = replace(connection.kept_account, account=now)
        details = replace(connection.details, endpoint=endpoint, settings_page=settings_page)
        if endpoint != connection.details.endpoint:
            await asyncio.to_thread(self.marks.token_marks.forget_checks, account)
        with suppress(SecretGone):  # no token that can be read: none is sent anywhere
            await self.tokens.describe(account, About(now.name, now.environment, details))
        if self.tokens.persistent:
            try:
                await asyncio.to_thread(self._store.typed_accounts.keep, kept, details)
            except Problem:
                with suppress(Problem):
                    await self.tokens.describe(account, connection.about)
                raise
            if now.environment is not before.environment:
                await asyncio.to_thread(self._store.typed_accounts.forget_twins, account)
        connection.changed(kept, details)
        self._sort()
        await connection.open()
        if (now.name, now.environment) != (before.name, before.environment):
            await self._note(connection, What.RENAMED)

    async def set_made_at(self, account: AccountId, made_at: datetime | None) -> None:
        """The person has found out, or put right, when the present token was made. Raises what the vault raises."""
        tokens = await self.tokens.set_made_at(account, made_at)
        await self._connections[account].show(tokens)

    async def remove(self, account: AccountId) -> None:
        """Take it off the list. Its token stays until `end_removal`, or until the next start. Raises what the store
        raises."""
        self._in_hand.add(account)
        try:
            if self.tokens.persistent:
                await asyncio.to_thread(self._store.typed_accounts.begin_removal, account, self._clock.now())
        except Problem:
            self._in_hand.discard(account)
            raise
        removed = self._connections.pop(account, None)
        if removed is not None:
            await self._note(removed, What.REMOVED)

    async def undo_removal(self, connection: TypedConnection) -> str:
        """Put it back. Returns its name, which is another one where its own was given to another account meanwhile."""
        account = connection.view.account
        for number in range(1, 1000):
            name = account.name if number == 1 else f"{account.name} ({number})"
            kept = replace(connection.kept_account, account=replace(account, name=name))
            try:
                self._check_name(kept.account)
                if self.tokens.persistent:
                    await asyncio.to_thread(self._store.typed_accounts.keep, kept, connection.details)
            except NameTaken:
                continue
            connection.changed(kept, connection.details)
            if name != account.name:
                with suppress(Problem):  # the next start gives it such a name again
                    await self.tokens.describe(account.id, connection.about)
            self._list(connection)
            self._in_hand.discard(account.id)
            await self._note(connection, What.RESTORED)
            return name
        raise NameTaken

    async def end_removal(self, account: AccountId) -> None:
        """Delete its token, then everything else of it. Where that fails the next start does it."""
        with suppress(Problem):
            await self._forget(account)
        self._in_hand.discard(account)

    def _look(self, looks: Sequence[tuple[TypedConnection, TypedTokens | Problem | None]]) -> list[_Look]:
        known = self._store.last_known.all()
        found: list[_Look] = []
        for connection, tokens in looks:
            state: TypedState | Problem | None = None
            if isinstance(tokens, TypedTokens):
                try:
                    state = connection.look(tokens)
                except Problem as problem:
                    state = problem
            found.append((connection, tokens, state, known.get(connection.view.account.id)))
        return found

    async def _keep_new(self, connection: TypedConnection, new: NewAccount) -> TypedTokens:
        account = connection.view.account.id
        await asyncio.to_thread(self._store.typed_accounts.announce, account, self._clock.now())
        tokens = await self.tokens.begin(account, new.token, new.rotated_at, connection.about)
        try:
            await asyncio.to_thread(self._store.typed_accounts.keep, connection.kept_account, connection.details)
        except Problem:
            await self._forget(account)
            raise
        return tokens

    async def _note(self, connection: TypedConnection, what: What) -> None:
        """A line of the history, where one is kept. One that cannot be written holds nobody up."""
        section = connection.view.section
        token = section.token.value if section is not None else None
        fingerprint = None if token is None else self.tokens.fingerprint(token)
        account = connection.view.account.id
        if self.tokens.persistent:
            with suppress(Problem):
                await asyncio.to_thread(self._store.history.add, account, what, DONE, token_fingerprint=fingerprint)

    def _check_name(self, account: Account) -> None:
        """The store looks too; without a keyring nothing is there."""
        for other in (connection.view.account for connection in self._connections.values()):
            same = other.name.casefold() == account.name.casefold() and other.environment is account.environment
            if same and other.id != account.id:
                raise NameTaken

    def _list(self, connection: TypedConnection) -> None:
        self._connections[connection.view.account.id] = connection
        self._sort()

    def _sort(self) -> None:
        ordered = sorted(self._connections.items(), key=lambda each: (each[1].view.account.name.casefold(), each[0]))
        self._connections = dict(ordered)

    async def _forget_those_on_their_way_out(self) -> None:
        for account in await asyncio.to_thread(self._store.typed_accounts.on_their_way_out):
            if account not in self._in_hand:
                with suppress(Problem):
                    await self._forget(account)

    async def _forget(self, account: AccountId) -> None:
        await self.tokens.forget(account)  # first: a row without a token is forgotten at the next start, too
        if self.tokens.persistent:
            await asyncio.to_thread(self._store.typed_accounts.forget, account)


_Look = tuple[TypedConnection, TypedTokens | Problem | None, TypedState | Problem | None, LastKnown | None]
"""An account, what the vault and the store said of it, and what is kept of it for the next start."""
