"""Stalls of the event loop, seen from inside, for tests that build widgets in their own process."""

from __future__ import annotations

import time
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer

from tests.rig.scheduling import RunDelay

BEAT = 0.005
"""Seconds between two beats of a loop that is free."""


class Heartbeat:
    """While entered, a timer beats in the event loop. Use it around what has to leave the loop free:

    with Heartbeat() as heart:
        qtbot.waitUntil(...)
    assert heart.worst <= 0.05
    """

    def __init__(self) -> None:
        self.worst = 0.0
        """The longest that the loop was kept from the timer, in seconds, without what the machine's scheduler did."""
        self.beats = 0
        self._delay = RunDelay.of_this_thread()
        # Parentless, and ended in __exit__: nothing of the tested widgets may own it.
        self._owner = QObject()
        self._timer = QTimer(self._owner)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(BEAT * 1000))
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Heartbeat:
        self._last = self._now()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._beat()

    def _beat(self) -> None:
        now = self._now()
        (last, last_delay), (present, delay) = self._last, now
        self.worst = max(self.worst, present - last - max(0.0, delay - last_delay) - BEAT)
        self.beats += 1
        self._last = now

    def _now(self) -> tuple[float, float]:
        return time.monotonic(), self._delay.seconds()
