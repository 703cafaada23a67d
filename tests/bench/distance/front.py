"""What stands right before the service: it counts requests and, where asked to, speaks TLS."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.tester.scim_server import raw_server

_PIECE = 256 * 1024


class RequestCounter:
    """Counts the requests of one connection from its bytes (HTTP/1.1, bodies with a length)."""

    def __init__(self) -> None:
        self.seen = 0
        self._head = b""
        self._body = 0

    def feed(self, data: bytes) -> None:
        while data:
            if self._body:
                passed = min(self._body, len(data))
                self._body -= passed
                data = data[passed:]
                continue
            head, end, data = (self._head + data).partition(b"\r\n\r\n")
            if not end:
                self._head = head
                return
            self._head, self.seen = b"", self.seen + 1
            for line in head.lower().split(b"\r\n")[1:]:
                name, _, value = line.partition(b":")
                if name == b"content-length":
                    self._body = int(value)
                elif name == b"transfer-encoding":
                    raise ValueError("a body without a length: nothing here counts those")


class Front:
    """`port` is where it listens; `requests` counts those since `begin`."""

    def __init__(self, service: int) -> None:
        self._service = service
        self._counters: list[RequestCounter] = []
        self.port = 0

    @property
    def requests(self) -> int:
        return sum(counter.seen for counter in self._counters)

    def begin(self) -> None:
        """Counts from nothing again."""
        self._counters.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        counter = RequestCounter()
        self._counters.append(counter)
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._service)
        try:
            await asyncio.gather(_pass(reader, up_writer, counter), _pass(up_reader, writer))
        finally:
            up_writer.transport.abort()


async def _pass(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counter: RequestCounter | None = None
) -> None:
    with suppress(ConnectionError, ssl.SSLError):
        while data := await reader.read(_PIECE):
            if counter is not None:
                counter.feed(data)
            writer.write(data)
            await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
    else:
        writer.close()  # TLS has no half-closed connections


@asynccontextmanager
async def front_of(service: int, tls: ssl.SSLContext | None) -> AsyncIterator[Front]:
    """A front of that port of this computer."""
    front = Front(service)
    async with raw_server(front.serve, tls) as port:
        front.port = port
        yield front
