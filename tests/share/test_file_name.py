from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import Source
from app.domain.share_format import ShareFormat
from app.share.file_name import default_file_name, rightly_named, slug
from tests.share.parts import HOSTILE, account

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_it_says_which_account() -> None:
    assert default_file_name(account(), AT) == "scim-widget-data-center-production-2026-11-24.age"


def test_a_practice_account_is_told_apart() -> None:
    name = default_file_name(account(source=Source.PRACTICE), AT)
    assert name == "scim-widget-data-center-practice-2026-11-24.age"


def test_the_date_is_the_one_of_its_own_time_zone() -> None:
    after_midnight = datetime(2026, 11, 24, 23, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=1)))
    assert default_file_name(account(), after_midnight).endswith("-2026-11-25.age")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Müller & Söhne", "muller-sohne"), ("株式会社", "account"), ("---", "account"), ("  A  b ", "a-b")],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_make_plain_file_names(name: str) -> None:
    assert _is_plain(default_file_name(account(name), AT))


@given(st.text(st.characters(), max_size=200))
def test_any_name_makes_a_plain_file_name(name: str) -> None:
    assert _is_plain(default_file_name(account(name), AT))


def _is_plain(name: str) -> bool:
    return re.fullmatch(r"scim-[a-z0-9]+(-[a-z0-9]+)*-production-2026-11-24\.age", name) is not None and len(name) < 80


@pytest.mark.parametrize(
    ("form", "named", "right"),
    [
        (ShareFormat.PAGE, "share.html", "share.html"),
        (ShareFormat.PAGE, "share.HTM", "share.HTM"),
        (ShareFormat.PAGE, "share.age", "share.html"),
        (ShareFormat.PAGE, "share.txt", "share.txt.html"),
        (ShareFormat.PAGE, "share", "share.html"),
        (ShareFormat.PAGE, "v1.2", "v1.2.html"),
        (ShareFormat.AGE, "share.age", "share.age"),
        (ShareFormat.AGE, "share.Html", "share.age"),
        (ShareFormat.AGE, "share.txt", "share.txt"),
    ],
)
def test_a_name_ends_as_its_recipient_needs_it(form: ShareFormat, named: str, right: str) -> None:
    assert rightly_named(Path("/folder") / named, form) == Path("/folder") / right
