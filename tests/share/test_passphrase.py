from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.share.passphrase import LONGEST, Passphrase, judge, suggest, words
from tests.share.parts import HOSTILE, PASSPHRASE_TEXT

KNOWN = ("Widget Data Center", "widget.r-service.example", "scim")


def test_the_words_are_the_published_ones_without_hyphens() -> None:
    drawn_from = words()
    assert len(drawn_from) == len(set(drawn_from)) == 7776 - 4
    assert all(word.isascii() and word.isalpha() and word == word.lower() and len(word) >= 3 for word in drawn_from)


def test_six_words_are_suggested_and_accepted() -> None:
    suggested = suggest()
    drawn = suggested.reveal().split("-")
    assert len(drawn) == 6
    assert set(drawn) <= set(words())
    assert judge(suggested).accepted


def test_two_suggestions_differ() -> None:
    assert suggest().reveal() != suggest().reveal()


def test_all_words_can_be_drawn() -> None:
    drawn = {word for _ in range(300) for word in suggest().reveal().split("-")}
    assert len(drawn) > 1400, "1800 draws of 7772 words give some 1610 different ones"


def test_the_six_words_are_strong_for_the_judge_too_when_typed() -> None:
    verdict = judge(Passphrase(PASSPHRASE_TEXT), KNOWN)
    assert verdict.accepted
    assert verdict.strength == "very strong"


def test_suggesting_loads_no_dictionaries() -> None:
    code = (
        "import sys; from app.share.passphrase import *; assert judge(suggest()).accepted;"
        "sys.exit('zxcvbn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-P", "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "part_of_the_reason"),
    [
        ("", "no passphrase yet"),
        ("   ", "no passphrase yet"),
        ("widget data center 2026", "goes with this account"),
        ("Widget-Data-Center", "goes with this account"),
        ("widget-data-center-2026", "goes with this account"),
        ("correct horse battery", "too few words"),
        ("correct-horse-battery", "too few words"),
        ("password1", "many people use"),
        ("zxcvfr567yhjm", "keys of a keyboard"),
        ("aaaaaaaaaaaaaaaaaaaaaa", "repeats itself"),
        ("abacus-abacus-abacus-abacus-abacus", "repeats itself"),
        ("23.11.2026", "date"),
        ("Tr0ub4dor&3", "too short"),
        ("k9#xQ", "too short"),
        ("correct horse", "too few words"),
        ("x" * (LONGEST + 1), "more than 200"),
        ("correct\x1bhorse\nbattery-staple-hamster", "cannot be seen"),
    ],
)
def test_weak_ones_are_refused_with_a_reason_and_advice(text: str, part_of_the_reason: str) -> None:
    verdict = judge(Passphrase(text), KNOWN)
    assert not verdict.accepted
    assert part_of_the_reason in verdict.reason
    assert verdict.advice.endswith(".")
    assert verdict.strength


@pytest.mark.parametrize(
    "text", ["correct horse battery staple lamp", "9f!kQz72Lw#pT", "Übermut-Schlüssel-Dachs-Pinguin"]
)
def test_strong_typed_ones_are_accepted(text: str) -> None:
    verdict = judge(Passphrase(text), KNOWN)
    assert verdict.accepted
    assert verdict.strength in ("strong", "very strong")
    assert verdict.reason == verdict.advice == ""


@given(st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_verdict(text: str) -> None:
    verdict = judge(Passphrase(text), HOSTILE)
    assert verdict.accepted or (verdict.reason and verdict.advice)


def test_the_longest_texts_are_judged_promptly() -> None:
    start = time.process_time()
    for text in ("p4$$w0rD!" * 22, "aA@4" * 50, "qwertyuiop" * 20, "1l|!i" * 40):
        judge(Passphrase(text), KNOWN)
    assert time.process_time() - start < 2


def test_the_text_is_kept_as_typed() -> None:
    assert Passphrase("  Correct Horse ").reveal() == "Correct Horse"
    assert Passphrase("Schlu\u0308ssel").reveal() == "Schlüssel"


def test_it_does_not_leak_by_accident() -> None:
    passphrase = Passphrase(PASSPHRASE_TEXT)
    assert PASSPHRASE_TEXT not in f"{passphrase} {passphrase!r} {[passphrase]}"
    for serialise in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            serialise(passphrase)
