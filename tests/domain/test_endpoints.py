"""What was typed as endpoint: repaired where that is harmless, refused where guessing could name another host."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.endpoints import Endpoint, EndpointUnreadable, Repair, base_urls, read_endpoint, same_origin


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://api.example.com/scim/v2", "https://api.example.com/scim/v2"),
        ("HTTPS://API.Example.COM/scim/v2", "https://api.example.com/scim/v2"),
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/", "https://api.example.com"),
        ("https://api.example.com:443/scim", "https://api.example.com/scim"),
        ("https://api.example.com:8443/scim", "https://api.example.com:8443/scim"),
        ("http://127.0.0.1:8080/scim/v2", "http://127.0.0.1:8080/scim/v2"),
        ("http://[::1]:8080/scim/v2", "http://[::1]:8080/scim/v2"),
        ("https://münchen.example/scim", "https://xn--mnchen-3ya.example/scim"),
        ("https://my_host.example.com/scim", "https://my_host.example.com/scim"),
        ("https://api.example.com/täst", "https://api.example.com/t%C3%A4st"),
        ("https://api.example.com/a%20b", "https://api.example.com/a%20b"),
        ("https://api.example.com/tenants/7;x=1/scim", "https://api.example.com/tenants/7;x=1/scim"),
    ],
)
def test_what_is_read(typed: str, url: str) -> None:
    assert read_endpoint(typed).url == url


@pytest.mark.parametrize(
    ("typed", "repair"),
    [
        (" https://h.example/scim/v2\r\n", Repair.WHITE_SPACE),
        ("https://h.example/scim\r\n/v2", Repair.WHITE_SPACE),
        ("\u00a0https://h.example/scim/v2", Repair.WHITE_SPACE),
        ('"https://h.example/scim/v2"', Repair.QUOTES),
        ("<https://h.example/scim/v2>", Repair.QUOTES),
        ("“https://h.example/scim/v2”", Repair.QUOTES),
        ("\ufeffhttps://h.exa\u200bmple/scim/v2", Repair.INVISIBLE),
        ("https://h.example/scim/v2#top", Repair.FRAGMENT),
        ("https://h.example/scim/v2?x=1", Repair.QUERY),
        ("https://h.example/scim/v2/?aadOptscim062020", Repair.QUERY),
        ("https://h.example/scim/v2/", Repair.TRAILING_SLASH),
        ("https://h.example//scim//v2", Repair.DOUBLED_SLASH),
        ("https://h.example./scim/v2", Repair.TRAILING_DOT),
        ("https://h.example/scim/v2/Users", Repair.RESOURCE_NAME),
        ("https://h.example/scim/v2/groups/", Repair.RESOURCE_NAME),
        ("https://h.example/scim/v2/ServiceProviderConfig", Repair.RESOURCE_NAME),
        ("h.example/scim/v2", Repair.NO_SCHEME),
        ("h.example:443/scim/v2", Repair.NO_SCHEME),
    ],
)
def test_harmless_slips_are_repaired(typed: str, repair: Repair) -> None:
    endpoint = read_endpoint(typed)
    assert endpoint.url == "https://h.example/scim/v2"
    assert repair in endpoint.repairs


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://",
        "https:///scim/v2",
        "ftp://h.example/scim",
        "mailto:somebody@example.org",
        "javascript:alert(1)",
        "/scim/v2",
        "//h.example/scim",
        "https://user@h.example/",
        "https://user:password@h.example/",
        "https://good.example\\@evil.example/",
        "https://good.example\\evil.example/",
        "https://api.example.com my notes",
        "https://api.exa mple.com/scim",
        "https://api.example\n.com/scim",
        "https://h.example/scim v2",
        "https://h.example/scim/../admin",
        "https://h.example/%2e%2E/admin",
        "https://h.example:0/",
        "https://h.example:65536/",
        "https://h.example:port/",
        "https://h..example/",
        "https://-h.example/",
        "https://h.example\x00/",
        "https://127.1/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://1.2.3.4.5/",
        "https://[::1/",
        "https://[not::an::address]/",
        "https://h.example/\ud800",
        "https://" + "a" * 64 + ".example/",
        "https://h.example/" + "a" * 3000,
        "3f9a3f9a3f9a3f9a3f9a 3f9ab3ad",
        "3f9a3f9a3f9a3f9a3f9a3f9ab3ad",
    ],
)
def test_what_cannot_be_read_is_refused_without_being_repeated(typed: str) -> None:
    with pytest.raises(EndpointUnreadable) as refused:
        read_endpoint(typed)
    assert refused.value.sentences == EndpointUnreadable().sentences
    assert refused.value.args == ("url.invalid",)


def test_a_known_flag_stays_with_the_clients_url() -> None:
    endpoint = read_endpoint("https://h.example/scim/v2/?aadOptscim062020&x=1", frozenset({"aadOptscim062020"}))
    assert endpoint.flags == ("aadOptscim062020",)
    assert endpoint.url == "https://h.example/scim/v2"
    assert Repair.QUERY in endpoint.repairs
    alone = read_endpoint("https://h.example/scim/v2?aadOptscim062020", frozenset({"aadOptscim062020"}))
    assert alone.repairs == ()


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("localhost", True),
        ("LOCALHOST", True),
        ("[::1]", True),
        ("[::ffff:127.0.0.1]", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
    ],
)
def test_only_this_computer_may_be_asked_in_clear(host: str, loopback: bool) -> None:
    endpoint = read_endpoint(f"http://{host}/scim")
    assert endpoint.loopback is loopback
    assert endpoint.insecure is not loopback
    assert not read_endpoint(f"https://{host}/scim").insecure


@pytest.mark.parametrize(
    ("typed", "paths"),
    [
        ("", ["", "/scim/v2", "/scim"]),
        ("/scim", ["/scim", "/scim/v2", ""]),
        ("/scim/v2", ["/scim/v2", "/scim", ""]),
        ("/SCIM/V2", ["/SCIM/V2", "/scim/v2", "/scim", ""]),
        ("/scim/v2/scim/v2", ["/scim/v2/scim/v2", "/scim/v2", "/scim", ""]),
        ("/t/7", ["/t/7", "/t/7/scim/v2", "/t/7/scim"]),
        ("/t/7/scim/v2", ["/t/7/scim/v2", "/t/7/scim", "/t/7"]),
        ("/api/v3", ["/api/v3", "/api/v3/scim/v2", "/api/v3/scim"]),
    ],
)
def test_base_urls(typed: str, paths: list[str]) -> None:
    origin = "https://h.example"
    assert list(base_urls(read_endpoint(origin + typed))) == [origin + path for path in paths]


def test_origins_are_compared_with_their_ports() -> None:
    def origin(url: str) -> Endpoint:
        return read_endpoint(url)

    assert same_origin(origin("https://h.example/a"), origin("https://H.example:443/b"))
    assert not same_origin(origin("https://h.example"), origin("http://h.example"))
    assert not same_origin(origin("https://h.example"), origin("https://h.example:8443"))
    assert not same_origin(origin("https://h.example"), origin("https://h.example.org"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        endpoint = read_endpoint(typed)
    except EndpointUnreadable:
        return
    assert endpoint.url.isascii()
    assert not any(character.isspace() for character in endpoint.url)
    assert "@" not in endpoint.origin
    again = read_endpoint(endpoint.url)
    assert again.url == endpoint.url or Repair.RESOURCE_NAME in again.repairs


@given(
    host=st.from_regex(r"[a-z][a-z0-9]{0,10}\.example", fullmatch=True),
    path=st.from_regex(r"(/[A-Za-z0-9._-]{1,8}){0,4}", fullmatch=True),
    before=st.sampled_from(["", " ", "\n", '"', "\u200b", "\t “"]),
)
def test_the_host_never_changes(host: str, path: str, before: str) -> None:
    try:
        endpoint = read_endpoint(f"{before}https://{host}{path}{before}")
    except EndpointUnreadable:
        assert "/." in path
        return
    assert endpoint.origin == f"https://{host}"
    assert all(base.startswith(f"https://{host}") for base in base_urls(endpoint))


@pytest.mark.parametrize("typed", ["https//api.example.com/scim/v2", "https:/api.example.com/scim/v2"])
def test_a_colon_or_slash_that_is_missing_is_put_there(typed: str) -> None:
    read = read_endpoint(typed)
    assert read.url == "https://api.example.com/scim/v2"
    assert Repair.NO_SCHEME in read.repairs


def test_plain_http_stays_plain_http_however_it_is_written() -> None:
    assert read_endpoint("http//api.example.com").insecure
