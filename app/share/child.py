"""Runs a child process that is handed secrets and answers with bytes, so that the window goes on and can stop it."""

from __future__ import annotations

import asyncio
import errno
import signal
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

NO_MEMORY = 3
"""The child's exit status where Python itself had too little memory."""
_RUST_ABORT_ON_WINDOWS = 0xC0000409
_GRACE = 5.0


class TookTooLong(Exception):  # noqa: N818  what happened; whoever asked makes a Problem of it
    """It was stopped at its deadline."""


@dataclass(frozen=True)
class Outcome:
    """How a child ended. `status` is None where it could not be started."""

    status: int | None
    answer: bytes = field(default=b"", repr=False)
    was_memory: bool = False
    """It ended, or was not started, for lack of memory."""


async def in_child(command: Sequence[str], request: bytes, deadline: float) -> Outcome:
    """What a child answers to the request on its standard input, within `deadline` seconds. Cancelling kills the child
    at once, and waits until it is gone.

    Works alike under asyncio's and Qt's event loop on every system: the child is served by a worker thread of its own.
    (asyncio's own subprocesses work under qasync too, but start the process on the loop's thread, and wait there for
    its exec.) Raises TookTooLong.
    """
    child = _Child(command)
    # Not the loop's shared threads: calls that hang (a keyring that waits for its prompt) may have taken all of them.
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="child")
    running = asyncio.get_running_loop().run_in_executor(worker, child.run, request, deadline)
    worker.shutdown(wait=False)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        child.kill()
        running.add_done_callback(_seen)
        await asyncio.wait([running], timeout=_GRACE)
        raise


def _seen(running: asyncio.Future[Outcome]) -> None:
    """Looks at how it ended, so that asyncio does not report that nobody did."""
    if not running.cancelled():
        running.exception()


class _Child:
    """The child process. `run` belongs to the worker thread; `kill` may be called from any, and never waits."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    def run(self, request: bytes, deadline: float) -> Outcome:
        """Returns after `deadline` seconds at the latest, and never leaves a child behind."""
        try:
            process = self._start()
        except OSError as error:
            return Outcome(None, was_memory=error.errno in (errno.ENOMEM, errno.EAGAIN))
        with process:
            # Either `kill` saw the process, or the process's thread sees here that it was killed: no lock is needed.
            if self._killed:
                process.kill()
            try:
                answer, _ = process.communicate(request, timeout=deadline)
            except subprocess.TimeoutExpired:
                raise TookTooLong from None
            finally:
                process.kill()  # does nothing to one that has ended
        return Outcome(process.returncode, answer, self._was_memory(process.returncode))

    def kill(self) -> None:
        self._killed = True
        if self._process is not None:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(  # noqa: S603  our own program, no shell
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    def _was_memory(self, status: int) -> bool:
        """pyrage aborts when memory is short; Linux, when the whole computer runs out, kills the child."""
        ended_by = [-signal.SIGABRT, NO_MEMORY, _RUST_ABORT_ON_WINDOWS]
        if not self._killed and hasattr(signal, "SIGKILL"):
            ended_by.append(-signal.SIGKILL)
        return status in ended_by
