"""Answers that no server should give, made of good ones by a seed, and a server that gives them and notes who asked."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import random
import socket
import ssl
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from tests.tester.hostile_json import strange_body
from tests.tester.scim_server import Request, Service, raw_server, read_request


class Then(Enum):
    """What a server does besides sending bytes."""

    CLOSE = "close"
    RESET = "reset"
    HANG = "hang"
    DRIP = "drip"


Steps = list[bytes | Then]
Mutation = Callable[[random.Random, bytes], Steps]
_BOMBS = (2**20, 2**24)
_SEPARATORS = (b"\r\n", b"\n", b"\r", b"\r\r\n", b" \r\n", b"\x00\r\n")
_STATUS_LINES = (
    *(b"HTTP/1.1", b"HTTP/1.1 ", b"HTTP/1.1 20", b"HTTP/1.1 99999 X", b"HTTP/1.1 -12 X", b"HTTP/1.1 000 X"),
    *(b"HTTP/1.1 200", b"HTTP/1.1  200 OK", b" HTTP/1.1 200 OK", b"http/1.1 200 OK", b"HTTP/2 200 OK"),
    *(b"HTTP/1.0 200 OK", b"HTTP/3.14 200 OK", b"HTTP/1.1 200 \xff\x00\x1b[31m", b"ICY 200 OK", b"220 mail ESMTP"),
    *(b"HTTP/1.1 101 Switching Protocols", b"HTTP/1.1 204 None", b"HTTP/1.1 304 Same", b"HTTP/1.1 206 Part"),
    *(b"HTTP/1.1 205 Reset", b"HTTP/1.1 407 Proxy", b"HTTP/1.1 418 Teapot", b"HTTP/1.1 599 X", b"HTTP/1.1 600 X"),
    *(b"HTTP/1.1 300 Choose", b"HTTP/1.1 301 Moved", b"HTTP/1.1 429 Slow", b"HTTP/1.1 401 No", b"HTTP/1.1 500 Oh"),
)
_VALUES = (
    *(
        b"",
        b"\x00",
        b"\xff\xfe",
        b"\x1b[2J",
        b"a" * 20_000,
        b"-1",
        b"+5",
        b"0x10",
        b"1e3",
        b"5, 5",
        b"5, 6",
        b"9" * 5000,
    ),
    *(b"gzip", b"br", b"gzip, gzip", b"chunked", b"identity", b"chunked, chunked", b"close", b"keep-alive"),
    *(
        b"https://[::1",
        b"http://a@b:99999/",
        b"//",
        b"\\\\x",
        b"/%",
        b"https://\xe2\x80\xae.example/",
        b"https://x" * 900,
    ),
    *(b"http://10.0.0.1/scim/v2", b"https://example.org/", b"/scim/v2/Users", b"/login", b"javascript:alert(1)", b":"),
    *(b"Fri, 31 Dec 9999 23:59:59 -9999", b"Mon, 01 Jan 0000 00:00:00 GMT", b"\xd9\xa3", b"NaN", b"1" * 8, b"0"),
    *(b"text/html", b"application/json; charset=utf-16", b"*/*", b"multipart/mixed", b"application/scim+json;" * 50),
)
_NAMES = (
    *(b"Content-Length", b"Transfer-Encoding", b"Content-Encoding", b"Content-Type", b"Connection", b"Location"),
    *(
        b"Retry-After",
        b"WWW-Authenticate",
        b"Set-Cookie",
        b"Upgrade",
        b"Trailer",
        b"Keep-Alive",
        b"X" * 300,
        b"",
        b"a b",
    ),
)


def _split(good: bytes) -> tuple[list[bytes], bytes]:
    head, _, body = good.partition(b"\r\n\r\n")
    return head.split(b"\r\n"), body


def _joined(lines: list[bytes], body: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _with_body(good: bytes, body: bytes, *more: bytes) -> bytes:
    lines, _ = _split(good)
    kept = [line for line in lines if not line.lower().startswith(b"content-length")]
    return _joined([*kept, b"Content-Length: %d" % len(body), *more], body)


def truncated(source: random.Random, good: bytes) -> Steps:
    return [good[: source.randrange(len(good))], source.choice([Then.CLOSE, Then.CLOSE, Then.RESET, Then.HANG])]


def flipped(source: random.Random, good: bytes) -> Steps:
    data = bytearray(good)
    for _ in range(source.randint(1, 8)):
        data[source.randrange(len(data))] = source.randrange(256)
    return [bytes(data)]


def spliced(source: random.Random, good: bytes) -> Steps:
    start, end = sorted((source.randrange(len(good)), source.randrange(len(good))))
    piece = source.choice([good[start:end], b"\x00" * 9, b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n", source.randbytes(30)])
    at = source.randrange(len(good))
    return [good[:at] + piece * source.choice([1, 1, 1, 300]) + good[at:]]


def other_status(source: random.Random, good: bytes) -> Steps:
    lines, body = _split(good)
    return [_joined([source.choice(_STATUS_LINES), *lines[1:]], source.choice([body, b""]))]


def other_header(source: random.Random, good: bytes) -> Steps:
    lines, body = _split(good)
    for _ in range(source.randint(1, 3)):
        line = source.choice(_NAMES) + source.choice([b": ", b":", b" : ", b""]) + source.choice(_VALUES)
        lines.insert(source.randint(1, len(lines)), line)
    if source.random() < 0.5:
        lines[0] = b"HTTP/1.1 %d X" % source.choice([200, 301, 302, 307, 401, 403, 404, 429, 503])
    return [_joined(lines, body)]


def other_ends_of_lines(source: random.Random, good: bytes) -> Steps:
    return [good.replace(b"\r\n", source.choice(_SEPARATORS))]


def many_headers(source: random.Random, good: bytes) -> Steps:
    lines, body = _split(good)
    return [_joined([*lines, *([b"X-%d: y" % source.randrange(9)] * source.choice([90, 2000, 40_000]))], body)]


def huge_header(source: random.Random, good: bytes) -> Steps:
    lines, body = _split(good)
    return [_joined([*lines, b"X: " + b"y" * source.choice([9_000, 90_000, 900_000, 9_000_000])], body)]


def wrong_length(source: random.Random, good: bytes) -> Steps:
    lines, body = _split(good)
    kept = [line for line in lines if not line.lower().startswith(b"content-length")]
    length = source.choice([0, 1, len(body) - 1, len(body) + 1, 10**6, 10**15, 10**30])
    return [_joined([*kept, b"Content-Length: %d" % length], body), source.choice([Then.CLOSE, Then.HANG])]


def chunked(source: random.Random, good: bytes) -> Steps:
    lines, body = _split(good)
    kept = [line for line in lines if not line.lower().startswith(b"content-length")]
    size = source.choice(
        [b"%x" % len(body), b"-1", b"zz", b"", b"f" * 20, b"%x;%s" % (len(body), b"e" * 30_000), b"0x5"]
    )
    end = source.choice([b"0\r\n\r\n", b"", b"0\r\n", b"0\r\nX: y\r\n" * 500, b"00000\r\n\r\n", b"\r\n"])
    whole = _joined([*kept, b"Transfer-Encoding: chunked"], size + b"\r\n" + body + source.choice([b"\r\n", b""]) + end)
    return [whole, source.choice([Then.CLOSE, Then.CLOSE, Then.HANG])]


def tiny_chunks(source: random.Random, good: bytes) -> Steps:
    lines, _ = _split(good)
    kept = [line for line in lines if not line.lower().startswith(b"content-length")]
    return [_joined([*kept, b"Transfer-Encoding: chunked"], b"1\r\n \r\n" * source.choice([100, 20_000, 400_000]))]


def interim(source: random.Random, good: bytes) -> Steps:
    status = source.choice([100, 102, 103, 199])
    flood = b"HTTP/1.1 %d Wait\r\n%s\r\n" % (status, source.choice([b"", b"X: y\r\n"]))
    rest: Steps = source.choice([[good], [], [Then.HANG]])
    return [flood * source.choice([1, 50, 5_000, 60_000]), *rest]


def two_in_one(source: random.Random, good: bytes) -> Steps:
    return [good * source.choice([2, 3, 50])]


def more_than_promised(source: random.Random, good: bytes) -> Steps:
    return [good + source.choice([b"\r\n", b"\x00" * 50, source.randbytes(100), b"x" * 200_000])]


def not_http(source: random.Random, good: bytes) -> Steps:
    preface = b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + source.randbytes(18)
    garbage = (
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + preface,
        preface,
        b"<html>hello</html>",
    )
    words = (b"SSH-2.0-x\r\n", b"\x00" * 500, b"\r\n" * 5000, b"{}", b"GET / HTTP/1.1\r\n\r\n", source.randbytes(2000))
    return [source.choice([*garbage, *words]), source.choice([Then.CLOSE, Then.HANG])]


def dripped(source: random.Random, good: bytes) -> Steps:
    return [Then.DRIP, good]


def ended(source: random.Random, good: bytes) -> Steps:
    return [source.choice([Then.CLOSE, Then.RESET, Then.HANG])]


def odd_coding(source: random.Random, good: bytes) -> Steps:
    _, body = _split(good)
    name = source.choice([b"gzip", b"deflate", b"x-gzip", b"GZIP", b"br", b"gzip, deflate", b"zstd"])
    raw = zlib.compressobj(wbits=-15)
    packed = source.choice(
        [gzip.compress(body), zlib.compress(body), raw.compress(body) + raw.flush(), body, b"", source.randbytes(200)]
    )
    packed = source.choice([packed, packed[: len(packed) // 2], packed + b"rest", packed * 2])
    return [_with_body(good, packed, b"Content-Encoding: " + name)]


def bomb(source: random.Random, good: bytes) -> Steps:
    packed = _packed(source.choice(_BOMBS))
    return [_with_body(good, packed * source.choice([1, 5]), b"Content-Encoding: gzip")]


@cache
def _packed(size: int) -> bytes:
    """Once: packing it takes the event loop longer than unpacking it may take the tester."""
    return gzip.compress(b" " * size)


def large(source: random.Random, good: bytes) -> Steps:
    return [
        _with_body(good, source.choice([b" ", b"[", b'{"a":', b"1,", b'"\\u0000']) * source.choice([50_000, 700_000]))
    ]


def strange_json(source: random.Random, good: bytes) -> Steps:
    lines, body = _split(good)
    answer = _with_body(good, strange_body(source, body))
    return [answer if source.random() < 0.7 else answer.replace(lines[0], b"HTTP/1.1 200 OK", 1)]


MUTATIONS: tuple[Mutation, ...] = (
    *(truncated, flipped, spliced, other_status, other_header, other_ends_of_lines, many_headers, huge_header),
    *(wrong_length, chunked, tiny_chunks, interim, two_in_one, more_than_promised, not_http, dripped, ended),
    *(odd_coding, bomb, large, strange_json),
)


@dataclass
class Log:
    """What the server heard."""

    requests: list[Request] = field(default_factory=list)
    open_now: list[socket.socket] = field(default_factory=list)
    most_open: int = 0
    mutations: set[str] = field(default_factory=set)


_ESTABLISHED = 1
"""`tcpi_state`, the first byte of Linux' TCP_INFO: the other side has not closed."""


class Hostile:
    """A server whose answers follow from a seed."""

    def __init__(self, seed: int, mutations: tuple[Mutation, ...] = ()) -> None:
        """With `mutations`, it gives these alone, and nothing good."""
        self._source = random.Random(seed)
        self._mutations = mutations or self._source.sample(MUTATIONS, self._source.choice([1, 1, 2, 5]))
        self._share = 1.0 if mutations else self._source.choice([1.0, 0.5, 0.2])
        if bomb in self._mutations:
            for size in _BOMBS:
                _packed(size)
        self._at_once = self._source.random() < 0.04
        self._good = Service()
        self.log = Log(mutations={mutation.__name__ for mutation in self._mutations})

    @asynccontextmanager
    async def serving(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
        """Runs it; gives its port."""
        async with raw_server(self._talk, tls) as port:
            yield port

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection: socket.socket = writer.get_extra_info("socket")
        self.log.open_now.append(connection)
        self.log.most_open = max(self.log.most_open, sum(map(_is_open, self.log.open_now)))
        if self._at_once:  # before anything was asked
            await self._send(self._good.usual(Request("GET", "/scim/v2/Users", {})).wire(), writer)
        while (request := await read_request(reader)) is not None:
            self.log.requests.append(request)
            good = self._good.usual(request).wire()
            for step in self._steps(good):
                if step is Then.CLOSE:
                    return
                if step is Then.RESET:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                if step is Then.HANG:
                    await asyncio.Event().wait()
                elif isinstance(step, bytes):
                    await self._send(step, writer)

    def _steps(self, good: bytes) -> Steps:
        if self._source.random() >= self._share:
            return [good]
        steps = self._source.choice(self._mutations)(self._source, good)
        if Then.DRIP not in steps:
            return steps
        data = b"".join(step for step in steps if isinstance(step, bytes))
        return [data[at : at + 1] for at in range(len(data))]

    async def _send(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        if len(data) == 1:
            await asyncio.sleep(0.002)


def _is_open(connection: socket.socket) -> bool:
    with contextlib.suppress(OSError):
        return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == _ESTABLISHED
    return False


def token_free(request: Request) -> str:
    """A request for a failed test's message."""
    return json.dumps([request.method, request.target, sorted(request.headers)])
