"""The way to the server: names, connections, and what was typed so badly that nothing is sent."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

import pytest

from app.domain.report import CheckStatus, Verdict
from tests.tester.running import codes, run, severity
from tests.tester.scim_server import TOKEN, Service, serving


def _unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_nothing_listens() -> None:
    report = await run(f"https://127.0.0.1:{_unused_port()}/scim/v2")
    assert codes(report) == {"connect.refused"}
    assert report.verdict is Verdict.BLOCKED
    assert report.timings.requests == 0
    statuses = {check.id: check.status for check in report.checks}
    assert statuses["connection"] is CheckStatus.FAILED
    assert statuses["tls"] is statuses["base-1-users"] is statuses["no-token"] is CheckStatus.SKIPPED


async def test_nobody_answers_while_connecting() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        try:
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(full.getsockname())
            report = await run(f"https://127.0.0.1:{full.getsockname()[1]}/scim/v2", seconds=1)
        finally:
            for filler in fillers:
                filler.close()
    assert codes(report) == {"connect.timeout"}
    assert report.timings.total_ms is not None
    assert report.timings.total_ms < 3000


async def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    report = await run("https://no-such-host.invalid/scim/v2")
    assert codes(report) == {"dns.not-found"}
    assert report.timings.requests == 0


async def test_a_name_service_that_fails_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("app.tester.connector.getaddrinfo", fails)
    report = await run("https://api.example.org/scim/v2")
    assert codes(report) == {"dns.not-found"}
    assert "just now" in report.findings[0].message


async def test_a_name_service_that_hangs_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def hangs(*_: object, **__: object) -> object:
        released.wait(30)
        raise socket.gaierror(socket.EAI_NONAME, "")

    monkeypatch.setattr("app.tester.connector.getaddrinfo", hangs)
    began = time.monotonic()
    try:
        report = await run("https://api.example.org/scim/v2", seconds=1)
    finally:
        released.set()
    assert codes(report) == {"dns.not-found"}
    assert time.monotonic() - began < 3


async def test_the_first_address_that_answers_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as served:
        entries = [
            (family, socket.SOCK_STREAM, 6, "", (address, served.port))
            for family, address in ((socket.AF_INET6, "::1"), (socket.AF_INET, "127.0.0.1"))
        ]
        monkeypatch.setattr("app.tester.connector.getaddrinfo", lambda *_, **__: entries)
        report = await run(f"http://localhost:{served.port}/scim/v2")
    assert report.verdict is Verdict.READY
    assert report.vantage.address == "127.0.0.1"


async def test_plain_http_goes_to_this_computer_alone_whatever_its_name_leads_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("app.tester.connector.getaddrinfo", lambda *_, **__: entries)
    report = await run("http://localhost/scim/v2")
    assert codes(report) == {"dns.not-found"}


async def test_this_computer_is_for_practice() -> None:
    async with serving() as served:
        report = await run(served.endpoint)
    assert severity(report, "net.not-public") == "info"
    assert report.vantage.public_address is False


async def test_a_private_address_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.9.8.7", 443))]
    monkeypatch.setattr("app.tester.connector.getaddrinfo", lambda *_, **__: entries)

    async def refuses(*_: object, **__: object) -> object:
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", refuses)
    report = await run("https://scim.example.org/scim/v2")
    assert severity(report, "net.not-public") == "warning"
    assert codes(report) == {"connect.refused"}


@pytest.mark.parametrize("typed", ["http://api.example.org/scim/v2", "http://10.0.0.1", "http://127.0.0.1.example.org"])
async def test_plain_http_elsewhere_sends_nothing(typed: str) -> None:
    report = await run(typed)
    assert codes(report) == {"url.insecure"}
    assert report.timings.requests == 0
    assert report.timings.dns_ms is None
    assert report.bases == ()


async def test_what_is_no_address_is_not_repeated() -> None:
    report = await run("https://user:secretpass@api.example.org/")
    assert codes(report) == {"url.invalid"}
    assert report.endpoint is None
    assert "secretpass" not in str(report)


async def test_slips_are_repaired_and_told() -> None:
    async with serving() as served:
        report = await run(f"  “{served.endpoint}//Users/?aadOptscim062020#x”\n", f' "Bearer Bearer {TOKEN}"\r\n')
    assert report.endpoint == served.endpoint
    assert codes(report) == {"url.cleaned", "token.cleaned"}
    assert report.verdict is Verdict.READY


async def test_a_missing_scheme_is_added() -> None:
    report = await run(f"127.0.0.1:{_unused_port()}/scim/v2")
    assert codes(report) == {"url.no-scheme", "connect.refused"}
    assert report.endpoint is not None
    assert report.endpoint.startswith("https://127.0.0.1:")


@pytest.mark.parametrize("token", [None, "", "  ", "Bearer ", '""', "\u200b"])
async def test_no_token(token: str | None) -> None:
    service = Service()
    async with serving(service) as served:
        report = await run(served.endpoint, token)
    assert codes(report) >= {"token.empty"}
    assert report.verdict is Verdict.BLOCKED
    assert service.seen == []


@pytest.mark.parametrize("token", ["a b", "tokén", "a\x00b", "a\r\nX-Evil: 1", "\ud800", "x" * 20_000])
async def test_a_token_that_cannot_be_one_sends_nothing(token: str) -> None:
    service = Service()
    async with serving(service) as served:
        report = await run(served.endpoint, token)
    assert codes(report) == {"token.malformed"}
    assert service.seen == []
    assert report.timings.connect_ms is None


async def test_a_token_that_is_too_long_is_told_as_such() -> None:
    service = Service()
    async with serving(service) as served:
        report = await run(served.endpoint, "x" * 4097)
    assert codes(report) == {"token.malformed"}
    assert "longer than 4,096 characters" in next(f.message for f in report.findings if f.code == "token.malformed")
    assert service.seen == []


async def test_a_rare_token_is_sent_as_it_is() -> None:
    service = Service(token="pass:word!" * 3)
    async with serving(service) as served:
        report = await run(served.endpoint, service.token)
    assert codes(report) == {"token.unusual"}
    assert report.verdict is Verdict.READY


@pytest.mark.parametrize(
    ("host", "token", "words"),
    [
        ("api.r-service.tech", TOKEN, None),
        ("api.r-service.tech", TOKEN.upper(), None),
        ("api.r-service.tech", TOKEN[:-1], "has 63 characters"),
        ("R-Service.Tech", "x", "has 1 character."),
        ("api.qa.r-service.tech", "g" + TOKEN[1:], "64 characters, not all of them hexadecimal digits"),
        ("api.r-service.tech.example.org", "g" + TOKEN[1:], None),
        ("api.other-service.tech", TOKEN[:-1], None),
        ("api.other-service.tech", "pass:word!" * 3, "rarely"),
    ],
)
async def test_a_token_unlike_those_of_the_service(
    host: str, token: str, words: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "")

    monkeypatch.setattr("app.tester.connector.getaddrinfo", fails)
    report = await run(f"https://{host}/scim/v2", token)
    said = [found.message for found in report.findings if found.code == "token.unusual"]
    assert codes(report) == {"dns.not-found", *(["token.unusual"] if words else [])}
    assert [words in message for message in said if words] == [True] * bool(words)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"])
async def test_this_computer_is_never_asked_through_a_proxy(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recorded.append(await reader.read(10_000))
        writer.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    async with server, serving() as served:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        report = await run(served.endpoint)
    assert report.verdict is Verdict.READY
    assert recorded == []
