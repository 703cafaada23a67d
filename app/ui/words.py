"""Moments in the words of the person's own language settings and time zone."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime


def moment(at: datetime) -> str:
    """A moment in local time: `23 December 2026, 19:04`."""
    local = at.astimezone()
    time = QLocale().toString(QTime(local.hour, local.minute), "HH:mm")
    return f"{day(at)}, {time}"


def day(at: datetime) -> str:
    """Its day in local time: `23 December 2026`."""
    local = at.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), "d MMMM yyyy")
