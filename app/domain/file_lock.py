"""A lock between processes of ours (a window and a command line), and between threads of one of them.

The system lets go of it when its holder ends, however that ends. What stands in the file is never looked at, so that no
damage to it matters. The file itself stays: removing a lock's file lets two hold it at once.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.domain.errors import StorageBusy

_PAUSE_SECONDS = 0.01


@contextmanager
def locked(path: Path, wait_seconds: float = 10.0) -> Iterator[None]:
    """Holds the lock meanwhile. It waits in this thread, so call it in a worker. Raises StorageBusy after that time,
    and OSError where the file cannot be made."""
    descriptor = open_lock(path)
    try:
        for _ in range(int(wait_seconds / _PAUSE_SECONDS)):
            if try_lock(descriptor):
                break
            time.sleep(_PAUSE_SECONDS)
        else:
            raise StorageBusy
        yield
    finally:
        os.close(descriptor)


def open_lock(path: Path) -> int:
    """The lock's file, not locked yet. Closing it lets go of the lock. Raises OSError."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Takes the lock if nobody has it."""
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Takes the lock if nobody has it."""
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
