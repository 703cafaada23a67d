"""Diagnostics hold versions and counts, and no name and no secret, whatever stands in the facts."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.diagnostics import PARTS, Facts, known_codes, text_of
from app.domain.errors import DiskFull, KeyringLocked, Problem
from app.domain.recent_problems import RecentProblems

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLAIN = Facts(
    versions={"Python": "3.11.7", "Qt": "6.12.0", "OpenSSL": "3.0.11"},
    system="Linux",
    system_release="6.1.0-28-amd64",
    machine="x86_64",
    distribution="debian",
    distribution_version="12",
    desktop="ubuntu:GNOME",
    session="wayland",
    platform="xcb",
    scale=1.25,
    dark=True,
    theme="system",
    language="tr",
    locale="tr_TR",
    keyring="keyring.backends.SecretService",
    kept_in_keyring=True,
    store_schema=2,
    newest_schema=3,
    typed_accounts=12,
    practice_accounts=2,
    open_accounts=13,
    old_tokens=1,
    problems=(("keyring.locked", 2, NOW - timedelta(minutes=5)),),
)
_TEXTS = tuple(field.name for field in fields(Facts) if field.type == "str")
_MARK = "Qzx"


def _with(where: str, text: str) -> Facts:
    """The same with this text in one place."""
    changed: dict[str, Any] = {where: text}
    return replace(PLAIN, **changed)


SECRETS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.from_regex(r"\A[0-9a-f]{64}\Z"),
    st.from_regex(r"\A[a-z]{2,12}\.[a-z]{2,12}\.(com|tech|local)\Z"),
    st.from_regex(r"\A(/home/|C:\\Users\\)[a-z]{3,12}/[a-z.]{1,20}\Z"),
    st.from_regex(r"\A[A-Z][a-z]{2,9} [A-Z][a-z]{2,9}\Z"),
    st.from_regex(r"\A[a-z]{3,9}\.[a-z_]{3,9}\Z"),
).map(lambda text: f"{_MARK}{text}{_MARK}")


def test_it_says_what_helps() -> None:
    text = text_of(PLAIN, NOW)
    for line in (
        "Python: 3.11.7",
        "keyring: not known",
        "System: Linux 6.1.0, x86_64",
        "Distribution: debian 12",
        "Desktop: another, gnome, session wayland",
        "Window: xcb, scale 1.25",
        "Theme: system, shown dark",
        "Language: tr, system tr_TR",
        "Keyring: Secret Service, in use",
        "Schema: 2 of 3",
        "Accounts: 12 added, 2 pretend, 13 without a problem, 1 with an old token",
        "  keyring.locked: 2, last 5 minutes ago",
    ):
        assert line in text.splitlines()


def test_before_anything_is_open_it_says_that() -> None:
    text = text_of(Facts(), NOW)
    for line in ("Keyring: none that can be used, vault not open", "Schema: store not open"):
        assert line in text.splitlines()
    assert text.endswith("Problems since the start: none")


@given(secret=SECRETS, where=st.sampled_from(_TEXTS))
def test_no_text_among_the_facts_comes_through(secret: str, where: str) -> None:
    text = text_of(_with(where, secret), NOW)
    assert secret not in text
    assert _MARK.casefold() not in text.casefold()


@given(secret=SECRETS, part=st.sampled_from((*PARTS, "Widget Data Center")))
def test_nor_one_in_the_place_of_a_version_or_a_problem(secret: str, part: str) -> None:
    text = text_of(replace(PLAIN, versions={part: secret}, problems=((secret, 1, NOW),)), NOW)
    assert _MARK.casefold() not in text.casefold()


@given(st.text(st.characters(exclude_characters=":"), max_size=30), st.sampled_from(_TEXTS))
def test_what_is_not_listed_leaves_no_trace(given_text: str, where: str) -> None:
    """The outcome is the same for every text that is no listed word: nothing of it can be read from it."""
    snow = "\N{SNOWMAN}"
    alone = text_of(_with(where, snow), NOW)
    # A release of Linux begins with its number, which is told.
    before = "" if where == "system_release" else given_text
    assert text_of(_with(where, f"{before}{snow}{given_text}"), NOW) == alone


def test_every_kind_of_problem_is_known_by_its_code() -> None:
    assert {"problem", "vault.damaged", "disk.full"} <= known_codes()


def test_problems_are_counted_by_kind_and_not_by_their_words() -> None:
    problems = RecentProblems()
    problems.note(DiskFull("Widget Data Center is full"), NOW)
    problems.note(DiskFull(), NOW + timedelta(seconds=1))
    problems.note(Problem(), NOW)
    assert problems.all == (("disk.full", 2, NOW + timedelta(seconds=1)), ("problem", 1, NOW))


def test_a_problem_that_stays_counts_once_until_it_is_over() -> None:
    problems = RecentProblems()
    for problem in (KeyringLocked(), KeyringLocked(), None, KeyringLocked()):
        problems.note_standing("an account", problem, NOW)
    assert problems.all == (("keyring.locked", 2, NOW),)


@pytest.mark.parametrize("machine", ["AMD64", "x86_64", "arm64"])
def test_machines_are_known_however_they_are_written(machine: str) -> None:
    assert "another" not in text_of(replace(PLAIN, machine=machine, desktop="KDE"), NOW)
