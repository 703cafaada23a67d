"""Moments in local time, in the words of the window's language when they are shown."""

from __future__ import annotations

from app.domain.text import at_moment as moment
from app.domain.text import on_day as day

__all__ = ["day", "moment"]
