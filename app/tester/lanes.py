"""A few connections to one origin, opened side by side, and handed to httpcore as requests need them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import httpcore

from app.domain.endpoints import Endpoint
from app.tester.connector import Connector, Line
from app.tester.trouble import Trouble

MOST_LANES = 10
"""As many as either wave has requests at the most: on fewer, some would wait for the answers to others."""


class Lanes(httpcore.AsyncNetworkBackend):
    """httpcore's way to the network, for one origin alone: whatever is asked for another host is refused."""

    def __init__(self, endpoint: Endpoint, connector: Connector) -> None:
        self._endpoint = endpoint
        self._connector = connector
        self._ready: list[asyncio.Task[httpcore.AsyncNetworkStream]] = []
        self._trusted = asyncio.Event()

    def widen(self, lanes: int) -> None:
        """Opens more connections while the first is being secured; none shakes hands before that one is trusted."""
        self._ready += [asyncio.create_task(self._open(wait=True)) for _ in range(lanes)]

    def trusted(self, first: httpcore.AsyncNetworkStream) -> None:
        """The first connection is secured: it carries the first request, and the others follow."""
        self._ready.insert(0, asyncio.create_task(_already(first)))
        self._trusted.set()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002  httpcore's interface; every request has its own limit
        local_address: str | None = None,  # noqa: ARG002  httpcore's interface
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002  httpcore's interface
    ) -> httpcore.AsyncNetworkStream:
        if (host.strip("[]"), port) != (self._endpoint.host, self._endpoint.port):
            raise Trouble("connect.unreachable", "another host")
        stream = await (self._ready.pop(0) if self._ready else self._open(wait=False))
        return Line(stream, secured=self._endpoint.scheme == "https")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def close(self) -> None:
        """Opens no more. The connector closes what is open."""
        for lane in self._ready:
            lane.cancel()
        await asyncio.gather(*self._ready, return_exceptions=True)

    async def _open(self, wait: bool) -> httpcore.AsyncNetworkStream:
        stream = await self._connector.connect()
        if wait:
            await self._trusted.wait()
        return await self._connector.secure(stream)


async def _already(stream: httpcore.AsyncNetworkStream) -> httpcore.AsyncNetworkStream:
    return stream
