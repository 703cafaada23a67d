"""Servers that answer with as much as they can: what a program's memory has to stand."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

from tests.tester.scim_server import LIST_RESPONSE, raw_server, read_request

_MIB = 1024 * 1024
_MOST = _MIB
"""Bytes of an answer that ours still reads."""


def _head(*lines: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: application/scim+json", *lines, "", "")).encode()


def _list_of(resource: str) -> bytes:
    """A ListResponse of almost 1 MiB."""
    start = json.dumps({"schemas": [LIST_RESPONSE], "totalResults": 9, "startIndex": 1, "itemsPerPage": 1})[:-1]
    start += ', "Resources": ['
    return (start + ",".join([resource] * ((_MOST - len(start) - 2) // (len(resource) + 1))) + "]}").encode()


def _whole(body: bytes, *lines: str) -> Callable[[], Iterator[bytes]]:
    return lambda: iter((_head(f"Content-Length: {len(body)}", *lines) + body,))


def _large() -> Iterator[bytes]:
    yield _head(f"Content-Length: {300 * _MIB}")
    for _ in range(300):
        yield b" " * _MIB


def _endless_headers() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-More: " + b"y" * 8000 + b"\r\n"


def _one_endless_header() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nX-Long: "
    while True:
        yield b"y" * _MIB


def _endless_chunks() -> Iterator[bytes]:
    yield _head("Transfer-Encoding: chunked")
    while True:
        yield b"1\r\n \r\n" * 1000


def _gzip_bomb() -> bytes:
    """300 MB of blanks, as 300 kB."""
    packer, packed = zlib.compressobj(9, wbits=31), b""
    for _ in range(300):
        packed += packer.compress(b" " * _MIB)
    return packed + packer.flush()


def servers() -> dict[str, Callable[[], Iterator[bytes]]]:
    """What each sends to whatever it is asked, as pieces."""
    twice = gzip.compress(_gzip_bomb())
    return {
        "300 MB": _large,
        "gzip bomb of 300 MB": _whole(_gzip_bomb(), "Content-Encoding: gzip"),
        "gzip bomb in gzip": _whole(twice, "Content-Encoding: gzip, gzip"),
        "endless headers": _endless_headers,
        "one endless header": _one_endless_header,
        "endless chunks": _endless_chunks,
        "1 MiB of empty lists": _whole(_list_of("[]")),
        "1 MiB of empty resources": _whole(_list_of("{}")),
        "1 MiB of users": _whole(_list_of(json.dumps({"id": "x" * 60, "userName": "é" * 4}))),
        "1 MiB of one user": _whole(_list_of('{"id":"' + "\\ud83d\\ude00" * 80_000 + '"}')),
        "1 MiB of one deep list": _whole(b"[" * (_MOST - 1)),
        "1 MiB of different names": _whole(
            b"{" + b",".join(b'"%x":0' % number for number in range(_MOST // 10)) + b',"x":0}'
        ),
    }


@asynccontextmanager
async def serving(pieces: Callable[[], Iterator[bytes]]) -> AsyncIterator[tuple[int, list[int]]]:
    """Such a server: its port, and how many bytes it has sent, one entry for each request."""
    sent: list[int] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await read_request(reader) is not None:
            number = len(sent)
            sent.append(0)
            for piece in pieces():
                writer.write(piece)
                sent[number] += len(piece)
                await writer.drain()

    async with raw_server(talk) as port:
        yield port, sent
