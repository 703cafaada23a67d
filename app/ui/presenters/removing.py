"""Removing an account typed in by hand: at once, with Undo for ten seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.actions.program import Program
from app.actions.typed_connection import TypedConnection
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.domain.text import tr
from app.ui.presenters.tasks import Tasks
from app.ui.widgets.announce import announce
from app.ui.widgets.undo_line import UndoLine

TWICE_SECONDS = 1.0
"""A second press within this time is the rest of a double click: it was not meant for the account that is marked now,
and would end the first one's Undo."""


class Removing:
    """One removal at a time: another one ends the first."""

    def __init__(
        self,
        line: UndoLine,
        program: Program,
        tasks: Tasks,
        changed: Callable[[], None],
        back: Callable[[AccountId], None],
        failed: Callable[[Problem], None],
    ) -> None:
        """`changed` is called when the list is another one, `back` with the account put back, `failed` with why one
        could not be removed."""
        self._line = line
        self._program = program
        self._tasks = tasks
        self._changed = changed
        self._back = back
        self._failed = failed
        self._removed: TypedConnection | None = None
        self._undoing: asyncio.Task[None] | None = None
        self._pressed_at = -TWICE_SECONDS
        line.undone.connect(self._begin_undo)
        line.ended.connect(lambda: tasks.start(self.end()))

    def remove(self, account: AccountId) -> None:
        now = self._program.clock.elapsed()
        if now - self._pressed_at >= TWICE_SECONDS:
            self._pressed_at = now
            self._tasks.start(self._remove(account))

    async def end(self) -> None:
        """What can still be undone cannot any more: its token is deleted. What is being undone is undone first."""
        if self._undoing is not None:
            await asyncio.wait({self._undoing})
        removed, self._removed = self._removed, None
        if removed is not None and self._program.typed is not None:
            self._line.close_offer()
            await self._program.typed.end_removal(removed.view.account.id)

    async def _remove(self, account: AccountId) -> None:
        await self.end()
        typed, connection = self._program.typed, self._program.typed_connection(account)
        if typed is None or connection is None:
            return
        try:
            await typed.remove(account)
        except Problem as problem:
            self._failed(problem)
            return
        self._removed = connection
        view = connection.view.account
        self._line.offer(tr("“{view_name}” ({badge}) was removed.", view_name=shown(view.name), badge=view.badge))
        self._changed()

    def _begin_undo(self) -> None:
        """A task of its own, which a window that closes does not cancel: Undo was pressed, and nothing may be lost."""
        removed, self._removed = self._removed, None
        self._pressed_at = -TWICE_SECONDS
        if removed is not None:
            self._undoing = asyncio.get_running_loop().create_task(self._undo(removed))
            self._tasks.start(self._undone(self._undoing))

    async def _undone(self, undoing: asyncio.Task[None]) -> None:
        await asyncio.shield(undoing)

    async def _undo(self, removed: TypedConnection) -> None:
        if self._program.typed is None:
            return
        try:
            name = await self._program.typed.undo_removal(removed)
        except Problem:
            self._removed = removed  # it is not lost: the offer stands until it can be kept
            self._line.offer(
                tr(
                    "“{account_name}” could not be put back yet: try Undo again.",
                    account_name=shown(removed.view.account.name),
                )
            )
            return
        announce(self._line, tr("“{name}” is back.", name=shown(name)))
        self._changed()
        self._back(removed.view.account.id)
