"""Adding an account's deadlines to a calendar: one iCalendar file (RFC 5545) that Outlook and Google import.

What the file is made of follows from what these two make of it:

- Outlook takes one reminder of an event ([MS-OXCICAL], component VALARM: 0 or 1), and what Google makes of them is not
  documented: so each day on which the person is to be reminded is an event of its own.
- Moments are UTC: an import then needs no time-zone definitions. Events of a day are at nine in the morning here.
- METHOD is PUBLISH, what Outlook itself writes for events without guests; REQUEST would make them an invitation.
- A UID says which account and which reminder (below 202 bytes, [MS-STANOICAL] 2.1.10), and SEQUENCE grows with time:
  where a calendar honours them, importing again moves an event instead of doubling it (RFC 5545, 3.8.4.7 and 3.8.7.4).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.accounts import AccountId
from app.domain.deadlines import PRACTICE, AccountDates, DeadlineKind, deadlines
from app.domain.phrases import ROTATE_AFTER
from app.domain.plain_text import shown
from app.share.file_name import slug
from app.share.writing import write_whole

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["CalendarEvent", "calendar_events", "calendar_file", "proposed_calendar_name", "save_calendar"]

_NAMESPACE = uuid.UUID("6f2c1f0e-7d0b-4f0d-9a53-0d7a1f6f5c11")
_NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""SEQUENCE counts seconds from here, so that it grows and stays within 32 bits (RFC 5545, 3.3.8)."""
_MORNING = time(9)
_LASTS = timedelta(minutes=15)
_REMIND_BEFORE = timedelta(minutes=15)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarEvent:
    """One entry of the calendar. Nothing in it is secret: calendars are shared, and kept by others."""

    uid: str
    at: datetime
    summary: str
    description: str
    """The steps, a line each."""


def calendar_events(dates: AccountDates, now: datetime) -> tuple[CalendarEvent, ...]:
    """What there is to remember, in order of time; empty where nothing is known of the account's token. What should
    have been remembered already is put to the next morning."""
    found: list[CalendarEvent] = []
    for deadline in deadlines(dates, now):
        at = deadline.at - dates.clock_offset  # by this computer's clock, as the calendar will go
        if deadline.kind is DeadlineKind.OLD_ENDS:
            found += _old_token_events(dates, at, now)
        elif deadline.kind is DeadlineKind.ROTATION:
            found.append(_rotation_event(dates, at, now))
        elif deadline.kind is DeadlineKind.UNKNOWN_AGE:
            found.append(_unknown_age_event(dates, deadline.at, now))
    return tuple(sorted(found, key=lambda event: event.at))


def calendar_file(dates: AccountDates, now: datetime) -> bytes:
    """The events as an iCalendar file."""
    from icalendar import Calendar  # slow to load, and needed for no other thing

    events = calendar_events(dates, now)
    calendar = Calendar()
    for name, value in (("PRODID", "-//SCIM Connection for R-Service//EN"), ("VERSION", "2.0"), ("METHOD", "PUBLISH")):
        calendar.add(name, value)
    if len(events) == 1:
        # Opened by a double click, Outlook then shows the event instead of a calendar of its own ([MS-OXCICAL]
        # 2.1.3.1.1.9).
        calendar.add("X-MS-OLK-FORCEINSPECTOROPEN", "TRUE")
    for event in events:
        calendar.add_component(_component(event, now))
    return bytes(calendar.to_ical())


def save_calendar(dates: AccountDates, target: Path, now: datetime) -> None:
    """Writes the file whole or not at all, in place of what is there. Raises DiskFull and CannotWrite."""
    write_whole(target, calendar_file(dates, now), replace=True)


def proposed_calendar_name(dates: AccountDates) -> str:
    """The file name that the save dialog begins with: `scim-widget-production.ics`."""
    return f"scim-{slug(dates.name)}-{dates.badge.lower()}.ics"


def _component(event: CalendarEvent, now: datetime) -> Event:
    from icalendar import Alarm, Event

    made = Event()
    stamp = now.astimezone(UTC).replace(microsecond=0)
    for name, value in (
        ("UID", event.uid),
        ("DTSTAMP", stamp),
        ("LAST-MODIFIED", stamp),
        ("SEQUENCE", max(0, int((now - _NOT_BEFORE).total_seconds()))),
        ("DTSTART", event.at),
        ("DTEND", event.at + _LASTS),
        ("SUMMARY", event.summary),
        ("DESCRIPTION", event.description),
        ("STATUS", "CONFIRMED"),
        ("TRANSP", "TRANSPARENT"),
        ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE"),
    ):
        made.add(name, value)
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", -_REMIND_BEFORE)
    alarm.add("DESCRIPTION", event.summary)
    made.add_component(alarm)
    return made


def _rotation_event(dates: AccountDates, at: datetime, now: datetime) -> CalendarEvent:
    days = dates.periods.rotate_after.days
    old = "a year" if dates.periods.rotate_after == ROTATE_AFTER else f"{days} days"
    why = f"The SCIM access token of {_named(dates)} will be {old} old on {_day(at)}: rotate it before then."
    when = _morning_of(at - dates.periods.rotation_notice, now)
    return _event(dates, "rotation", when, f"Rotate the SCIM token of {_named(dates)}", why, _ROTATE)


def _unknown_age_event(dates: AccountDates, at: datetime, now: datetime) -> CalendarEvent:
    why = f"Nobody knows how old the SCIM access token of {_named(dates)} is: rotate it, so that somebody does."
    # As the rotation's: once the age is known, importing again moves the entry to where it belongs.
    return _event(dates, "rotation", _morning_of(at, now), f"Rotate the SCIM token of {_named(dates)}", why, _ROTATE)


def _old_token_events(dates: AccountDates, at: datetime, now: datetime) -> list[CalendarEvent]:
    why = f"The old SCIM access token of {_named(dates)} works until {_day(at)}, {at.astimezone():%H:%M}."
    found = []
    for notice in dates.periods.old_token_notices:
        when = _nine(at - notice)
        if when > now:
            days = f"{notice.days} day{'' if notice.days == 1 else 's'}"
            what = f"The old SCIM token of {_named(dates)} ends in {days}"
            found.append(_event(dates, f"old-token-{notice.days}", when, what, why, _HAND_OVER))
    what = f"The old SCIM token of {_named(dates)} ends"
    return [*found, _event(dates, "old-token-0", at, what, why, _HAND_OVER)]


_ROTATE = (
    "Open SCIM Connection and choose this account.",
    "Choose Rotate SCIM token. The old token then works for another 30 days.",
    "Choose Share securely… and send the new token to the administrator of your provisioning client.",
    "Choose Add to calendar… again: the new dates take the place of this one where your calendar allows it.",
)
_HAND_OVER = (
    "Ask the administrator of your provisioning client whether the new token is entered there.",
    "If it is not: open SCIM Connection, choose this account, then Share securely…, and send it again.",
    "If it is, nothing is left to do. After its end, the old token is refused everywhere.",
)


def _event(
    dates: AccountDates, which: str, at: datetime, summary: str, why: str, steps: tuple[str, ...]
) -> CalendarEvent:
    lines = [why, *(f"{number}. {step}" for number, step in enumerate(steps, start=1))]
    if dates.practice:
        summary = f"Exercise: {summary}"
        lines.insert(0, "This is an exercise: the account is a pretend one, and nothing happens if you do nothing.")
    return CalendarEvent(_uid(dates.account, which), at.replace(microsecond=0), summary, "\n".join(lines))


def _uid(account: AccountId, which: str) -> str:
    return f"{uuid.uuid5(_NAMESPACE, f'{account}/{which}')}@scim-connection.invalid"


def _named(dates: AccountDates) -> str:
    name = shown(dates.name)
    return name if dates.badge == PRACTICE else f"{name} ({dates.badge})"


def _day(at: datetime) -> str:
    """A date here, in the one form that is read alike everywhere (ISO 8601)."""
    return at.astimezone().date().isoformat()


def _nine(at: datetime) -> datetime:
    return _nine_on(at.astimezone().date())


def _nine_on(day: date) -> datetime:
    return datetime.combine(day, _MORNING).astimezone().astimezone(UTC)


def _morning_of(at: datetime, now: datetime) -> datetime:
    """Nine in the morning on that day, or on the next one that is not over yet."""
    when = max(_nine(at), _nine(now))
    return when if when > now else _nine_on(now.astimezone().date() + _DAY)
