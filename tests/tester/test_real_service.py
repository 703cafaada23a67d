"""The engine against the R-Service that comes with this program."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest

from app.domain.report import Verdict
from app.domain.report_json import as_json
from tests.accounts.real_service import RealService, real_service
from tests.tester.running import codes, run


@pytest.fixture(scope="module")
def service() -> Iterator[RealService]:
    with real_service(None) as running:
        yield running


async def test_ready(service: RealService) -> None:
    token = await asyncio.to_thread(service.scim_token, 0)
    report = await run(service.endpoint, token)
    assert report.verdict is Verdict.READY, report.findings
    assert codes(report) == set()
    assert report.recommended_base == service.endpoint
    assert report.seen is not None
    assert report.seen.users_total is not None
    assert report.seen.users_total > 10
    text = json.dumps(as_json(report))
    assert token[:8] not in text
    names = [person["name"] for account in service.accounts for person in account["people"]]
    assert not [name for name in names if name in text]


async def test_the_shorter_base_is_served_as_well(service: RealService) -> None:
    report = await run(service.url + "/scim", await asyncio.to_thread(service.scim_token, 0))
    assert report.verdict is Verdict.READY
    assert [base.usable for base in report.bases] == [True, True, False]


async def test_a_wrong_token(service: RealService) -> None:
    report = await run(service.endpoint, "0" * 64)
    assert codes(report) == {"auth.rejected"}
    assert report.verdict is Verdict.BLOCKED
