"""Encrypts a share in a child process, so that the window goes on while it lasts, and can be stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.domain.errors import NotEnoughMemory, SealingFailed
from app.domain.own_program import own_command
from app.domain.text import tr
from app.share.age_file import is_whole
from app.share.child import TookTooLong, in_child
from app.share.passphrase import Passphrase
from app.share.web_format import ROUNDS, holds_just, sealed_from

DEADLINE = 120.0
"""Seconds. Two to four are usual; a computer that swaps takes longer."""


async def seal(
    payload: str,
    passphrase: Passphrase,
    *,
    armor: bool = False,
    deadline: float = DEADLINE,
    command: Sequence[str] | None = None,
) -> bytes:
    """The payload as an age file to the passphrase. Cancelling kills the child at once, and waits until it is gone.

    `command` is our own program's `_seal` unless given. Raises NotEnoughMemory and SealingFailed.
    """
    request = {"passphrase": passphrase.reveal(), "payload": payload, "armor": armor}
    sealed = await _answer(request, deadline, command)
    if not is_whole(sealed, len(payload.encode())):
        raise SealingFailed
    return sealed


async def seal_page(
    payload: str,
    passphrase: Passphrase,
    *,
    rounds: int = ROUNDS,
    deadline: float = DEADLINE,
    command: Sequence[str] | None = None,
) -> str:
    """The JSON text of a web page's share element, which holds the payload. As `seal` in all else."""
    request = {"passphrase": passphrase.reveal(), "payload": payload, "rounds": rounds}
    answer = await _answer(request, deadline, command)
    try:
        sealed = sealed_from(json.loads(answer), rounds)
    except (ValueError, TypeError, KeyError):
        raise SealingFailed from None
    if not holds_just(sealed, len(payload.encode())):
        raise SealingFailed
    return sealed.as_json()


async def _answer(request: dict[str, object], deadline: float, command: Sequence[str] | None) -> bytes:
    try:
        outcome = await in_child(command or own_command("_seal"), json.dumps(request).encode(), deadline)
    except TookTooLong:
        raise SealingFailed(
            happened=tr("Encrypting the share took too long and was stopped."),
            next_step=tr("Close programs that you do not need, then try again."),
        ) from None
    if outcome.was_memory:
        raise NotEnoughMemory
    if outcome.status != 0:
        raise SealingFailed
    return outcome.answer
