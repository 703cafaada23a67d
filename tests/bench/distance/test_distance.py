"""What the benchmark counts by is right itself: the relay's delay, the requests, the round trips of known clients."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.bench.distance.front import Front, RequestCounter, front_of
from tests.bench.distance.journey import Journey
from tests.bench.distance.relay import Relay, relay_to
from tests.tester.certificates import Authority
from tests.tester.scim_server import TOKEN, raw_server, serving

ONE_WAY = 0.06
REQUEST = f"GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()


@asynccontextmanager
async def far_away(tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[Relay, Front]]:
    async with serving() as served, front_of(served.port, tls) as front, relay_to(front.port, ONE_WAY) as relay:
        yield relay, front


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, times: int = 1) -> None:
    for _ in range(times):
        writer.write(REQUEST)
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head
        await reader.readexactly(int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0]))


async def test_each_request_after_the_other_costs_a_round_trip_and_so_does_connecting() -> None:
    async with far_away() as (relay, front):
        begin = asyncio.get_running_loop().time()
        reader, writer = await asyncio.open_connection("127.0.0.1", relay.port)
        await ask(reader, writer, times=3)
        assert asyncio.get_running_loop().time() - begin >= 4 * 2 * ONE_WAY
        assert (relay.journey.round_trips, relay.journey.connections, front.requests) == (4, 1, 3)
        assert relay.journey.bytes > 3 * len(REQUEST)
        writer.close()


async def test_what_is_asked_at_once_costs_one() -> None:
    async with far_away() as (relay, front):
        lines = [await asyncio.open_connection("127.0.0.1", relay.port)]
        await ask(*lines[0])
        lines += [await asyncio.open_connection("127.0.0.1", relay.port) for _ in range(5)]
        await asyncio.gather(*(ask(*line) for line in lines))
        # The first connection, its request, the other connections, what is asked over all of them at once.
        assert (relay.journey.round_trips, front.requests) == (4, 7)
        for _, writer in lines:
            writer.close()


async def test_tls_costs_one_more(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with far_away(authority.server("127.0.0.1")) as (relay, front):
        trust = ssl.create_default_context(cafile=str(authority.file))
        reader, writer = await asyncio.open_connection("127.0.0.1", relay.port, ssl=trust)
        await ask(reader, writer, times=2)
        assert (relay.journey.round_trips, front.requests) == (4, 2)
        writer.close()


async def test_a_large_answer_is_not_slowed_down() -> None:
    body = b"x" * 8_000_000

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)
        writer.write(body)
        writer.write_eof()
        await reader.read()

    async with raw_server(answer) as port, relay_to(port, ONE_WAY) as relay:
        reader, writer = await asyncio.open_connection("127.0.0.1", relay.port)
        writer.write(b"?")
        assert await reader.read(-1) == body
        assert relay.journey.round_trips == 2
        writer.close()


def test_connections_begun_at_once_wait_for_the_first() -> None:
    """Loopback connects at once, so a client that opens others as soon as the first stands does so too early."""
    journey = Journey(round_trip=0.1)
    first, second = journey.connect(now=1.0), journey.connect(now=1.001)
    assert (first.established, first.depth) == (1.1, 1)
    assert second.established == pytest.approx(1.2)
    assert second.depth == 2


def test_nobody_waits_for_what_comes_after_the_end() -> None:
    journey = Journey(round_trip=0.1)
    line = journey.connect(now=1.0)
    journey.reach(line, journey.send(line, 10))
    asked = journey.answer(line, 10)
    journey.hang_up(line)
    journey.deliver(line, asked)
    assert journey.round_trips == 0


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_requests_are_counted_however_they_come(size: int) -> None:
    body = b"POST /x HTTP/1.1\r\nContent-Length: 30\r\n\r\n" + b"GET /not HTTP/1.1\r\n\r\n".ljust(30)
    stream = REQUEST + body + REQUEST
    counter = RequestCounter()
    for start in range(0, len(stream), size):
        counter.feed(stream[start : start + size])
    assert counter.seen == 3
