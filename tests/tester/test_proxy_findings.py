"""Company proxies: each finding against a real proxy that behaves so, and neighbours that must not raise it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from socket import getaddrinfo

import pytest

from app.domain.report import CheckStatus, Report, Verdict
from app.domain.report_words import verdict_sentence
from tests.tester.certificates import Authority
from tests.tester.connect_proxy import ENDPOINT, OPENED, ConnectProxy, answering, company, proxying
from tests.tester.running import codes, message, run
from tests.tester.scim_server import TOKEN, Service, raw_server, refusal, serving


async def through(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, answer: Callable[[bytes], bytes | None], seconds: float = 20
) -> Report:
    """One run through a proxy that answers so; no proxy ever sees the token."""
    async with company(authority, ConnectProxy(answer=answer), monkeypatch) as (proxy, service):
        report = await run(ENDPOINT, ca_file=authority.file, seconds=seconds)
    assert not any(TOKEN.encode() in seen for seen in [*proxy.heads, *proxy.in_clear])
    assert report.vantage.proxy == proxy.url
    if answer(b"") != OPENED:
        assert service.seen == []
        assert report.timings.requests == 0
        assert report.verdict is Verdict.BLOCKED
        assert "from this computer" in verdict_sentence(report)
    return report


async def test_a_proxy_is_used_and_named(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[object] = []

    def recorder(host: object, *rest: object, **options: object) -> object:
        looked_up.append(host)
        return getaddrinfo(host, *rest, **options)  # type: ignore[arg-type]  # as it came in

    monkeypatch.setattr("app.tester.connector.getaddrinfo", recorder)
    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, service):
        report = await run(ENDPOINT, ca_file=authority.file)
    assert codes(report) == {"proxy.used"}
    assert report.verdict is Verdict.READY
    assert proxy.url in message(report, "proxy.used")
    assert "HTTPS_PROXY" in message(report, "proxy.used")
    assert (report.vantage.proxy, report.vantage.address, report.vantage.public_address) == (proxy.url, None, None)
    assert (report.timings.dns_ms, report.timings.connect_ms) == (None, None)
    assert report.timings.tls_ms is not None
    assert report.timings.requests == len(service.seen) <= 25
    assert looked_up == ["127.0.0.1"]
    assert "net.not-public" not in {finding.code for finding in report.findings}
    checks = [(check.id, check.status) for check in report.checks[:5]]
    assert checks == [
        ("endpoint", CheckStatus.PASSED),
        ("token", CheckStatus.PASSED),
        ("proxy", CheckStatus.PASSED),
        ("name", CheckStatus.SKIPPED),
        ("connection", CheckStatus.SKIPPED),
    ]
    assert all("company proxy" in check.detail for check in report.checks[3:5])
    # All connections went through it: those of requests, and the one that asks whether the public trusts, too.
    assert len(proxy.heads) >= 9
    assert {head.split(b"\r\n")[0] for head in proxy.heads} == {b"CONNECT api.r-service.test:443 HTTP/1.1"}
    for head in proxy.heads:
        assert b"\r\nHost: api.r-service.test:443\r\n" in head
        assert b"\r\nUser-Agent: scim-connection/" in head
        assert b"uthorization" not in head
    assert not any(TOKEN.encode() in seen or b"GET " in seen for seen in [*proxy.heads, *proxy.in_clear])


async def test_the_certificate_is_judged_through_the_tunnel(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with company(authority, ConnectProxy(), monkeypatch) as (_, service):
        untrusted = await run(ENDPOINT)
        wrong_name = await run("https://other.r-service.test/scim/v2", ca_file=authority.file)
    assert codes(untrusted) == {"proxy.used", "tls.untrusted"}
    assert untrusted.tls is not None
    assert untrusted.tls.alt_names == ("api.r-service.test",)
    assert codes(wrong_name) == {"proxy.used", "tls.hostname"}
    assert service.seen == []


async def test_a_proxy_that_opens_the_encryption_is_told(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows a certificate of the company's own root, which this computer trusts and the public does not."""
    service = Service()
    proxy = ConnectProxy(opens_tls=authority.server("api.r-service.test"))
    async with serving(service) as served, proxying(proxy):
        proxy.leads_to = served.port
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        report = await run(ENDPOINT)
    assert codes(report) == {"proxy.used", "tls.private-authority"}
    assert report.verdict is Verdict.USABLE
    assert proxy.url in message(report, "tls.private-authority")
    assert "can read the token" in message(report, "tls.private-authority")
    assert any(TOKEN.encode() in seen for seen in proxy.in_clear), "the sentence is true"


async def test_a_proxy_that_is_spoken_to_under_tls(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = ConnectProxy()
    async with (
        serving(Service(), authority.server("api.r-service.test")) as served,
        proxying(proxy, authority.server("127.0.0.1")),
    ):
        proxy.leads_to = served.port
        monkeypatch.setenv("https_proxy", f"https://jane:pass%40word@127.0.0.1:{proxy.port}")
        trusted = await run(ENDPOINT, ca_file=authority.file)
        heads = len(proxy.heads)
        untrusted = await run(ENDPOINT)
    assert codes(trusted) == {"proxy.used"}
    assert trusted.vantage.proxy == f"https://127.0.0.1:{proxy.port}"
    assert trusted.verdict is Verdict.READY
    assert codes(untrusted) == {"proxy.unreachable"}
    assert "does not trust" in untrusted.findings[0].message
    assert len(proxy.heads) == heads, "no login before the certificate is trusted"


async def test_a_proxy_that_does_not_speak_tls(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with raw_server(talk) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"https://127.0.0.1:{port}")
        report = await run(ENDPOINT)
    assert codes(report) == {"proxy.unreachable"}
    assert "http://" in report.findings[0].remedy


async def test_nothing_listens_where_the_proxy_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    async with raw_server(lambda _reader, _writer: asyncio.sleep(0)) as port:
        pass
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    report = await run(ENDPOINT)
    assert codes(report) == {"proxy.unreachable"}
    assert "nothing listens" in report.findings[0].message
    assert report.vantage.proxy == f"http://127.0.0.1:{port}"
    statuses = {check.id: check.status for check in report.checks}
    assert statuses["proxy"] is CheckStatus.FAILED
    assert statuses["name"] is statuses["connection"] is statuses["tls"] is CheckStatus.SKIPPED
    assert statuses["base-1-users"] is CheckStatus.SKIPPED


async def test_a_proxy_whose_name_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://no-such-proxy.invalid:8080")
    report = await run(ENDPOINT)
    assert codes(report) == {"proxy.unreachable"}
    assert "http://no-such-proxy.invalid:8080 is not known" in report.findings[0].message


async def test_a_proxy_that_closes_without_an_answer(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    report = await through(authority, monkeypatch, answering(b""))
    assert codes(report) == {"proxy.unreachable"}
    assert "closed" in report.findings[0].message


async def test_a_proxy_that_never_answers_ends_in_time(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    report = await through(authority, monkeypatch, lambda head: None, seconds=1)
    assert codes(report) == {"proxy.unreachable"}
    assert "does not answer" in report.findings[0].message
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("written", ["socks5://127.0.0.1:1080", "socks5h://jane:secretword@127.0.0.1:1080"])
async def test_a_kind_of_proxy_that_is_not_spoken(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", written)
    report = await run(ENDPOINT)
    assert codes(report) == {"proxy.unreachable"}
    assert "SOCKS" in report.findings[0].message
    assert report.timings.dns_ms is None


@pytest.mark.parametrize("written", ["http://", "http://jane:secretword@:80:80", "ftp://127.0.0.1:21", "a b"])
async def test_what_is_no_proxy_address_is_told_and_not_repeated(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", written)
    report = await run(ENDPOINT)
    assert codes(report) == {"proxy.unreachable"}
    assert "cannot be read" in report.findings[0].message
    assert "secretword" not in str(report)
    assert report.vantage.proxy is None


def _login_wanted(*ways: str) -> bytes:
    lines = "".join(f"Proxy-Authenticate: {way}\r\n" for way in ways)
    return f"HTTP/1.1 407 Proxy Authentication Required\r\n{lines}Content-Length: 4\r\n\r\nbody".encode()


@pytest.mark.parametrize(
    ("ways", "word"), [(("Negotiate", 'Basic realm="x"'), "none are set"), (("NTLM",), "kind of sign-in")]
)
async def test_a_proxy_that_wants_a_login(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, ways: tuple[str, ...], word: str
) -> None:
    report = await through(authority, monkeypatch, answering(_login_wanted(*ways)))
    assert codes(report) == {"proxy.auth-required"}
    assert word in report.findings[0].message


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html>no</html>", "status 403"),
        (b"HTTP/1.0 502 Bad Gateway\r\n\r\n", "could not reach the server"),
        (b"HTTP/1.1 503", "answered itself"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://login.example.org/\r\n\r\n", "status 302"),
        (b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n", "user name"),
        (b"HTTP/1.0 500 Unable to connect\r\n\r\n", "could not reach the server"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n", "answered itself"),
        (b"HTTP/1.1 200 OK\r\n\r\n{}", "answered itself"),
        (b"HTTP/1.1 200 OK\r\nX: y\r\n", "answered itself"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 3_000_000, "answered itself"),
        (b"HTTP/1.1 407 " + b"y" * 3_000_000, "kind of sign-in"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n", "status 403"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "something else listens"),
        (b"HTTP/1.1 abc\r\n\r\n", "something else listens"),
        (b"\r\n" * 1_000_000, "something else listens"),
    ],
)
async def test_a_proxy_that_refuses_or_answers_itself(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, answer: bytes, word: str
) -> None:
    report = await through(authority, monkeypatch, answering(answer))
    assert codes(report) == {"proxy.auth-required" if b" 407 " in answer else "proxy.refused"}
    assert word in report.findings[0].message


@pytest.mark.parametrize("again", [b"X: " + b"y" * 8192 + b"\r\n", b"\r\nHTTP/1.1 102 Processing\r\n" * 300])
async def test_a_head_without_an_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, again: bytes) -> None:
    sent = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 102 Processing\r\n")
        while True:
            writer.write(again)
            await writer.drain()
            sent += len(again)

    began = time.monotonic()
    async with raw_server(talk) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        report = await run(ENDPOINT)
    assert codes(report) == {"proxy.refused"}
    assert time.monotonic() - began < 5
    assert 0 < sent < 16 * 1024 * 1024  # what the kernel and asyncio hold for a reader that reads 16 KiB


async def test_a_tunnel_after_an_interim_answer(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neighbours of `proxy.refused`: other good answers."""
    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, _):
        proxy.interim = b"HTTP/1.1 102 Processing\r\n\r\n"
        report = await run(ENDPOINT, ca_file=authority.file)
    assert codes(report) == {"proxy.used"}


async def test_a_refusal_of_the_server_is_none_of_the_proxy(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neighbours of `proxy.refused` and `proxy.auth-required`: the same statuses inside the tunnel."""
    service = Service(instead=lambda request: refusal(403))
    proxy = ConnectProxy()
    async with serving(service, authority.server("api.r-service.test")) as served, proxying(proxy):
        proxy.leads_to = served.port
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        report = await run(ENDPOINT, ca_file=authority.file)
    assert codes(report) == {"proxy.used", "auth.forbidden"}


async def test_a_proxy_that_opens_but_a_few_tunnels(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused beside the others is asked again, so that a limit of the proxy's stops nobody."""
    taken: list[bytes] = []

    def answer(head: bytes) -> bytes:
        taken.append(head)
        return b"HTTP/1.1 503 Too many\r\n\r\n" if 3 <= len(taken) <= 8 else OPENED

    async with company(authority, ConnectProxy(answer=answer), monkeypatch):
        report = await run(ENDPOINT, ca_file=authority.file)
    assert codes(report) == {"proxy.used"}
    assert report.verdict is Verdict.READY
    assert report.timings.requests <= 25
