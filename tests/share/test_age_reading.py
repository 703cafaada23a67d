"""What is read of an age file before anybody opens it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Problem
from app.domain.opening import FileDamaged, FileTooLarge, MadeByNewer, NotEncrypted, TooMuchWork
from app.share.age_reading import MOST_WORK_TO_OPEN, read_age_file
from tests.share.weak_age import armored, sealed_weakly

WEAK = sealed_weakly(bytes(2048), "for a test")
HEADER = WEAK[: WEAK.index(b"\n---")]
REST = WEAK[len(HEADER) :]
TO_A_KEY = b"age-encryption.org/v1\n-> X25519 abc\nbody\n-> x'-grease y z\n" + REST[1:]


def with_work(work: bytes) -> bytes:
    return re.sub(rb" 4\n", b" " + work + b"\n", WEAK, count=1)


@pytest.mark.parametrize("given", [WEAK, armored(WEAK)], ids=["binary", "armored"])
def test_a_file_to_a_passphrase(given: bytes) -> None:
    file = read_age_file(given)
    assert (file.binary, file.to_passphrase, file.work_factor) == (WEAK, True, 4)


@pytest.mark.parametrize("given", [TO_A_KEY, armored(TO_A_KEY)], ids=["binary", "armored"])
def test_a_file_to_a_key(given: bytes) -> None:
    file = read_age_file(given)
    assert (file.binary, file.to_passphrase, file.work_factor) == (TO_A_KEY, False, None)


def quoted(text: bytes) -> bytes:
    return b"> > " + text.replace(b"\n", b"\n> > ")


@pytest.mark.parametrize(
    "mailed",
    [
        armored(WEAK).replace(b"\n", b"\r\n"),
        b"\n\n  \n" + armored(WEAK) + b"\n\n",
        armored(WEAK).rstrip(b"\n"),
        quoted(armored(WEAK)),
        quoted(armored(WEAK)).replace(b"\n", b"\r\n"),
        armored(WEAK).replace(b"\n", b"\n\n"),
        armored(WEAK).replace(b"\n", b"  \n"),
        b"Hello Kim,\n\nhere it is:\n\n\t" + armored(WEAK).replace(b"\n", b"\n\t") + b"\nBye,\nAda\n-----\n",
        b"\xef\xbb\xbf\n" + armored(WEAK),
    ],
    ids=[
        "CRLF",
        "blank lines",
        "no line end",
        "quoted",
        "quoted CRLF",
        "doubled",
        "trailing blanks",
        "in a mail",
        "mark",
    ],
)
def test_a_text_from_a_mail(mailed: bytes) -> None:
    assert read_age_file(mailed).binary == WEAK


@pytest.mark.parametrize("work", [b"22", b"23", b"63", b"64", b"99", b"100", b"9" * 500])
def test_work_that_would_take_minutes_is_refused(work: bytes) -> None:
    with pytest.raises(TooMuchWork):
        read_age_file(with_work(work))


def test_what_programs_write_is_opened() -> None:
    assert read_age_file(with_work(b"%d" % MOST_WORK_TO_OPEN)).work_factor == MOST_WORK_TO_OPEN


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (b"", NotEncrypted),
        (b"<html>", NotEncrypted),
        (b"PK\x03\x04" + bytes(5000), NotEncrypted),
        (WEAK[:10], NotEncrypted),
        (WEAK[:60], FileDamaged),
        (WEAK[: len(HEADER) + 60], FileDamaged),
        (WEAK.replace(b"/v1", b"/v2", 1), MadeByNewer),
        (WEAK.replace(b"/v1", b"/vx", 1), FileDamaged),
        (with_work(b"0"), FileDamaged),
        (with_work(b"04"), FileDamaged),
        (with_work(b"-4"), FileDamaged),
        (HEADER + b"\n-> X25519 abc\nbody" + REST, FileDamaged),
        (b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n" + bytes(64), FileDamaged),
        (b"age-encryption.org/v1\n" + b"-> a b\n\n" * 100_000 + REST[1:], FileDamaged),
        (bytes(9 * 2**20), FileTooLarge),
        (armored(WEAK)[:-40], FileDamaged),
        (armored(WEAK)[:500], FileDamaged),
        (armored(b""), FileDamaged),
        (armored(b"hello"), FileDamaged),
        (armored(WEAK).replace(b"\n", b" "), FileDamaged),
        (armored(WEAK).replace(b"\n", b"\r"), FileDamaged),
    ],
    ids=[f"case {number}" for number in range(21)],  # what is encrypted differs from process to process
)
def test_anything_else_has_its_sentence(given: bytes, problem: type[Problem]) -> None:
    with pytest.raises(problem):
        read_age_file(given)


@given(st.binary(max_size=400), st.booleans(), st.integers(0, len(WEAK)))
def test_whatever_comes_it_is_read_or_refused(noise: bytes, in_armor: bool, at: int) -> None:
    spoilt = WEAK[:at] + noise + WEAK[at:]
    for text in (noise, spoilt, armored(spoilt) if in_armor else armored(WEAK)[:at] + noise + armored(WEAK)[at:]):
        try:
            read_age_file(text)
        except Problem:
            continue


@pytest.mark.timeout(20)
def test_a_hostile_text_takes_no_time() -> None:
    """Nothing in it makes the reader look at the same place again and again."""
    for text in (
        b"> " * 10**6,
        b"-----BEGIN AGE ENCRYPTED FILE-----\n" * 10**5,
        b"\n" * 4 * 10**6,
        b"\n" + b">" * 4 * 10**6,
    ):
        with pytest.raises(Problem):
            read_age_file(b"-----BEGIN AGE ENCRYPTED FILE-----\n" + text)
