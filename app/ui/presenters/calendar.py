"""Add to calendar…: from the save dialog to the file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from app.actions.calendar import proposed_calendar_name, save_calendar
from app.domain.clock import Clock
from app.domain.deadlines import AccountDates
from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.domain.text import tr
from app.ui.dialogs.save_file import ask_where_to_save
from app.ui.widgets.announce import announce


async def add_to_calendar(parent: QWidget, dates: AccountDates, clock: Clock) -> str:
    """Ask where to, and write the file. What came of it, in a sentence; empty where the person thought better of it."""
    proposal = Path(_documents()) / proposed_calendar_name(dates)
    target = await ask_where_to_save(parent, tr("Save dates for your calendar"), proposal, tr("iCalendar file (*.ics)"))
    if target is None:
        return ""
    try:
        await asyncio.to_thread(save_calendar, dates, target, clock.now())
    except Problem as problem:
        return problem.sentences
    announce(parent, tr("Calendar file saved"))
    return tr(
        "Saved as {target_name}. Open it, or import it in Outlook or Google Calendar.", target_name=shown(target.name)
    )


def _documents() -> str:
    location = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(location.DocumentsLocation) or str(Path.home())
