"""Encrypts a share in a child process, so that the window goes on while it lasts, and can be stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.domain.errors import NotEnoughMemory, SealingFailed
from app.domain.own_program import own_command
from app.share.age_file import is_whole
from app.share.child import TookTooLong, in_child
from app.share.passphrase import Passphrase

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
    request = json.dumps({"passphrase": passphrase.reveal(), "payload": payload, "armor": armor}).encode()
    try:
        outcome = await in_child(command or own_command("_seal"), request, deadline)
    except TookTooLong:
        raise SealingFailed(
            happened="Encrypting the share took too long and was stopped.",
            next_step="Close programs that you do not need, then try again.",
        ) from None
    if outcome.was_memory:
        raise NotEnoughMemory
    if outcome.status != 0 or not is_whole(outcome.answer, len(payload.encode())):
        raise SealingFailed
    return outcome.answer
