"""Which way a test goes out: the system's settings and scripts, exceptions, addresses behind a proxy."""

from __future__ import annotations

import threading
from socket import AF_INET, SOCK_STREAM

import pytest

from app.domain.endpoints import Endpoint
from app.domain.report import CheckStatus, Verdict
from app.tester import system_proxies
from app.tester.system_proxies import SystemProxy
from tests.tester.certificates import Authority
from tests.tester.connect_proxy import ENDPOINT, ConnectProxy, company, proxying
from tests.tester.running import codes, message, run
from tests.tester.scim_server import Service, serving


@pytest.mark.parametrize(("host", "severity"), [("10.1.2.3", "warning"), ("[fd00::1]", "warning"), ("8.8.8.8", None)])
async def test_an_address_that_is_written_as_private(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, host: str, severity: str | None
) -> None:
    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, _):
        report = await run(f"https://{host}/scim/v2", ca_file=authority.file)
    found = [finding.severity.value for finding in report.findings if finding.code == "net.not-public"]
    assert found == ([severity] if severity else [])
    assert proxy.heads[0].startswith(f"CONNECT {host}:443 ".encode())
    assert "tls.hostname" in codes(report)


def _system_says(monkeypatch: pytest.MonkeyPatch, said: SystemProxy) -> None:
    monkeypatch.setattr(system_proxies, "ask", lambda endpoint: said)


async def test_a_proxy_script_that_could_not_be_followed(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(Service(), authority.server("scim.example.org")) as served:
        _leads_here(monkeypatch)
        _system_says(monkeypatch, SystemProxy(script_unfollowed=True))
        report = await run(f"https://scim.example.org:{served.port}/scim/v2", ca_file=authority.file)
    assert codes(report) == {"proxy.auto-config"}
    assert report.verdict is Verdict.USABLE
    assert "connected directly" in message(report, "proxy.auto-config")
    assert next(check for check in report.checks if check.id == "proxy").status is CheckStatus.WARNING


async def test_a_proxy_script_that_hangs(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def hangs(_: Endpoint) -> SystemProxy:
        released.wait(30)
        return SystemProxy()

    monkeypatch.setattr(system_proxies, "ask", hangs)
    try:
        async with serving(Service(), authority.server("scim.example.org")) as served:
            _leads_here(monkeypatch)
            report = await run(f"https://scim.example.org:{served.port}/scim/v2", ca_file=authority.file, seconds=4)
    finally:
        released.set()
    assert codes(report) == {"proxy.auto-config"}
    assert report.verdict is Verdict.USABLE


async def test_a_script_failed_and_a_proxy_is_set_by_hand(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, _):
        monkeypatch.delenv("HTTPS_PROXY")
        _system_says(monkeypatch, SystemProxy(proxy.url, script_unfollowed=True))
        report = await run(ENDPOINT, ca_file=authority.file)
    assert codes(report) == {"proxy.auto-config", "proxy.used"}
    assert "was used" in message(report, "proxy.auto-config")
    assert len(proxy.heads) >= 9


@pytest.mark.parametrize("by_script", [True, False])
async def test_the_systems_proxy_is_used(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, by_script: bool
) -> None:
    """Neighbours of `proxy.auto-config`: settings, and a script that was followed."""
    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, _):
        monkeypatch.delenv("HTTPS_PROXY")
        _system_says(monkeypatch, SystemProxy(f"127.0.0.1:{proxy.port}", by_script=by_script))
        report = await run(ENDPOINT, ca_file=authority.file)
    assert codes(report) == {"proxy.used"}
    assert ("script" in message(report, "proxy.used")) is by_script


@pytest.mark.parametrize("said", [SystemProxy(), SystemProxy(by_script=True), SystemProxy(excepted=True)])
async def test_the_system_says_to_go_directly(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, said: SystemProxy
) -> None:
    async with serving(Service(), authority.server("scim.example.org")) as served:
        _leads_here(monkeypatch)
        _system_says(monkeypatch, said)
        report = await run(f"https://scim.example.org:{served.port}/scim/v2", ca_file=authority.file)
    assert codes(report) == set()
    assert report.verdict is Verdict.READY
    assert next(check for check in report.checks if check.id == "proxy").detail.startswith("No proxy: ")


def _leads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name leads to this computer."""
    monkeypatch.setattr(
        "app.tester.connector.getaddrinfo",
        lambda _host, port, **_: [(AF_INET, SOCK_STREAM, 6, "", ("127.0.0.1", port))],
    )


async def test_what_the_environment_excepts_is_asked_directly(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, service):
        _leads_here(monkeypatch)
        monkeypatch.setenv("NO_PROXY", "other.example, .r-service.test")
        endpoint = f"https://api.r-service.test:{proxy.leads_to}/scim/v2"
        report = await run(endpoint, ca_file=authority.file)
    assert codes(report) == set()
    assert report.verdict is Verdict.READY
    assert (report.vantage.proxy, report.vantage.address) == (None, "127.0.0.1")
    assert proxy.heads == []
    assert service.seen


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_this_computer_is_never_asked_through_a_proxy_under_tls_either(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    async with serving(Service(), authority.server(host), host) as served, proxying(ConnectProxy()) as proxy:
        for name in ("HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        report = await run(served.endpoint, ca_file=authority.file)
    assert codes(report) == set()
    assert report.verdict is Verdict.READY
    assert report.vantage.proxy is None
    assert proxy.heads == []
