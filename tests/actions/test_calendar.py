"""The calendar file: what stands in it, read by two readers that are not ours, and what becomes of it next time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from app.actions.calendar import calendar_events, calendar_file, proposed_calendar_name, save_calendar
from app.domain.accounts import AccountId
from app.domain.deadlines import AccountDates
from app.domain.errors import CannotWrite
from tests.actions.libical import read_with_libical

NOW = datetime(2026, 11, 25, 12, 0, 30, 5, tzinfo=UTC)
DAY = timedelta(days=1)
DATES = AccountDates(AccountId("typed-7c1"), "Widget Data Center", "Production", NOW, NOW)
ROTATED = replace(DATES, old_token_expires_at=NOW + 30 * DAY)
HOSTILE = "Wid;get, \\n “Größe” 😀\r\nBEGIN:VEVENT\x1b[2J\u202e"


@pytest.fixture(autouse=True)
def _in_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def parsed(data: bytes) -> Any:
    """As icalendar reads it; Any, since each property could be of any of thirty types."""
    return Calendar.from_ical(data)


def read(dates: AccountDates, now: datetime = NOW) -> list[dict[str, str]]:
    """The file's events as icalendar reads them."""
    calendar = parsed(calendar_file(dates, now))
    return [{name: str(event[name]) for name in ("UID", "SUMMARY", "DESCRIPTION")} for event in calendar.walk("VEVENT")]


def test_the_yearly_rotation_is_remembered_30_days_before_at_nine() -> None:
    (event,) = calendar_events(DATES, NOW)
    # 365 - 30 days on, at nine in Amsterdam, which has no summer time in October's last days.
    assert event.at == datetime(2027, 10, 26, 7, 0, tzinfo=UTC)
    assert event.summary == "Rotate the SCIM token of Widget Data Center (Production)"
    assert "a year old on 2027-11-25" in event.description
    assert "Choose Rotate SCIM token" in event.description


def test_after_a_rotation_the_old_token_s_end_and_the_days_before_are_there_too() -> None:
    events = calendar_events(ROTATED, NOW)
    assert [(event.at, event.summary.partition(")")[2]) for event in events] == [
        (datetime(2026, 12, 18, 8, 0, tzinfo=UTC), " ends in 7 days"),
        (datetime(2026, 12, 22, 8, 0, tzinfo=UTC), " ends in 3 days"),
        (datetime(2026, 12, 24, 8, 0, tzinfo=UTC), " ends in 1 day"),
        (datetime(2026, 12, 25, 12, 0, 30, tzinfo=UTC), " ends"),
        (datetime(2027, 10, 26, 7, 0, tzinfo=UTC), ""),
    ]
    assert all("works until 2026-12-25, 13:00" in event.description for event in events[:4])


def test_days_that_are_over_are_left_out() -> None:
    late = NOW + 28 * DAY
    assert [event.summary.partition(" ends")[2] for event in calendar_events(ROTATED, late)[:2]] == [" in 1 day", ""]


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(5, datetime(2027, 12, 1, 8, 0, tzinfo=UTC)), (12, datetime(2027, 12, 2, 8, 0, tzinfo=UTC))],
)
def test_what_should_have_been_remembered_is_put_to_the_next_morning(hour: int, expected: datetime) -> None:
    (event,) = calendar_events(DATES, datetime(2027, 12, 1, hour, tzinfo=UTC))
    assert event.at == expected


def test_a_token_of_unknown_age_is_remembered_after_30_days() -> None:
    (event,) = calendar_events(replace(DATES, token_created_at=None), NOW)
    assert event.at == datetime(2026, 12, 25, 8, 0, tzinfo=UTC)
    assert "Nobody knows how old" in event.description
    (known,) = calendar_events(DATES, NOW)
    assert known.uid == event.uid


def test_the_calendar_goes_by_this_computer_s_clock() -> None:
    ahead = replace(ROTATED, clock_offset=timedelta(hours=5))
    end = [event.at for event in calendar_events(ahead, NOW)][3]
    assert end == (NOW + 30 * DAY - timedelta(hours=5)).replace(microsecond=0)


def test_an_account_of_which_nothing_is_known_has_nothing_to_remember() -> None:
    assert calendar_events(replace(DATES, token_created_at=None, token_known_since=None), NOW) == ()


def test_a_pretend_account_s_events_say_that_they_are_an_exercise() -> None:
    for event in calendar_events(replace(ROTATED, badge="Practice"), NOW):
        assert event.summary.startswith("Exercise: ")
        assert event.description.startswith("This is an exercise")


def test_a_later_file_moves_the_same_events() -> None:
    first, second = (
        calendar_file(ROTATED, NOW),
        calendar_file(replace(ROTATED, name="Renamed"), NOW + timedelta(seconds=1)),
    )
    found = [
        {str(event["UID"]): int(event["SEQUENCE"]) for event in parsed(each).walk("VEVENT")} for each in (first, second)
    ]
    assert found[0].keys() == found[1].keys()
    assert all(found[0][uid] < found[1][uid] < 2**31 for uid in found[0])
    assert len(found[0]) == 5


def test_two_accounts_of_one_name_are_two_series() -> None:
    other = replace(ROTATED, account=AccountId("typed-8d2"))
    assert not {event["UID"] for event in read(ROTATED)} & {event["UID"] for event in read(other)}


@pytest.mark.parametrize("name", ["Widget Data Center", HOSTILE, "x" * 500, "名前" * 40, "a\\, b; c"])
def test_two_readers_read_what_was_written(name: str) -> None:
    """icalendar, and libical (GNOME's and KDE's) for a second opinion."""
    dates = replace(ROTATED, name=name)
    expected = [(event.uid, event.summary, event.description) for event in calendar_events(dates, NOW)]
    assert [tuple(event.values()) for event in read(dates)] == expected
    found = read_with_libical(calendar_file(dates, NOW))
    assert [(event.uid, event.summary, event.description) for event in found] == expected
    assert [event.at for event in found] == [event.at for event in calendar_events(dates, NOW)]
    assert {event.alarms for event in found} == {1}


@given(st.text())
def test_no_name_breaks_the_file(name: str) -> None:
    data = calendar_file(replace(ROTATED, name=name), NOW)
    assert len(list(parsed(data).walk("VEVENT"))) == 5
    assert data.count(b"BEGIN:VEVENT\r\n") == 5


def test_lines_end_and_fold_as_the_standard_says() -> None:
    data = calendar_file(replace(ROTATED, name=HOSTILE * 3), NOW)
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_the_calendar_says_what_outlook_needs() -> None:
    calendar = parsed(calendar_file(ROTATED, NOW))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert "X-MS-OLK-FORCEINSPECTOROPEN" not in calendar
    for event in calendar.walk("VEVENT"):
        assert event["DTSTAMP"].dt == NOW.replace(microsecond=0)
        assert event["DTSTART"].dt.utcoffset() == timedelta(0)
        assert event["TRANSP"] == "TRANSPARENT"
        (alarm,) = event.walk("VALARM")
        assert alarm["TRIGGER"].dt == -timedelta(minutes=15)
    assert "X-MS-OLK-FORCEINSPECTOROPEN" in parsed(calendar_file(DATES, NOW))


def test_the_file_is_written_in_place_of_what_is_there(tmp_path: Path) -> None:
    target = tmp_path / proposed_calendar_name(ROTATED)
    assert target.name == "scim-widget-data-center-production.ics"
    target.write_text("before")
    save_calendar(ROTATED, target, NOW)
    assert target.read_bytes() == calendar_file(ROTATED, NOW)
    assert [each.name for each in tmp_path.iterdir()] == [target.name]


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        save_calendar(ROTATED, tmp_path / "gone" / "x.ics", NOW)
