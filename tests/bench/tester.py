"""The connection test beside other testers, as whole processes, near and far away, over plain HTTP and TLS 1.3.

All are measured in one run against one service. Far away is 50 ms each way (`distance.relay`); near is loopback without
that. Medians, since a single run varies by a third. `scim2 test` sends so much that it is run but once.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.accounts.real_service import real_service
from tests.bench.distance import contenders
from tests.bench.distance.contenders import Contender, Run
from tests.bench.distance.front import Front, front_of
from tests.bench.distance.relay import Relay, relay_to
from tests.bench.figure import Figure, spread
from tests.bench.start import SCRIPT
from tests.tester.certificates import Authority

ONE_WAY = 0.05
"""Seconds."""
MOST_FAR_RUNS = 7
MOST_ROUND_TRIPS = {"http": 4, "https": 5}
TIMES_FASTER = 8
RATIO_NEAR = 1.5
OURS, SANITY, SCIM2 = "scim-connection test", "scim-sanity probe", "scim2 test"


@dataclass
class Row:
    """What was measured of one contender over one way."""

    scheme: str
    far: bool
    name: str
    runs: list[Run] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    connections: list[int] = field(default_factory=list)
    round_trips: list[int] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return statistics.median(run.seconds for run in self.runs)

    def __str__(self) -> str:
        where = f"{self.scheme} {'far' if self.far else 'near'}"
        seconds = [run.seconds for run in self.runs]
        counted = [
            f"{statistics.median_low(values):>11,}" if values else " " * 11
            for values in (self.requests, self.bytes, self.connections, self.round_trips)
        ]
        peak = max(run.peak_mib for run in self.runs)
        return (
            f"{where:11}{self.name:22}{self.seconds:8.3f}{min(seconds):8.3f}{max(seconds):8.3f}{len(seconds):5}"
            f"{peak:8.0f}{''.join(counted)}"
        )


_HEADING = (
    f"{'way':11}{'command':22}{'seconds':>8}{'least':>8}{'most':>8}{'runs':>5}{'MiB':>8}"
    f"{'requests':>11}{'bytes':>11}{'connections':>12}{'round trips':>12}"
)


def measure(runs: int) -> list[Figure]:
    return asyncio.run(_measure(runs))


async def _measure(runs: int) -> list[Figure]:
    figures: list[Figure] = []
    print(f"  {_HEADING}", flush=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        authority = Authority(folder)
        for scheme, tls in (("http", None), ("https", authority.server("127.0.0.1"))):
            if tls is not None:
                tls.minimum_version = ssl.TLSVersion.TLSv1_3
            with real_service(None, SCRIPT) as service:
                token = service.scim_token(0)
                port = urlsplit(service.url).port
                assert port is not None
                async with AsyncExitStack() as stack:
                    front = await stack.enter_async_context(front_of(port, tls))
                    relay = await stack.enter_async_context(relay_to(front.port, ONE_WAY))
                    course = _Course(scheme, token, None if tls is None else authority.file, folder, front, relay)
                    far = await course.far(min(runs, MOST_FAR_RUNS))
                    near = await course.near(port if tls is None else front.port, runs)
            figures += _figures(scheme, far, near)
    return figures


@dataclass(frozen=True)
class _Course:
    """Where the contenders run."""

    scheme: str
    token: str
    ca_file: Path | None
    folder: Path
    front: Front
    relay: Relay

    async def far(self, runs: int) -> dict[str, Row]:
        rows = await self._rounds(self._contenders(self.relay.port)[:2], runs, far=True)
        return rows | await self._rounds(self._contenders(self.relay.port)[2:], 1, far=True)

    async def near(self, port: int, runs: int) -> dict[str, Row]:
        rows = await self._rounds(self._contenders(port)[:2], runs, far=False)
        return rows | await self._rounds(self._contenders(port)[2:], 1, far=False)

    def _contenders(self, port: int) -> tuple[Contender, ...]:
        endpoint = f"{self.scheme}://127.0.0.1:{port}/scim/v2"
        return tuple(
            make(endpoint, self.token, self.ca_file)
            for make in (contenders.ours, contenders.scim_sanity, contenders.scim2)
        )

    async def _rounds(self, running: Sequence[Contender], runs: int, far: bool) -> dict[str, Row]:
        """Each in turn, every round beginning with another one; the first round fills the page cache."""
        rows = {contender.name: Row(self.scheme, far, contender.name) for contender in running}
        warm_up = 1 if runs > 1 else 0
        for number in range(runs + warm_up):
            first = number % len(running)
            for contender in (*running[first:], *running[:first]):
                self.front.begin()
                journey = self.relay.begin()
                run = await contenders.run(contender, self.folder)
                row = rows[contender.name]
                if number < warm_up:
                    continue
                row.runs.append(run)
                if far:
                    row.requests.append(self.front.requests)
                    row.bytes.append(journey.bytes)
                    row.connections.append(journey.connections)
                    row.round_trips.append(journey.round_trips)
        for row in rows.values():
            print(f"  {row}", flush=True)
        return rows


def _figures(scheme: str, far: dict[str, Row], near: dict[str, Row]) -> list[Figure]:
    trips = far[OURS].round_trips
    times = far[SANITY].seconds / far[OURS].seconds
    ratio = near[OURS].seconds / near[SANITY].seconds
    way = "plain HTTP" if scheme == "http" else "TLS 1.3"
    return [
        Figure(
            f"{way}: round trips on the critical path",
            statistics.median_low(trips),
            "",
            MOST_ROUND_TRIPS[scheme],
            f"{min(trips)} to {max(trips)}",
        ),
        Figure(
            f"{way}, far: times faster than scim-sanity",
            times,
            "",
            TIMES_FASTER,
            # Ours computes for a third of its time there, scim-sanity waits: a busy computer slows down one of them.
            f"{len(trips)} runs; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors",
            at_least=True,
        ),
        Figure(
            f"{way}, near: ratio to scim-sanity",
            ratio,
            "",
            RATIO_NEAR,
            spread([run.seconds for run in near[OURS].runs]),
        ),
    ]
