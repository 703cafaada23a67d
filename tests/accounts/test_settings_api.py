"""Calls of the settings API against servers on loopback that keep the contract, and that do not."""

from __future__ import annotations

import asyncio
import gzip
import logging
import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.utils import format_datetime

import pytest

from app.accounts.settings_api import SettingsApi, SignedIn
from app.domain.clock import SystemClock
from app.domain.errors import (
    DiskFull,
    NotSignedIn,
    NotTheOwner,
    PreviousStillValid,
    Problem,
    RotationUnfinished,
    ServiceFailed,
    ServiceUnreachable,
    TokenChanged,
    TokenUnreadable,
)
from app.domain.rotation import RotationKind, RotationPlan
from app.domain.tokens import AccessToken
from tests.accounts import samples
from tests.accounts.raw_server import Handler, answers, raw_server

KEY = "6f1c1a6e-7e35-4b7e-9d7e-0d5a5d6c1f00"
PLAN = RotationPlan(RotationKind.PLANNED, "tok_2")

Call = Callable[[SettingsApi], Awaitable[object]]
CALLS: dict[str, Call] = {
    "account": lambda api: api.account(),
    "section": lambda api: api.section(),
    "events": lambda api: api.events(),
    "rotate": lambda api: api.rotate(PLAN, KEY),
    "revoke": lambda api: api.revoke_previous(),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())


async def _ask_nobody() -> None:
    await _api("http://127.0.0.1:9").account()


@pytest.fixture(autouse=True, scope="module")
def _httpx_imported() -> None:
    """By the first call of a process, and it counts as that call's time."""
    with pytest.raises(ServiceUnreachable):
        asyncio.run(_ask_nobody())


def _api(url: str, *, deadline: float = 10) -> SettingsApi:
    return SettingsApi(SignedIn(url, AccessToken(samples.SESSION)), SystemClock(), deadline=deadline)


def _redirect(to: str) -> Handler:
    return answers(307, None, f"Location: {to}/settings/v1/account")


async def test_requests_say_who_asks_and_for_what() -> None:
    async with raw_server(answers(200, samples.account())) as server:
        answer = await _api(server.url + "/").account()
    assert answer.person.email == "jane@widget.example"
    head = server.requests[0].decode().lower()
    assert head.startswith("get /settings/v1/account http/1.1\r\n")
    assert f"authorization: bearer {samples.SESSION.lower()}\r\n" in head
    assert "user-agent: scim-connection/" in head


async def test_watching_asks_for_no_values() -> None:
    async with raw_server(answers(200, samples.without_values(samples.section()))) as server:
        section = await _api(server.url).section(values=False)
    assert section.token.value is None
    assert b"GET /settings/v1/apps/scim?values=false " in server.requests[0]


@pytest.mark.parametrize(
    ("kind", "flag"),
    [
        (RotationKind.PLANNED, None),
        (RotationKind.LEAKED, b'"end_present_now": true'),
        (RotationKind.REPLACE_PREVIOUS, b'"replace_previous": true'),
    ],
)
async def test_a_rotation_carries_its_key_and_the_token_that_was_seen(kind: RotationKind, flag: bytes | None) -> None:
    async with raw_server(answers(201, samples.section())) as server:
        answer = await _api(server.url).rotate(RotationPlan(kind, "tok_2"), KEY)
    assert answer.section.token.value == AccessToken(samples.PRESENT)
    head, body = server.requests[0].split(b"\r\n\r\n")
    assert f"idempotency-key: {KEY}".encode() in head.lower()
    assert b'"present_token_id": "tok_2"' in body
    assert body.count(b"true") == (0 if flag is None else 1)
    assert flag is None or flag in body


@every_call
@pytest.mark.parametrize(
    ("status", "kind", "problem"),
    [
        (401, "", NotSignedIn),
        (403, "", NotTheOwner),
        (409, "https://r-service.example/problems/token_changed", TokenChanged),
        (409, "https://r-service.example/problems/previous_token_still_valid", PreviousStillValid),
        (409, "https://r-service.example/problems/another", ServiceFailed),
        (422, "https://r-service.example/problems/key_reused", ServiceFailed),
        (500, "https://r-service.example/problems/token_unreadable", TokenUnreadable),
        (507, "https://r-service.example/problems/storage_full", DiskFull),
    ],
)
async def test_refusals_have_their_meaning(call: Call, status: int, kind: str, problem: type[Problem]) -> None:
    async with raw_server(answers(status, {"type": kind, "status": status})) as server:
        with pytest.raises(Problem) as caught:
            await call(_api(server.url))
    assert type(caught.value) is problem


_BAD: dict[str, Handler] = {
    "no JSON": answers(200, b"<html>Sign in</html>"),
    "wrong types": answers(200, {"id": 1, "token": [], "events": {}}),
    "server error": answers(500, {"detail": samples.PRESENT}),
    "packed": answers(200, gzip.compress(b" " * 10_000_000), "Content-Encoding: gzip"),
    "too large": answers(200, b" " * (1024 * 1024 + 1)),
    "redirect": _redirect("http://127.0.0.1:9"),
}


@pytest.mark.parametrize("call", [CALLS["account"], CALLS["section"], CALLS["events"]])
@pytest.mark.parametrize("handler", _BAD.values(), ids=_BAD.keys())
async def test_an_answer_against_the_contract_is_one_problem(call: Call, handler: Handler) -> None:
    async with raw_server(handler) as server:
        with pytest.raises(ServiceFailed) as caught:
            await call(_api(server.url))
    assert samples.PRESENT not in caught.value.sentences


@pytest.mark.parametrize("handler", _BAD.values(), ids=_BAD.keys())
async def test_a_rotation_with_such_an_answer_may_have_happened(handler: Handler) -> None:
    async with raw_server(handler) as server:
        with pytest.raises(RotationUnfinished):
            await _api(server.url).rotate(PLAN, KEY)


async def _endless(_request: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b" " * 65536)
        await writer.drain()


async def test_an_endless_answer_is_cut_off() -> None:
    async with raw_server(_endless) as server:
        with pytest.raises(ServiceFailed):
            await _api(server.url).section()


async def _dripping(_request: bytes, writer: asyncio.StreamWriter) -> None:
    """Each byte comes in time for any limit that counts from the last one."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def _silent(_request: bytes, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def _cut(_request: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{")


@every_call
@pytest.mark.parametrize("handler", [_dripping, _silent, _cut])
async def test_an_answer_that_does_not_come_has_a_deadline(call: Call, handler: Handler) -> None:
    async with raw_server(handler) as server:
        api = _api(server.url, deadline=0.25)
        with pytest.raises((ServiceUnreachable, RotationUnfinished)) as caught:
            await asyncio.wait_for(call(api), 8)
    assert isinstance(caught.value, RotationUnfinished) == (call is CALLS["rotate"])


@every_call
async def test_nobody_there_means_that_nothing_was_sent(call: Call) -> None:
    async with raw_server(_silent) as server:
        url = server.url
    with pytest.raises(ServiceUnreachable):
        await call(_api(url))


@every_call
async def test_a_session_never_follows_a_redirect(call: Call) -> None:
    async with raw_server(answers(200, samples.account())) as elsewhere:
        async with raw_server(_redirect(elsewhere.url)) as server:
            with pytest.raises(Problem):
                await call(_api(server.url))
        assert len(server.requests) == 1
        assert elsewhere.requests == []


async def test_no_proxy_of_the_environment_sees_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    async with raw_server(answers(502)) as proxy, raw_server(answers(200, samples.account())) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        assert (await _api(server.url).account()).id == "widget"
        assert proxy.requests == []
    assert "HTTP_PROXY" in os.environ


@pytest.mark.parametrize(
    "url",
    [
        "http://r-service.example",
        "http://127.0.0.1.r-service.example",
        "http://localhost.example:8080",
        "http://10.0.0.1",
        "https://somebody@r-service.example",
        "https://",
        "ftp://127.0.0.1",
        "https://r-service.example?x=1",
        "https://r-service.example:99999",
        "",
    ],
)
def test_a_session_is_bound_to_a_safe_address(url: str) -> None:
    with pytest.raises(ValueError, match="not an address") as caught:
        SignedIn(url, AccessToken(samples.SESSION))
    assert samples.SESSION not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://r-service.example", "http://localhost:1", "http://[::1]:1", "http://127.9.9.9:1"]
)
def test_these_are_safe_addresses(url: str) -> None:
    assert samples.SESSION not in repr(SignedIn(url, AccessToken(samples.SESSION)))


async def test_no_log_holds_a_secret_even_when_everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    async with raw_server(answers(201, samples.section())) as server:
        await _api(server.url).rotate(PLAN, KEY)
    async with raw_server(answers(200, b"garbage", f"X-Echo: {samples.SESSION}")) as server:
        with pytest.raises(ServiceFailed):
            await _api(server.url).section()
    logging.getLogger("tests").debug("something is captured at all")
    assert "something is captured at all" in caplog.text
    for secret in (samples.SESSION, samples.PRESENT, samples.PREVIOUS):
        assert secret not in caplog.text


async def test_the_services_clock_is_learnt_from_its_date() -> None:
    ahead = SystemClock().now() + timedelta(days=3)
    async with raw_server(answers(200, samples.account(), f"Date: {format_datetime(ahead, usegmt=True)}")) as server:
        api = _api(server.url)
        await api.account()
    assert abs(api.clock_offset - timedelta(days=3)) < timedelta(seconds=12)  # the call may take its deadline
    assert abs(api.service_now() - SystemClock().now() - api.clock_offset) < timedelta(seconds=5)
