"""Editing an account that was typed in by hand."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from PySide6.QtWidgets import QWidget

from app.actions.account_facts import AccountFacts
from app.actions.program import TRY_AGAIN, Program
from app.actions.typed_connection import TypedConnection
from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.errors import NameTaken, Problem
from app.domain.plain_text import shown
from app.domain.text import joined, tr
from app.domain.typed_input import Field, Judged, judge
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.edit_account import EditAccountDialog
from app.ui.presenters.add_account import LET_ME_CHANGE, SAVE_ANYWAY, local_day, moment_of
from app.ui.presenters.tasks import Tasks


class EditAccount:
    """One account's dialog."""

    def __init__(
        self,
        parent: QWidget,
        program: Program,
        facts: AccountFacts,
        connection: TypedConnection,
        failed: Callable[[Problem], None],
    ) -> None:
        self._program = program
        self._facts = facts
        self._connection = connection
        self._tasks = Tasks(failed)
        self._dialog = EditAccountDialog(parent)
        self._twins: dict[AccountId, AccountId] = {}
        self._saving = False

    async def run(self) -> bool:
        """Show the dialog until it is closed: whether anything was changed."""
        dialog, view = self._dialog, self._connection.view
        self._twins = (await self._facts.read()).twins
        form = dialog.form
        form.set_today(local_day(self._program.clock.now()))
        form.name.setText(view.account.name)
        form.endpoint.setText(self._connection.details.endpoint)
        form.endpoint.setCursorPosition(0)
        form.settings_page.setText(self._connection.details.settings_page or "")
        made_at = view.section.token.created_at if view.section is not None else None
        form.show_rotated_on(None if made_at is None else local_day(made_at))
        self._day = form.rotated_on
        form.choose(view.account.environment)
        dialog.environment_changed.connect(self._offer_twins)
        self._offer_twins()
        dialog.save.connect(lambda: self._save(sure=False))
        dialog.question.answered.connect(self._answered)
        try:
            return await ended(dialog)
        finally:
            await self._tasks.cancel()
            dialog.deleteLater()

    def _offer_twins(self) -> None:
        environment = self._dialog.form.environment
        others = [
            view.account
            for view in self._program.views.values()
            if view.account.source is Source.TYPED and view.account.environment is not environment
        ]
        own = self._connection.view.account.id
        self._dialog.offer_twins([each for each in others if each.id != own], self._twin_of(own))

    def _twin_of(self, account: AccountId) -> AccountId | None:
        backwards = {qa: production for production, qa in self._twins.items()}
        return self._twins.get(account) or backwards.get(account)

    def _answered(self, word: str) -> None:
        self._dialog.question.close_question()
        if word in (SAVE_ANYWAY, TRY_AGAIN):
            self._save(sure=True)

    def _save(self, *, sure: bool) -> None:
        if self._saving:
            return
        judged = judge(self._dialog.typed())
        self._dialog.show_problems(judged.problems)
        if judged.problems:
            return
        doubts = [*self._other_environment(judged), *self._other_host(judged)]
        if doubts and not sure:
            self._dialog.question.ask(joined(*doubts, tr("Is that right?"), by="\n"), (SAVE_ANYWAY, LET_ME_CHANGE))
            return
        self._saving = True
        self._tasks.start(self._keep(judged))

    def _other_environment(self, judged: Judged) -> tuple[str, ...]:
        """What was right before need not be asked again."""
        account, details = self._connection.view.account, self._connection.details
        same = (judged.environment, judged.endpoint) == (account.environment, details.endpoint)
        return () if same else judged.doubts

    def _other_host(self, judged: Judged) -> list[str]:
        before, now = urlsplit(self._connection.details.endpoint).netloc, urlsplit(judged.endpoint).netloc
        if before == now:
            return []
        return [
            tr(
                "From now on the token is sent to {now} instead of {before}.",
                now=shown(now, 100),
                before=shown(before, 100),
            )
        ]

    async def _keep(self, judged: Judged) -> None:
        dialog, typed = self._dialog, self._program.typed
        account = self._connection.view.account
        try:
            if typed is None:
                raise self._program.problem or Problem()
            await typed.edit(
                account.id,
                name=judged.name,
                endpoint=judged.endpoint,
                settings_page=judged.settings_page,
                environment=judged.environment,
            )
            day = dialog.form.rotated_on
            if day != self._day:
                made_at = None if day is None else moment_of(day, self._program.clock.now())
                await typed.set_made_at(account.id, made_at)
            await self._keep_twin(self._connection.view.account)
        except NameTaken as problem:
            dialog.show_problems({Field.NAME: problem.sentences})
        except Problem as problem:
            dialog.question.ask(problem.sentences, self._program.choices_for(problem))
        else:
            dialog.accept()
        finally:
            self._saving = False

    async def _keep_twin(self, account: Account) -> None:
        before, now = self._twin_of(account.id), self._dialog.twin
        if now == before:
            return
        if account.environment is Environment.QA:
            await self._facts.mark_twin(account.id, now)
        elif now is not None:
            await self._facts.mark_twin(now, account.id)
        elif before is not None:
            await self._facts.mark_twin(before, None)
