"""What was typed as token."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.token_text import LONGEST, TokenReading, read_token
from app.domain.tokens import AccessToken
from app.tester.made_up_token import made_up_like

TOKEN = "3f9a" * 15 + "b3ad"


@pytest.mark.parametrize(
    "typed",
    [
        f" {TOKEN}",
        f"{TOKEN}\r\n",
        f"\u00a0{TOKEN}\u00a0",
        f"\ufeff{TOKEN[:9]}\u200b{TOKEN[9:]}",
        f'"{TOKEN}"',
        f"“{TOKEN}”",
        f"Bearer {TOKEN}",
        f"bearer  {TOKEN}",
        f"Bearer Bearer {TOKEN}",
        f"Authorization: Bearer {TOKEN}",
        f" 'Bearer {TOKEN}'\n",
    ],
)
def test_slips_are_repaired_and_told(typed: str) -> None:
    reading = read_token(typed)
    assert reading.token == AccessToken(TOKEN)
    assert reading.repaired
    assert reading.problem is None
    assert not any(TOKEN[:8] in words for words in reading.repaired)


def test_a_clean_token_is_left_alone() -> None:
    assert read_token(AccessToken(TOKEN)).repaired == ()
    assert read_token("bearer123").token == AccessToken("bearer123")


@pytest.mark.parametrize("typed", ["a b", "a\tb", "a\nb", "tokén", "\x7f", "x\x00", "\ud800", "a" * 20_000])
def test_what_no_token_holds(typed: str) -> None:
    assert read_token(typed).problem == "token.malformed"


def test_what_is_too_long_for_a_token() -> None:
    assert read_token("a" * LONGEST).problem is None
    assert read_token(" " + "a" * LONGEST + "\n").problem is None
    assert read_token("a" * LONGEST + "é").too_long
    assert not read_token("a b").too_long


@pytest.mark.parametrize("typed", [None, "", " ", "Bearer", "Bearer ", '""', "\u200b"])
def test_nothing(typed: str | None) -> None:
    assert read_token(typed).problem == "token.empty"


@pytest.mark.parametrize(
    ("typed", "unusual"), [("a.b-c_d~e+f/g==", False), (TOKEN, False), ("pass:word", True), ("a=b", True)]
)
def test_unusual(typed: str, unusual: bool) -> None:
    assert read_token(typed).unusual is unusual


@given(st.text(min_size=1))
def test_any_text_is_read(typed: str) -> None:
    reading = read_token(typed)
    assert (reading.token is None) is (reading.problem is not None)
    if reading.token is not None:
        assert reading.token.reveal().isascii()
        assert reading.token.reveal().isprintable()
        assert " " not in reading.token.reveal()


@given(st.from_regex(r"[!-~]{1,80}", fullmatch=True))
def test_a_made_up_token_is_another_of_the_same_shape(text: str) -> None:
    made_up = made_up_like(AccessToken(text)).reveal()
    assert made_up != text
    assert len(made_up) - len(text) in (0, 1)
    for one, other in zip(text, made_up, strict=False):
        assert (one.isdigit(), one.isupper(), one.isalnum()) == (other.isdigit(), other.isupper(), other.isalnum()) or (
            set(text) <= set("0123456789abcdef")
        )


wrapping = st.text(" \t\r\n\u00a0\u200b\ufeff\"'`“”", max_size=5)
prefixes = st.lists(
    st.tuples(wrapping, st.sampled_from(["Bearer ", "bearer\t", "BEARER  ", "Authorization: Bearer "])), max_size=3
)


@settings(deadline=None)
@given(
    before=prefixes, near=wrapping, after=wrapping, token=st.from_regex(r"[A-Za-z0-9._~+/-]{1,70}=*", fullmatch=True)
)
def test_every_harmless_slip_leads_to_the_token(
    before: list[tuple[str, str]], near: str, after: str, token: str
) -> None:
    typed = "".join(around + prefix for around, prefix in before) + near + token + after
    reading = read_token(typed)
    assert reading.token is not None
    assert reading.token.reveal() == token
    assert bool(reading.repaired) is (typed != token)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["Bearer ", "bearer", " ", '"', "'", "“", "\u200b", "a", "=", "\n", ":", "é"])).map(
        "".join
    )
)
def test_reading_it_again_changes_nothing(typed: str) -> None:
    reading = read_token(typed)
    if reading.token is not None:
        assert read_token(reading.token) == TokenReading(reading.token, unusual=reading.unusual)


def test_wrapping_of_any_length_is_taken_off_in_no_time() -> None:
    began = time.process_time()
    assert read_token("' " * 16_000 + TOKEN + "' " * 16_000).token == AccessToken(TOKEN)
    assert read_token("Bearer '" * 4_000 + TOKEN).token == AccessToken(TOKEN)
    assert time.process_time() - began < 1
