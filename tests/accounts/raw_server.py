"""A server on loopback that answers with exactly the bytes that a test gives it: for services that misbehave."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.accounts.relay import close

Handler = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RawServer:
    """`requests` are those that have come, head and body."""

    url: str = ""
    requests: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def raw_server(handle: Handler, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """Hands each request to `handle`, and closes the connection after it."""
    seen = RawServer()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
            )
            request = head + await reader.readexactly(length)
            seen.requests.append(request)
            await handle(request, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone: what it is to do about a bad answer
        finally:
            await close(writer)
            tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    seen.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield seen
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


def answers(status: int, body: object = None, *headers: str) -> Handler:
    """A handler that gives this answer. `body` is sent as JSON, or as it is where it is bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def handle(_request: bytes, writer: asyncio.StreamWriter) -> None:
        head = [f"HTTP/1.1 {status} Because", f"Content-Length: {len(content)}", "Connection: close", *headers]
        writer.write("\r\n".join([*head, "", ""]).encode() + content)

    return handle
