"""How long the machine, not the program, kept a thread waiting."""

from __future__ import annotations

import os
import threading
from pathlib import Path


class RunDelay:
    """Seconds that one thread spent ready to run without a core, since it was started (Linux's schedstat).

    On a busy machine with two cores that is most of what looks like a stall. Without schedstat it is always 0, and what
    is measured is then only compared with a peer.
    """

    def __init__(self, process: int, thread: int | None = None) -> None:
        self._path = Path(f"/proc/{process}/task/{process if thread is None else thread}/schedstat")

    @classmethod
    def of_this_thread(cls) -> RunDelay:
        return cls(os.getpid(), threading.get_native_id())

    def seconds(self) -> float:
        try:
            return int(self._path.read_text().split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0
