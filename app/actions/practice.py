"""The pretend accounts, served by the R-Service of this computer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from app.accounts.kept_secrets import KeptSecrets
from app.accounts.local_service import LocalAccount, LocalService, Phase, ServiceState
from app.accounts.practice_key import practice_data
from app.accounts.source import PracticeSession, SettingsApiSource
from app.actions.connections import AccountView, Connection, remembered
from app.actions.rotation import Rotations
from app.domain.accounts import Account, AccountId, Person, Source
from app.domain.clock import Clock
from app.domain.errors import Problem, ServiceFailed
from app.store.accounts import KeptAccount
from app.store.store import Store
from app.vault.vault import Vault

__all__ = ["LocalAccount", "Phase", "Practice", "ServiceState", "local_id", "owner_of"]

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,50}")


def owner_of(account: LocalAccount) -> Person:
    """Its first owner. Raises ServiceFailed where there is none."""
    for person in account.people:
        if person.is_owner:
            return person
    raise ServiceFailed


class Practice:
    """Starts the local service and connects to its accounts. `on_service` hears each of its states, in the event
    loop."""

    def __init__(
        self,
        *,
        store: Store,
        vault: Vault,
        rotations: Rotations,
        kept: KeptSecrets,
        clock: Clock,
        folder: Path,
        command: Sequence[str],
        on_service: Callable[[ServiceState], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._vault = vault
        self._rotations = rotations
        self._kept = kept
        self._clock = clock
        self._folder = folder
        self._command = command
        self._on_service = on_service
        self._service: LocalService | None = None

    @property
    def service_state(self) -> ServiceState:
        """How the local service fares."""
        return self._service.state if self._service else ServiceState()

    @property
    def service_pid(self) -> int | None:
        """The local service's process, while there is one."""
        return self._service.pid if self._service else None

    async def open(self, choose: Callable[[LocalAccount], Person] = owner_of) -> tuple[Connection, ...]:
        """Start the service and open its accounts, signed in as whom `choose` names. What is wrong with one account is
        in its view.

        Raises LocalServiceFailed, LocalServiceHeld, LocalServiceTooNew or SecretGone where the service cannot start,
        and what vault and store raise; it may be called again then ("Try again").
        """
        if self._service is not None:
            await self._service.close()
        data = await practice_data(self._vault, self._folder)
        self._service = LocalService(
            self._command,
            replace(data, expected=bool(await self._kept_accounts())),
            self._clock,
            port=await self._last_port(),
            on_change=self._on_service,
        )
        await self._service.start()
        served = await self._service.accounts()
        connections = [await self._connect(self._service, account, choose(account)) for account in served]
        await self._forget_all_but(served)
        await asyncio.gather(*(connection.open() for connection in connections))
        return tuple(connections)

    async def remembered(self, problem: Problem) -> tuple[AccountView, ...]:
        """The accounts as this computer remembers them, for when the service cannot start because of that problem.
        Raises what the store raises."""
        views = [await remembered(self._store, self._kept, each.account) for each in await self._kept_accounts()]
        return tuple(replace(view, problem=problem) for view in views)

    async def close(self) -> None:
        """End the service. Nothing that it keeps is lost. Raises what the store raises, with the service ended."""
        if self._service is None:
            return
        url = self._service.state.url
        await self._service.close()
        if url and self._kept.persistent:
            # It may have come to another port while it ran: the next start asks for that one.
            for each in await self._kept_accounts():
                if each.service_url != url:
                    await asyncio.to_thread(self._store.accounts.keep, replace(each, service_url=url))

    async def _connect(self, service: LocalService, served: LocalAccount, person: Person) -> Connection:
        account_id = local_id(served)
        known = await asyncio.to_thread(self._store.accounts.get, account_id)
        account = Account(account_id, served.name, served.environment, Source.PRACTICE)
        if known is not None:
            account = replace(account, capabilities=known.account.capabilities)
        now = KeptAccount(account, service.state.url, served.id, person.email)
        if self._kept.persistent and now != known:
            await asyncio.to_thread(self._store.accounts.keep, now)
        before = await remembered(self._store, self._kept, account)
        session = PracticeSession(service, self._kept, account_id, served.id, person)
        source = SettingsApiSource(account_id, session, self._clock, before.clock_offset)
        return Connection(now, person, source, self._kept, self._store, self._rotations, before.section)

    async def _forget_all_but(self, served: Sequence[LocalAccount]) -> None:
        """Accounts of a database that has been moved away are served by nobody, and never will be again."""
        if not self._kept.persistent:
            return
        there = {local_id(each) for each in served}
        for each in await self._kept_accounts():
            if each.account.id not in there:
                await asyncio.to_thread(self._store.accounts.remove, each.account.id)
                await self._vault.delete(each.account.id)

    async def _kept_accounts(self) -> tuple[KeptAccount, ...]:
        kept = await asyncio.to_thread(self._store.accounts.all)
        return tuple(each for each in kept if each.account.source is Source.PRACTICE)

    async def _last_port(self) -> int:
        """The port of the last run; 0 where there was none."""
        for each in await self._kept_accounts():
            try:
                if port := urlsplit(each.service_url or "").port:
                    return port
            except ValueError:
                continue
        return 0


def local_id(served: LocalAccount) -> AccountId:
    """What an account of the local service is called on this computer. The prefix keeps it apart from every other owner
    in the vault, whatever the service calls it. Raises ServiceFailed for what is no good file name."""
    if not _PLAIN.fullmatch(served.id):
        raise ServiceFailed
    return AccountId(f"practice_{served.id}")
