"""Who is let in: each finding, and neighbours that must not raise it."""

from __future__ import annotations

import pytest

from app.domain.report import Verdict
from tests.tester.running import codes, run_against, severity
from tests.tester.scim_server import TOKEN, Reply, Request, Service, page, refusal, scim

OLD = "0badc0de" * 8


async def test_a_token_that_is_not_accepted() -> None:
    service = Service(token="another")
    report = await run_against(service)
    assert report.verdict is Verdict.BLOCKED
    assert codes(report) == {"auth.rejected"}
    assert {request.token for request in service.seen} == {TOKEN}, "nothing else is asked of a base that refuses"


async def test_a_service_that_asks_for_a_password() -> None:
    """It may take tokens all the same: some say so in every refusal."""
    report = await run_against(Service(instead=lambda _: Reply(401, b"", {"WWW-Authenticate": 'Basic realm="x"'})))
    assert codes(report) == {"auth.rejected"}
    assert "password" in report.findings[0].message
    assert "Copy the token again" in report.findings[0].remedy
    assert "takes a bearer token" in report.findings[0].remedy


async def test_a_token_without_the_right() -> None:
    report = await run_against(Service(instead=lambda _: refusal(403)))
    assert codes(report) == {"auth.forbidden"}
    assert report.verdict is Verdict.BLOCKED


async def test_a_firewall_is_told_from_a_missing_right() -> None:
    report = await run_against(Service(instead=lambda _: Reply(403, b"<html>no", {"Content-Type": "text/html"})))
    assert codes(report) == {"auth.forbidden"}
    assert "firewall" in report.findings[0].message


async def test_users_for_everybody() -> None:
    service = Service()
    service.instead = lambda request: page(service.users, request) if request.path == "/scim/v2/Users" else None
    report = await run_against(service)
    assert "auth.not-enforced" in codes(report)
    assert report.verdict is Verdict.BLOCKED


async def test_users_for_any_token() -> None:
    def instead(request: Request) -> Reply | None:
        return None if request.token is None else Service(token=request.token).usual(request)

    report = await run_against(Service(instead=instead))
    assert codes(report) == {"auth.not-enforced"}


async def test_a_refusal_by_redirect_or_other_words_is_a_refusal() -> None:
    def instead(request: Request) -> Reply | None:
        if request.path == "/scim/v2/Users" and request.token != TOKEN:
            return Reply(302, b"", {"Location": "https://login.example.org/"}) if request.token else Reply(404)
        return None

    report = await run_against(Service(instead=instead))
    assert report.verdict is Verdict.READY


async def test_not_proven_is_unknown() -> None:
    """The made-up token is neither refused nor let in."""

    def instead(request: Request) -> Reply | None:
        if request.path == "/scim/v2/Users" and request.token not in (TOKEN, None):
            return scim({"hello": 1})
        return None

    assert (await run_against(Service(instead=instead))).verdict is Verdict.UNKNOWN


async def test_strangers_who_are_cut_off_are_not_sent_again() -> None:
    """A server that hangs up on them may ban whoever comes back; nothing is proven by it, for it may hang up by chance,
    too."""

    def instead(request: Request) -> Reply | None:
        return Reply(raw=b"") if request.path == "/scim/v2/Users" and request.token != TOKEN else None

    service = Service(instead=instead)
    report = await run_against(service)
    assert sum(request.token != TOKEN for request in service.seen) == 2
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == set()


async def test_an_old_token_that_still_works() -> None:
    def instead(request: Request) -> Reply | None:
        return Service(token=OLD).usual(request) if request.token == OLD else None

    report = await run_against(Service(instead=instead), old_token=OLD)
    assert codes(report) == {"auth.old-token-valid"}
    assert report.verdict is Verdict.READY


async def test_an_old_token_that_has_ended() -> None:
    report = await run_against(Service(), old_token=OLD)
    assert codes(report) == {"auth.old-token-rejected"}
    assert severity(report, "auth.old-token-rejected") == "warning"
    assert report.verdict is Verdict.USABLE


async def test_a_plain_refusal_is_for_information() -> None:
    def instead(request: Request) -> Reply | None:
        return Reply(401, b"no") if request.token != TOKEN and request.path == "/scim/v2/Users" else None

    report = await run_against(Service(instead=instead))
    assert codes(report) == {"scim.error-format"}
    assert report.verdict is Verdict.READY


@pytest.mark.parametrize("token", [None, "made up"])
async def test_json_that_is_no_list_is_no_refusal(token: str | None) -> None:
    def instead(request: Request) -> Reply | None:
        return (
            scim([{"userName": "zebedee"}])
            if (request.token is None) == (token is None) and request.token != TOKEN
            else None
        )

    report = await run_against(Service(instead=instead))
    assert report.verdict is Verdict.BLOCKED
    assert "auth.not-enforced" in codes(report)


async def test_a_page_where_people_sign_in_is_not_called_a_refusal_nor_an_opening() -> None:
    def instead(request: Request) -> Reply | None:
        page = Reply(200, b"<!doctype html><title>Sign in</title>", {"Content-Type": "text/html"})
        return page if request.token is None else None

    report = await run_against(Service(instead=instead))
    assert report.verdict is Verdict.READY
    (check,) = [each for each in report.checks if each.id == "no-token"]
    assert check.detail == "Not clearly refused (status 200)."
