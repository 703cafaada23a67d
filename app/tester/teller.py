"""How probes tell the run what they do, and learn how long they may take."""

from __future__ import annotations

from typing import Protocol

from app.domain.report import Check
from app.tester.plan import Step


class Teller(Protocol):
    """The run, as its probes see it."""

    def started(self, step: Step) -> None:
        """A check has begun."""

    def ended(self, check: Check) -> None:
        """A check has ended, judged by itself."""

    def began(self) -> float:
        """The run's beginning, by `time.monotonic`."""

    def left(self) -> float:
        """Seconds that the run still has."""
