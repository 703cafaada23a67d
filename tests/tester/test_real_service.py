"""The engine against the R-Service that comes with this program."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from collections.abc import Iterator

import pytest

from app.domain.report import Verdict
from tests.accounts.real_service import RealService, real_service
from tests.tester.planting import left_of, renderings
from tests.tester.running import codes, run


@pytest.fixture(scope="module")
def service() -> Iterator[RealService]:
    with real_service(None) as running:
        yield running


def names_served(service: RealService, token: str) -> set[str]:
    """Every word by which the service tells who its users are."""
    request = urllib.request.Request(service.endpoint + "/Users", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        users = json.load(answer)["Resources"]
    words: set[str] = set()
    for user in users:
        words |= {str(value) for value in (user["userName"], user.get("displayName"), *user.get("name", {}).values())}
        words |= {email["value"] for email in user.get("emails", ())}
    return {each for word in words for each in (word, *word.split()) if len(each) > 3 and word != "None"}


async def test_ready(service: RealService) -> None:
    token = await asyncio.to_thread(service.scim_token, 0)
    report = await run(service.endpoint, token)
    assert report.verdict is Verdict.READY, report.findings
    assert codes(report) == set()
    assert report.recommended_base == service.endpoint
    assert report.seen is not None
    assert report.seen.users_total is not None
    assert report.seen.users_total > 10
    told = await asyncio.to_thread(names_served, service, token)
    assert len(told) > 20
    for rendering, text in renderings(report).items():
        assert left_of(token, text) == [], rendering
        assert not [word for word in told if re.search(rf"\b{re.escape(word)}\b", text)], rendering


async def test_the_shorter_base_is_served_as_well(service: RealService) -> None:
    report = await run(service.url + "/scim", await asyncio.to_thread(service.scim_token, 0))
    assert report.verdict is Verdict.READY
    assert [base.usable for base in report.bases] == [True, True, False]


async def test_a_wrong_token(service: RealService) -> None:
    report = await run(service.endpoint, "0" * 64)
    assert codes(report) == {"auth.rejected"}
    assert report.verdict is Verdict.BLOCKED
