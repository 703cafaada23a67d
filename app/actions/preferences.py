"""Changing what the person prefers: in force at once, kept on this computer, one at a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from app.actions.program import Program
from app.domain.errors import Problem
from app.store.preferences import CHOICES, LANGUAGES, THEMES, TIMES, Preferences, Span

__all__ = ["CHOICES", "LANGUAGES", "THEMES", "TIMES", "PreferenceKeeper", "Preferences", "Span"]


class PreferenceKeeper:
    """One program's. What cannot be kept holds until it is closed, and is kept with the next change that can be."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._kept: Preferences | None = program.preferences
        """As they stand in the store, as far as this program knows; None: they are to be forgotten there."""
        self._early: dict[str, Any] | None = {}
        """What was chosen before the store was open; None once it is."""
        self._turn = asyncio.Lock()

    def opened(self) -> bool:
        """Whether the store is open. It has been read into `program.preferences` then; what was chosen before holds."""
        if self._early is not None and self._program.store is not None:
            early, self._early = self._early, None
            self._kept = self._program.preferences
            self._program.preferences = replace(self._kept, **early)
        return self._early is None

    def change(self, **values: Any) -> None:
        """Have these hold from now on; `keep` keeps them. Raises ValueError where one cannot be."""
        self.opened()
        self._program.preferences = replace(self._program.preferences, **values)
        if self._early is not None:
            self._early |= values

    def restore(self) -> None:
        """Have all of them as they come; `keep` forgets what was kept."""
        if self.opened():
            self._program.preferences, self._kept = Preferences(), None
        else:
            self.change(**vars(Preferences()))

    async def keep(self) -> None:
        """Keep what holds. Raises a Problem where it holds for this run alone."""
        async with self._turn:
            self.opened()
            wanted, kept, store = self._program.preferences, self._kept, self._program.store
            if store is None or wanted == kept:
                return
            if kept is None:
                await asyncio.to_thread(store.preferences.restore)
                self._kept = kept = Preferences()
            await asyncio.to_thread(store.preferences.keep, wanted, kept)
            self._kept = wanted

    async def look_again(self) -> bool:
        """Take over what another program has kept meanwhile. Whether something is different now."""
        async with self._turn:
            self.opened()
            store, now = self._program.store, self._program.preferences
            if store is None or now != self._kept:
                return False  # what could not be kept yet holds
            try:
                found = await asyncio.to_thread(store.preferences.read)
            except Problem:
                return False
            if self._program.preferences != now:
                return False  # changed while we read
            self._program.preferences = self._kept = found
            return found != now
