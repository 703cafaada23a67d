from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.accounts import AccountId, Environment
from app.domain.tokens import AccessToken
from app.share.payload import BLOCK, Guide, SharePayload
from tests.share.parts import HOSTILE, TOKEN, TOKEN_TEXT

MADE = datetime(2026, 11, 24, 14, 0, 30, 5, tzinfo=timezone(timedelta(hours=2)))
ANY_TEXT = st.text(st.characters())  # halves of surrogate pairs among it, which servers can send in JSON


def payload(name: str = "Widget Data Center", for_whom: str | None = None, *, practice: bool = False) -> SharePayload:
    return SharePayload(
        "https://www.r-service.example/scim/v2",
        TOKEN,
        AccountId("acc_1"),
        name,
        Environment.QA,
        practice,
        MADE,
        for_whom=for_whom,
    )


def test_it_is_the_contract() -> None:
    full = SharePayload(
        endpoint="https://www.r-service.example/scim/v2",
        token=TOKEN,
        account_id=AccountId("acc_1"),
        account_name="Müller & Söhne",
        environment=Environment.PRODUCTION,
        practice=False,
        made_at=MADE,
        client="entra",
        fields=(("Tenant URL", "https://www.r-service.example/scim/v2"),),
        for_whom="Kim at Widget",
        made_by="Ada <ada@widget.example>",
        previous_token_expires_at=datetime(2026, 12, 24, tzinfo=UTC),
        warn_after=datetime(2027, 1, 1, tzinfo=UTC),
    )
    read = json.loads(full.to_text())
    padding = read.pop("padding")
    assert padding.strip(" ") == ""
    assert read == {
        "schema": "scim-connection-share/1",
        "endpoint": "https://www.r-service.example/scim/v2",
        "token": TOKEN_TEXT,
        "authorization_header": f"Bearer {TOKEN_TEXT}",
        "account": {"id": "acc_1", "name": "Müller & Söhne", "environment": "production"},
        "practice": False,
        "client": "entra",
        "fields": [{"label": "Tenant URL", "value": "https://www.r-service.example/scim/v2"}],
        "for": "Kim at Widget",
        "made_by": "Ada <ada@widget.example>",
        "made_at": "2026-11-24T12:00:30Z",
        "previous_token_expires_at": "2026-12-24T00:00:00Z",
        "warn_after": "2027-01-01T00:00:00Z",
    }
    assert "Müller & Söhne" in full.to_text(), "letters stay letters for whoever reads it in a terminal"


def test_what_is_not_known_is_null() -> None:
    read = json.loads(payload().to_text())
    unknown = [key for key, value in read.items() if value is None]
    assert unknown == ["client", "for", "made_by", "previous_token_expires_at", "warn_after"]
    assert read["fields"] == []


def test_a_practice_share_says_that_it_is_an_exercise() -> None:
    read = json.loads(payload(practice=True).to_text())
    assert read["practice"] is True
    assert read["fields"][0]["label"] == "Exercise"
    assert "This is an exercise" in read["fields"][0]["value"]
    assert "exercise" not in payload().to_text().lower()


def test_its_repr_holds_no_token() -> None:
    assert TOKEN_TEXT not in repr(replace(payload(), fields=(("Secret Token", TOKEN_TEXT),)))


def test_the_steps_are_a_key_of_their_own() -> None:
    steps = Guide(
        "Entra", "", (("Tenant URL", "Keep its flag."),), ("One.",), ("Two.",), (("No.", "Wrong token.", True),)
    )
    read = json.loads(replace(payload(), guide=steps).to_text())
    assert read["guide"] == {
        "language": "en",
        "client_name": "Entra",
        "note": "",
        "hints": [{"label": "Tenant URL", "hint": "Keep its flag."}],
        "first_steps": ["One."],
        "replace_steps": ["Two."],
        "messages": [{"message": "No.", "cause": "Wrong token.", "documented": True}],
    }
    assert "guide" not in json.loads(payload().to_text())


@given(name=ANY_TEXT, for_whom=st.none() | ANY_TEXT)
@example(name="x" * 10_000, for_whom="\n" * 10_000)
def test_any_name_survives_and_is_padded(name: str, for_whom: str | None) -> None:
    text = payload(name, for_whom).to_text()
    assert len(text.encode()) % BLOCK == 0
    read = json.loads(text)
    assert read["account"]["name"] == _whole(name)
    assert read["for"] == (None if for_whom is None else _whole(for_whom))
    assert len(read["padding"]) < BLOCK


@given(length=st.integers(0, 2 * BLOCK))
def test_every_length_is_padded_with_less_than_a_block(length: int) -> None:
    text = payload("x" * length).to_text()
    assert len(text.encode()) % BLOCK == 0
    assert len(json.loads(text)["padding"]) < BLOCK


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_it_steers_a_terminal(name: str) -> None:
    text = payload(name, name).to_text()
    assert {unicodedata.category(c) for c in text if c != "\n"}.isdisjoint({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def test_names_of_the_same_block_have_shares_of_the_same_length() -> None:
    assert len(payload("A").to_text().encode()) == len(payload("Å" * 50, "Kim").to_text().encode())


def test_a_token_of_markup_stays_itself() -> None:
    odd = SharePayload("e", AccessToken('<b>"\\'), AccountId("a"), "n", Environment.QA, False, MADE)
    assert json.loads(odd.to_text())["authorization_header"] == 'Bearer <b>"\\'


def _whole(text: str) -> str:
    return "".join("\ufffd" if unicodedata.category(c) == "Cs" else c for c in text)
