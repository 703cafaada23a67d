"""A relay on loopback before a real service: it passes requests on, and loses, holds or cuts answers as a test asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit


class Fate(Enum):
    """What becomes of a rotation's request and its answer; other requests pass."""

    PASS = "pass"
    CUT_BEFORE = "cut before the service has seen the request"
    CUT_AFTER = "cut when the service has answered, before a byte of it has gone on"
    HOLD_BEFORE = "hold the request"
    HOLD_AFTER = "hold the answer"
    HALF = "half of the answer goes on"


@dataclass
class Relay:
    """`fates` are those of the rotations to come; then they pass. `held` is set when something is held."""

    url: str = ""
    fates: list[Fate] = field(default_factory=list)
    rotations_seen: int = 0
    asked: list[str] = field(default_factory=list)
    """Method and address of each request, oldest first."""
    held: asyncio.Event = field(default_factory=asyncio.Event)
    down: bool = False
    """Whether every connection is closed at once."""
    go_away: Callable[[], None] = lambda: None
    """Refuses every connection from now on."""
    answered: Callable[[], None] = lambda: None
    """Called when the service has answered a rotation, before anything becomes of the answer."""


@asynccontextmanager
async def relay_to(upstream: str) -> AsyncIterator[Relay]:
    """A relay to the service at that address."""
    relay = Relay()
    parts = urlsplit(upstream)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await _pass_on(relay, reader, writer, parts.hostname or "", parts.port or 0)
        finally:
            await close(writer)
            tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    relay.go_away = server.close
    relay.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield relay
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


async def _pass_on(
    relay: Relay, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int
) -> None:
    request = await _message(reader)
    if relay.down:
        return
    relay.asked.append(request.split(b" HTTP/")[0].decode().replace("/settings/v1", ""))
    fate = Fate.PASS
    if request.startswith(b"POST /settings/v1/apps/scim/rotation "):
        relay.rotations_seen += 1
        fate = relay.fates.pop(0) if relay.fates else Fate.PASS
    if fate is Fate.CUT_BEFORE:
        return
    if fate is Fate.HOLD_BEFORE:
        relay.held.set()
        await asyncio.Event().wait()
    up_reader, up_writer = await asyncio.open_connection(host, port)
    try:
        up_writer.write(request)
        answer = await _message(up_reader)
        if request.startswith(b"POST"):
            relay.answered()
        match fate:
            case Fate.CUT_AFTER:
                return
            case Fate.HOLD_AFTER:
                relay.held.set()
                await asyncio.Event().wait()
            case Fate.HALF:
                writer.write(answer[: len(answer) // 2])
            case _:
                writer.write(answer)
        await writer.drain()
    finally:
        await close(up_writer)


async def close(writer: asyncio.StreamWriter) -> None:
    """Close it, and wait until its socket is."""
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    return head + await reader.readexactly(length)
