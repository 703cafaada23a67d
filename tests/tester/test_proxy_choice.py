"""How proxies and exceptions are read from the environment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis.strategies import text

from app.domain.endpoints import read_endpoint
from app.tester import system_proxies
from app.tester.proxies import Route, excepted_by, route_to, this_computer
from app.tester.proxy import ProxyUnreadable, read_proxy
from app.tester.system_proxies import SystemProxy
from app.tester.trouble import Trouble

_ENDPOINT = read_endpoint("https://api.r-service.test:8443/scim/v2")


async def _route(**environ: str) -> Route:
    return await route_to(_ENDPOINT, environ, 5)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://proxy.example.org:8080", "http://proxy.example.org:8080"),
        ("proxy.example.org:8080", "http://proxy.example.org:8080"),
        ("proxy", "http://proxy:80"),
        ("  HTTPS://Proxy.Example.org/ ", "https://proxy.example.org:443"),
        ("http://10.0.0.1:3128", "http://10.0.0.1:3128"),
        ("http://[fd00::1]:3128/", "http://[fd00::1]:3128"),
        ("http://bücher.example:80", "http://xn--bcher-kva.example:80"),
        ("http://jane@proxy:80", "http://proxy:80"),
        ("http://jane:pa@ss/wo?r#d@proxy:80", "http://proxy:80"),
        ("socks5h://proxy", "socks5h://proxy:1080"),
    ],
)
def test_a_proxy_is_read(written: str, url: str) -> None:
    assert read_proxy(written).url == url


@pytest.mark.parametrize(
    "written",
    [
        "http://",
        "http://:80",
        "http://proxy:0",
        "http://proxy:65536",
        "http://proxy:x",
        "mailto:a",
        "http://a b",
        "",
        "http://[::1",
        "http://[10.0.0.1]:80",
        "http://-x",
        "http://a\r\nb",
        "http://user:pass@",
        "http://a%0d%0ab",
        "http://a:\udcff@b",
    ],
)
def test_what_is_no_proxy(written: str) -> None:
    with pytest.raises(ProxyUnreadable) as caught:
        read_proxy(written)
    assert str(caught.value) == ""


@given(text(), text())
def test_nothing_of_a_login_passes_for_a_host(name: str, password: str) -> None:
    for login in (f"{name}:{password}", name + password):
        proxy = read_proxy(f"http://{login}@proxy.example.org:8080")
        assert proxy.url == "http://proxy.example.org:8080"
        assert repr(proxy).startswith("Proxy(scheme='http', host='proxy.example.org', port=8080, authorization=")
        if login:
            assert proxy.authorization is not None
            assert proxy.authorization.reveal().isascii()


@given(text())
def test_whatever_is_written_is_a_proxy_or_is_not(written: str) -> None:
    try:
        proxy = read_proxy(written)
    except ProxyUnreadable:
        return
    assert proxy.host.isascii()
    assert 0 < proxy.port <= 65535


async def test_the_order_of_the_variables() -> None:
    everything = {
        "HTTPS_PROXY": "b:1",
        "https_proxy": "a:1",
        "all_proxy": "c:1",
        "ALL_PROXY": "d:1",
        "HTTP_PROXY": "e:1",
    }
    for name, host in (("https_proxy", "a"), ("HTTPS_PROXY", "b"), ("all_proxy", "c"), ("ALL_PROXY", "d")):
        route = await _route(**everything)
        assert route.proxy is not None
        assert (route.proxy.host, route.named_by) == (host, f"the environment variable {name}")
        del everything[name]
    assert (await _route(**everything)).proxy is None, "HTTP_PROXY is for plain HTTP, which goes to no proxy"


async def test_an_empty_variable_means_none_and_the_system_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_proxies, "ask", lambda _: SystemProxy("system:1"))
    assert (await _route(HTTPS_PROXY="")).proxy is None
    assert (await _route(HTTPS_PROXY="env:1")).proxy == read_proxy("env:1")
    assert (await _route(HTTP_PROXY="env:1")).proxy == read_proxy("system:1")
    assert (await _route(NO_PROXY="r-service.test")).proxy is None


async def test_a_proxy_that_cannot_be_read_is_never_left_out() -> None:
    with pytest.raises(Trouble) as caught:
        await _route(HTTPS_PROXY="http://")
    assert caught.value == Trouble("proxy.unreachable", "unreadable")


@pytest.mark.parametrize(
    "entries",
    [
        "*",
        "r-service.test",
        ".r-service.test",
        "*.r-service.test",
        "API.R-Service.Test",
        "api.r-service.test:8443",
        "localhost,127.0.0.1, r-service.test",
        "a.example r-service.test",
        "test",
    ],
)
def test_an_exception(entries: str) -> None:
    assert excepted_by(entries, _ENDPOINT)


@pytest.mark.parametrize(
    "entries",
    [
        "",
        " , ",
        "service.test",
        "pi.r-service.test",
        "x.api.r-service.test",
        "api.r-service.test:443",
        ".",
        "10.0.0.0/8",
        "r-service",
        "*r-service.tes",
        "[",
        "api.r-service.test/8",
    ],
)
def test_no_exception(entries: str) -> None:
    assert not excepted_by(entries, _ENDPOINT)


@pytest.mark.parametrize(
    ("typed", "entries", "excepted"),
    [
        ("https://10.1.2.3", "10.0.0.0/8", True),
        ("https://10.1.2.3", "10.1.2.3", True),
        ("https://10.1.2.3", "10.1.2.3:443", True),
        ("https://10.1.2.3", "11.0.0.0/8", False),
        ("https://10.1.2.3", "3", False),
        ("https://10.1.2.3", "10.0.0.0/99", False),
        ("https://10.1.2.3", "fd00::/8", False),
        ("https://[fd00::1]", "fd00::/8", True),
        ("https://[fd00::1]", "[fd00:0::1]", True),
        ("https://[fd00::1]", "fd00::1", True),
        ("https://[fd00::1]", "[fd00::1]:443", True),
        ("https://[fd00::1]", "[fd00::1]:444", False),
    ],
)
def test_exceptions_of_addresses(typed: str, entries: str, excepted: bool) -> None:
    assert excepted_by(entries, read_endpoint(typed)) is excepted


@pytest.mark.parametrize(
    ("typed", "this"),
    [
        ("https://127.0.0.1", True),
        ("https://127.9.9.9:8443", True),
        ("https://[::1]", True),
        ("https://[::ffff:127.0.0.1]", True),
        ("https://LOCALHOST", True),
        ("https://scim.localhost", True),
        ("http://127.0.0.1", True),
        ("https://localhost.example.org", False),
        ("https://127.0.0.1.example.org", False),
        ("https://10.0.0.1", False),
        ("https://[::ffff:10.0.0.1]", False),
    ],
)
def test_what_is_this_computer(typed: str, this: bool) -> None:
    assert this_computer(read_endpoint(typed)) is this
