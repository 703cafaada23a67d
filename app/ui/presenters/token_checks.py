"""Whether the tokens of an account typed in by hand still work: looked at when it is first opened, then once an hour at
most, and on request where a token has leaked, with a request to R-Service's support."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from app.actions.connections import AccountView
from app.actions.program import TRY_AGAIN, Program
from app.actions.token_checks import Checked, TokenChecks
from app.actions.typed_accounts import TypedAccounts
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.guided_words import leaked_result, support_request
from app.domain.handover_words import ended
from app.domain.report import Report
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome
from app.ui.pages.guided_panel import LeakedPanel
from app.ui.presenters.first import First, at_once
from app.ui.presenters.scim import ScimPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.window.main_window import MainWindow
from app.ui.words import moment


class TokenChecksPresenter:
    """Acts on the account that the tab SCIM shows. `changed` is called once something is different."""

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
        self._of: tuple[TypedAccounts, TokenChecks] | None = None
        self._opened: AccountId | None = None
        self._unknown: tuple[AccountId, Checked] | None = None
        self._checking = False
        self._looking = False
        self._panel = LeakedPanel()
        window.scim_tab.insert(2, self._panel)
        window.scim_tab.problem.chosen.connect(first(self._chosen))
        self._panel.copy_request.connect(first(self._copy_request))
        self._panel.check.connect(first(lambda: self._start(self._check())))
        self._panel.closed.connect(first(lambda: self._start(self._close())))

    def show(self, view: AccountView | None) -> None:
        """Show the panel where the old token of this account has leaked; look at the tokens of one that was opened."""
        account = view.account.id if view is not None and view.typed is not None else None
        if account != self._opened:
            self._opened, self._unknown = account, None
            if account is not None:
                self._tasks.start(self._look(account, if_due=True))
        elif view is not None and self._is_over(view) and not self._looking:
            self._tasks.start(self._look(view.account.id, if_due=True))
        self._show_panel(view)

    def tested(self, account: AccountId, report: Report, token: AccessToken) -> None:
        """The connection tester has tried an account's own token."""
        if self._checks is not None and self._program.typed_connection(account) is not None:
            codes = {finding.code for finding in report.findings}
            works = any(base.usable for base in report.bases)
            if works or "auth.rejected" in codes:
                outcome = CheckOutcome.WORKS if works else CheckOutcome.REFUSED
                self._tasks.start(self._keep(self._checks, account, token, outcome))

    @property
    def _checks(self) -> TokenChecks | None:
        typed = self._program.typed
        if typed is not None and (self._of is None or self._of[0] is not typed):
            self._of = (typed, TokenChecks(typed, self._program.clock))
        return self._of[1] if typed is not None and self._of is not None else None

    def _is_over(self, view: AccountView) -> bool:
        """Whether the old token's time is over, and R-Service has not said yet that it has ended."""
        old = view.section.previous_token if view.section is not None else None
        if view.typed is None or old is None or old.expires_at is None or old.value is None:
            return False
        return old.expires_at <= self._program.clock.now() and not ended(view.typed.old_check, old.expires_at)

    def _show_panel(self, view: AccountView | None) -> None:
        state = view.typed if view is not None else None
        old = view.section.previous_token if view is not None and view.section is not None else None
        if view is None or state is None or state.old_leaked_at is None or old is None:
            self._panel.hide()
            return
        outcome, at, why = None, "", ""
        if state.old_check is not None:
            outcome, at = state.old_check.outcome, moment(state.old_check.at)
        if self._unknown is not None and self._unknown[0] == view.account.id:
            outcome, at, why = CheckOutcome.UNKNOWN, moment(self._unknown[1].check.at), self._unknown[1].why
        ending = old.value.last_four if old.value is not None else ""
        works = {CheckOutcome.WORKS: True, CheckOutcome.REFUSED: False}.get(outcome) if outcome is not None else None
        self._panel.show_leaked(ending, leaked_result(outcome, at, why), works=works)

    def _chosen(self, word: str) -> None:
        view = self._scim.view
        if word == TRY_AGAIN and view is not None and view.typed is not None:
            self._tasks.start(self._look(view.account.id, if_due=False))

    async def _look(self, account: AccountId, *, if_due: bool) -> None:
        if self._checks is None:
            return
        self._looking = True
        try:
            with suppress(Problem, KeyError):  # removed meanwhile
                if await self._checks.try_all(account, if_due=if_due):
                    self._changed()
        finally:
            self._looking = False

    async def _keep(self, checks: TokenChecks, account: AccountId, token: AccessToken, outcome: CheckOutcome) -> None:
        await checks.keep(account, token, outcome)
        connection = self._program.typed_connection(account)
        if connection is not None:
            await connection.open()
        self._changed()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if self._checking:
            work.close()
            return
        self._checking = True
        self._panel.show_checking(True)
        self._tasks.start(self._do(work))

    async def _do(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Problem as problem:
            self._scim.say(problem)
        finally:
            self._checking = False
            self._panel.show_checking(False)
            self._changed()

    async def _check(self) -> None:
        view, checks = self._scim.view, self._checks
        if view is None or checks is None:
            return
        checked = await checks.try_leaked(view.account.id)
        if checked is None:
            return
        unknown = checked.check.outcome is CheckOutcome.UNKNOWN
        self._unknown = (view.account.id, checked) if unknown else None
        announce(self._window, leaked_result(checked.check.outcome, moment(checked.check.at), checked.why))

    async def _close(self) -> None:
        """The leaked token has ended: it is forgotten, and its countdown with it."""
        view, typed = self._scim.view, self._program.typed
        old = view.section.previous_token if view is not None and view.section is not None else None
        if view is None or old is None or old.value is None:
            return
        if typed is not None and view.account.id in typed.connections:
            await typed.tokens.drop_old(view.account.id, old.value)
            await typed.connections[view.account.id].open()

    def _copy_request(self) -> None:
        view = self._scim.view
        section = view.section if view is not None else None
        old = section.previous_token if section is not None else None
        if view is None or view.typed is None or section is None or old is None:
            return
        check, rotated = view.typed.old_check, section.token.created_at
        works = check is not None and check.outcome is CheckOutcome.WORKS
        request = support_request(
            account=view.account.name,
            environment=view.account.badge,
            ending=old.value.last_four if old.value is not None else "",
            rotated=moment(rotated) if rotated is not None else "",
            checked=moment(check.at) if works and check is not None else "",
        )
        self._clipboard.copy_plain(request)
        self._panel.confirm_copied()
        announce(self._window, tr("Request to R-Service's support copied"))
