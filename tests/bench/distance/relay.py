"""A relay that makes a service far away: whatever passes takes its time in each direction, and nothing else is slowed.

Each piece is delayed by itself, so that as much as ever can be on its way at once, in its order. On loopback the system
completes a connection at once; here what is sent over a new one waits until the connection would have been made.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from tests.bench.distance.journey import Journey, Line
from tests.tester.scim_server import raw_server

_PIECE = 256 * 1024
_Waiting = asyncio.Queue[tuple[float, int, bytes]]


class Relay:
    """`port` is where it listens. `journey` is that of the process which is measured now; replace it for the next."""

    def __init__(self, upstream: int, one_way: float) -> None:
        self._upstream = upstream
        self.one_way = one_way
        self.port = 0
        self.journey = Journey(2 * one_way)

    def begin(self) -> Journey:
        """Forgets what went before."""
        self.journey = Journey(2 * self.one_way)
        return self.journey

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until both sides have closed it."""
        loop, journey = asyncio.get_running_loop(), self.journey
        line = journey.connect(loop.time())
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._upstream)
        try:
            await asyncio.gather(
                self._carry(reader, up_writer, line, journey.send, journey.reach, journey.hang_up),
                self._carry(up_reader, writer, line, journey.answer, journey.deliver, lambda _line: None),
            )
        finally:
            up_writer.transport.abort()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        line: Line,
        departs: Callable[[Line, int], int],
        arrives: Callable[[Line, int], None],
        ends: Callable[[Line], None],
    ) -> None:
        """One direction. The end travels as a piece without bytes."""
        loop = asyncio.get_running_loop()
        under_way: _Waiting = asyncio.Queue()

        async def take_in() -> None:
            data = b"?"
            while data:
                try:
                    data = await reader.read(_PIECE)
                except ConnectionError:
                    data = b""
                if not data:
                    ends(line)
                depth = departs(line, len(data))
                under_way.put_nowait((max(loop.time(), line.established) + self.one_way, depth, data))

        taking = asyncio.create_task(take_in())
        try:
            with suppress(ConnectionError):
                data = b"?"
                while data:
                    due, depth, data = await under_way.get()
                    await asyncio.sleep(due - loop.time())
                    if data:
                        arrives(line, depth)
                        writer.write(data)
                        await writer.drain()
                if writer.can_write_eof():
                    writer.write_eof()
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)


@asynccontextmanager
async def relay_to(upstream: int, one_way: float) -> AsyncIterator[Relay]:
    """A relay to that port of this computer; `one_way` in seconds."""
    relay = Relay(upstream, one_way)
    async with raw_server(relay.serve) as port:
        relay.port = port
        yield relay
