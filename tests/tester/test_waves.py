"""What does not depend on an answer is asked at once: a run is two waves of requests, whatever each answer takes.

The server here answers nothing before a whole wave is there, so a run that waits for an answer within one never ends.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.domain.report import Report, Verdict
from tests.tester.certificates import Authority
from tests.tester.running import run
from tests.tester.scim_server import Reply, Request, Service, serving

OLD_TOKEN = "0dd" * 20
_MOST = 25


class HoldingService(Service):
    """Answers when as many requests are there as each wave has."""

    def __init__(self, *waves: int) -> None:
        super().__init__()
        self._waves = waves
        self._whole = [asyncio.Event() for _ in waves]
        self.instead = self._hold

    async def _hold(self, request: Request) -> Reply:
        here = len(self.seen)
        last = 0
        for whole, size in zip(self._whole, self._waves, strict=True):
            last += size
            if here <= last:
                if here == last:
                    whole.set()
                await whole.wait()
                return self.usual(request)
        return self.usual(request)


async def test_it_holds_what_comes_too_early() -> None:
    service = HoldingService(2)
    first = asyncio.create_task(service.answer(Request("GET", "/scim/v2/Users", {})))
    await asyncio.sleep(0)
    assert not first.done()
    await service.answer(Request("GET", "/scim/v2/Users", {}))
    await first


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_run_is_two_waves(scheme: str, tmp_path: Path) -> None:
    usual = Service()
    report = await _run(usual, scheme, tmp_path)
    first = 3 * len(report.bases)
    assert first < len(usual.seen) <= _MOST

    holding = HoldingService(first, len(usual.seen) - first)
    report = await _run(holding, scheme, tmp_path)
    assert report.verdict in (Verdict.READY, Verdict.USABLE)
    assert len(holding.seen) == len(usual.seen)
    assert [check.id for check in report.checks if check.request and check.response_status is None] == []


async def _run(service: Service, scheme: str, folder: Path) -> Report:
    authority = Authority(folder) if scheme == "https" else None
    tls = None if authority is None else authority.server("127.0.0.1")
    async with serving(service, tls) as served:
        ca_file = None if authority is None else authority.file
        return await run(served.endpoint, old_token=OLD_TOKEN, ca_file=ca_file)
