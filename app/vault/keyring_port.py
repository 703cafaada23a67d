"""The operating system's keyring, which holds one item of ours: the vault's key."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import KeyringLocked, KeyringMissing, KeyringRefused, KeyringSilent, Problem
from app.domain.text import tr

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "SCIM Connection for R-Service"
USERNAME = "vault key"
"""Under these two the item stands; any process of the person can read them, so they tell nothing."""

_FORMAT = "1:"
"""Before the key's base64, so that a later version can keep something else and be told apart."""
_KEY_BYTES = 32


class KeyringPort(Protocol):
    """Where the vault's key rests. Every method may raise KeyringMissing, KeyringLocked, KeyringSilent or
    KeyringRefused, never anything else, and cancelling one ends the wait at once."""

    async def get_key(self) -> bytes | None:
        """The 32 bytes, or None where there is no item."""

    async def set_key(self, key: bytes) -> None:
        """Stores the key, and reads it back before it returns."""

    async def delete_key(self) -> None:
        """Removes the item; none there is no error."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for a keyring, in seconds."""

    notice: float = 1.0
    """Until the person is told that we wait."""
    answer: float = 10.0
    """Until a keyring that asks nobody anything counts as silent."""
    prompt: float = 60.0
    """The same once a window that asks for a password may be up."""


class SystemKeyring:
    """The `keyring` library, in daemon threads of its own: a keyring that hangs neither blocks us nor our end.

    Calls go one after the other. One that was given up is still waited for by the next, since a keyring may carry it
    out late; so a retry after "Unlock it, then try again" never sets a key that an earlier one then overwrites.
    `waiting` is called, on the event loop, where an answer takes more than a second.
    """

    def __init__(self, waiting: Callable[[], None] | None = None, patience: Patience | None = None) -> None:
        self._waiting = waiting
        self._patience = patience or Patience()
        self._call: _Call | None = None

    async def get_key(self) -> bytes | None:
        return await self._ask(_get)

    async def set_key(self, key: bytes) -> None:
        text = _FORMAT + base64.b64encode(key).decode("ascii")
        await self._ask(lambda backend: _set(backend, text))

    async def delete_key(self) -> None:
        await self._ask(_delete)

    async def _ask(self, operation: Callable[[KeyringBackend], bytes | None]) -> bytes | None:
        while self._call is not None and not self._call.answer.done():
            await self._answered(self._call)
        self._call = call = _Call(operation)
        await self._answered(call)
        outcome = call.answer.result()
        if isinstance(outcome, Problem):
            raise outcome
        return outcome

    async def _answered(self, call: _Call) -> None:
        """Returns once the call has its outcome; raises KeyringSilent."""
        patience = self._patience
        if await _ends(call, patience.notice):
            return
        if self._waiting is not None:
            self._waiting()
        if await _ends(call, patience.answer - patience.notice):
            return
        if call.may_prompt.is_set() and await _ends(call, patience.prompt - patience.answer):
            return
        raise KeyringSilent


class _Call:
    """One operation under way in a daemon thread. `answer` gets its value, or the Problem that it ended with."""

    def __init__(self, operation: Callable[[KeyringBackend], bytes | None]) -> None:
        self._operation = operation
        self._loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[bytes | Problem | None] = self._loop.create_future()
        self.may_prompt = threading.Event()
        threading.Thread(target=self._run, name="keyring", daemon=True).start()

    def _run(self) -> None:
        outcome = self._outcome()
        # The loop may be closed by the time that a slow keyring answers: then nobody waits for it any more.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._set_answer, outcome)

    def _set_answer(self, outcome: bytes | Problem | None) -> None:
        if not self.answer.done():
            self.answer.set_result(outcome)

    def _outcome(self) -> bytes | Problem | None:
        # Imported here: it takes 0.1 to 0.2 s, and this is not the thread that paints.
        from keyring import errors

        from app.vault.backends import choose_backend, make_ready

        try:
            backend = choose_backend()
            make_ready(backend, self.may_prompt.set)
            return self._operation(backend)
        except Problem as problem:
            return type(problem)(problem.happened, problem.means, problem.next_step)
        except errors.NoKeyringError:
            return KeyringMissing()
        except (errors.KeyringLocked, errors.InitError):
            # InitError: there is no keyring yet, and the person did not want to make one.
            return KeyringLocked()
        except Exception:  # noqa: BLE001  backends let through whatever their system raises (Windows: pywintypes.error)
            return KeyringRefused()


async def _ends(call: _Call, seconds: float) -> bool:
    done, _ = await asyncio.wait({call.answer}, timeout=max(0.0, seconds))
    return bool(done)


def _get(backend: KeyringBackend) -> bytes | None:
    text = backend.get_password(SERVICE, USERNAME)
    if text is None:
        return None
    try:
        key = base64.b64decode(text.removeprefix(_FORMAT), validate=True)
    except ValueError:
        key = b""
    if not text.startswith(_FORMAT) or len(key) != _KEY_BYTES:
        raise KeyringRefused(
            happened=tr("This version of SCIM Connection cannot read its entry in your system keyring."),
            means=tr("The entry was changed, or a newer version wrote it. It is left as it is."),
            next_step=tr(
                "Update SCIM Connection, or delete the entry “{service}” if you do not need your kept tokens.",
                service=SERVICE,
            ),
        )
    return key


def _set(backend: KeyringBackend, text: str) -> None:
    backend.set_password(SERVICE, USERNAME, text)
    if backend.get_password(SERVICE, USERNAME) != text:
        raise KeyringRefused


def _delete(backend: KeyringBackend) -> None:
    if backend.get_password(SERVICE, USERNAME) is not None:
        backend.delete_password(SERVICE, USERNAME)
