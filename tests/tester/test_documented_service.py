"""The service of R-Service's documentation, and its kin: each is ready, Entra included."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from app.domain.findings import Severity
from app.domain.report import CheckStatus, Report, Verdict
from tests.tester.certificates import Authority
from tests.tester.documented_service import ACCOUNT_HOST, FILTERABLE, GROUPS, MOST, SCHEMAS, USERS, DocumentedService
from tests.tester.independent.command import command_json
from tests.tester.running import codes, run, run_against, stopped
from tests.tester.scim_server import TOKEN, Reply, Request, scim, serving

UNDOCUMENTED = {"scim.discovery-missing"}
"""No ServiceProviderConfig, no ResourceTypes: for information, and Entra asks for neither."""
PLAIN = {"scim.error-format"}
"""The 401 is no SCIM Error: for information."""


def assert_ready_for_entra(report: Report) -> None:
    """Ready, and nothing in it stops Entra or should have its administrator stop."""
    assert report.verdict is Verdict.READY, report.findings
    assert {finding.severity for finding in report.findings} <= {Severity.INFO}
    assert not [finding.code for finding in report.findings if "entra" in finding.blocks]
    assert not [check for check in report.checks if check.status is CheckStatus.FAILED]
    assert report.recommended_base == report.endpoint
    (entra,) = (client for client in report.clients if client.id == "entra")
    assert (entra.ready, entra.sure) == (True, "documented")
    assert ("Tenant URL", "base-url", report.endpoint) in [(f.label, f.kind, f.value) for f in entra.fields]


@pytest.mark.parametrize("client", ["entra", None])
async def test_ready_for_entra(client: str | None) -> None:
    report = await run_against(DocumentedService(), client=client)
    assert_ready_for_entra(report)
    assert report.client == client
    assert codes(report) == UNDOCUMENTED | PLAIN
    missing = next(finding for finding in report.findings if finding.code == "scim.discovery-missing")
    assert "ServiceProviderConfig, ResourceTypes cannot" in missing.message, "and Schemas is there"
    assert report.seen is not None
    assert (report.seen.users_total, report.seen.groups_total) == (USERS, GROUPS)
    assert report.seen.location_hosts == (ACCOUNT_HOST,), "the account's host, and no mismatch"


async def test_the_command_says_so_for_entra() -> None:
    async with serving(DocumentedService()) as served:
        status, report = await command_json(served.endpoint, "--client", "entra")
    assert (status, report["verdict"], report["client"]) == (0, "ready", "entra")
    assert {finding["severity"] for finding in report["findings"]} == {"info"}


async def test_a_client_that_asks_for_the_description_is_stopped_and_no_other() -> None:
    """SailPoint's Test Connection reads ServiceProviderConfig first."""
    report = await run_against(DocumentedService())
    assert stopped(report) == {"sailpoint"}
    assert (await run_against(DocumentedService(), client="sailpoint")).verdict is Verdict.BLOCKED


async def test_over_tls(tmp_path: Path) -> None:
    """It takes HTTPS alone."""
    authority = Authority(tmp_path)
    async with serving(DocumentedService(), authority.server("localhost"), "localhost") as served:
        report = await run(served.endpoint, ca_file=authority.file)
    assert_ready_for_entra(report)
    assert codes(report) == UNDOCUMENTED | PLAIN


@pytest.mark.parametrize(
    ("refusal", "found"),
    [
        (Reply(401, b"<html><h1>401</h1></html>", {"Content-Type": "text/html"}), PLAIN),
        (Reply(401, b"", {"WWW-Authenticate": 'Bearer realm="SCIM"'}), PLAIN),
        (Reply(401, b"Unauthorized", {"Content-Type": "text/plain"}), PLAIN),
        (Reply(401, b"", {"WWW-Authenticate": 'Basic realm="SCIM"'}), PLAIN),
        (scim({"message": "Forbidden"}, 403, "application/json"), PLAIN),
        (Reply(302, b"", {"Location": "https://login.example.org/"}), set()),
        (scim({"message": "Not Found"}, 404, "application/json"), set()),
    ],
    ids=["page", "empty", "text", "basic", "403", "to-login", "404"],
)
async def test_kin_that_refuse_otherwise(refusal: Reply, found: set[str]) -> None:
    """What a wrong token is answered with differs most among services, and matters least."""
    report = await run_against(DocumentedService(unauthorized=refusal))
    assert_ready_for_entra(report)
    assert codes(report) == UNDOCUMENTED | found


@pytest.mark.parametrize(
    "label",
    [
        "application/scim+json",
        "application/json",
        "application/json; charset=utf-8",
        "Application/SCIM+JSON;charset=UTF-8",
    ],
)
async def test_kin_that_label_their_answers_otherwise(label: str) -> None:
    report = await run_against(DocumentedService(content_type=label))
    assert_ready_for_entra(report)
    assert codes(report) == UNDOCUMENTED | PLAIN


async def test_kin_whose_empty_list_has_no_resources() -> None:
    """RFC 7644 section 3.4.2: Resources is required where totalResults is not zero."""
    report = await run_against(DocumentedService(empty_without_resources=True))
    assert_ready_for_entra(report)
    assert codes(report) == UNDOCUMENTED | PLAIN


@pytest.mark.parametrize("base", ["/scim", "", "/api/accounts/7/scim/v2"])
async def test_kin_at_another_base(base: str) -> None:
    """The documented order of fall-backs is /scim/v2, /scim, the host alone."""
    async with serving(DocumentedService(base=base)) as served:
        report = await run(served.endpoint)
    assert_ready_for_entra(report)
    assert codes(report) == UNDOCUMENTED | PLAIN


@pytest.mark.parametrize("status", [401, 403, 500, 501])
async def test_kin_that_keep_their_description_from_the_token(status: int) -> None:
    """ServiceProviderConfig and its like are for information, whatever they are answered with."""

    def instead(request: Request) -> Reply | None:
        described = request.path.endswith(("ServiceProviderConfig", "ResourceTypes", "Schemas"))
        return scim({"message": "No"}, status, "application/json") if described else None

    report = await run_against(DocumentedService(instead=instead))
    assert_ready_for_entra(report)
    assert codes(report) == UNDOCUMENTED | PLAIN


async def test_an_old_token_of_the_overlap() -> None:
    """The old token works for 30 days more, and is another one."""

    def instead(request: Request) -> Reply | None:
        if request.token != TOKEN[::-1]:
            return None
        headers = {**request.headers, "authorization": f"Bearer {TOKEN}"}
        return DocumentedService().usual(Request(request.method, request.target, headers))

    report = await run_against(DocumentedService(instead=instead), old_token=TOKEN[::-1])
    assert_ready_for_entra(report)
    assert codes(report) == UNDOCUMENTED | PLAIN | {"auth.old-token-valid"}


# The service itself: that it is as documented, so that the above proves something.


def ask(target: str) -> Reply:
    return DocumentedService().usual(Request("GET", target, {"authorization": f"Bearer {TOKEN}"}))


def listed(target: str) -> tuple[int, int]:
    """totalResults, and the resources in the page."""
    body = json.loads(ask(target).body)
    return body["totalResults"], len(body["Resources"])


def test_the_service_pages_by_25_at_most() -> None:
    assert listed("/scim/v2/Users") == (USERS, MOST)
    assert listed("/scim/v2/Users?count=100") == (USERS, MOST)
    assert listed("/scim/v2/Users?count=2") == (USERS, 2)
    assert listed("/scim/v2/Users?startIndex=51&count=25") == (USERS, 10)
    assert listed("/scim/v2/Users?startIndex=61") == (USERS, 0)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ('userName eq "ZEBEDEE.quux7@example.org"', 1),
        ('userName eq "nobody"', 0),
        ('active eq "true"', USERS),
        ('active ne "true"', 0),
        ('externalId eq "x3" or externalId eq "x4"', 2),
        ('externalId eq "x3" and externalId eq "x4"', 0),
        ('meta.created gt "2026-02-01T00:00:00Z"', USERS),
        ('meta.lastModified lt "2026-02-01T00:00:00Z"', 0),
    ],
)
def test_the_service_filters(text: str, total: int) -> None:
    assert listed(f"/scim/v2/Users?filter={quote(text)}")[0] == total
    assert listed(f"/scim/v2/Users?filter={quote(text).replace('%20', '+')}")[0] == total, "blanks as Entra sends them"


@pytest.mark.parametrize(
    "text", ['emails.value eq "x"', 'userName co "quux"', 'userName sw "z"', "active eq true", "what"]
)
def test_the_service_refuses_filters_that_are_not_documented(text: str) -> None:
    assert ask(f"/scim/v2/Users?filter={quote(text)}").status == 400


def test_the_service_has_schemas_groups_and_nothing_more() -> None:
    assert listed("/scim/v2/Schemas") == (len(SCHEMAS), len(SCHEMAS))
    assert all(ask(f"/scim/v2/Schemas/{name}").status == 200 for name in SCHEMAS)
    assert listed('/scim/v2/Groups?filter=displayName+eq+"quux+society+2"') == (1, 1)
    assert ask("/scim/v2/ServiceProviderConfig").status == ask("/scim/v2/ResourceTypes").status == 404
    assert "displayName" not in FILTERABLE["Users"]
