"""One connection of uvicorn's, with bounds against those who open many and say nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True)
class Limits:
    """What one who opens connections and says nothing can take up. `patience` is how many seconds a request's headers
    may take. Beyond `connections` at once, the one that has been idle for longest is closed, before descriptors run out
    (with the database's, they fit into the 256 that macOS gives)."""

    patience: float = 10.0
    connections: int = 120


USUAL_LIMITS = Limits()


class BoundedProtocol(H11Protocol):
    """Waits for no request without end, and holds no more connections than it may."""

    limits = USUAL_LIMITS

    _deadline: asyncio.TimerHandle | None = None
    _heard_at = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        self._heard_at = self.loop.time()
        if len(self.connections) > self.limits.connections:
            self._idle_for_longest().transport.abort()
        self._watch()

    def _idle_for_longest(self) -> BoundedProtocol:
        """Of those that have no request under way; in the end, this one itself."""
        all_of_us = (one for one in self.connections if isinstance(one, BoundedProtocol))
        idle = [one for one in all_of_us if one.conn.their_state is h11.IDLE and not one.transport.is_closing()]
        return min(idle, key=lambda one: one._heard_at)

    def data_received(self, data: bytes) -> None:
        self._heard_at = self.loop.time()
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unwatch()

    def _watch(self) -> None:
        """One deadline from the first moment to the end of the headers, however slowly they drip in."""
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._unwatch()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.limits.patience, self.transport.abort)

    def _unwatch(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
