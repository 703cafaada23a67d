"""What one file takes to another computer: it comes back as it was, and whatever else is read has a clear answer."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import AccountId, Environment
from app.domain.errors import Problem
from app.domain.moved import IsAShare, MovedAccount, MovedFile, MovedShare, MovedToken, MoveTooNew, NotAMove
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome, GuidedKind, GuidedRotation, GuidedStep, Handover, TokenCheck
from app.share.moved_payload import LARGEST, MOST_ACCOUNTS, from_bytes, to_text
from app.share.payload import SharePayload

NOW = datetime(2026, 11, 24, 12, 0, 0, 5, tzinfo=UTC)
QA, PRODUCTION = AccountId("typed_" + "a" * 32), AccountId("typed_" + "b" * 32)
FULL = MovedToken(
    AccessToken("3f9a" * 16),
    NOW,
    NOW - timedelta(days=300),
    MovedShare(NOW, "Zoë \u202e & Co", "entra"),
    Handover(NOW, "Jane"),
    TokenCheck(NOW, CheckOutcome.REFUSED),
    NOW,
)
BARE = MovedToken(AccessToken("77c0" * 16), NOW)
FILE = MovedFile(
    NOW,
    (
        MovedAccount(
            QA,
            "Wìdget <b>QA</b>",
            Environment.QA,
            "https://qa.r-service.example/scim/v2",
            "https://qa.r-service.example/settings?tab=scim",
            NOW,
            FULL,
            BARE,
            NOW + timedelta(days=20),
            AccessToken("pasted~and.not_taken+yet/=="),
            GuidedRotation(GuidedKind.LEAKED, GuidedStep.PASTE, NOW, NOW),
            PRODUCTION,
        ),
        MovedAccount(
            PRODUCTION, "Widget", Environment.PRODUCTION, "https://r-service.example/scim/v2", None, NOW, BARE
        ),
    ),
)
SHARE = SharePayload(
    "https://x.example/scim/v2", AccessToken("x" * 64), AccountId("a"), "Widget", Environment.QA, False, NOW
)


def content(file: MovedFile = FILE) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(to_text(file))
    return made


def read(changed: object) -> MovedFile:
    return from_bytes(json.dumps(changed).encode())


def test_it_comes_back_as_it_was() -> None:
    text = to_text(FILE)
    assert from_bytes(text.encode()) == FILE
    assert len(text.encode()) % 2048 == 0
    assert text.isascii()


def test_five_hundred_accounts_are_far_below_the_bound() -> None:
    from dataclasses import replace

    many = tuple(replace(FILE.accounts[0], id=AccountId(f"typed_{n:032x}"), name=f"Account {n}") for n in range(500))
    text = to_text(MovedFile(NOW, many))
    assert len(text) < LARGEST / 2
    assert from_bytes(text.encode()).accounts == many


def test_other_files_are_told_apart() -> None:
    with pytest.raises(IsAShare):
        from_bytes(SHARE.to_text().encode())
    with pytest.raises(MoveTooNew):
        read({**content(), "schema": "scim-connection-move/2"})
    for other in (b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"{}", b'{"schema": 1}', b"[" * 200_000,
                  b'{"a":' * 200_000, b'{"schema": "scim-connection-move/1"}', b"9" * 10_000, b" " * (LARGEST + 1),
                  b'{"schema": NaN}'):  # fmt: skip
        with pytest.raises(NotAMove):
            from_bytes(other)
    broken: tuple[dict[str, object], ...] = (
        {"accounts": {}},
        {"accounts": None},
        {"made_at": "yesterday"},
        {"made_at": 5},
        {"accounts": [1] * (MOST_ACCOUNTS + 1)},
    )
    for changed in broken:
        with pytest.raises(NotAMove):
            read({**content(), **changed})


def test_unknown_keys_are_passed_over() -> None:
    changed = content()
    changed["later"] = [1]
    changed["accounts"][0]["later"] = {"x": 1}
    changed["accounts"][0]["token"]["later"] = None
    assert read(changed) == FILE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "../../etc/passwd"), ("id", 5), ("id", None), ("name", ""), ("name", "x" * 81), ("name", ["x"]),
        ("name", "a\x1b[2Jb"), ("environment", "staging"), ("endpoint", "ftp://x"), ("endpoint", ""),
        ("endpoint", "http://x.example/scim"), ("endpoint", 7), ("settings_page", "javascript:alert(1)"),
        ("settings_page", "file:///etc/passwd"), ("added_at", "2026-11-24"), ("added_at", None), ("token", None),
        ("token", {"value": "", "known_since": "2026-11-24T00:00:00+00:00"}),
        ("token", {"value": "two words", "known_since": "2026-11-24T00:00:00+00:00"}),
        ("token", {"value": "Bearer abc", "known_since": "2026-11-24T00:00:00+00:00"}),
        ("token", {"value": "a\nb", "known_since": "2026-11-24T00:00:00+00:00"}),
        ("token", {"value": "abcdefgh", "known_since": "9"}), ("old_token", {"value": 5}), ("old_token", "x"),
        ("old_token_ends_at", 5), ("pasted_token", "\u202e"), ("pasted_token", {}),
    ],
)  # fmt: skip
def test_an_account_that_cannot_be_used_is_named_and_the_others_are_taken(key: str, value: object) -> None:
    changed = content()
    changed["accounts"][0][key] = value
    file = read(changed)
    assert [account.id for account in file.accounts] == [PRODUCTION]
    assert len(file.unusable) == 1
    assert "\x1b" not in file.unusable[0]


def test_twice_the_same_id_or_name_is_taken_once() -> None:
    changed = content()
    changed["accounts"].append({**changed["accounts"][1], "name": "Other"})
    changed["accounts"].append({**changed["accounts"][1], "id": "typed_" + "c" * 32, "name": "WIDGET"})
    file = read(changed)
    assert file.accounts == FILE.accounts
    assert file.unusable == ("Other", "WIDGET")


def test_what_is_only_said_of_a_token_may_be_wrong() -> None:
    changed = content()
    for key in ("shared", "confirmed", "checked", "leaked_at"):
        changed["accounts"][0]["token"][key] = {"at": "never"}
    changed["accounts"][0]["guided_rotation"] = {"kind": "other"}
    changed["accounts"][0]["twin_of"] = "../x"
    account = read(changed).accounts[0]
    assert account.token.value == FULL.value
    assert (account.token.shared, account.token.leaked_at, account.guided, account.twin_of) == (None, None, None, None)


def test_moments_far_away_do_no_harm() -> None:
    changed = content()
    for moment in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"):
        changed["accounts"][0]["added_at"] = changed["made_at"] = moment
        file = read(changed)
        assert 2000 <= file.accounts[0].added_at.year < 3000
        file.made_at.astimezone()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every place in a JSON value."""
    inner: list[tuple[object, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


@given(st.data())
def test_any_value_in_any_place_has_a_clear_answer(data: st.DataObject) -> None:
    changed: Any = content()
    *way, last = data.draw(st.sampled_from(places(changed)[1:]))
    inner = changed
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(VALUES)
    _answered(json.dumps(changed).encode())


def test_any_few_changed_bytes_have_a_clear_answer() -> None:
    whole = to_text(FILE).rstrip().encode()
    chosen = random.Random(3)
    for _ in range(2000):
        changed = bytearray(whole)
        for _ in range(chosen.choice((1, 1, 4))):
            place = chosen.randrange(len(changed))
            changed[place : place + chosen.choice((0, 1, 8))] = chosen.randbytes(chosen.choice((0, 1, 3)))
        _answered(bytes(changed))


def _answered(data: bytes) -> None:
    try:
        file = from_bytes(data)
    except Problem as problem:
        file = None
        assert isinstance(problem, NotAMove | MoveTooNew)  # noqa: PT017  either that, or a file
    if file is not None:
        assert len(file.accounts) + len(file.unusable) <= 3
        assert from_bytes(to_text(file).encode()).accounts == file.accounts
