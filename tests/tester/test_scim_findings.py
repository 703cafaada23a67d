"""What SCIM says of an answer: each finding, and neighbours that must not raise it."""

from __future__ import annotations

import pytest

from app.domain.report import Verdict
from tests.tester.running import codes, run_against, severity
from tests.tester.scim_server import LIST_RESPONSE, TOKEN, Reply, Request, Service, page, refusal, scim


def only(path: str, reply: Reply, with_filter: bool | None = None) -> Service:
    """A good service but for the answer at one path (with the right token)."""

    def instead(request: Request) -> Reply | None:
        if request.path != "/scim/v2/" + path or request.token != TOKEN:
            return None
        if with_filter is not None and with_filter is not ("filter" in request.query):
            return None
        return reply

    return Service(instead=instead)


async def test_nothing_of_scim_anywhere() -> None:
    report = await run_against(Service(instead=lambda _: refusal(404)))
    assert codes(report) == {"scim.not-found"}
    assert report.verdict is Verdict.BLOCKED


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"{", b'{"a": NaN}', b"\xff\xfe", b"[" * 100_000, b'{"n": ' + b"9" * 5000 + b"}"]
)
async def test_not_json(body: bytes) -> None:
    report = await run_against(only("Users", Reply(200, body, {"Content-Type": "application/json"})))
    assert "scim.not-json" in codes(report)
    assert report.verdict is Verdict.BLOCKED


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"Resources": []},
        {"schemas": [LIST_RESPONSE]},
        {"schemas": [LIST_RESPONSE], "totalResults": "3", "Resources": []},
        {"schemas": [LIST_RESPONSE], "totalResults": True, "Resources": []},
        {"schemas": [LIST_RESPONSE], "totalResults": 3},
        {"schemas": [LIST_RESPONSE], "totalResults": 1, "Resources": ["zebedee"]},
        {"schemas": LIST_RESPONSE, "totalResults": 0},
    ],
)
async def test_json_that_is_no_list(value: object) -> None:
    report = await run_against(only("Users", scim(value), with_filter=False))
    assert codes(report) == {"scim.not-list-response"}
    assert report.verdict is Verdict.BLOCKED


async def test_an_empty_list_may_lack_resources() -> None:
    service = only("Users", scim({"schemas": [LIST_RESPONSE], "totalResults": 0}))
    assert codes(await run_against(service)) == set()


@pytest.mark.parametrize(
    ("content_type", "raised"),
    [
        ("application/scim+json; charset=utf-8", False),
        ("Application/JSON", False),
        ("text/plain", True),
        ("application/json+scim", True),
    ],
)
async def test_the_label_of_answers(content_type: str, raised: bool) -> None:
    def instead(request: Request) -> Reply | None:
        answer = Service().usual(request)
        return Reply(answer.status, answer.body, {"Content-Type": content_type})

    report = await run_against(Service(instead=instead))
    assert codes(report) == ({"scim.content-type"} if raised else set())
    assert report.verdict is (Verdict.USABLE if raised else Verdict.READY)


@pytest.mark.parametrize("status", [400, 501, 403])
async def test_a_filter_that_is_refused(status: int) -> None:
    report = await run_against(only("Users", refusal(status), with_filter=True))
    assert codes(report) == {"scim.filter-unsupported"}
    assert report.verdict is Verdict.BLOCKED


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (scim([]), {"scim.not-list-response"}),
        (scim({}), {"scim.not-list-response"}),
        (Reply(200, b"", {"Content-Type": "application/scim+json"}), {"scim.not-json"}),
    ],
    ids=["array", "object", "empty"],
)
async def test_a_look_up_that_is_answered_with_something_else(reply: Reply, found: set[str]) -> None:
    """Not refused: what is said is what is wrong with the answer."""
    report = await run_against(only("Users", reply, with_filter=True))
    assert codes(report) == found
    assert report.verdict is Verdict.BLOCKED


async def test_a_filter_that_is_ignored() -> None:
    service = Service()
    service.instead = lambda request: (
        page(service.users, request) if "filter" in request.query and request.token == TOKEN else None
    )
    report = await run_against(service)
    assert codes(report) == {"scim.filter-ignored"}
    assert report.verdict is Verdict.BLOCKED


async def test_not_found_instead_of_an_empty_list() -> None:
    report = await run_against(only("Users", refusal(404), with_filter=True))
    assert codes(report) == {"scim.unknown-user"}


@pytest.mark.parametrize("status", [404, 501, 403])
async def test_no_groups(status: int) -> None:
    report = await run_against(only("Groups", refusal(status)))
    assert codes(report) == {"scim.groups-missing"}
    assert report.verdict is Verdict.USABLE


@pytest.mark.parametrize("path", ["ServiceProviderConfig", "ResourceTypes", "Schemas"])
async def test_missing_discovery_is_for_information(path: str) -> None:
    report = await run_against(only(path, refusal(404)))
    assert codes(report) == {"scim.discovery-missing"}
    assert path in report.findings[0].message + report.findings[1].message
    assert report.verdict is Verdict.READY


@pytest.mark.parametrize(("supported", "raised"), [(False, True), (True, False), (None, False)])
async def test_patch(supported: object, raised: bool) -> None:
    report = await run_against(only("ServiceProviderConfig", scim({"patch": {"supported": supported}})))
    assert codes(report) == ({"scim.patch-unsupported"} if raised else set())


async def test_pages_larger_than_asked_for() -> None:
    service = Service()
    service.instead = lambda request: (
        page(service.users, Request("GET", "/scim/v2/Users", {}))
        if request.path == "/scim/v2/Users" and "filter" not in request.query and request.token == TOKEN
        else None
    )
    report = await run_against(service)
    assert codes(report) == {"scim.pagination"}
    assert severity(report, "scim.pagination") == "warning"


async def test_a_start_that_is_not_honoured() -> None:
    service = Service()
    service.instead = lambda request: (
        page(service.users, Request("GET", "/scim/v2/Users?count=1", {}))
        if request.path == "/scim/v2/Users" and "filter" not in request.query and request.token == TOKEN
        else None
    )
    assert codes(await run_against(service)) == {"scim.pagination"}


async def test_one_user_has_no_second_page() -> None:
    service = Service()
    del service.users[1:]
    assert codes(await run_against(service)) == set()
