"""Moments in the words of the person's own language settings and time zone."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime


def moment(at: datetime) -> str:
    """A moment in local time: `23 December 2026, 19:04`."""
    local = at.astimezone()
    locale = QLocale()
    day = locale.toString(QDate(local.year, local.month, local.day), "d MMMM yyyy")
    time = locale.toString(QTime(local.hour, local.minute), "HH:mm")
    return f"{day}, {time}"
