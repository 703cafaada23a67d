"""A small CONNECT proxy that remembers what it saw, and misbehaves as a test tells it to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from tests.tester.certificates import Authority
from tests.tester.scim_server import Service, raw_server, serving

OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"
ENDPOINT = "https://api.r-service.test/scim/v2"
"""A name that nobody but the proxy knows."""


@dataclass
class ConnectProxy:
    """What it does, and what it saw. Every host leads to the same server on this computer."""

    leads_to: int = 0
    """The server's port."""
    answer: Callable[[bytes], bytes | None] = lambda head: OPENED
    """What is answered to a request's head: OPENED opens the tunnel, anything else is sent and the connection closed;
    None: it is held open without an answer."""
    interim: bytes = b""
    """Sent before the answer."""
    opens_tls: ssl.SSLContext | None = None
    """As a company's that reads along: the certificate that it shows in the server's place."""
    heads: list[bytes] = field(default_factory=list)
    in_clear: list[bytes] = field(default_factory=list)
    """All that could be read on the way to the proxy and through it."""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        answer = self.answer(head)
        if answer is None:
            await reader.read()
            return
        writer.write(self.interim + answer)
        await writer.drain()
        if answer != OPENED:
            return
        if self.opens_tls is not None:
            await writer.start_tls(self.opens_tls)
        there = await asyncio.open_connection("127.0.0.1", self.leads_to)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_copy(reader, there[1], self.in_clear.append))
                group.create_task(_copy(there[0], writer))
        except* OSError:
            pass
        finally:
            there[1].transport.abort()


async def _copy(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: Callable[[bytes], object] = lambda data: None
) -> None:
    while data := await reader.read(65536):
        seen(data)
        writer.write(data)
        await writer.drain()
    # One side has ended: the other has nothing to wait for.
    raise ConnectionResetError


@asynccontextmanager
async def proxying(proxy: ConnectProxy, tls: ssl.SSLContext | None = None) -> AsyncIterator[ConnectProxy]:
    """The proxy, running; with `tls`, spoken to under TLS."""
    async with raw_server(proxy.talk, tls) as port:
        proxy.port = port
        yield proxy


def answering(answer: bytes) -> Callable[[bytes], bytes]:
    return lambda head: answer


@asynccontextmanager
async def company(
    authority: Authority, proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[ConnectProxy, Service]]:
    """A good service that can be reached through the proxy alone, and HTTPS_PROXY set."""
    service = Service()
    async with serving(service, authority.server("api.r-service.test")) as served, proxying(proxy):
        proxy.leads_to = served.port
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        yield proxy, service
