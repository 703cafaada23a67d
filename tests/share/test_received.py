"""Reading what an opened share holds: ours, a later version's, and what was made to harm."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import AccountId, Environment
from app.domain.errors import Problem
from app.domain.opening import MadeByNewer, NoShareInside, ShareUnusable
from app.domain.received_share import ReceivedShare
from app.domain.tokens import AccessToken
from app.share.payload import SharePayload
from app.share.received import LARGEST, LONGEST_TEXT, MOST_FIELDS, read_share
from tests.rig.leaks import Secrets
from tests.share.parts import HOSTILE, LATER, TOKEN, TOKEN_TEXT

MADE = datetime(2026, 11, 24, 12, 0, 30, tzinfo=UTC)
ENDPOINT = "https://www.r-service.example/scim/v2"
TEXT = st.text(st.characters(), max_size=LONGEST_TEXT)
KEYS = ("name", "environment", "id", "label", "value", "x")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from((*HOSTILE, "qa", "label", 1e308)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=5,
)


def payload(**changed: Any) -> SharePayload:
    values: dict[str, Any] = {
        "endpoint": ENDPOINT,
        "token": TOKEN,
        "account_id": AccountId("acc_1"),
        "account_name": "Müller & Söhne",
        "environment": Environment.QA,
        "practice": False,
        "made_at": MADE,
    }
    return SharePayload(**{**values, **changed})


def text(**changed: object) -> bytes:
    """The payload with some of its keys changed; `...` takes one away."""
    found = {**json.loads(payload().to_text()), **changed}
    return json.dumps({key: value for key, value in found.items() if value is not ...}).encode()


def test_what_we_wrote_is_read() -> None:
    written = payload(
        client="entra",
        fields=(("Tenant URL", ENDPOINT), ("Secret Token", TOKEN_TEXT)),
        for_whom="Kim at Widget",
        made_by="Ada <ada@widget.example>",
        previous_token_expires_at=LATER,
        warn_after=datetime(2027, 1, 1, tzinfo=UTC),
    )
    share = read_share(written.to_text().encode())
    assert share.endpoint.url == ENDPOINT
    assert share.token == TOKEN
    assert (share.account_id, share.account_name, share.badge) == ("acc_1", "Müller & Söhne", "QA")
    assert (share.client, share.for_whom, share.made_by) == ("entra", "Kim at Widget", "Ada <ada@widget.example>")
    assert (share.made_at, share.warn_after) == (MADE, datetime(2027, 1, 1, tzinfo=UTC))
    assert share.previous_token_expires_at == LATER.replace(microsecond=0)
    assert share.visible_fields() == (("Tenant URL", ENDPOINT), ("Secret Token", None))
    assert Secrets({"token": TOKEN_TEXT}).in_bytes(repr(share).encode()) == []


def test_an_exercise_says_so_once() -> None:
    share = read_share(payload(practice=True).to_text().encode())
    assert (share.practice, share.badge, share.fields) == (True, "Practice", ())


def test_when_it_is_old() -> None:
    share = read_share(text())
    assert not share.is_old(MADE + timedelta(days=29))
    assert share.is_old(MADE + timedelta(days=30))
    assert read_share(text(warn_after="2026-11-25T00:00:00Z")).is_old(MADE + timedelta(days=1))


@given(
    name=TEXT, whom=st.none() | TEXT, by=st.none() | TEXT, made=st.datetimes(datetime(2000, 1, 2), datetime(2199, 1, 1))
)
def test_whatever_people_type_comes_back(name: str, whom: str | None, by: str | None, made: datetime) -> None:
    written = payload(account_name=name, for_whom=whom, made_by=by, made_at=made.replace(tzinfo=UTC))
    share = read_share(written.to_text().encode())
    assert share.account_name == _whole(name)
    assert (share.for_whom, share.made_by) == (_whole(whom), _whole(by))
    assert share.made_at == made.replace(microsecond=0, tzinfo=UTC)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_stay_text_and_are_cut(hostile: str) -> None:
    share = read_share(payload(account_name=hostile, fields=((hostile, hostile[:8000]),)).to_text().encode())
    assert share.account_name == (_whole(hostile) or "")[:LONGEST_TEXT]
    share.account_name.encode()


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200))
def test_any_token_that_can_be_sent_comes_back(token: str) -> None:
    try:
        share = read_share(payload(token=AccessToken(token)).to_text().encode())
    except ShareUnusable:
        assert not token.strip("\"'`<>")  # nothing but quotation marks
        return
    assert share.token.reveal() == token


def test_unknown_keys_are_ignored() -> None:
    share = read_share(text(new={"deep": [1, 2]}, guide="x", padding=5, authorization_header=None))
    assert share.token == TOKEN


@pytest.mark.parametrize("missing", ["client", "fields", "for", "made_by", "previous_token_expires_at", "warn_after"])
@pytest.mark.parametrize("value", [None, ...])
def test_what_need_not_be_known(missing: str, value: object) -> None:
    assert read_share(text(**{missing: value})).token == TOKEN


@pytest.mark.parametrize(
    "schema", ["scim-connection-share/2", "scim-connection-share/0", "scim-connection-share/999999999"]
)
def test_another_version_is_refused(schema: str) -> None:
    with pytest.raises(MadeByNewer):
        read_share(text(schema=schema, token=None))


@pytest.mark.parametrize(
    "schema", [..., None, 1, [], "scim-connection-share/1 ", "scim-connection-share/", "another/1"]
)
def test_another_schema_is_no_share(schema: object) -> None:
    with pytest.raises(NoShareInside):
        read_share(text(schema=schema))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"hello",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"scim-connection-share/1"',
        b'{"schema": "scim-connection-share/1", "schema": "scim-connection-share/1"}',
        b"[" * 200_000,
        b'{"schema":' * 100_000,
        b"9" * 100_000,
        b'{"schema": NaN}',
        b" " * (LARGEST + 1),
    ],
)
def test_what_is_no_share(content: bytes) -> None:
    with pytest.raises(NoShareInside):
        read_share(content)


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": ...},
        {"endpoint": 5},
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": "https://user:password@host.example/scim/v2"},
        {"endpoint": "https://host.example\\@evil.example/"},
        {"endpoint": "https://host.example/" + "x" * 3000},
        {"token": ...},
        {"token": ""},
        {"token": "with blanks inside"},
        {"token": "line\nend"},
        {"token": "tökén"},
        {"token": "x" * 5000},
        {"token": ["x"]},
        {"account": ...},
        {"account": "name"},
        {"account": {}},
        {"account": {"name": 5, "environment": "qa"}},
        {"account": {"name": "n", "environment": "moon"}},
        {"account": {"name": "n", "environment": ["qa"]}},
        {"practice": ...},
        {"practice": 1},
        {"made_at": ...},
        {"made_at": None},
        {"made_at": "yesterday"},
        {"made_at": "2026-11-24"},
        {"made_at": "2026-11-24T12:00:00"},
        {"made_at": "2026-13-24T12:00:00Z"},
        {"made_at": "0001-01-01T00:00:00+23:59"},
        {"made_at": "9999-12-31T23:59:59Z"},
        {"warn_after": 5},
        {"previous_token_expires_at": "9999-12-31T23:59:59-23:59"},
        {"fields": {}},
        {"fields": ["x"]},
        {"fields": [{"label": "x"}]},
        {"fields": [{"label": None, "value": "x"}]},
        {"fields": [{"label": "x", "value": "x" * 9000}]},
        {"fields": [{"label": "x", "value": "x"}] * (MOST_FIELDS + 1)},
        {"client": 5},
        {"for": {}},
        {"made_by": True},
    ],
    ids=str,
)
def test_a_part_that_is_not_what_it_should_be(changed: dict[str, object]) -> None:
    with pytest.raises(ShareUnusable) as told:
        read_share(text(**changed))
    assert told.value.happened != ShareUnusable.happened, "it says which"


@given(st.dictionaries(st.sampled_from(sorted(json.loads(payload().to_text()))), JSON, max_size=4))
def test_whatever_stands_in_a_part_it_is_read_or_refused(changed: dict[str, object]) -> None:
    try:
        share = read_share(text(**changed))
    except (NoShareInside, ShareUnusable):
        return
    assert isinstance(share, ReceivedShare)


@given(st.binary(max_size=20), st.integers(0, 600), st.integers(0, 20))
def test_spoilt_text_is_read_or_refused(noise: bytes, at: int, cut: int) -> None:
    whole = payload().to_text().encode()
    with suppress(Problem):
        read_share(whole[:at] + noise + whole[at + cut :])


@pytest.mark.parametrize("client", ["Entra", "../../etc/passwd", "<b>", "x" * 41, ""])
def test_a_client_that_nobody_can_know_is_none(client: str) -> None:
    assert read_share(text(client=client)).client is None


def _whole(value: str | None) -> str | None:
    if value is None:
        return None
    return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in value)
