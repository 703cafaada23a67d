"""The parts of a program as a test needs them: a real store, a real vault whose key lies in a file, a real service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.accounts.kept_secrets import KeptSecrets
from app.accounts.settings_api import SignedIn
from app.accounts.source import GivenSession, SettingsApiSource
from app.actions.rotation import Rotations
from app.domain.accounts import AccountId
from app.domain.clock import Clock, SystemClock
from app.domain.tokens import AccessToken
from app.store.store import Store, open_store
from app.vault.vault import Vault, open_vault

ACCOUNT = AccountId("api_widget")
PAUSES = (0.0, 0.01)


class KeyFile:
    """Stands for the operating system's keyring, so that a test can start a program twice: the key lies in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def get_key(self) -> bytes | None:
        return self._path.read_bytes() if self._path.exists() else None

    async def set_key(self, key: bytes) -> None:
        self._path.write_bytes(key)

    async def delete_key(self) -> None:
        self._path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Parts:
    """What lies in one home folder, opened."""

    store: Store
    vault: Vault
    kept: KeptSecrets
    rotations: Rotations
    clock: Clock

    def source(self, url: str, session: str) -> SettingsApiSource:
        """The account at that address, as the person of that session."""
        return SettingsApiSource(ACCOUNT, GivenSession(SignedIn(url, AccessToken(session))), self.clock)

    async def kept_token(self) -> str | None:
        """The present token that the vault has."""
        tokens = await self.kept.tokens(ACCOUNT)
        return tokens.token.reveal() if tokens else None


@asynccontextmanager
async def opened(home: Path, *, keyring: bool = True) -> AsyncIterator[Parts]:
    """Opens what lies there, as a start of the program does. Without a `keyring` the vault lives in memory."""
    clock = SystemClock()
    vault = await open_vault(home / "vault", KeyFile(home.parent / "key") if keyring else None)
    with open_store(home / "store.sqlite3", clock) as store:
        kept = KeptSecrets(vault)
        rotations = Rotations(store.journal, kept, clock, pauses=PAUSES)
        try:
            yield Parts(store, vault, kept, rotations, clock)
        finally:
            await rotations.close()
