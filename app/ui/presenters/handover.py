"""Marking that the administrator has switched, and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from app.actions.connections import AccountView
from app.actions.handover import Handovers
from app.actions.program import Program
from app.actions.records import Records
from app.domain.plain_text import shown
from app.domain.text import tr
from app.domain.typed import Handover
from app.ui.dialogs.mark_as_confirmed import ask_confirmation
from app.ui.presenters.tasks import Tasks
from app.ui.widgets.announce import announce
from app.ui.window.main_window import MainWindow


class HandoverPresenter:
    """Acts on the account in view. `changed` is called once something is different."""

    def __init__(
        self,
        window: MainWindow,
        in_view: Callable[[], AccountView | None],
        program: Program,
        records: Records,
        tasks: Tasks,
        changed: Callable[[], None],
    ) -> None:
        self._window = window
        self._in_view = in_view
        self._clock = program.clock
        self._handovers = Handovers(program, records)
        self._changed = changed
        self._busy = False
        panel = window.scim_tab.old_token
        panel.mark_confirmed.connect(lambda: tasks.start(self._mark()))
        panel.take_back.connect(lambda: tasks.start(self._take_back()))

    async def _mark(self) -> None:
        view = self._in_view()
        if view is None or view.typed is None or self._busy:
            return
        self._busy = True
        try:
            # Days are those of this computer's own calendar.
            today = self._clock.now().astimezone().date()
            made_at = view.section.token.created_at if view.section else None
            first = (made_at or view.typed.token_known_since).astimezone().date()
            account = shown(view.account.name)
            said = await ask_confirmation(self._window, account, view.account.badge, first, today)
            if said is None:
                return
            who, day = said
            noon = datetime.combine(day, time(12)).astimezone(self._clock.now().tzinfo)
            at = self._clock.now() if day == today else noon
            await self._handovers.confirm(view, Handover(at, who))
        finally:
            self._busy = False
        self._changed()
        announce(self._window, tr("The switch is marked as confirmed."))

    async def _take_back(self) -> None:
        view = self._in_view()
        if view is None or view.typed is None or self._busy:
            return
        self._busy = True
        try:
            await self._handovers.take_back(view)
        finally:
            self._busy = False
        self._changed()
        announce(self._window, tr("The switch is not confirmed any more."))
