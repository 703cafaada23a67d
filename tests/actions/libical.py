"""Reading an iCalendar file with libical, the C library behind GNOME's and KDE's calendars."""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.rig.tools import require_library

_VEVENT, _VALARM = 4, 10
"""Of enum icalcomponent_kind (icalenums.h, libical 3)."""


@dataclass(frozen=True)
class Event:
    """One VEVENT as libical understands it."""

    uid: str
    summary: str
    description: str
    at: datetime
    alarms: int


def read_with_libical(data: bytes) -> list[Event]:
    """Its events. Fails where libical finds an error in the file."""
    library = ctypes.CDLL(require_library("libical.so.3", "libical3"))
    for name in ("parser_parse_string", "component_get_first_component", "component_get_next_component"):
        getattr(library, f"ical{name}").restype = c_void_p
    root = c_void_p(library.icalparser_parse_string(c_char_p(data)))
    assert root.value, "libical reads nothing"
    library.icalcomponent_count_errors.restype = c_int
    assert library.icalcomponent_count_errors(root) == 0
    events = []
    event = library.icalcomponent_get_first_component(root, _VEVENT)
    while event:
        events.append(_event(library, c_void_p(event)))
        event = library.icalcomponent_get_next_component(root, _VEVENT)
    library.icalcomponent_free(root)
    return events


def _event(library: ctypes.CDLL, event: c_void_p) -> Event:
    texts = []
    for name in ("uid", "summary", "description"):
        get = getattr(library, f"icalcomponent_get_{name}")
        get.restype = c_char_p
        texts.append(get(event).decode())
    library.icalcomponent_count_components.restype = c_int
    uid, summary, description = texts
    return Event(
        uid,
        summary,
        description,
        at=datetime.fromtimestamp(_start(library, event), UTC),
        alarms=library.icalcomponent_count_components(event, _VALARM),
    )


class _Time(ctypes.Structure):
    """struct icaltimetype (icaltime.h, libical 3)."""

    _fields_ = [
        *[(name, c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")],
        ("zone", c_void_p),
    ]


def _start(library: ctypes.CDLL, event: c_void_p) -> int:
    library.icalcomponent_get_dtstart.restype = _Time
    library.icaltime_as_timet.argtypes = [_Time]
    library.icaltime_as_timet.restype = c_int64
    return int(library.icaltime_as_timet(library.icalcomponent_get_dtstart(event)))
