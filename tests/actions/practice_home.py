"""A program with its pretend accounts: our keeper, the real `_serve`, a real vault and a real store."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.actions.connections import Connection
from app.actions.practice import Phase, Practice, ServiceState
from app.domain.accounts import AccountId
from app.domain.own_program import own_command
from tests.actions.parts import Parts, opened

MAIN = AccountId("practice_widget-data-center")


@dataclass(frozen=True)
class Started:
    """A program with its pretend accounts, not opened yet."""

    parts: Parts
    practice: Practice
    states: list[ServiceState]

    async def open(self) -> dict[AccountId, Connection]:
        connections = await asyncio.wait_for(self.practice.open(), 60)
        return {connection.view.account.id: connection for connection in connections}

    def kill(self) -> int:
        pid = self.practice.service_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        return pid

    async def until_it_is_back(self, killed: int) -> None:
        async with asyncio.timeout(60):
            while self.practice.service_pid in (None, killed) or self.states[-1].phase is not Phase.READY:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def started(home: Path, *, keyring: bool = True) -> AsyncIterator[Started]:
    async with opened(home, keyring=keyring) as parts:
        states: list[ServiceState] = []
        practice = Practice(
            store=parts.store,
            vault=parts.vault,
            rotations=parts.rotations,
            kept=parts.kept,
            clock=parts.clock,
            folder=home / "practice",
            command=own_command("_serve"),
            on_service=states.append,
        )
        try:
            yield Started(parts, practice, states)
        finally:
            await practice.close()
