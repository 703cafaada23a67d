"""What the table of findings is made of: servers that misbehave in one way, and their neighbours that do not."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.domain.report import Report
from tests.tester.certificates import Authority
from tests.tester.running import run
from tests.tester.scim_server import TOKEN, Reply, Request, Service, Talk, raw_server, serving


@dataclass(frozen=True)
class Place:
    """What a case may need of its test."""

    authority: Authority
    monkeypatch: pytest.MonkeyPatch


Running = Callable[[Place], Awaitable[Report]]


@dataclass(frozen=True)
class Case:
    """One run, and every code that its report has to hold; it raises the finding that it is about, or must not."""

    about: str
    what: str
    running: Running
    expected: frozenset[str]

    @property
    def raises(self) -> bool:
        return self.about in self.expected

    def __str__(self) -> str:
        return f"{self.about}{'' if self.raises else ' not'}: {self.what}"


@dataclass
class Table:
    """The cases of one part of the tester."""

    cases: list[Case] = field(default_factory=list)

    def add(self, about: str, what: str, running: Running, *expected: str) -> None:
        self.cases.append(Case(about, what, running, frozenset(expected)))


Instead = Callable[[Request], Reply | None]


def good(**options: Any) -> Running:
    """A service that does everything right."""
    return serves(lambda _: None, **options)


def serves(instead: Instead, *, path: str | None = None, base: str = "/scim/v2", **options: Any) -> Running:
    """A good service but for what `instead` answers; `path` is what was typed after its origin."""

    async def running(_: Place) -> Report:
        service = Service(base=base, instead=instead, token=str(options.get("token") or TOKEN))
        async with serving(service) as served:
            return await run(served.origin + (base if path is None else path), **options)

    return running


def with_typed(typed: Callable[[str], str], token: str | None = TOKEN) -> Running:
    """A good service whose endpoint was typed in another way."""

    async def running(_: Place) -> Report:
        async with serving() as served:
            return await run(typed(served.endpoint), token)

    return running


def to(endpoint: str, **options: Any) -> Running:
    """A run to where no server of ours is."""

    async def running(_: Place) -> Report:
        return await run(endpoint, **options)

    return running


def talks(talk: Talk, scheme: str = "http", seconds: float = 20) -> Running:
    """A server that talks as it is told."""

    async def running(_: Place) -> Report:
        async with raw_server(talk) as port:
            return await run(f"{scheme}://127.0.0.1:{port}/scim/v2", seconds=seconds)

    return running


async def to_nothing(_: Place) -> Report:
    """A port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return await run(f"https://127.0.0.1:{port}/scim/v2")


@contextlib.contextmanager
def deaf() -> Iterator[int]:
    """A port whose queue is full: nobody answers while connecting."""
    with socket.socket() as full, contextlib.ExitStack() as fillers:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            filler = fillers.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        yield full.getsockname()[1]


@contextlib.asynccontextmanager
async def at_address(place: Place, address: str, name: str = "scim.example.org") -> AsyncIterator[str]:
    """A good service behind TLS, whose name leads to this address as far as the tester can tell; gives its URL."""
    import httpcore

    connect = httpcore.AnyIOBackend.connect_tcp

    async def here(self: httpcore.AnyIOBackend, _host: str, port: int, *rest: object, **options: object) -> object:
        return await connect(self, "127.0.0.1", port, *rest, **options)  # type: ignore[arg-type]  # as it came in

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    async with serving(None, place.authority.server(name)) as served:
        entry = (family, socket.SOCK_STREAM, 6, "", (address, served.port))
        place.monkeypatch.setattr("app.tester.connector.getaddrinfo", lambda *_, **__: [entry])
        place.monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", here)
        yield f"https://{name}:{served.port}/scim/v2"
