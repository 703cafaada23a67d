"""Answers are read strictly: what is not as the contract says is refused by one exception, and tells no secret."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.answers import (
    WrongAnswer,
    read_account,
    read_events,
    read_problem_type,
    read_rotation,
    read_section,
)
from app.domain.accounts import Environment
from app.domain.tokens import AccessToken
from tests.accounts import samples

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def as_bytes(answer: object) -> bytes:
    return json.dumps(answer).encode()


def test_an_account_is_read() -> None:
    answer = read_account(as_bytes(samples.account()))
    assert (answer.id, answer.name, answer.practice) == ("widget", "Widget Data Center", True)
    assert answer.environment is Environment.PRODUCTION
    assert answer.person.is_owner
    assert answer.capabilities.end_present


def test_a_section_is_read_and_its_tokens_are_hidden_from_the_first_moment() -> None:
    section = read_section(as_bytes(samples.section()), values=True)
    assert section.token.value == AccessToken(samples.PRESENT)
    assert section.previous_token is not None
    assert section.previous_token.value == AccessToken(samples.PREVIOUS)
    assert section.previous_token.expires_at == datetime(2026, 10, 31, tzinfo=UTC)
    assert section.token.uses[0].count == 7
    assert samples.PRESENT not in repr(section)
    assert samples.PREVIOUS not in repr(section)


def test_watching_reads_no_values_even_where_a_service_sends_them() -> None:
    section = read_section(as_bytes(samples.section()), values=False)
    assert section.token.value is None
    assert read_section(as_bytes(samples.without_values(samples.section())), values=False).token.id == "tok_2"


def test_a_rotation_names_its_id() -> None:
    assert read_rotation(as_bytes({**samples.section(), "rotation_id": "rot_1"})).rotation_id == "rot_1"


def test_events_are_read() -> None:
    event = {"id": 3, "at": "2026-11-24T08:30:00Z", "kind": "rotated", "token_id": "tok_2", "user_agent": None}
    answer = read_events(as_bytes({"events": [event], "next": None}))
    assert answer.events[0].token_id == "tok_2"
    assert answer.next is None
    assert read_events(as_bytes({"events": [], "next": 4})).next == 4


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.com/problems/token_changed", "token_changed"),
        ("https://example.com/problems/token-changed", "token_changed"),
        ("https://example.com/problems#token_changed", "token_changed"),
        ("urn:r-service:token_changed", "token_changed"),
    ],
)
def test_a_problems_type_is_its_addresss_last_part(address: str, name: str) -> None:
    assert read_problem_type(as_bytes({"type": address})) == name


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"type": 1}', b"\xff"])
def test_a_problem_without_a_type_is_nothing_special(body: bytes) -> None:
    assert read_problem_type(body) == ""


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from _places(inner, (*path, key))


def _spoilt(sample: dict[str, Any], path: tuple[str | int, ...], value: object) -> bytes:
    answer: Any = copy.deepcopy(sample)
    place = answer
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return as_bytes(answer)


_READERS: list[tuple[Callable[[bytes], object], dict[str, Any]]] = [
    (read_account, samples.account()),
    (lambda body: read_section(body, values=True), samples.section()),
]


@pytest.mark.parametrize(("read", "sample"), _READERS)
@pytest.mark.parametrize("wrong", [{"x": 1}, -1.5, [[]], ""], ids=repr)
def test_a_wrong_type_anywhere_is_refused(
    read: Callable[[bytes], object], sample: dict[str, Any], wrong: object
) -> None:
    for path in _places(sample):
        if wrong == "" and path[-1] == "user_agent":
            continue  # a client may send none
        if wrong == "" and path[-2:-1] == ("roles",):
            continue
        with pytest.raises(WrongAnswer):
            read(_spoilt(sample, path, wrong))


@pytest.mark.parametrize(("read", "sample"), _READERS)
def test_a_missing_member_is_refused(read: Callable[[bytes], object], sample: dict[str, Any]) -> None:
    for path in _places(sample):
        answer: Any = copy.deepcopy(sample)
        place = answer
        for step in path[:-1]:
            place = place[step]
        if not isinstance(place, dict):
            continue
        del place[path[-1]]
        with pytest.raises(WrongAnswer):
            read(as_bytes(answer))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("token", "value"), "short"),
        (("token", "value"), "0123456789abcdef\r\nX-Injected: yes"),
        (("token", "value"), "0123456789abcdef" * 1000),
        (("token", "value"), "0123456789abcde\u00e9"),
        (("token", "created_at"), "2026-11-24"),
        (("token", "created_at"), "2026-11-24T08:30:00"),
        (("token", "created_at"), "0001-01-01T00:00:00+14:00"),
        (("token", "uses", 0, "count"), True),
        (("token", "uses", 0, "count"), 2**63),
        (("token", "uses"), [{}] * 1001),
        (("endpoint",), "ftp://127.0.0.1/scim/v2"),
        (("endpoint",), "http://r-service.example/scim/v2"),
        (("endpoint",), "https://user:pass@r-service.example/scim/v2"),
        (("endpoint",), "https://[half/scim/v2"),
        (("previous_token", "id"), "tok_2"),
        (("previous_token", "expires_at"), None),
    ],
)
def test_values_that_no_service_may_send_are_refused(path: tuple[str | int, ...], wrong: object) -> None:
    with pytest.raises(WrongAnswer):
        read_section(_spoilt(samples.section(), path, wrong), values=True)


@pytest.mark.parametrize("body", [b"", b"<html>", b"null", b"[" * 200_000, b"1" * 5000, b'"\xff"'])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(WrongAnswer):
        read_section(body, values=True)


@given(_JSON)
def test_no_json_makes_a_reader_fail_in_another_way(value: object) -> None:
    for read in (read_account, lambda body: read_section(body, values=True), read_rotation, read_events):
        with suppress(WrongAnswer):
            read(as_bytes(value))


def test_a_refused_answer_tells_nothing_of_what_it_held() -> None:
    spoilt = _spoilt(samples.section(), ("previous_token", "value"), samples.PREVIOUS + "\n")
    with pytest.raises(WrongAnswer) as caught:
        read_section(spoilt, values=True)
    assert samples.PREVIOUS not in str(caught.value)
    assert "previous_token.value" in str(caught.value)
