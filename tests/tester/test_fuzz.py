"""Whatever bytes a server sends: a report, within the time, and nothing asked that should not be.

The ordinary run takes a few seeds; `--long` takes thousands. A failure names its seed, which repeats it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.report import Report
from app.tester.lanes import MOST_LANES
from tests.tester.certificates import Authority
from tests.tester.hostile import (
    MUTATIONS,
    Hostile,
    Mutation,
    bomb,
    huge_header,
    interim,
    large,
    many_headers,
    tiny_chunks,
    token_free,
)
from tests.tester.running import run
from tests.tester.scim_server import TOKEN

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="counts open connections by Linux' TCP_INFO"),
    pytest.mark.once,
]

ROOT = Path(__file__).parents[2]
FEW, UNDER_TLS, MANY = 45, 6, 4_000
SECONDS = 1.0
"""For a run."""
GRACE = 1.0
"""Seconds that the contract adds."""
MOST_MEMORY = 120 * 1024
"""KiB that the whole process of a run may take at its peak."""
HEAVY = (bomb, huge_header, interim, large, many_headers, tiny_chunks)
"""Answers by which a server could fill the memory."""
MOST_LOOKS = 2
"""Connections beside the lanes that only see whether others would trust the certificate, and carry no request."""
OLD = "0badc0de" * 8
RESOURCES = ("Users", "Groups", "ServiceProviderConfig", "ResourceTypes", "Schemas")
BASES = ("/scim/v2", "/scim", "")


@dataclass
class Dialled:
    """Where this process connects to, whichever library does it. An audit hook cannot be taken off, so it is one."""

    on: bool = False
    addresses: set[object] = field(default_factory=set)

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event in ("socket.connect", "socket.sendto"):
            address = arguments[1]
            self.addresses.add(address[:2] if isinstance(address, tuple) else address)


DIALLED = Dialled()


@pytest.fixture(scope="module", autouse=True)
def dialled() -> Iterator[None]:
    sys.addaudithook(DIALLED.hook)
    DIALLED.on = True
    yield
    DIALLED.on = False


async def one(hostile: Hostile, seed: int, authority: Authority | None) -> None:
    """One run against a server, with everything that holds for every run."""
    tls = None if authority is None else authority.server("127.0.0.1")
    DIALLED.addresses.clear()
    async with hostile.serving(tls) as port:
        began = time.monotonic()
        report = await run(
            f"{'http' if tls is None else 'https'}://127.0.0.1:{port}/scim/v2",
            old_token=OLD if seed % 5 == 0 else None,
            seconds=SECONDS,
            ca_file=None if authority is None else authority.file,
        )
        took = time.monotonic() - began
    assert took < SECONDS + GRACE
    assert DIALLED.addresses <= {("127.0.0.1", port)}
    judge_requests(hostile, report)


def judge_requests(hostile: Hostile, report: Report) -> None:
    """Only GET, only what is planned, at most 25, at most two meant to be refused, both at one base."""
    asked = hostile.log.requests
    assert len(asked) <= report.timings.requests <= 25
    assert {request.method for request in asked} <= {"GET"}
    allowed = {f"{base}/{name}" for base in BASES for name in RESOURCES}
    assert {request.path for request in asked} <= allowed
    assert hostile.log.most_open <= MOST_LANES + MOST_LOOKS
    meant = [request for request in asked if request.token not in (TOKEN, OLD)]
    assert len(meant) <= 2, [token_free(request) for request in meant]
    assert len({request.token for request in meant}) == len(meant)
    usable = [base.url for base in report.bases if base.usable]
    for request in meant:
        assert request.path.endswith("/Users")
        assert any(url.endswith(request.path.removesuffix("/Users")) for url in usable)


async def many(seeds: range, authority: Authority | None = None) -> set[str]:
    """Runs them, and gives the names of what was tried. Nothing is left that asyncio complains about."""
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(str(context)))
    tried: set[str] = set()
    for seed in seeds:
        hostile = Hostile(seed)
        try:
            await one(hostile, seed, authority)
        except (Exception, asyncio.CancelledError) as error:
            error.add_note(f"seed {seed}: {sorted(hostile.log.mutations)}")
            raise
        tried |= hostile.log.mutations
        if seed % 20 == 0:
            gc.collect()
    gc.collect()
    await asyncio.sleep(0)
    assert complaints == []
    return tried


async def test_any_answer_gives_a_report() -> None:
    assert await many(range(FEW)) == {mutation.__name__ for mutation in MUTATIONS}


async def test_any_answer_under_tls_gives_a_report(authority: Authority) -> None:
    await many(range(FEW, FEW + UNDER_TLS), authority)


_MEASURED = """
import sys
from app.__main__ import main
from app.cli import leaving
leaving.leave = sys.exit
try:
    main()
except SystemExit as left:
    status = left.code
with open("/proc/self/status") as lines:
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)
raise SystemExit(status)
"""
"""Not `getrusage`, whose peak a child has from the process that it was forked from."""


@pytest.mark.parametrize("mutation", HEAVY, ids=lambda mutation: mutation.__name__)
async def test_a_whole_process_says_nothing_else_and_stays_small(mutation: Mutation) -> None:
    """The command line against a server that answers all with this: a report, and no line of a traceback."""
    hostile = Hostile(1, (mutation,))
    async with hostile.serving() as port:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-W", "error", "-c", _MEASURED),
            *("test", f"http://127.0.0.1:{port}/scim/v2", "--json", "--timeout", "5"),
            env={"PATH": os.environ["PATH"], "SCIM_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
    assert json.loads(out)["schema"] == "scim-connection-report/1"
    assert process.returncode in (0, 1)
    (memory,) = err.decode().splitlines()
    assert int(memory) < MOST_MEMORY
    print(f"{mutation.__name__}: {int(memory) / 1024:.0f} MiB at the peak")


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(8))
async def test_thousands_of_answers(part: int) -> None:
    each = MANY // 8
    await many(range(1000 + part * each, 1000 + (part + 1) * each))
