"""Programs that live by another clock than this computer's, by Debian's libfaketime: one that a test moves as they run.

Only the time of day moves, as when somebody sets the clock or a laptop wakes up; CLOCK_MONOTONIC goes on as it is.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.rig.polling import poll
from tests.rig.tools import require

_LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"


class MovedClock:
    """The clock of every program that is started with `env`, and of its children."""

    def __init__(self, file: Path, at: datetime | None = None) -> None:
        require("faketime")
        self._file = file
        self._offset = timedelta(0)
        self.move_to(at or datetime.now(UTC))

    @property
    def env(self) -> dict[str, str]:
        """What a program has to be started with."""
        library = next(Path("/").glob(_LIBRARIES.lstrip("/")))
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",  # seconds; without it the file is read whenever somebody asks for the time
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def move_to(self, at: datetime) -> None:
        self.set_by(at - self.now())

    def set_by(self, step: timedelta) -> None:
        """Set it forward, or back."""
        self._offset += step
        beside = self._file.with_name(f"{self._file.name}.new")
        beside.write_text(f"{self._offset.total_seconds():+.3f}\n")
        beside.replace(self._file)  # no program reads half of it

    def wait_until(self, at: datetime) -> None:
        """Wait for a moment that comes within seconds."""
        poll(lambda: self.now() >= at, f"{at}", timeout=max(10, (at - self.now()).total_seconds() + 10))
