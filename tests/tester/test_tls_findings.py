"""Encryption and certificates, over real TLS: each finding, and neighbours that must not raise it."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from app.domain.report import Report, Verdict
from tests.tester.certificates import Authority, handshaking, self_signed
from tests.tester.running import codes, run
from tests.tester.scim_server import TOKEN, Service, raw_server, serving


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def over(tls: ssl.SSLContext, ca_file: Path | None, *, trusted: bool = False) -> Report:
    """One run against a good service behind this TLS; where it is not trusted, no request ever arrives."""
    service = Service()
    async with serving(service, tls, "localhost") as served:
        report = await run(served.endpoint, ca_file=ca_file)
    assert bool(service.seen) is trusted
    assert report.tls is None or report.tls.trusted is trusted
    return report


async def test_a_certificate_of_a_named_authority(authority: Authority) -> None:
    report = await over(authority.server("localhost"), authority.file, trusted=True)
    assert codes(report) == set()
    assert report.verdict is Verdict.READY
    assert report.tls is not None
    assert report.tls.publicly_trusted is False
    assert report.tls.alt_names == ("localhost",)
    assert report.tls.protocol == "TLSv1.3"
    assert report.timings.tls_ms is not None


async def test_an_address_in_the_certificate(authority: Authority) -> None:
    service = Service()
    async with serving(service, authority.server("127.0.0.1")) as served:
        report = await run(served.endpoint, ca_file=authority.file)
    assert report.verdict is Verdict.READY


async def test_an_authority_of_this_computer_alone(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    report = await over(authority.server("localhost"), None, trusted=True)
    assert codes(report) == {"tls.private-authority"}
    assert report.verdict is Verdict.USABLE


async def test_a_public_certificate_is_no_private_authority(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setattr("certifi.where", lambda: str(authority.file))
    report = await over(authority.server("localhost"), None, trusted=True)
    assert codes(report) == set()
    assert report.tls is not None
    assert report.tls.publicly_trusted is True


async def test_an_unknown_authority(authority: Authority) -> None:
    report = await over(authority.server("localhost"), None)
    assert codes(report) == {"tls.untrusted"}
    assert "does not know" in report.findings[0].message
    assert report.tls is not None
    assert report.tls.alt_names == ("localhost",)
    assert report.verdict is Verdict.BLOCKED


async def test_a_missing_intermediate(authority: Authority) -> None:
    report = await over(authority.server("localhost", whole=False), authority.file)
    assert codes(report) == {"tls.untrusted"}
    assert "only its own certificate" in report.findings[0].message


async def test_a_certificate_that_vouches_for_itself() -> None:
    report = await over(self_signed("localhost"), None)
    assert codes(report) == {"tls.untrusted"}
    assert "self-signed" in report.findings[0].message


async def test_another_host_in_the_certificate(authority: Authority) -> None:
    report = await over(authority.server("api.example.org"), authority.file)
    assert codes(report) == {"tls.hostname"}


async def test_a_certificate_that_has_ended(authority: Authority) -> None:
    report = await over(authority.server("localhost", days=-1, began=9), authority.file)
    assert codes(report) == {"tls.expired"}


async def test_a_certificate_that_has_not_begun(authority: Authority) -> None:
    report = await over(authority.server("localhost", began=-1), authority.file)
    assert codes(report) == {"tls.expired"}
    assert "not valid yet" in report.findings[0].message


async def test_everything_wrong_at_once_is_all_told(authority: Authority) -> None:
    report = await over(authority.server("api.example.org", days=-1, began=9), None)
    assert codes(report) == {"tls.expired", "tls.hostname", "tls.untrusted"}


@pytest.mark.parametrize(("days", "raised"), [(20, True), (22, False)])
async def test_an_end_that_is_near(authority: Authority, days: int, raised: bool) -> None:
    report = await over(authority.server("localhost", days=days), authority.file, trusted=True)
    assert codes(report) == ({"tls.expires-soon"} if raised else set())


async def test_no_tls_behind_that_port() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with raw_server(talk) as port:
        report = await run(f"https://127.0.0.1:{port}/scim/v2")
    assert codes(report) == {"tls.protocol"}


async def test_outdated_tls(authority: Authority) -> None:
    tls = authority.server("localhost")
    tls.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        tls.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        tls.maximum_version = ssl.TLSVersion.TLSv1_1
    with handshaking(tls) as port:
        report = await run(f"https://localhost:{port}/scim/v2", ca_file=authority.file)
    assert codes(report) == {"tls.protocol"}


async def test_tls_1_2_is_good_enough(authority: Authority) -> None:
    tls = authority.server("localhost")
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    report = await over(tls, authority.file, trusted=True)
    assert report.verdict is Verdict.READY


async def test_a_close_in_the_handshake() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)

    async with raw_server(talk) as port:
        report = await run(f"https://127.0.0.1:{port}/scim/v2")
    assert codes(report) == {"tls.handshake"}


async def test_a_handshake_that_never_ends() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with raw_server(talk) as port:
        report = await run(f"https://127.0.0.1:{port}/scim/v2", seconds=1)
    assert codes(report) == {"http.timeout"}


async def test_a_demand_for_a_client_certificate(authority: Authority) -> None:
    tls = authority.server("localhost")
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(authority.file)
    with handshaking(tls) as port:
        report = await run(f"https://localhost:{port}/scim/v2", ca_file=authority.file)
    assert codes(report) == {"tls.client-certificate"}


async def test_no_byte_of_the_token_before_the_certificate_is_trusted(authority: Authority) -> None:
    """A server that reads whatever comes, also in what looks only."""
    heard: list[bytes] = []
    tls = authority.server("localhost")

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100_000))

    async with raw_server(talk, tls) as port:
        report = await run(f"https://localhost:{port}/scim/v2")
    assert codes(report) == {"tls.untrusted"}
    assert not any(TOKEN.encode() in data or b"GET" in data for data in heard)
