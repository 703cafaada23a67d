"""The program's parts, put together once. What it needs is passed in; it holds no rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.accounts.kept_secrets import KeptSecrets
from app.accounts.local_service import ServiceState
from app.actions.practice import Practice
from app.actions.rotation import Rotations
from app.domain.clock import Clock
from app.domain.own_program import own_command
from app.store.store import Store
from app.vault.vault import Vault


class Program:
    """`practice_folder` is where the local service keeps its database. `on_service` hears each state of that service,
    in the event loop. Store and vault are opened, and the store is closed, by whoever makes the program."""

    def __init__(
        self,
        *,
        store: Store,
        vault: Vault,
        clock: Clock,
        practice_folder: Path,
        service_command: Sequence[str] | None = None,
        on_service: Callable[[ServiceState], None] = lambda _: None,
    ) -> None:
        self.store = store
        self.vault = vault
        self.clock = clock
        kept = KeptSecrets(vault)
        self.rotations = Rotations(store.journal, kept, clock)
        self.practice = Practice(
            store=store,
            vault=vault,
            rotations=self.rotations,
            kept=kept,
            clock=clock,
            folder=practice_folder,
            command=service_command or own_command("_serve"),
            on_service=on_service,
        )

    async def close(self) -> None:
        """Let rotations come to their end, then end the local service. Raises what the store raises, after that."""
        await self.rotations.close()
        await self.practice.close()
