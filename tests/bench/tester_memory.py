"""The connection test's peak memory, whatever the server sends."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.bench.distance import contenders, hostile
from tests.bench.figure import Figure
from tests.tester.scim_server import TOKEN
from tests.tester.scim_server import serving as good_service

MOST = 120
"""MiB."""
_SECONDS = "8"
"""For a whole run: some of these servers never end."""


def measure(_runs: int) -> list[Figure]:
    """Once each: memory does not vary as times do."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        async with good_service() as good:
            figures = [await _peak("a good service", good.port, folder, [])]
        for name, pieces in hostile.servers().items():
            async with hostile.serving(pieces) as (port, sent):
                figures.append(await _peak(name, port, folder, sent))
    return figures


async def _peak(name: str, port: int, folder: Path, sent: list[int]) -> Figure:
    command = contenders.ours(f"http://127.0.0.1:{port}/scim/v2", TOKEN, None, "--timeout", _SECONDS)
    run = await contenders.run(command, folder, done=(0, 1))
    detail = f"exit status {run.status}, {run.seconds:.1f} s"
    if sent:
        detail += f", {len(sent)} requests, {sum(sent) / 1e6:.1f} MB sent"
    return Figure(f"peak, {name}", run.peak_mib, "MiB", MOST, detail)
