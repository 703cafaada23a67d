"""A small correct SCIM server for one account, over raw asyncio: each test bends it in one place."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "3f9a" * 15 + "b3ad"
LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@dataclass(frozen=True)
class Request:
    """A request as it came in."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}

    @property
    def token(self) -> str | None:
        return self.headers.get("authorization", "").removeprefix("Bearer ") or None


@dataclass(frozen=True)
class Reply:
    """What goes back; with `raw`, these bytes and nothing else."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None

    def wire(self) -> bytes:
        if self.raw is not None:
            return self.raw
        lines = [f"HTTP/1.1 {self.status} Some words", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + self.body


def scim(value: object, status: int = 200, content_type: str = "application/scim+json") -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": content_type})


def refusal(status: int) -> Reply:
    return scim({"schemas": [ERROR], "status": str(status)}, status)


def page(resources: list[dict[str, object]], request: Request, most: int = 25) -> Reply:
    start = int(request.query.get("startIndex", "1"))
    count = min(int(request.query.get("count", str(most))), most)
    return scim(
        {
            "schemas": [LIST_RESPONSE],
            "totalResults": len(resources),
            "startIndex": start,
            "itemsPerPage": count,
            "Resources": resources[start - 1 : start - 1 + count],
        }
    )


@dataclass
class Service:
    """What the server holds, and how it answers. Tests replace single parts."""

    token: str = TOKEN
    base: str = "/scim/v2"
    users: list[dict[str, object]] = field(
        default_factory=lambda: [
            {
                "id": str(number),
                "userName": f"zebedee.quux{number}@example.org",
                "meta": {"location": f"https://widget.example.org/scim/v2/Users/{number}"},
            }
            for number in range(1, 4)
        ]
    )
    groups: list[dict[str, object]] = field(default_factory=lambda: [{"id": "g1", "displayName": "Quux Society"}])
    instead: Callable[[Request], Reply | Awaitable[Reply] | None] = lambda request: None
    """Answers before the rest does, where it returns something."""
    seen: list[Request] = field(default_factory=list)

    async def answer(self, request: Request) -> Reply:
        self.seen.append(request)
        other = self.instead(request)
        if other is not None:
            return other if isinstance(other, Reply) else await other
        return self.usual(request)

    def usual(self, request: Request) -> Reply:
        if not request.path.startswith(self.base + "/"):
            return refusal(404)
        if request.token != self.token:
            return refusal(401)
        match request.path.removeprefix(self.base + "/"):
            case "Users":
                wanted = unquote(request.query.get("filter", "")).removeprefix('userName eq "').rstrip('"')
                return page([user for user in self.users if wanted in ("", user["userName"])], request)
            case "Groups":
                return page(self.groups, request)
            case "ServiceProviderConfig":
                return scim({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"]})
            case "ResourceTypes" | "Schemas":
                return page([], request)
            case _:
                return refusal(404)


@dataclass(frozen=True)
class Served:
    """A running server."""

    service: Service
    port: int
    scheme: str = "http"
    host: str = "127.0.0.1"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def endpoint(self) -> str:
        return self.origin + self.service.base


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def raw_server(talk: Talk, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server that talks as it is told; gives its port. Connections still open at the end are cut."""
    open_now: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_now.add(task)
        try:
            await talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            open_now.discard(task)
            writer.transport.abort()
            with suppress(OSError):  # why it was cut is nobody's business, and asyncio complains where nobody asks
                await writer.wait_closed()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(open_now):
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)
        await server.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = dict(line.lower().split(": ", 1)[0:1] + line.split(": ", 1)[1:] for line in rest if line)
    return Request(method, target, headers)


@asynccontextmanager
async def serving(
    service: Service | None = None, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Served]:
    """The SCIM server, running."""
    service = service or Service()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (request := await read_request(reader)) is not None:
            reply = await service.answer(request)
            writer.write(reply.wire())
            await writer.drain()
            if reply.raw is not None or reply.headers.get("Connection") == "close":
                return

    async with raw_server(talk, tls) as port:
        yield Served(service, port, "http" if tls is None else "https", host)
