"""Opens an age file in a child process: in bounded time and memory, to be stopped at any moment, in memory alone."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import Problem
from app.domain.opening import (
    FileDamaged,
    FileTooLarge,
    FileUnreadable,
    IdentityLocked,
    IdentityUnusable,
    LockedToKey,
    LockedWithPassphrase,
    NoMemoryToOpen,
    OtherKey,
    TooMuchWork,
    UnsealingFailed,
    WrongPassphrase,
)
from app.domain.own_program import own_command
from app.domain.text import tr
from app.share.age_opening import Refusal
from app.share.age_reading import LARGEST, AgeFile, read_age_file
from app.share.child import TookTooLong, in_child
from app.share.identity import Identity
from app.share.passphrase import LONGEST, Passphrase, spellings
from app.share.web_format import Sealed

DEADLINE = 120.0
"""Seconds. One to four are usual; a computer that swaps takes longer."""

_PROBLEMS: dict[int | None, type[Problem]] = {
    Refusal.WRONG_PASSPHRASE: WrongPassphrase,
    Refusal.OTHER_KEY: OtherKey,
    Refusal.IDENTITY_UNUSABLE: IdentityUnusable,
    Refusal.IDENTITY_LOCKED: IdentityLocked,
    Refusal.TOO_MUCH_WORK: TooMuchWork,
    Refusal.DAMAGED: FileDamaged,
}


def read_bounded(path: Path, largest: int = LARGEST) -> bytes:
    """What a file holds. For a worker thread. Raises FileUnreadable, also for what is no file, and FileTooLarge."""
    try:
        # A pipe or a device could hold up the thread for ever.
        waiting_for_nothing = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | waiting_for_nothing)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "")
            content = file.read(largest + 1)
    except (OSError, ValueError):
        raise FileUnreadable from None
    if len(content) > largest:
        raise FileTooLarge
    return content


def read_sealed(path: Path) -> bytes:
    """The age file to a passphrase at that path, as far as can be told without it. For a worker thread. Raises
    FileUnreadable, FileTooLarge, NotEncrypted, MadeByNewer, LockedToKey, FileDamaged and TooMuchWork."""
    sealed = read_bounded(path)
    if not read_age_file(sealed).to_passphrase:
        raise LockedToKey
    return sealed


async def unseal(
    sealed: bytes,
    key: Passphrase | Identity,
    *,
    largest: int = LARGEST,
    deadline: float = DEADLINE,
    command: Sequence[str] | None = None,
) -> bytes:
    """What an age file holds, whatever that is. Secret; it was in no file, and is in this process and its child alone.

    `sealed` is binary or armored, and may be text pasted from a mail; more than `largest` bytes are refused (what is
    inside is never larger). Of a passphrase, capitals and blanks for hyphens are forgiven. A wrong one costs as much
    time as a right one: a second or more, at most 2 GiB in the child. Cancelling kills the child at once, and waits
    until it is gone. `command` is our own program's `_unseal` unless given.

    Raises a Problem for whatever is wrong: FileTooLarge, NotEncrypted, MadeByNewer, FileDamaged, TooMuchWork,
    LockedToKey, LockedWithPassphrase, WrongPassphrase, OtherKey, IdentityUnusable, IdentityLocked, NoMemoryToOpen,
    UnsealingFailed.
    """
    file = read_age_file(sealed, largest=largest)
    request = {**_key(file, key), "work_factor": file.work_factor}
    return await _answer(request, file.binary, deadline, command)


async def unseal_page(
    sealed: Sealed,
    passphrases: Sequence[str],
    *,
    deadline: float = DEADLINE,
    command: Sequence[str] | None = None,
) -> bytes:
    """What a web page's share holds, by the first of the spellings of its passphrase that opens it. As `unseal`.

    Raises WrongPassphrase, NoMemoryToOpen and UnsealingFailed."""
    if not passphrases:
        raise WrongPassphrase
    request = {"passphrases": passphrases, "page": json.loads(sealed.as_json()), "work_factor": None}
    return await _answer(request, b"", deadline, command)


async def _answer(request: dict[str, object], body: bytes, deadline: float, command: Sequence[str] | None) -> bytes:
    try:
        outcome = await in_child(
            command or own_command("_unseal"), json.dumps(request).encode() + b"\n" + body, deadline
        )
    except TookTooLong:
        raise UnsealingFailed(tr("Decrypting the file took too long and was stopped.")) from None
    if outcome.was_memory:
        raise NoMemoryToOpen
    if outcome.status != 0:
        raise _PROBLEMS.get(outcome.status, UnsealingFailed)
    return outcome.answer


def _key(file: AgeFile, key: Passphrase | Identity) -> dict[str, object]:
    if isinstance(key, Identity):
        if file.to_passphrase:
            raise LockedWithPassphrase
        return {"identity": key.reveal()}
    if not file.to_passphrase:
        raise LockedToKey
    if not 0 < len(key.reveal()) <= LONGEST:
        raise WrongPassphrase
    return {"passphrases": spellings(key)}
