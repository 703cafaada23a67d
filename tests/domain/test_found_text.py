"""What is looked for in a text that somebody found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.found_text import LONGEST, NothingToLookFor, candidates, is_address, looks_like_one

TOKEN = "3f9a" * 15 + "b3ad"
OTHER = "Zm9v+/YmFyYmF6cXV4Zm9vYmFy=="


@pytest.mark.parametrize(
    "around",
    [
        "{}", "  {}\r\n", "\n\n{}\n", "Bearer {}", "bearer  {} ", "Authorization: Bearer {}", '"{}"', "'Bearer {}'",
        "“{}”", "„{}“", "«{}»", "`{}`", "<{}>", "({}).", "{};", "*{}*", '"token": "{}",', "token={}", "SCIM_TOKEN={}",
        "\ufeff{}", "\u200b{}\u200b", "curl -H 'Authorization: Bearer {}' https://x.example/scim/v2/Users",
        "Hi, our token is {}, please keep it safe!", "https://x.example/?access_token={}&count=1", "\u00a0{}\u00a0",
    ],
)  # fmt: skip
@pytest.mark.parametrize("token", [TOKEN, OTHER], ids=["of R-Service", "of another service"])
def test_it_is_found_whatever_stands_around_it(around: str, token: str) -> None:
    assert token in candidates(around.format(token))


@pytest.mark.parametrize("between", [" ", "\n", "\r\n    ", "\u2028"])
def test_broken_into_lines_or_groups(between: str) -> None:
    groups = between.join(TOKEN[i : i + 4] for i in range(0, 64, 4))
    assert TOKEN in candidates(groups)
    assert looks_like_one(groups)


def test_in_capitals_it_is_ours_too() -> None:
    assert TOKEN in candidates(TOKEN.upper())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste what you found"),
        (" \n\u200b", "Paste what you found"),
        ("b3ad", "too short"),
        ("••••••••••••b3ad", "hidden"),
        ("Bearer ●●●●●●●●", "hidden"),
        ("x" * (LONGEST + 1), "too long"),
    ],
)
def test_what_is_none_is_answered_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NothingToLookFor) as told:
        candidates(text)
    assert said in told.value.sentence
    assert text.strip() not in str(told.value) or not text.strip()


def test_an_address_is_told_apart() -> None:
    assert is_address(" https://api.r-service.tech/scim/v2 ")
    assert not is_address(TOKEN)
    assert not looks_like_one("https://api.r-service.tech/scim/v2")


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    try:
        found = candidates(text)
    except NothingToLookFor as nothing:
        found = (nothing.sentence,)
    assert found
    assert all(len(each) >= 8 for each in found)


def test_a_long_line_takes_no_time() -> None:
    assert len(candidates("a=b:c " * (LONGEST // 6))) < 20_000
    assert candidates("(" * (LONGEST - 64) + TOKEN)[0] == TOKEN
