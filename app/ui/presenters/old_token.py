"""What the old token's panel shows: how long it still works, and whether it may go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.provisioning_clients import read_clients
from app.domain.clock import service_time
from app.domain.countdown import OVERLAP, in_words, per_mille, remaining
from app.domain.switching import Judgement, judge
from app.domain.switching_words import is_fresh, state_of, who_uses_it
from app.domain.user_agents import NO_NAMES, ClientNames, documented_names
from app.ui.pages.old_token_panel import OldTokenPanel
from app.ui.presenters.tasks import Tasks
from app.ui.words import moment


def judged(view: AccountView) -> Judgement | None:
    """Who uses the account's old token, as the service last told it; None where it has not, or cannot."""
    if view.section is None or view.seen_at is None or not view.account.capabilities.uses:
        return None
    return judge(view.section, view.seen_at)


class OldTokenPresenter:
    """Fills the panel. `named` is called once the products' names are known."""

    def __init__(self, panel: OldTokenPanel, program: Program, tasks: Tasks, named: Callable[[], None]) -> None:
        self._panel = panel
        self._program = program
        self._tasks = tasks
        self._named = named
        self._reading = False
        self.names: ClientNames = NO_NAMES
        """Which products may be called by their names: none until their files have been read."""

    def show(self, view: AccountView | None) -> None:
        """Show this account's old token as it stands now."""
        if not self._reading and view is not None:
            self._reading = True
            self._tasks.start(self._read_names())
        old = view.section.previous_token if view and view.section else None
        if view is None or old is None or old.expires_at is None:
            self._panel.hide()
            return
        now = service_time(self._program.clock, view.clock_offset)
        left = remaining(old.expires_at, now)
        can_revoke = view.account.capabilities.revoke_previous
        can_revoke = can_revoke and self._program.connection(view.account.id) is not None
        if left:
            ending = f" Its last four digits are {old.value.last_four}." if old.value and old.value.last_four else ""
            until = f"Valid until {moment(old.expires_at)}.{ending}"
            self._show_uses(view)
        else:
            until = f"It ended {moment(old.expires_at)}."
            self._panel.show_uses("", "", "")
        self._panel.show_old_token(until, can_revoke=can_revoke, ended=not left)
        self._panel.show_countdown(in_words(left), per_mille(left, OVERLAP))

    def _show_uses(self, view: AccountView) -> None:
        now = service_time(self._program.clock, view.clock_offset)
        judgement = judged(view)
        may_revoke = judgement is not None and judgement.may_revoke and is_fresh(judgement, now)
        tone, word = state_of(judgement, now)
        self._panel.show_uses(tone, word, who_uses_it(judgement, now, self.names), may_revoke=may_revoke)

    async def _read_names(self) -> None:
        self.names = documented_names(await asyncio.to_thread(read_clients))
        self._named()
