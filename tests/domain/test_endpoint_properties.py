"""What holds for everything that can be typed as endpoint."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.endpoints import EndpointUnreadable, base_urls, read_endpoint

SLIPS = " \t\r\n\u00a0\u2003\u200b\u200d\ufeff\u202e\"'`“”„«»<>"
FLAGS = frozenset({"aadOptscim062020"})
quick = settings(deadline=None, max_examples=150)

around = st.text(SLIPS, max_size=6)
hosts = st.sampled_from(["h.example", "api.r-service.tech", "10.1.2.3", "xn--mnchen-3ya.example", "localhost"])
ports = st.sampled_from(["", ":443", ":8443"])
stems = st.sampled_from(["", "/t/7", "/Tenants/aB-1_x/api"])


@st.composite
def typed_texts(draw: st.DrawFn) -> str:
    """Half-plausible addresses: what is near an address finds more than any text does."""
    parts = st.sampled_from(
        [
            *"/:?#@[]%\\.'\"& \ud800\x00\u200bé。１",
            "https://",
            "HTTP://",
            "h.example",
            "localhost",
            "::1",
            "443",
            "\r\n",
        ]
    )
    words = st.sampled_from(["scim", "v2", "Users", "..", "%2e", "%41", "aadOptscim062020", "Bearer "])
    return "".join(draw(st.lists(parts | words | st.text(max_size=2), max_size=12)))


@quick
@given(typed_texts() | st.text(max_size=60))
@example("https://h.example/a'#x")
@example("https://h.example/Users/groups/'/")
@example("' \" ' \" ' \" ' https://h.example ' \" '")
def test_it_is_read_or_refused_and_reading_it_again_changes_nothing(typed: str) -> None:
    try:
        endpoint = read_endpoint(typed, FLAGS)
    except EndpointUnreadable:
        return
    again = read_endpoint(endpoint.url, FLAGS)
    assert again.url == endpoint.url
    assert again.repairs == ()
    assert urlsplit(endpoint.url).hostname == endpoint.host, "others read the same host"
    assert all(base.startswith(endpoint.origin) for base in base_urls(endpoint))


@quick
@given(typed_texts() | st.text(max_size=60))
def test_the_host_is_one_that_was_typed(typed: str) -> None:
    try:
        endpoint = read_endpoint(typed, FLAGS)
    except EndpointUnreadable:
        return
    if endpoint.host.isascii() and "xn--" not in endpoint.host and ":" not in endpoint.host:
        seen = unicodedata.normalize(
            "NFKC", re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", "", typed)
        )
        assert endpoint.host in seen.lower().replace("。", ".")


@quick
@given(
    before=around,
    after=around,
    scheme=st.sampled_from(["https://", "HTTPS://", "Https://", ""]),
    host=hosts,
    port=ports,
    dot=st.sampled_from(["", "."]),
    stem=stems,
    base=st.sampled_from(["/scim/v2", "/SCIM/V2", "/Scim/v2", "//scim//v2", "/scim/v2/scim/v2", "/scim\r\n/v2"]),
    resource=st.sampled_from(["", "/Users", "/users/", "/Groups", "/ServiceProviderConfig", "/Users/Users"]),
    slash=st.sampled_from(["", "/", "//", "\u200b/"]),
    rest=st.sampled_from(["", "#", "#/users", "?", "?x=1", "?aadOptscim062020", "?aadOptscim062020&startIndex=1#top"]),
)
def test_every_harmless_slip_leads_to_the_right_base(
    before: str,
    after: str,
    scheme: str,
    host: str,
    port: str,
    dot: str,
    stem: str,
    base: str,
    resource: str,
    slash: str,
    rest: str,
) -> None:
    dot = "" if host[0].isdigit() else dot
    endpoint = read_endpoint(
        f"{before}{scheme}{host.upper()}{dot}{port}{stem}{base}{resource}{slash}{rest}{after}", FLAGS
    )
    assert (endpoint.scheme, endpoint.host) == ("https", host)
    assert f"{endpoint.origin}{stem}/scim/v2" in base_urls(endpoint)
    assert len(base_urls(endpoint)) <= 4
    if stem:
        assert endpoint.origin not in base_urls(endpoint)


@quick
@given(
    before=around,
    after=around,
    path=st.sampled_from(["", "/", "/scim", "/scim/", "/SCIM/", "/scim/scim", "//", "/Users", "/scim/Users"]),
)
def test_what_is_left_out_is_tried_all_the_same(before: str, after: str, path: str) -> None:
    bases = base_urls(read_endpoint(f"{before}h.example{path}{after}"))
    assert {"https://h.example/scim/v2", "https://h.example/scim", "https://h.example"} <= set(bases)
