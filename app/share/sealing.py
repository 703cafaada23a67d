"""Encrypts a share in a child process, so that the window goes on while it lasts, and can be stopped."""

from __future__ import annotations

import asyncio
import errno
import json
import signal
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from app.domain.errors import NotEnoughMemory, SealingFailed
from app.domain.own_program import own_command
from app.share.age_file import is_whole
from app.share.passphrase import Passphrase

DEADLINE = 120.0
"""Seconds. Two to four are usual; a computer that swaps takes longer."""

_NO_MEMORY = 3
"""The child's exit status where Python itself had too little memory."""
_RUST_ABORT_ON_WINDOWS = 0xC0000409
_GRACE = 5.0


async def seal(
    payload: str,
    passphrase: Passphrase,
    *,
    armor: bool = False,
    deadline: float = DEADLINE,
    command: Sequence[str] | None = None,
) -> bytes:
    """The payload as an age file to the passphrase. Cancelling kills the child at once, and waits until it is gone.

    Works alike under asyncio's and Qt's event loop on every system: the child is served by a worker thread of its own.
    (asyncio's own subprocesses work under qasync too, but start the process on the loop's thread, and wait there for
    its exec.) `command` is our own program's `_seal` unless given. Raises NotEnoughMemory and SealingFailed.
    """
    request = json.dumps({"passphrase": passphrase.reveal(), "payload": payload, "armor": armor}).encode()
    child = _Child(command or own_command("_seal"))
    # Not the loop's shared threads: calls that hang (a keyring that waits for its prompt) may have taken all of them.
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="seal")
    running = asyncio.get_running_loop().run_in_executor(worker, child.run, request, deadline)
    worker.shutdown(wait=False)
    try:
        sealed = await asyncio.shield(running)
    except asyncio.CancelledError:
        child.kill()
        running.add_done_callback(_seen)
        await asyncio.wait([running], timeout=_GRACE)
        raise
    if not is_whole(sealed, len(payload.encode())):
        raise SealingFailed
    return sealed


def _seen(running: asyncio.Future[bytes]) -> None:
    """Looks at how it ended, so that asyncio does not report that nobody did."""
    if not running.cancelled():
        running.exception()


class _Child:
    """The child process. `run` belongs to the worker thread; `kill` may be called from any, and never waits."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    def run(self, request: bytes, deadline: float) -> bytes:
        """What the child answers to the request. Returns after `deadline` seconds at the latest, and never leaves a
        child behind."""
        with self._start() as process:
            # Either `kill` saw the process, or the process's thread sees here that it was killed: no lock is needed.
            if self._killed:
                process.kill()
            try:
                answer, _ = process.communicate(request, timeout=deadline)
            except subprocess.TimeoutExpired:
                raise SealingFailed(
                    happened="Encrypting the share took too long and was stopped.",
                    next_step="Close programs that you do not need, then try again.",
                ) from None
            finally:
                process.kill()  # does nothing to one that has ended
        if process.returncode == 0:
            return answer
        raise NotEnoughMemory if self._was_memory(process.returncode) else SealingFailed

    def kill(self) -> None:
        self._killed = True
        if self._process is not None:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own program, no shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise (NotEnoughMemory if error.errno in (errno.ENOMEM, errno.EAGAIN) else SealingFailed) from None
        return self._process

    def _was_memory(self, status: int) -> bool:
        """pyrage aborts when memory is short; Linux, when the whole computer runs out, kills the child."""
        ended_by = [-signal.SIGABRT, _NO_MEMORY, _RUST_ABORT_ON_WINDOWS]
        if not self._killed and hasattr(signal, "SIGKILL"):
            ended_by.append(-signal.SIGKILL)
        return status in ended_by
