"""Saving what the tab Client setup shows as a page without the token."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.actions.setup_page import SetupPage, proposed_name, save_setup_page
from app.domain.clients import FieldKind
from app.domain.clock import Clock
from app.domain.errors import Problem
from app.domain.text import tr
from app.ui.dialogs.save_file import ask_where_to_save
from app.ui.pages.setup_tab import SetupTab
from app.ui.widgets.announce import announce
from app.ui.widgets.client_fields import ShownField

_WHAT_TO_PRINT = tr("To print it, open it in your browser. It holds no token.")
_EMPTY = {FieldKind.OTHER: tr("your own choice")}


class SaveSetup:
    """One page at a time."""

    def __init__(self, tab: SetupTab, clock: Clock) -> None:
        self._tab = tab
        self._clock = clock
        self._saving = False

    async def save(self, page: SetupPage) -> None:
        """Ask where to, and write it there."""
        if self._saving:
            return
        self._saving = True
        try:
            target = await ask_where_to_save(
                self._tab.window(),
                tr("Save as a page"),
                Path(_documents()) / proposed_name(page),
                tr("Web page (*.html)"),
            )
            if target is not None:
                await asyncio.to_thread(save_setup_page, page, target, self._clock.now())
                self._tab.confirm_saved()
                self._tab.say_saved(_WHAT_TO_PRINT)
                announce(self._tab, tr("Page saved"))
        except Problem as problem:
            self._tab.say_saved(problem.sentences)
            announce(self._tab, problem.sentences)
        finally:
            self._saving = False


def values_without_token(fields: Sequence[ShownField]) -> tuple[tuple[str, str, str], ...]:
    """What to enter in each field, in words where that is a token."""
    return tuple((field.label, _in_words(field), field.hint) for field in fields)


def _in_words(field: ShownField) -> str:
    ending = (
        tr(", ending in {last_four}", last_four=field.token.last_four)
        if field.token is not None and field.token.last_four
        else ""
    )
    if field.kind is FieldKind.AUTHORIZATION_HEADER:
        return tr("Bearer, a blank and the token{ending}", ending=ending)
    if field.kind is FieldKind.TOKEN:
        return tr("the token{ending}", ending=ending)
    return field.text or _EMPTY.get(field.kind) or tr("not known here")


def _documents() -> str:
    location = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(location.DocumentsLocation) or str(Path.home())
