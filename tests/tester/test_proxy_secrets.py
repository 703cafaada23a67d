"""A proxy's login goes to the proxy, in its own header, and is nowhere else."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from urllib.parse import quote

import pytest

from app.actions.report_page import as_page
from app.actions.test_connection import ConnectionTest
from app.cli.report_text import as_text
from app.domain.clock import SystemClock
from app.domain.report import Report
from app.domain.report_json import as_json
from app.domain.tokens import AccessToken
from app.tester.proxy import read_proxy
from app.tester.redact import HIDDEN, Redactor
from tests.tester.certificates import Authority
from tests.tester.connect_proxy import ENDPOINT, OPENED, ConnectProxy, answering, company
from tests.tester.running import check, codes, run
from tests.tester.scim_server import TOKEN, Reply, Request, page

NAME, PASSWORD, WRITTEN = "jane.doe", "h0rse@battery/staple", "h0rse%40battery%2Fstaple"
BASIC = b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
SECRETS = (NAME, PASSWORD, WRITTEN, BASIC, "h0rse", "staple")
_WANTED = b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="h0rse"\r\n\r\n'


def _checks_login(head: bytes) -> bytes:
    return OPENED if f"\r\nProxy-Authorization: Basic {BASIC}\r\n".encode() in head else _WANTED


async def _run_and_look(ca_file: Authority) -> Report:
    """One run; its login shows in no event, report or field that is kept."""
    test = ConnectionTest(ENDPOINT, TOKEN, seconds=20, ca_file=ca_file.file)
    events = [event async for event in test.events()]
    assert test.report is not None
    check(test.report)
    assert test._run is not None
    kept = repr(test._run._evidence) + repr(vars(test._run))
    now = SystemClock().now()
    shown = (
        json.dumps(as_json(test.report)),
        as_text(test.report, now),
        as_page(test.report, now, "1"),
        str(events),
        kept,
    )
    for text in shown:
        assert not [secret for secret in SECRETS if secret in text]
    return test.report


async def test_a_login_is_sent_to_the_proxy_alone(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with company(authority, ConnectProxy(answer=_checks_login), monkeypatch) as (proxy, service):
        monkeypatch.setenv("HTTPS_PROXY", f"http://{NAME}:{WRITTEN}@127.0.0.1:{proxy.port}/")
        report = await _run_and_look(authority)
    assert codes(report) == {"proxy.used"}
    assert report.vantage.proxy == f"http://127.0.0.1:{proxy.port}"
    assert all(head.count(BASIC.encode()) == 1 and PASSWORD.encode() not in head for head in proxy.heads)
    assert len(proxy.heads) >= 9
    assert service.seen
    assert not any("proxy-authorization" in request.headers for request in service.seen)
    assert not [secret for secret in SECRETS if secret in caplog.text]


async def test_a_wrong_login(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    async with company(authority, ConnectProxy(answer=answering(_WANTED)), monkeypatch) as (proxy, service):
        monkeypatch.setenv("HTTPS_PROXY", f"http://{NAME}:{WRITTEN}@127.0.0.1:{proxy.port}")
        report = await _run_and_look(authority)
    assert codes(report) == {"proxy.auth-required"}
    assert "refuses the user name and the password" in report.findings[0].message
    assert service.seen == []


@pytest.mark.parametrize("echoed", ["horsebattery", "rsebatte", b"horsebattery".hex()])
async def test_a_server_that_knows_the_login_gets_it_into_no_report(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, echoed: str
) -> None:
    """As one behind a proxy that opens the encryption may."""

    def instead(request: Request) -> Reply | None:
        if request.path != "/scim/v2/Users" or request.token != TOKEN or "filter" in request.query:
            return None
        return page([{"id": "1", "meta": {"location": f"https://{echoed}.example.org/"}}], request)

    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, service):
        service.instead = instead
        monkeypatch.setenv("HTTPS_PROXY", f"http://{NAME}:horsebattery@127.0.0.1:{proxy.port}")
        report = await run(ENDPOINT, ca_file=authority.file)
    assert report.seen is not None
    assert report.seen.location_hosts == (HIDDEN,)
    assert echoed not in json.dumps(as_json(report))


async def test_a_password_in_the_endpoint_is_hidden_there(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, _):
        monkeypatch.setenv("HTTPS_PROXY", f"http://{NAME}:h0rsebattery@127.0.0.1:{proxy.port}")
        test = ConnectionTest(f"{ENDPOINT}/h0rsebattery", TOKEN, ca_file=authority.file)
        async for _event in test.events():
            pass
    assert test.report is not None
    assert test.report.endpoint == HIDDEN


def test_a_proxys_repr_holds_no_login() -> None:
    proxy = read_proxy(f"http://{NAME}:{WRITTEN}@proxy.example.org:8080")
    assert not [secret for secret in SECRETS if secret in repr(proxy) + proxy.url]
    assert proxy.authorization == AccessToken(f"Basic {BASIC}")


def test_a_redactor_that_hides_more_still_hides_the_first() -> None:
    first = Redactor([AccessToken(TOKEN), AccessToken("s3cr")])
    redactor = first.hiding_login([AccessToken("h0rsebattery"), AccessToken("abc")])
    assert redactor.holds_secret(f"x{TOKEN[8:20]}")
    assert redactor.holds_secret("a h0rsebattery b")
    assert [redactor.server_text(text) for text in ("s3cr", "rsebatte", "xabcx")] == [HIDDEN] * 3
    assert redactor.server_text("ab c h0rse") == "ab c h0rse"
    assert first.server_text("h0rsebattery") == "h0rsebattery"


@pytest.mark.parametrize("password", ["password", "mypassword1", "certificate", "the server"])
async def test_a_password_of_words_hides_no_sentence(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    async with company(authority, ConnectProxy(answer=answering(_WANTED)), monkeypatch) as (proxy, _):
        monkeypatch.setenv("HTTPS_PROXY", f"http://administrator:{quote(password)}@127.0.0.1:{proxy.port}")
        report = await run(ENDPOINT, ca_file=authority.file)
    assert codes(report) == {"proxy.auth-required"}
    assert "[hidden" not in json.dumps(as_json(report))
