"""Opens an age file with its passphrase in a child process, so that the window goes on while it lasts."""

from __future__ import annotations

import base64
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
    LockedToKey,
    NoMemoryToOpen,
    NotEncrypted,
    TooMuchWork,
    UnsealingFailed,
    WrongPassphrase,
)
from app.domain.own_program import own_command
from app.share.age_file import Flaw, flaw_of
from app.share.child import TookTooLong, in_child
from app.share.passphrase import Passphrase

LARGEST = 8 * 1024 * 1024
"""Bytes. Five hundred accounts are less than one megabyte."""
DEADLINE = 120.0
"""Seconds. Two to four are usual; a computer that swaps takes longer."""

_PROBLEMS: dict[Flaw, type[Problem]] = {
    Flaw.NOT_ENCRYPTED: NotEncrypted,
    Flaw.LOCKED_TO_KEY: LockedToKey,
    Flaw.DAMAGED: FileDamaged,
    Flaw.TOO_MUCH_WORK: TooMuchWork,
    Flaw.OTHER_PASSPHRASE: WrongPassphrase,
}
_STATUS: dict[int | None, type[Problem]] = {4: WrongPassphrase, 5: FileDamaged, 6: TooMuchWork}
"""As `app.cli.unseal` exits."""


def read_sealed(path: Path) -> bytes:
    """The encrypted file at that path, as far as can be told without its passphrase. For a worker thread. Raises
    FileUnreadable, FileTooLarge, NotEncrypted, LockedToKey, FileDamaged and TooMuchWork."""
    try:
        # A pipe or a device could hold up the thread for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "")
            sealed = file.read(LARGEST + 1)
    except (OSError, ValueError):
        raise FileUnreadable from None
    if len(sealed) > LARGEST:
        raise FileTooLarge
    flaw = flaw_of(sealed)
    if flaw is not None:
        raise _PROBLEMS[flaw]
    return sealed


async def unseal(
    sealed: bytes, passphrase: Passphrase, *, deadline: float = DEADLINE, command: Sequence[str] | None = None
) -> bytes:
    """What the file holds: secret. Cancelling kills the child at once, and waits until it is gone.

    `command` is our own program's `_unseal` unless given. Raises WrongPassphrase, FileDamaged, TooMuchWork,
    NoMemoryToOpen and UnsealingFailed.
    """
    words = {"passphrase": passphrase.reveal(), "sealed": base64.b64encode(sealed).decode("ascii")}
    try:
        outcome = await in_child(command or own_command("_unseal"), json.dumps(words).encode(), deadline)
    except TookTooLong:
        raise UnsealingFailed from None
    if outcome.was_memory:
        raise NoMemoryToOpen
    if outcome.status != 0:
        raise _STATUS.get(outcome.status, UnsealingFailed)
    return outcome.answer
