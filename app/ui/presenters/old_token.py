"""What the old token's panel shows: how long it still works, and whether it may go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from app.actions.connections import AccountView, TypedState
from app.actions.program import Program
from app.actions.provisioning_clients import read_clients
from app.actions.share import LastShare as Share
from app.domain.accounts import TokenRecord
from app.domain.clock import service_time
from app.domain.countdown import OVERLAP, in_words, per_mille, remaining
from app.domain.handover_words import CANNOT_TELL, ended, handed_over, next_to_do, old_refused, tokens_work
from app.domain.handover_words import state_of as handover_state
from app.domain.switching import Judgement, judge
from app.domain.switching_words import is_fresh, state_of, who_uses_it
from app.domain.text import joined, tr
from app.domain.user_agents import NO_NAMES, ClientNames, documented_names
from app.ui.pages.old_token_panel import ENDED, SHOULD_HAVE_ENDED, WORKS, OldTokenPanel
from app.ui.presenters.looking_now import LookingNow
from app.ui.presenters.tasks import Tasks
from app.ui.words import day, moment

OVER = tr("Time is over")
"""The countdown's words from zero on, until the service says that the token has ended."""


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
        self._looking = LookingNow(program.clock)
        self._shared: Share | None = None
        self._judged: tuple[AccountView, Judgement | None] | None = None
        self.names: ClientNames = NO_NAMES
        """Which products may be called by their names: none until their files have been read."""

    def show(self, view: AccountView | None) -> None:
        """Show this account's old token as it stands now."""
        if not self._reading and view is not None:
            self._reading = True
            self._tasks.start(self._read_names())
        old = view.section.previous_token if view and view.section else None
        if view is not None and old is not None and old.expires_at is not None:
            self._show_living(view, old, remaining(old.expires_at, self._now(view)))
        elif view is not None and view.old_token_ended_at is not None:
            self._show_ended(view.old_token_ended_at)
        else:
            self._panel.hide()

    def _show_living(self, view: AccountView, old: TokenRecord, left: timedelta) -> None:
        words = in_words(left)
        if view.typed is not None and old.expires_at is not None and ended(view.typed.old_check, old.expires_at):
            self._show_ended(old.expires_at)
            return
        if view.typed is not None:
            title = self._show_typed(view, view.typed, over=not left)
            refused = old_refused(view.typed.old_check)
            until = _until(old, left, refused=refused)
            if refused:
                left, words = timedelta(0), in_words(timedelta(0))
            self._panel.show_old_token(until, can_revoke=False, title=title)
        else:
            if self._looking.is_due(old, self._now(view)):
                self._tasks.start(self._program.look_again(view.account.id))
            can_revoke = view.account.capabilities.revoke_previous
            can_revoke = can_revoke and self._program.connection(view.account.id) is not None
            self._show_uses(view, over=not left)
            title, words = (WORKS, words) if left else (SHOULD_HAVE_ENDED, OVER)
            more = "" if left else tr(" R-Service has not said yet that it works no more.")
            self._panel.show_old_token(_until(old, left) + more, can_revoke=can_revoke, title=title)
        self._panel.show_countdown(words, per_mille(left, OVERLAP))

    def _show_ended(self, at: datetime) -> None:
        """The service agrees that it has."""
        self._panel.show_uses("", "", "")
        self._panel.show_confirming(possible=False)
        until = tr(
            "It ended on {moment}. Only the new token works now: share it with whoever still needs it.",
            moment=moment(at),
        )
        self._panel.show_old_token(until, can_revoke=False, title=ENDED)
        self._panel.show_countdown(in_words(timedelta(0)), 0)

    def show_shared(self, shared: Share | None) -> None:
        """With whom the account's present token was last shared from here; None: with nobody."""
        self._shared = shared

    def _now(self, view: AccountView) -> datetime:
        return service_time(self._program.clock, view.clock_offset)

    def _show_uses(self, view: AccountView, *, over: bool) -> None:
        """What R-Service tells of who uses it."""
        self._panel.show_confirming(possible=False)
        now = self._now(view)
        if over:
            self._panel.show_uses("", "", "")
            return
        if view.seen_at is not None and not view.account.capabilities.uses:
            self._panel.show_uses("muted", tr("Not known"), CANNOT_TELL)
            return
        if self._judged is None or self._judged[0] is not view:  # it is shown every second, and judged when it is new
            self._judged = view, judged(view)
        judgement = self._judged[1]
        may_revoke = judgement is not None and judgement.may_revoke and is_fresh(judgement, now)
        tone, word = state_of(judgement, now)
        self._panel.show_uses(tone, word, who_uses_it(judgement, now, self.names), may_revoke=may_revoke)

    def _show_typed(self, view: AccountView, typed: TypedState, *, over: bool) -> str:
        """What can be said where R-Service tells nothing; returns the panel's title."""
        shared, handover = self._shared, typed.handover
        whom, on = (shared.with_whom, day(shared.at)) if shared is not None else (None, "")
        confirmed_on = day(handover.at) if handover is not None else ""
        lines = (
            joined(tokens_work(typed.present_check, typed.old_check, self._now(view)), CANNOT_TELL),
            handed_over(whom, on, handover, confirmed_on),
            "" if over or old_refused(typed.present_check) else next_to_do(whom, handover),
        )
        tone, word = handover_state(typed.old_check, handover)
        self._panel.show_uses(tone, word, joined(*lines, by="\n"))
        self._panel.show_confirming(possible=True, confirmed=handover is not None)
        if old_refused(typed.old_check):
            return tr("The old token no longer works")
        return tr("The old token's 30 days are over") if over else WORKS

    async def _read_names(self) -> None:
        self.names = documented_names(await asyncio.to_thread(read_clients))
        self._named()


def _until(old: TokenRecord, left: timedelta, *, refused: bool = False) -> str:
    """How long it works, or since when it should not. It must have an end. `refused`: it ended before that."""
    assert old.expires_at is not None
    if not left:
        return tr("Its 30 days ended on {moment}.", moment=moment(old.expires_at))
    ending = (
        tr(" Its last four digits are {last_four}.", last_four=old.value.last_four)
        if old.value and old.value.last_four
        else ""
    )
    if refused:
        return tr(
            "R-Service does not accept it any more. It was to work until {moment}.{ending}",
            moment=moment(old.expires_at),
            ending=ending,
        )
    return tr("Valid until {moment}.{ending}", moment=moment(old.expires_at), ending=ending)
