"""Stalls of a window, seen from outside, with the machine's own noise taken off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.rig.app import App
from tests.rig.polling import RigError
from tests.rig.processes import end
from tests.rig.programs import one_label
from tests.rig.session import Session

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    """One answer of a program, in seconds."""

    begin: float
    latency: float
    delay: float
    """The part of the latency in which the machine had no core for it."""

    @property
    def own(self) -> float:
        """What the program itself took."""
        return max(0.0, self.latency - self.delay)


@dataclass(frozen=True)
class Stalls:
    """What was measured. `peer` is a window that does nothing, asked at the same time."""

    program: tuple[Answer, ...]
    peer: tuple[Answer, ...]

    @property
    def worst(self) -> float:
        """The longest stall that is the program's own, in seconds.

        Of each answer's latency, what the scheduler says it waited for a core is taken off, and so is the worst own
        time of the peer while that answer was awaited: the peer does nothing, so what holds it up holds up everybody.
        """
        return max(self._own(answer) for answer in self.program)

    @property
    def noise(self) -> float:
        """The longest that the peer took to answer, in seconds: how good the measurement can be."""
        return max(answer.latency for answer in self.peer)

    def __str__(self) -> str:
        measured = max(answer.latency for answer in self.program)
        return (
            f"worst own stall {self.worst * 1000:.0f} ms (as measured {measured * 1000:.0f} ms, "
            f"peer {self.noise * 1000:.0f} ms; {len(self.program)} and {len(self.peer)} answers)"
        )

    def _own(self, answer: Answer) -> float:
        end_of_it = answer.begin + answer.latency
        at_once = (
            peer.own for peer in self.peer if peer.begin < end_of_it and answer.begin < peer.begin + peer.latency
        )
        return max(0.0, answer.own - max(at_once, default=0.0))


class StallMeter:
    """Asks the program, and a peer beside it, without a break until `stop`."""

    def __init__(self, session: Session, app: App) -> None:
        self._peer = session.start([sys.executable, one_label.__file__])
        self._peer.window(one_label.TITLE)
        self._pings = [_Ping(session, app), _Ping(session, self._peer)]

    def stop(self) -> Stalls:
        """End the measurement. Raises RigError where either program gave no answer at all."""
        program, peer = (ping.stop() for ping in self._pings)
        self._peer.stop()
        return Stalls(program, peer)


@contextmanager
def no_stall_over(limit: float, session: Session, app: App) -> Iterator[None]:
    """Asserts that what is done inside never keeps the window from answering for more than `limit` seconds."""
    meter = StallMeter(session, app)
    try:
        yield
    finally:
        stalls = meter.stop()
    print(stalls)
    assert stalls.worst <= limit, str(stalls)


class _Ping:
    """A process of its own: the test's interpreter, busy with the driver, would be late itself."""

    def __init__(self, session: Session, app: App) -> None:
        root = app.roots[0]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.rig.ping", session.accessibility.address, root.bus_name, str(root.process)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline().strip() != b"ready":
            raise RigError("the stall meter did not start")

    def stop(self) -> tuple[Answer, ...]:
        try:
            lines = self._process.communicate(timeout=70)[0].decode().splitlines()
        finally:
            end(self._process)
        answers = tuple(Answer(*map(float, line.split())) for line in lines)
        if not answers:
            raise RigError("the program never answered the stall meter")
        return answers
