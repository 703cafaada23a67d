"""How many round trips a client waited for, one after the other, told from the order in which things passed a relay.

A client can only wait for what it was sent. So whatever it sends is as deep as the deepest thing that had reached it by
then, on any of its connections; what the service sends back on a connection is one round trip deeper than what had
reached the service there. The critical path is the deepest thing that reached the client while it still listened (what
comes after it has closed that connection, such as the other side's goodbye, is waited for by nobody).

That is the most that the order allows: what is sent long after an answer counts as waiting for it, even where it does
not. A wave of requests counts as one as long as sending it takes less time than a round trip.

A connection costs a round trip, too, before anything goes over it. One that is begun while a client's first connection
is still under way counts as having waited for that: on loopback, connecting takes no time, so the relay cannot see it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Line:
    """One connection. `opened` and `established` are moments of the far-away world, in seconds."""

    opened: float
    established: float
    depth: int
    """Of what was known when it stood: what goes over it is at least as deep."""
    at_service: int = 0
    listening: bool = True


class Journey:
    """What one process sent and was sent. The relay tells each thing as it happens; `round_trips` counts them."""

    def __init__(self, round_trip: float) -> None:
        self._round_trip = round_trip
        self._first: Line | None = None
        self._known = 0
        self.connections = 0
        self.bytes = 0

    @property
    def round_trips(self) -> int:
        """Those on the critical path, until now."""
        return self._known

    def connect(self, now: float) -> Line:
        """The client connects. Nothing goes over the line before it is established."""
        self.connections += 1
        opened, known = now, self._known
        if self._first is not None:
            opened, known = max(opened, self._first.established), max(known, self._first.depth)
        line = Line(opened, opened + self._round_trip, known + 1)
        if self._first is None:
            self._first = line
        return line

    def send(self, line: Line, size: int) -> int:
        """The client sends; gives how deep that is, to be told again when it reaches the service."""
        self.bytes += size
        return max(self._known, line.depth)

    def reach(self, line: Line, depth: int) -> None:
        """What was sent has reached the service."""
        line.at_service = max(line.at_service, depth)

    def answer(self, line: Line, size: int) -> int:
        """The service sends; gives how deep that is, to be told again when it reaches the client."""
        self.bytes += size
        return line.at_service + 1

    def deliver(self, line: Line, depth: int) -> None:
        """What the service sent has reached the client."""
        if line.listening:
            self._known = max(self._known, depth)

    def hang_up(self, line: Line) -> None:
        """The client has closed the line."""
        line.listening = False
