"""The token is nowhere but in the requests to the origin that was named."""

from __future__ import annotations

import base64
import json
import logging
import traceback
from urllib.parse import quote

import pytest

from app.actions.test_connection import ConnectionTest
from app.domain.report import CheckEnded, Report, Verdict
from app.domain.report_json import as_json
from app.domain.tokens import AccessToken
from app.tester.redact import HIDDEN, WINDOW, Redactor, printable
from tests.tester.running import codes, run, run_against
from tests.tester.scim_server import TOKEN, Reply, Request, Service, page, scim, serving

FORMS = {
    "raw": TOKEN,
    "eight of it": TOKEN[20:28],
    "percent": "".join(f"%{ord(c):02X}" for c in TOKEN),
    "percent twice": quote("".join(f"%{ord(c):02x}" for c in TOKEN)),
    "hex": TOKEN.encode().hex(),
    "hex, capitals": TOKEN.encode().hex().upper(),
    "base64": base64.b64encode(TOKEN.encode()).decode(),
    "base64 shifted": base64.b64encode(f"Bearer {TOKEN}".encode()).decode(),
    "base64 shifted by two": base64.b64encode(b"xy" + TOKEN.encode()).decode(),
    "split by blanks": " ".join(TOKEN),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_token_is_found_in_every_form(form: str) -> None:
    assert Redactor([AccessToken(TOKEN)]).holds_secret(f"before {form} after")


def test_less_than_eight_characters_of_it_are_no_secret() -> None:
    redactor = Redactor([AccessToken("abcdefghijklmnop")])
    assert not redactor.holds_secret("xabcdefgx ponmlkj")
    assert redactor.holds_secret("abcdefgh")
    assert redactor.holds_secret("ponmlkji")
    assert WINDOW == 8


def test_a_short_token_is_hidden_in_what_a_server_says() -> None:
    assert Redactor([AccessToken("s3cr")]).server_text("name s3cr") == HIDDEN


def test_text_of_a_server_is_made_harmless() -> None:
    shown = printable("a\x1b[31m\r\n\u202eb\u200b\ud800\x9b\\ é" + "x" * 500)
    assert shown.startswith("a\\u001b[31m\\u000d\\u000a\\u202eb\\u200b\\ud800\\u009b\\u005c é")
    assert len(shown) < 300
    assert shown.endswith("…")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
async def test_a_server_that_echoes_the_token_gets_it_into_no_report(form: str) -> None:
    host = form[:60].replace("%", "").replace(" ", "-")

    def instead(request: Request) -> Reply | None:
        if request.path == "/scim/v2/Users" and request.token == TOKEN and "filter" not in request.query:
            users: list[dict[str, object]] = [
                {"id": form, form: form, "meta": {"location": f"https://{host}.org/{form}"}}
            ]
            return page(users, request)
        if request.path.startswith("/scim/Users"):
            return Reply(302, form.encode(), {"Location": f"https://{host}.org/{form}", "X-Echo": form})
        return None

    report = await run_against(Service(instead=instead))
    text = json.dumps(as_json(report))
    assert not Redactor([AccessToken(TOKEN)]).holds_secret(text)
    assert form not in text


async def test_a_token_in_the_endpoint_is_hidden_there_too() -> None:
    async with serving() as served:
        report = await run(f"{served.origin}/{TOKEN}/scim/v2")
    assert report.endpoint == HIDDEN
    assert TOKEN[:8] not in json.dumps(as_json(report))


async def test_events_hold_no_token_either() -> None:
    async with serving() as served:
        test = ConnectionTest(f"{served.origin}/{TOKEN}/scim/v2", TOKEN)
        ended = [event for event in [event async for event in test.events()] if isinstance(event, CheckEnded)]
    assert ended
    assert TOKEN[:8] not in str(ended)


async def test_old_and_made_up_tokens_are_hidden_too() -> None:
    old, heard = "0badc0de" * 8, []

    def instead(request: Request) -> Reply | None:
        if request.token not in (TOKEN, None):
            heard.append(request.token)
            return Reply(302, b"", {"Location": f"https://{request.token}.example.org/"})
        if request.path == "/scim/v2/Users" and "filter" not in request.query and request.token == TOKEN:
            return page([{"id": "1", "meta": {"location": f"https://{old[:60]}.org/"}}], request)
        return None

    report = await run_against(Service(instead=instead), old_token=old)
    text = json.dumps(as_json(report))
    assert len(heard) == 2
    assert not any(token[:8] in text for token in heard)
    assert report.seen is not None
    assert report.seen.location_hosts == (HIDDEN,)


async def test_no_log_holds_the_token_even_where_everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "httpcore.http11", "asyncio"):
        caplog.set_level(logging.DEBUG, name)

    def instead(request: Request) -> Reply | None:
        answer = Service().usual(request)
        return Reply(answer.status, answer.body, {**answer.headers, "X-Echo": request.headers.get("authorization", "")})

    await run_against(Service(instead=instead))
    assert TOKEN not in caplog.text


async def test_no_trouble_keeps_what_holds_the_token() -> None:
    """Exceptions of HTTP libraries hold the request: what the engine keeps of them has no traceback and no cause."""
    async with serving(Service(instead=lambda _: Reply(raw=b"nonsense"))) as served:
        test = ConnectionTest(served.endpoint, TOKEN)
        async for event in test.events():
            if isinstance(event, Report):
                assert test._run is not None
                for exchange in test._run._evidence.exchanges.values():
                    assert exchange.trouble is not None
                    assert exchange.trouble.__traceback__ is None
                    assert TOKEN not in "".join(traceback.format_exception(exchange.trouble))
                    assert TOKEN not in repr(exchange)


async def test_names_of_people_are_nowhere() -> None:
    """Also where a server puts them into keys, errors and headers."""

    def instead(request: Request) -> Reply | None:
        if request.path == "/scim/v2/Groups":
            return scim({"zebedee.quux@example.org": "Zebedee Quux", "detail": "Zebedee Quux"}, 400)
        if request.path == "/scim/v2/Users" and request.token == TOKEN and "filter" not in request.query:
            answer = page([{"id": "1", "meta": {"location": "https://Zebedee Quux/"}}], request)
            return Reply(200, answer.body, {"Content-Type": "application/json, Zebedee Quux"})
        return None

    report = await run_against(Service(instead=instead))  # `run` looks for the names in every report
    assert codes(report) == {"scim.groups-missing", "scim.content-type"}


@pytest.mark.parametrize(
    "token",
    [
        "https://api.r-service.tech/scim/v2",
        "/scim/v2/scim/v2",
        "authorization-header",
        "base-1-users",
        "application/json",
    ],
)
async def test_a_token_made_of_our_own_words_leaves_a_report_that_programs_read(token: str) -> None:
    """An address in the token's place, say: it is hidden where it can be, and the names of the contract stay."""
    service = Service(token=token)
    async with serving(service) as served:
        report = await run(served.endpoint, token)  # `run` checks the schema
    assert report.verdict in (Verdict.READY, Verdict.USABLE)
    assert {check.id for check in report.checks} >= {"endpoint", "base-1-users", "made-up-token"}
    assert dict(report.recommended_for_appending).keys() == {"/scim", "/scim/v2"}


async def test_a_token_in_pieces_over_several_names_is_hidden() -> None:
    pieces = [TOKEN[at : at + 6] for at in range(0, 60, 6)]

    def instead(request: Request) -> Reply | None:
        if request.path == "/scim/v2/Users" and request.token == TOKEN and "filter" not in request.query:
            users: list[dict[str, object]] = [{"meta": {"location": f"https://{piece}/"}} for piece in pieces]
            return page(users, Request("GET", "/scim/v2/Users", {}))
        return None

    report = await run_against(Service(instead=instead))
    assert report.seen is not None
    assert report.seen.location_hosts == (HIDDEN,)
