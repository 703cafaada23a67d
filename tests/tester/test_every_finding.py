"""Every finding of the contract: a server that misbehaves in just that way, and neighbours that must not raise it.

A run is judged by all of its codes, so that a neighbour cannot pass by failing in another way.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from app.domain.findings import RULES
from app.tester.wire import MOST_REQUESTS
from tests.tester.cases import Case, Place
from tests.tester.cases_service import OLD, SERVICE
from tests.tester.cases_way import WAY
from tests.tester.certificates import Authority
from tests.tester.running import check
from tests.tester.scim_server import Request, read_request

pytestmark = pytest.mark.once

CASES = [*WAY.cases, *SERVICE.cases]
HERE = "net.not-public"
"""Every server of a test is on this computer, so it is looked at where it is what a case is about."""
FEWEST_NEIGHBOURS = 2
WITH_A_PROXY = "test_*prox*.py"
"""The `proxy.*` codes need a proxy beside the server; their tests and neighbours are in these files."""


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Every request that a server of ours reads."""
    requests: list[Request] = []

    async def recorder(reader: asyncio.StreamReader) -> Request | None:
        request = await read_request(reader)
        if request is not None:
            requests.append(request)
        return request

    monkeypatch.setattr("tests.tester.scim_server.read_request", recorder)
    monkeypatch.setattr("tests.tester.cases_service.read_request", recorder)
    return requests


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_the_finding(
    case: Case, authority: Authority, monkeypatch: pytest.MonkeyPatch, heard: list[Request]
) -> None:
    report = await case.running(Place(authority, monkeypatch))
    check(report)
    assert len(heard) <= report.timings.requests <= MOST_REQUESTS == 25
    assert {request.method for request in heard} <= {"GET"}
    meant_to_be_refused(heard)
    found = {finding.code for finding in report.findings}
    assert found - {HERE} == case.expected - {HERE}
    if case.about == HERE:
        assert (HERE in found) is case.raises


def meant_to_be_refused(heard: list[Request]) -> None:
    """One without a token and one with a made-up one, both at Users of one base; all others carry a token of ours."""
    by_token = Counter(request.token for request in heard if request.token != OLD)
    if not by_token:
        return
    ours = by_token.most_common(1)[0][0]
    meant = [request for request in heard if request.token not in (ours, OLD)]
    assert sorted(request.token is None for request in meant) in ([], [False], [True], [False, True])
    assert len({request.path for request in meant}) <= 1
    assert all(request.path.endswith("/Users") for request in meant)


def test_every_code_has_a_server_that_raises_it_and_two_that_do_not() -> None:
    raising = Counter(case.about for case in CASES if case.raises)
    neighbours = Counter(case.about for case in CASES if not case.raises)
    here = {code for code in RULES if not code.startswith("proxy.")}
    assert set(raising) | set(neighbours) == here
    assert [code for code in here if not raising[code]] == []
    assert [code for code in here if neighbours[code] < FEWEST_NEIGHBOURS] == []
    assert len({(case.about, case.what) for case in CASES}) == len(CASES)


def test_the_codes_about_proxies_have_their_own_tests() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob(WITH_A_PROXY))
    assert [code for code in RULES if code.startswith("proxy.") and f'"{code}"' not in text] == []
