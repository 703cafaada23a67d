"""Something happens before a line of ours: the process is killed there, say. The interpreter's own tracing
(sys.settrace) counts the lines, so that nothing under test has a hook for it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]


class Tripwire:
    """Calls `trip` before the line of that number, counted over all threads once it is armed."""

    def __init__(self, number: int, trip: Callable[[], None]) -> None:
        self.seen = 0
        self._number = number
        self._trip = trip
        self._places: tuple[str, ...] = ()

    def arm(self, places: Sequence[str]) -> None:
        """Count the lines of these files and folders of the checkout, in this thread and in those to come."""
        self._places = tuple(str(ROOT / place) for place in places)
        threading.settrace(self.trace)
        sys.settrace(self.trace)

    def arm_here(self, places: Sequence[str]) -> None:
        """Count them in this thread alone, from the present line on: also those of the callers."""
        self._places = tuple(str(ROOT / place) for place in places)
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename.startswith(self._places):
                frame.f_trace = self.trace
            frame = frame.f_back
        sys.settrace(self.trace)

    @property
    def tripped(self) -> bool:
        return 0 < self._number <= self.seen

    def disarm(self) -> None:
        """Count no further."""
        threading.settrace(None)
        sys.settrace(None)
        self._places = ("/nowhere",)

    def trace(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(self._places):
            return None
        if event == "line":
            self.seen += 1
            if self.seen == self._number:
                self._trip()
        return self.trace


def die() -> None:
    """As the system would end this process: no line of ours runs any more."""
    os.kill(os.getpid(), signal.SIGKILL)


def fill_disk() -> None:
    """From now on no file of this process grows, as on a full disk."""
    import resource  # POSIX alone

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def empty_disk() -> None:
    """There is room again."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
