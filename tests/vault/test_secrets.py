"""Secrets do not leak by accident, and come back as they were."""

from __future__ import annotations

import copy
import json
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.sealing import VaultKey
from app.vault.secrets import Secrets

TOKEN = "5ec2e7" * 10


@pytest.mark.parametrize("form", [repr, str, "{}".format, lambda value: f"{value!r:>80}"])
def test_no_form_shows_them(form: object) -> None:
    assert callable(form)
    assert TOKEN not in form(Secrets({"token": TOKEN}))
    assert "5ec2" not in form(VaultKey(bytes.fromhex(TOKEN + "5ec2")))


@pytest.mark.parametrize("secret", [Secrets({"token": TOKEN}), VaultKey(b"k" * 32)])
@pytest.mark.parametrize("way", [pickle.dumps, json.dumps, copy.deepcopy])
def test_nothing_serialises_them(secret: object, way: object) -> None:
    assert callable(way)
    with pytest.raises(TypeError):
        way(secret)


def test_a_traceback_with_them_does_not_show_them() -> None:
    try:
        raise RuntimeError(Secrets({"token": TOKEN}))
    except RuntimeError:
        assert TOKEN not in traceback.format_exc()


def test_values_are_set_and_removed_in_a_copy() -> None:
    before = Secrets({"token": "a", "session": "s"})
    after = before.with_values(token="b", session=None, token_id="1")
    assert (after.get("token"), after.get("session"), after.get("token_id")) == ("b", None, "1")
    assert after.names == {"token", "token_id"}
    assert before == Secrets({"token": "a", "session": "s"})


def test_the_mapping_they_came_from_may_change() -> None:
    values = {"token": "a"}
    kept = Secrets(values)
    values["token"] = "b"
    assert kept.get("token") == "a"


@given(st.dictionaries(st.text(), st.text()))
def test_they_come_back_as_they_were(values: dict[str, str]) -> None:
    kept = Secrets(values)
    back = Secrets.from_bytes(kept.to_bytes())
    assert back == kept
    assert hash(back) == hash(kept)
    assert {name: back.get(name) for name in back.names} == values
