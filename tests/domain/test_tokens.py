"""A token does not leak by accident."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tokens import MASK, AccessToken

TEXTS = st.text(min_size=1, max_size=80)
R_SERVICE = "3f9a" * 15 + "b3ad"


@dataclass(frozen=True)
class Holder:
    token: AccessToken


@given(TEXTS)
def test_no_usual_way_of_writing_it_down_tells_it(text: str) -> None:
    token = AccessToken(text)
    redacted = "<AccessToken hidden>"
    for written in (
        repr(token),
        str(token),
        f"{token}",
        f"{token!r:>30}".strip(),
        f"{token:>100}",
        "%s" % token,  # noqa: UP031  the way of logging calls
        "{}".format(token),  # noqa: UP032  one more way
        logging.makeLogRecord({"msg": "%s", "args": (token,)}).getMessage(),
    ):
        assert written == redacted
    assert repr(Holder(token)) == f"Holder(token={redacted})"
    assert repr([token]) == f"[{redacted}]"


@pytest.mark.parametrize("write", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps])
def test_it_is_neither_pickled_nor_copied_nor_json(write: Callable[[object], object]) -> None:
    with pytest.raises(TypeError) as refused:
        write(AccessToken(R_SERVICE))
    assert R_SERVICE not in str(refused.value)


def test_it_has_no_attributes_to_list() -> None:
    with pytest.raises(TypeError):
        vars(AccessToken(R_SERVICE))


@given(TEXTS, TEXTS)
def test_equal_means_the_same_text(one: str, other: str) -> None:
    assert (AccessToken(one) == AccessToken(other)) is (one == other)
    assert AccessToken(one) == AccessToken(one)
    assert hash(AccessToken(one)) == hash(AccessToken(one))
    assert AccessToken(one) != one


@given(TEXTS)
def test_a_mask_tells_neither_length_nor_more_than_the_last_four(text: str) -> None:
    token = AccessToken(text)
    assert token.masked == MASK + token.last_four
    assert token.last_four == (text[-4:] if len(text) >= 16 else "")
    assert len(MASK) == 12


def test_a_token_comes_out_where_it_is_asked_for() -> None:
    token = AccessToken(R_SERVICE)
    assert token.reveal() == R_SERVICE
    assert token.authorization_header() == f"Bearer {R_SERVICE}"
    assert token.masked == "••••••••••••b3ad"


def test_an_empty_one_is_refused() -> None:
    with pytest.raises(ValueError, match="not empty"):
        AccessToken("")
