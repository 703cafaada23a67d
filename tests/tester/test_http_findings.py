"""Answers that are no SCIM service's: each finding, and neighbours that must not raise it."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from app.domain.report import Verdict
from tests.tester.running import codes, run, run_against, severity
from tests.tester.scim_server import TOKEN, Reply, Request, Service, raw_server, refusal, scim, serving

PAGE = {"Content-Type": "text/html; charset=utf-8"}


async def test_a_redirect_elsewhere_is_not_followed() -> None:
    stranger = Service()
    async with serving(stranger) as elsewhere:
        report = await run_against(
            Service(instead=lambda _: Reply(302, b"", {"Location": elsewhere.endpoint + "/x?y"}))
        )
    assert codes(report) == {"http.redirect-elsewhere"}
    assert stranger.seen == []
    assert elsewhere.origin in report.findings[0].message
    assert "?y" not in str(report)


@pytest.mark.parametrize("location", ["//evil.example.org/x", "http://user:pass@evil.example.org/", "\x1b[31m", "::"])
async def test_strange_places_to_be_sent_to(location: str) -> None:
    report = await run_against(Service(instead=lambda _: Reply(301, b"", {"Location": location})))
    assert codes(report) & {"http.redirect-elsewhere", "http.redirect", "http.malformed"}
    assert "\x1b" not in str(report.findings)
    assert "pass" not in str(report.findings)


async def test_a_redirect_inside() -> None:
    service = Service(instead=lambda request: Reply(308, b"", {"Location": "/login"}))
    report = await run_against(service)
    assert codes(report) == {"http.redirect"}
    assert severity(report, "http.redirect") == "error"
    assert not any(request.path == "/login" for request in service.seen)


async def test_a_redirect_inside_where_another_base_is_usable() -> None:
    service = Service(
        instead=lambda request: (
            Reply(301, b"", {"Location": "/scim/v2/Users"}) if request.path == "/scim/Users" else None
        )
    )
    async with serving(service) as served:
        report = await run(served.origin + "/scim")
    assert codes(report) == {"http.redirect", "url.wrong-base"}
    assert severity(report, "http.redirect") == "warning"
    assert report.verdict is Verdict.USABLE


@pytest.mark.parametrize("reply", [Reply(200, b"<!DOCTYPE html><p>Sign in"), Reply(200, b"Sign in", PAGE)])
async def test_a_page_for_people(reply: Reply) -> None:
    report = await run_against(Service(instead=lambda _: reply))
    assert codes(report) == {"http.login-page"}
    assert report.verdict is Verdict.BLOCKED


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_error_of_the_server(status: int) -> None:
    report = await run_against(Service(instead=lambda _: Reply(status, b"<html>oops", PAGE)))
    assert codes(report) == {"http.server-error"}
    assert str(status) in report.findings[0].message


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("120", "120 seconds"),
        ("Wed, 25 Nov 2026 07:28:00 GMT", "2026-11-25 07:28 UTC"),
        ("\x1b[2J", "too often."),
        ("9" * 50, "too often."),
    ],
)
async def test_asked_too_often(after: str, words: str) -> None:
    service = Service(instead=lambda _: Reply(429, b"", {"Retry-After": after}))
    report = await run_against(service)
    assert codes(report) == {"http.rate-limited"}
    assert report.verdict is Verdict.UNKNOWN
    assert words in report.findings[0].message


async def test_asked_too_often_in_the_middle_ends_unknown() -> None:
    service = Service(instead=lambda request: Reply(429) if request.path.endswith("Schemas") else None)
    report = await run_against(service)
    assert codes(report) == {"http.rate-limited"}
    assert report.verdict is Verdict.UNKNOWN


async def test_an_answer_that_never_comes() -> None:
    async def never(_: Request) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    report = await run_against(Service(instead=never), seconds=1)
    assert codes(report) == {"http.timeout"}
    assert report.timings.total_ms is not None
    assert report.timings.total_ms < 3000


async def test_an_answer_that_drips() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with raw_server(talk) as port:
        report = await run(f"http://127.0.0.1:{port}/scim/v2", seconds=1)
    assert codes(report) == {"http.timeout"}


async def test_another_base_that_hangs_does_no_harm() -> None:
    async def hang() -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    service = Service(instead=lambda request: None if request.path.startswith("/scim/v2/") else hang())
    report = await run_against(service, seconds=3)
    assert codes(report) == set()
    assert report.verdict is Verdict.READY
    assert [base.users for base in report.bases] == [200, None, None]


@pytest.mark.parametrize("compressed", [False, True])
async def test_an_answer_that_is_too_large(compressed: bool) -> None:
    body = b'{"x": "' + b"y" * (40 * 1024 * 1024 if compressed else 2 * 1024 * 1024) + b'"}'
    reply = Reply(200, gzip.compress(body), {"Content-Encoding": "gzip"}) if compressed else Reply(200, body)
    report = await run_against(Service(instead=lambda _: reply))
    assert codes(report) == {"http.too-large"}


async def test_an_answer_without_end() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
            await writer.drain()

    async with raw_server(talk) as port:
        report = await run(f"http://127.0.0.1:{port}/scim/v2")
    assert codes(report) == {"http.too-large"}


async def test_an_answer_just_below_the_bound_is_read() -> None:
    value = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 0}
    big = scim({**value, "padding": "x" * (1024 * 1024 - 150)})
    service = Service(
        instead=lambda request: big if request.path == "/scim/v2/Users" and request.token == TOKEN else None
    )
    assert codes(await run_against(service)) == set()


@pytest.mark.parametrize(
    "raw",
    [
        b"hello\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2p1\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000 + b"\r\n",
        b"\x15\x03\x03\x00\x02\x02\x46",
    ],
)
async def test_what_is_no_proper_answer(raw: bytes) -> None:
    report = await run_against(Service(instead=lambda _: Reply(raw=raw)))
    assert codes(report) == {"http.malformed"}


async def test_a_close_before_any_answer() -> None:
    report = await run_against(Service(instead=lambda _: Reply(raw=b"")))
    assert codes(report) == {"connect.reset"}


async def test_a_failure_with_a_made_up_token_is_the_servers() -> None:
    def instead(request: Request) -> Reply | None:
        return Reply(500) if request.path == "/scim/v2/Users" and request.token not in (TOKEN, None) else None

    assert codes(await run_against(Service(instead=instead))) == {"http.server-error"}


async def test_a_failure_elsewhere_is_not_told() -> None:
    service = Service(instead=lambda request: Reply(500) if not request.path.startswith("/scim/v2/") else None)
    assert codes(await run_against(service)) == set()


async def test_a_refusal_anywhere_comes_before_what_is_missing() -> None:
    """The chosen base is the first with 401 or 403 where none is usable."""
    service = Service(instead=lambda request: refusal(401 if request.path.startswith("/scim/Users") else 404))
    async with serving(service) as served:
        report = await run(served.endpoint)
    assert codes(report) == {"auth.rejected"}
