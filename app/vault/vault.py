"""The vault: each owner's secrets, on this computer where its keyring holds the key, else in memory for this run."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from app.domain.errors import KeyGone, KeyringMissing, Problem, StorageBusy
from app.domain.file_lock import open_lock, try_lock
from app.domain.text import tr
from app.vault.files import VaultFiles, disk_problems, file_stem, make_private, owner_of
from app.vault.keyring_port import KeyringPort
from app.vault.sealing import VaultKey
from app.vault.secrets import Secrets

_KEY_LOCK_SECONDS = 75
"""How long to wait for another process of ours that is making the key; it may have to wait for a prompt (60 s)."""


class Vault(ABC):
    """Secrets by owner: an account's id, or another name of 1 to 64 letters, digits, `-` and `_`.

    Every method raises ValueError for another name. None blocks the event loop. The keyring was asked when the vault
    was opened; after `put_away` the next call asks it again, and raises then what the keyring raises.
    """

    persistent: bool
    """False: it lives in memory, and is gone when the program ends."""

    def __init__(self, key: VaultKey) -> None:
        self._fingerprints = key.fingerprints

    @property
    def is_away(self) -> bool:
        """Whether the key was put away: the next call asks the keyring."""
        return False

    def put_away(self) -> bool:
        """Forget the key until the next call. False where that cannot be: nothing else has what is kept."""
        return False

    @abstractmethod
    async def ask_again(self) -> None:
        """Fetch the key now where it was put away. Raises what the keyring raises."""

    def fingerprint(self, text: str) -> str:
        """16 hexadecimal digits by which secret texts are told apart in the history, without telling anything about
        them to who does not hold this vault's key. Another key gives others."""
        return self._fingerprints.of(text)

    @abstractmethod
    async def read(self, owner: str) -> Secrets | None:
        """What is kept; None where nothing is. Raises SecretGone where the key that sealed it is not in the keyring any
        more, and SecretDamaged (a SecretGone) where the file is damaged; the file is left as it is."""

    @abstractmethod
    async def read_many(self, owners: Sequence[str]) -> dict[str, Secrets | Problem | None]:
        """`read` of each, quickly for hundreds; what it raises for one stands in that one's place."""

    @abstractmethod
    async def owners(self) -> tuple[str, ...]:
        """Of whom something is kept, readable or not, in no order. Raises CannotWrite."""

    @abstractmethod
    async def write(self, owner: str, secrets: Secrets) -> None:
        """Keeps these instead of what was kept, also where that cannot be read any more. They are on the disk, and have
        been read back, when this returns; cancelling it does not undo it. Raises DiskFull, CannotWrite or StorageBusy:
        then what was kept before still is."""

    @abstractmethod
    async def update(self, owner: str, change: Callable[[Secrets], Secrets]) -> Secrets:
        """Reads (nothing kept: empty Secrets), changes and writes, while no other window or command line can write that
        owner; returns what is kept now. `change` runs in a worker thread and must be quick. Raises as `read` and
        `write` do."""

    @abstractmethod
    async def delete(self, owner: str) -> None:
        """Forgets everything of that owner. Nothing kept is no error. Raises CannotWrite or StorageBusy."""


class FileVault(Vault):
    """One sealed file an owner, under the key that the keyring holds."""

    persistent = True

    def __init__(self, folder: Path, key: VaultKey, keyring: KeyringPort | None = None) -> None:
        """`keyring` gives the key again; without one it cannot be put away."""
        super().__init__(key)
        self._folder = folder
        self._keyring = keyring
        self._open: VaultFiles | None = VaultFiles(folder, key)
        self._asking = asyncio.Lock()

    @property
    def is_away(self) -> bool:
        return self._open is None

    def put_away(self) -> bool:
        if self._keyring is None:
            return False
        self._open = None
        return True

    async def ask_again(self) -> None:
        await self._files()

    async def _files(self) -> VaultFiles:
        async with self._asking:
            if self._open is None:
                assert self._keyring is not None
                data = await self._keyring.get_key()
                if data is None:
                    raise KeyGone
                key = VaultKey(data)
                self._fingerprints = key.fingerprints
                self._open = VaultFiles(self._folder, key)
            return self._open

    async def read(self, owner: str) -> Secrets | None:
        plain = await asyncio.to_thread((await self._files()).read, owner)
        return None if plain is None else Secrets.from_bytes(plain)

    async def read_many(self, owners: Sequence[str]) -> dict[str, Secrets | Problem | None]:
        found = await asyncio.to_thread((await self._files()).read_many, owners)
        return {owner: Secrets.from_bytes(each) if isinstance(each, bytes) else each for owner, each in found.items()}

    async def owners(self) -> tuple[str, ...]:
        return await asyncio.to_thread((await self._files()).owners)

    async def write(self, owner: str, secrets: Secrets) -> None:
        await asyncio.to_thread((await self._files()).write, owner, secrets.to_bytes())

    async def update(self, owner: str, change: Callable[[Secrets], Secrets]) -> Secrets:
        written = Secrets()

        def change_bytes(plain: bytes | None) -> bytes:
            nonlocal written
            written = change(Secrets() if plain is None else Secrets.from_bytes(plain))
            return written.to_bytes()

        await asyncio.to_thread((await self._files()).update, owner, change_bytes)
        return written

    async def delete(self, owner: str) -> None:
        await asyncio.to_thread((await self._files()).delete, owner)


class MemoryVault(Vault):
    """For this run alone. It never touches a file, so that a vault on the disk waits unchanged for its keyring."""

    persistent = False

    def __init__(self) -> None:
        super().__init__(VaultKey.make())
        self._kept: dict[str, Secrets] = {}

    async def ask_again(self) -> None:
        """It never forgets its key."""

    async def read(self, owner: str) -> Secrets | None:
        return self._kept.get(file_stem(owner))

    async def read_many(self, owners: Sequence[str]) -> dict[str, Secrets | Problem | None]:
        return {owner: self._kept.get(file_stem(owner)) for owner in owners}

    async def owners(self) -> tuple[str, ...]:
        return tuple(owner for owner in map(owner_of, self._kept) if owner is not None)

    async def write(self, owner: str, secrets: Secrets) -> None:
        self._kept[file_stem(owner)] = secrets

    async def update(self, owner: str, change: Callable[[Secrets], Secrets]) -> Secrets:
        written = change(self._kept.get(file_stem(owner), Secrets()))
        self._kept[file_stem(owner)] = written
        return written

    async def delete(self, owner: str) -> None:
        self._kept.pop(file_stem(owner), None)


async def open_vault(folder: Path, keyring: KeyringPort | None) -> Vault:
    """Opens the vault in that folder (made where missing) with the key that the keyring holds.

    Without a key one is made and stored. If vault files of a lost key lie there, they are left: reading them raises
    SecretGone until that key is back, and everything written from now on is under the new key. Without a usable
    keyring, or with None for it, the vault lives in memory. Raises KeyringLocked, KeyringSilent or KeyringRefused,
    after which one may try again or go on with None; DiskFull or CannotWrite where the folder cannot be made.
    """
    if keyring is None:
        return MemoryVault()
    try:
        data = await keyring.get_key()
        if data is None:
            data = await _make_key(folder, keyring)
    except KeyringMissing:
        return MemoryVault()
    return FileVault(folder, VaultKey(data), keyring)


async def _make_key(folder: Path, keyring: KeyringPort) -> bytes:
    async with _making_key(folder):
        # Another window or command line may have made one since we looked.
        data = await keyring.get_key()
        if data is None:
            data = VaultKey.make().reveal()
            await keyring.set_key(data)
        return data


@asynccontextmanager
async def _making_key(folder: Path) -> AsyncIterator[None]:
    with disk_problems(folder, tr("written to")):
        make_private(folder)
        descriptor = open_lock(folder / "key.lock")
    try:
        try:
            async with asyncio.timeout(_KEY_LOCK_SECONDS):
                while not try_lock(descriptor):  # noqa: ASYNC110  another process lets go of it, no event tells us
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise StorageBusy from None
        yield
    finally:
        os.close(descriptor)
