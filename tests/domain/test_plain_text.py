"""Text that others wrote, made fit to be shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.plain_text import LONGEST, shown

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NASTY = st.sampled_from([*BIDI, "\x00", "\x1b", "\n", "\r", "\u2028", "\ud800", "\ufeff", "\U000e0041", "\u00a0"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("Widget Data Center", "Widget Data Center"),
        ("<b>bold</b> & co", "<b>bold</b> & co"),
        ("Müller 日本 🙂", "Müller 日本 🙂"),
        ("a\nb\tc", "a\\x0ab\\x09c"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("exe\u202egpj", "exe\\u202egpj"),
        ("no\u00a0break\u2003wide", "no break wide"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("lone \ud800", "lone \\ud800"),
    ],
)
def test_what_is_shown(text: str, words: str) -> None:
    assert shown(text) == words


@given(st.text(st.one_of(st.characters(), NASTY), max_size=300), st.integers(1, 200))
def test_nothing_invisible_and_never_longer(text: str, longest: int) -> None:
    words = shown(text, longest)
    assert len(words) <= longest
    assert words.isprintable()
    assert not set(words) & set(BIDI)
    assert not [c for c in words if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=LONGEST))
def test_usual_text_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


def test_what_is_cut_says_so_and_splits_no_escape() -> None:
    assert shown("a" * LONGEST) == "a" * LONGEST
    assert shown("a" * (LONGEST + 1)) == "a" * (LONGEST - 1) + "…"
    assert shown("ab\u202ecd", 6) == "ab…"
    assert shown("\u202e", 3) == "…"
