"""A child process that talks in lines, for any event loop.

asyncio's own subprocesses need a child watcher, and start the process from the event loop, which stalls the window. So
a worker thread starts the child, one thread reads its lines and one writes to it: no call waits in the event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import subprocess
import threading
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LONGEST_LINE = 4 * 1024 * 1024


class ChildProcess:
    """A running child. `exited` is set, in the event loop, once the child has ended and its last line was handed on."""

    def __init__(self, process: subprocess.Popen[bytes], on_line: Callable[[bytes], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._process = process
        self._on_line = on_line
        self._to_write: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.exited = asyncio.Event()
        # Daemons: a program that ends without `end` must not wait for a child that waits for its input to close.
        for work in (self._read_lines, self._write_lines):
            threading.Thread(target=work, name=f"child-{process.pid}", daemon=True).start()

    @classmethod
    async def start(
        cls, command: Sequence[str], on_line: Callable[[bytes], None], *, stderr: int | IO[bytes] = subprocess.DEVNULL
    ) -> ChildProcess:
        """Start it. `on_line` is called in the event loop with each line of its standard output. Raises OSError."""
        spawning = asyncio.ensure_future(asyncio.to_thread(_spawn, command, stderr))
        try:
            return cls(await asyncio.shield(spawning), on_line)
        except asyncio.CancelledError:
            # The thread goes on all the same: the child that it starts is not left to itself.
            await cls(await spawning, on_line).end()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def write(self, line: bytes) -> None:
        """Hand it a line on its standard input, after those before. What a dead child is told is lost."""
        self._to_write.put(line)

    async def end(self, patience: float = 5) -> None:
        """Close its standard input and wait for it to end; after `patience` seconds ask it to, then make it."""
        self._to_write.put(None)
        for then in (self._process.terminate, self._process.kill):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.exited.wait(), patience)
                return
            with contextlib.suppress(OSError):
                then()
        await self.exited.wait()

    def kill(self) -> None:
        """End it at once."""
        self._to_write.put(None)
        with contextlib.suppress(OSError):
            self._process.kill()

    def _read_lines(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            while line := lines.readline(_LONGEST_LINE):
                self._in_loop(self._on_line, line)
        self._process.wait()
        self._to_write.put(None)
        self._in_loop(self.exited.set)

    def _write_lines(self) -> None:
        assert self._process.stdin is not None
        # A child that has ended takes nothing more: whoever waits for its answer learns that from `exited`.
        with contextlib.suppress(OSError), self._process.stdin as pipe:
            while (line := self._to_write.get()) is not None:
                pipe.write(line)
                pipe.flush()

    def _in_loop(self, call: Callable[..., None], *arguments: bytes) -> None:
        # RuntimeError: the loop is closed, so nobody is left to be told.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call, *arguments)


def _spawn(command: Sequence[str], stderr: int | IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  our own executable and fixed words
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        # Ctrl+C in a terminal is for the window, which then ends its child in good order.
        start_new_session=True,
        # Windows would open a console window for it.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
