"""What a run means for each provisioning client: what stops it, what it is to be given, and how sure that is."""

from __future__ import annotations

import json

import pytest

from app.domain.report import ClientResult, Report, Verdict
from app.domain.report_words import verdict_sentence, what_to_do
from tests.tester.running import codes, run, run_against, severity
from tests.tester.scim_server import TOKEN, Reply, Request, Service, refusal, scim, serving

NOBODY_404 = "scim.unknown-user"


def of(report: Report, client: str) -> ClientResult:
    return next(each for each in report.clients if each.id == client)


def values(report: Report, client: str) -> dict[str, str | None]:
    return {field.label: field.value for field in of(report, client).fields}


def blocks(report: Report, code: str) -> tuple[str, ...]:
    return next(each.blocks for each in report.findings if each.code == code)


def not_found_for_nobody(request: Request) -> Reply | None:
    return refusal(404) if "filter" in request.query else None


def picky(request: Request) -> Reply | None:
    """Insists on SCIM's media type in `Accept` (MicrosoftDocs/azure-docs#94189)."""
    return None if "scim+json" in request.headers.get("accept", "") else refusal(406)


async def test_a_good_service_is_good_for_all_of_whom_enough_is_known() -> None:
    report = await run_against(Service())
    assert report.verdict is Verdict.READY
    known = {client.id: (client.ready, client.sure) for client in report.clients}
    assert known["entra"] == known["okta"] == known["onelogin"] == (True, "documented")
    assert known["google"] == known["oracle"] == known["other"] == known["rippling"] == (None, "unknown")
    assert {"client-entra", "client-okta"} <= {check.id for check in report.checks}
    assert report.timings.requests <= 25


@pytest.mark.parametrize(
    ("client", "verdict", "expected"),
    [
        (None, "blocked", "error"),
        ("entra", "blocked", "error"),
        ("okta", "ready", "info"),
        ("onelogin", "ready", "info"),
    ],
)
async def test_not_found_for_nobody_stops_entra_alone(client: str | None, verdict: str, expected: str) -> None:
    report = await run_against(Service(instead=not_found_for_nobody), client=client)
    assert (report.verdict.value, severity(report, NOBODY_404)) == (verdict, expected)
    assert blocks(report, NOBODY_404) == ("entra",)
    assert of(report, "entra").ready is False
    assert of(report, "okta").ready is True
    assert "client.test-request" not in codes(report)  # said once


@pytest.mark.parametrize(
    ("client", "verdict"), [(None, "usable"), ("entra", "blocked"), ("okta", "ready"), ("google", "ready")]
)
async def test_a_service_that_insists_on_accept_stops_entra(client: str | None, verdict: str) -> None:
    report = await run_against(Service(instead=picky), client=client)
    assert report.verdict.value == verdict
    if client in (None, "entra"):
        assert blocks(report, "client.test-request") == ("entra",)
    else:  # Entra's request was not sent
        assert codes(report) == set()


async def test_a_service_that_refuses_pages_of_two_stops_okta() -> None:
    def instead(request: Request) -> Reply | None:
        return refusal(400) if request.query.get("count") == "2" else None

    report = await run_against(Service(instead=instead))
    assert blocks(report, "client.test-request") == ("okta",)
    assert of(report, "okta").ready is False
    assert of(report, "entra").ready is True


async def test_a_description_that_is_missing_stops_sailpoint_alone() -> None:
    def instead(request: Request) -> Reply | None:
        return refusal(404) if request.path.endswith("/ResourceTypes") else None

    report = await run_against(Service(instead=instead))
    assert report.verdict is Verdict.READY
    assert blocks(report, "scim.discovery-missing") == ("sailpoint",)
    assert of(report, "sailpoint").ready is False
    report = await run_against(Service(instead=instead), client="sailpoint")
    assert report.verdict is Verdict.BLOCKED


async def test_an_underscore_in_the_endpoint_stops_okta_alone() -> None:
    for client, verdict in ((None, Verdict.READY), ("okta", Verdict.BLOCKED), ("entra", Verdict.READY)):
        report = await run_against(Service(base="/my_tenant/scim/v2"), client=client)
        assert report.verdict is verdict
        assert blocks(report, "client.base-url") == ("okta",)


async def test_what_stops_everyone_lists_every_client() -> None:
    report = await run_against(Service(instead=lambda _: refusal(401)), client="okta")
    assert report.verdict is Verdict.BLOCKED
    assert set(blocks(report, "auth.rejected")) == {client.id for client in report.clients}
    assert all(client.ready is False for client in report.clients)
    assert all(field.value is None for field in of(report, "entra").fields)


async def test_a_redirect_beside_a_usable_base_stops_nobody() -> None:
    def instead(request: Request) -> Reply | None:
        if request.path == "/Users":
            return Reply(301, b"", {"Location": "/scim/v2/Users"})
        return None

    async with serving(Service(instead=instead)) as served:
        report = await run(served.origin)
    assert severity(report, "http.redirect") == "warning"
    assert blocks(report, "http.redirect") == ()


async def test_the_flag_of_entra_goes_back_into_its_url_and_is_sent_with_no_request() -> None:
    service = Service()
    async with serving(service) as served:
        report = await run(f"{served.endpoint}/?aadOptscim062020", client="entra")
        assert report.endpoint == served.endpoint
        assert values(report, "entra")["Tenant URL"] == f"{served.endpoint}?aadOptscim062020"
        assert values(report, "okta")["Base URL"] == served.endpoint
        report = await run(f"{served.endpoint}?aadOptscim062020&x=1")
        assert values(report, "entra")["Tenant URL"] == f"{served.endpoint}?aadOptscim062020"
        assert "url.cleaned" in codes(report)
    assert not [request for request in service.seen if "aadOptscim062020" in request.target]


async def test_what_each_console_asks_for() -> None:
    async with serving() as served:
        report = await run(served.origin)
        url = f"{served.origin}/scim/v2"
        host = served.origin.removeprefix("http://")
    assert values(report, "entra") == {"Tenant URL": url, "Secret Token": None}
    oracle = values(report, "oracle")
    assert (oracle["Host Name"], oracle["Base URI"]) == (host, "/scim/v2")
    assert values(report, "pingone")["Auth Type Header"] == "Bearer"
    assert values(report, "pingone")["Users Resource"] == "/Users"
    assert values(report, "pingfederate")["Users Resource URL"] == f"{url}/Users"


async def test_what_is_said_is_about_the_client() -> None:
    """Practice on this computer apart, the sentence names the fields of the console."""
    async with serving() as served:
        report = await run(served.endpoint, client="entra")
    assert verdict_sentence(report) == "For practice, this connection does what Azure AD (Microsoft Entra ID) needs."
    assert "cannot reach this address" in what_to_do(report)[0]
    report = await run_against(Service(), client="google")
    assert verdict_sentence(report).startswith("Nothing that was found keeps Google SSO (Google Workspace) from")


async def test_a_slow_down_is_nobodys_fault() -> None:
    report = await run_against(Service(instead=lambda request: refusal(429) if "filter" in request.query else None))
    assert report.verdict is Verdict.UNKNOWN
    assert "client.test-request" not in codes(report)
    assert of(report, "entra").ready is None


async def test_the_answers_shape_is_kept_and_no_value_of_it() -> None:
    secret = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 1,
        "Resources": [
            {
                "id": "1",
                "userName": "zebedee.quux@example.org",
                "zebedee.quux@example.org": True,
                "active": True,
                "emails": [{"value": "zebedee.quux@example.org"}],
                "urn:ietf:params:scim:schemas:core:2.0:User": {"n": 1.5},
            }
        ],
    }

    report = await run_against(Service(instead=lambda r: scim(secret) if r.token == TOKEN else None))
    users = next(check for check in report.checks if check.id == "base-1-users")
    assert users.answer is not None
    assert users.answer.splitlines() == [
        "{",
        "  schemas: 1 × text",
        "  totalResults: number",
        "  Resources: 1 × {",
        "    id: text",
        "    userName: text",
        "    (another key): true or false",
        "    active: true or false",
        "    emails: 1 × {",
        "      value: text",
        "    }",
        "    urn:ietf:params:scim:schemas:core:2.0:User: {",
        "      n: number",
        "    }",
        "  }",
        "}",
    ]
    assert (users.content_type, users.sent and users.sent.value) == ("application/scim+json", "token")
    assert "zebedee" not in json.dumps([check.answer for check in report.checks])
