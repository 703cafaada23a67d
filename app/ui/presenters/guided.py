"""Rotating and replacing the token of an account typed in by hand: what begins it, and what the tab SCIM shows."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from app.actions.connections import AccountView
from app.actions.guided_rotation import GuidedRotations
from app.actions.program import REPLACE, Program
from app.actions.replace_token import TokenReplacement
from app.actions.typed_accounts import TypedAccounts
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.domain.text import tr
from app.domain.typed import GuidedStep
from app.ui.dialogs.guided_rotation import ask_kind
from app.ui.pages.accounts_page import AccountsPage
from app.ui.pages.guided_panel import RotationBanner
from app.ui.presenters.first import First, at_once
from app.ui.presenters.guide import Guide
from app.ui.presenters.replace_token import ReplaceToken
from app.ui.presenters.scim import ScimPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.window.main_window import MainWindow
from app.ui.words import moment


class GuidedPresenter:
    """One dialog at a time. `changed` is called once something is different."""

    def __init__(
        self,
        window: MainWindow,
        scim: ScimPresenter,
        program: Program,
        clipboard: GuardedClipboard,
        tasks: Tasks,
        changed: Callable[[], None],
        first: First = at_once,
    ) -> None:
        self._window = window
        self._scim = scim
        self._program = program
        self._clipboard = clipboard
        self._tasks = tasks
        self._changed = changed
        self._open: Guide | ReplaceToken | None = None
        self._busy = False
        self._first = first
        self._banner = RotationBanner()
        window.scim_tab.insert(1, self._banner)  # below the problem
        self._banner.go_on.connect(first(lambda: self._start(self._go_on)))
        self._banner.not_pressed.connect(first(lambda: self._start(self._give_up)))
        window.scim_tab.problem.chosen.connect(first(self._chosen))
        window.scim_tab.rotate.connect(first(lambda: self._start(self._rotate)))

    @property
    def busy(self) -> bool:
        """Whether a dialog is open, whose work is not to be disturbed."""
        return self._busy

    def secrets(self) -> list[str]:
        """New tokens that are being brought here, for the clipboard's guard."""
        typed = self._open.secrets() if self._open is not None else []
        state = self._scim.view.typed if self._scim.view is not None else None
        return typed + ([state.pasted.reveal()] if state is not None and state.pasted is not None else [])

    def show(self, view: AccountView | None) -> None:
        """Show the banner where a rotation of this account was left in the middle."""
        if view is not None and view.put_away:
            return  # what stands there still holds
        state = view.typed if view is not None else None
        guided = state.guided if state is not None else None
        if state is None or guided is None or guided.step is GuidedStep.CHECK or self._busy:
            self._banner.hide()
        elif guided.step is GuidedStep.CONFIRM and state.pasted is None:
            self._banner.show_taken()
        elif state.pasted is None:
            self._banner.show_asking()
        else:
            self._banner.show_kept(state.pasted.last_four)

    def listen_to(self, page: AccountsPage, choose: Callable[[AccountId], None]) -> None:
        """Replace a token from the page Accounts, too: its account is brought into view first."""

        def replace(account: AccountId) -> None:
            choose(account)
            self._start(self._replace)

        page.replace.connect(self._first(replace))
        page.offer(page.replace_token)

    def _chosen(self, word: str) -> None:
        if word == REPLACE:
            self._start(self._replace)

    def _start(self, work: Callable[[TypedAccounts, AccountView], Coroutine[Any, Any, None]]) -> None:
        """Begin something with the account in view, where it was typed in by hand."""
        typed, in_view = self._program.typed, self._scim.view
        connection = typed.connections.get(in_view.account.id) if typed is not None and in_view is not None else None
        if typed is not None and connection is not None and not self._busy:
            self._busy = True
            self._tasks.start(self._do(work(typed, connection.view)))

    async def _do(self, work: Coroutine[Any, Any, None]) -> None:
        self._scim.say(None)
        try:
            await work
        except Problem as problem:
            self._scim.say(problem)
            announce(self._window, problem.happened)
        finally:
            self._busy, self._open = False, None
            self._changed()

    async def _rotate(self, typed: TypedAccounts, view: AccountView) -> None:
        state, section = view.typed, view.section
        if state is None or section is None or section.token.value is None:
            return
        if state.guided is None or state.guided.step is GuidedStep.CHECK:
            old = section.previous_token
            living = old is not None and old.expires_at is not None and old.expires_at > self._program.clock.now()
            until = moment(old.expires_at) if living and old is not None and old.expires_at is not None else ""
            account = view.account
            kind = await ask_kind(
                self._window, shown(account.name), account.badge, section.token.value.last_four, until
            )
            if kind is None:
                return
            await GuidedRotations(typed, self._program.clock).begin(view.account.id, kind)
        await self._guide(typed, view.account.id)

    async def _go_on(self, typed: TypedAccounts, view: AccountView) -> None:
        """From the banner: the person has pressed Rotate."""
        account = view.account.id
        if view.typed is not None and view.typed.guided is not None and view.typed.guided.step is GuidedStep.PRESS:
            await GuidedRotations(typed, self._program.clock).go_to(account, GuidedStep.PASTE)
        await self._guide(typed, account)

    async def _give_up(self, typed: TypedAccounts, view: AccountView) -> None:
        await GuidedRotations(typed, self._program.clock).give_up(view.account.id)
        announce(self._window, tr("Nothing was rotated. Everything is as it was."))

    async def _replace(self, typed: TypedAccounts, view: AccountView) -> None:
        account = view.account.id
        replacing = ReplaceToken(
            self._window, TokenReplacement(typed, self._program.clock), view, self._clipboard.board, self._failed
        )
        self._open = replacing
        if await replacing.run():
            await GuidedRotations(typed, self._program.clock).begin_at_paste(account)
            await self._guide(typed, account)
        elif replacing.replaced:
            announce(self._window, tr("The token was replaced."))

    async def _guide(self, typed: TypedAccounts, account: AccountId) -> None:
        """Through the steps, from the one that is due. Closing the dialog at the first step, or where only a new token
        was to be brought here, takes nothing along."""
        guided = GuidedRotations(typed, self._program.clock)

        def view() -> AccountView | None:
            connection = typed.connections.get(account)
            return connection.view if connection is not None else None

        if (before := view()) is None:
            return
        guide = Guide(self._window, guided, view, self._clipboard.board, self._program.clock, self._failed)
        self._open = guide
        self._changed()
        finished = await guide.run()
        state = before.typed if (after := view()) is None else after.typed
        rotation = state.guided if state is not None else None
        if finished:
            announce(self._window, tr("The new token is the present one now. The old one is counted down."))
        elif state is not None and state.pasted is None and rotation is not None and rotation.takes_nothing_along:
            with suppress(Problem):
                await guided.give_up(account)
        if guide.not_the_present_one and after is not None:
            await self._replace(typed, after)

    def _failed(self, problem: Problem) -> None:
        self._scim.say(problem)
