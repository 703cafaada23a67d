"""Adding an account by hand: from the first field to the vault."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from PySide6.QtWidgets import QWidget

from app.actions.connections import AccountView
from app.actions.program import TRY_AGAIN, WITHOUT_KEYRING, Program
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import AccountId
from app.domain.errors import NameTaken, Problem
from app.domain.pasted import Pasted, recognise
from app.domain.pasted_words import EMPTY, what_was_found
from app.domain.plain_text import shown
from app.domain.text import joined, tr
from app.domain.typed_input import Field, Judged, judge
from app.ui.dialogs.add_account import AddAccountDialog
from app.ui.dialogs.awaited import ended
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.secrets.emptying import empty_of, pasted_text

SAVE_ANYWAY, LET_ME_CHANGE = tr("Save it as it is"), tr("Let me change it")
_SHORTEST_GUARDED = 8
"""Characters. What is shorter is no token yet, and would be found in whatever is copied."""
_EMPTIED = tr("The clipboard was emptied of it.")
_NOT_EMPTIED = tr("It is still in the clipboard: copy something else.")


class AddAccount:
    """One account. What is typed lives as long as the dialog."""

    def __init__(
        self, parent: QWidget, program: Program, clipboard: GuardedClipboard, failed: Callable[[Problem], None]
    ) -> None:
        self._program = program
        self._clipboard = clipboard.board
        self._tasks = Tasks(failed)
        self._dialog = AddAccountDialog(parent)
        self._pasted = Pasted()
        self._saving = False
        self._added: AccountId | None = None

    def secrets(self) -> list[str]:
        """A typed token, for the clipboard's guard."""
        typed = self._dialog.token.text().strip()
        return [typed] if len(typed) >= _SHORTEST_GUARDED else []

    async def run(self, like: AccountView | None = None) -> AccountId | None:
        """Show the dialog until it is closed: the account that was added, None where none was. `like` names one whose
        endpoint and settings page are proposed."""
        dialog = self._dialog
        dialog.form.set_today(local_day(self._program.clock.now()))
        if like is not None:
            self._propose(like)
        self._show_keeping()
        dialog.paste.connect(self._paste)
        dialog.token_chosen.connect(self._choose_token)
        dialog.save.connect(lambda: self._save(sure=False))
        dialog.question.answered.connect(self._answered)
        try:
            await ended(dialog)
        finally:
            await self._tasks.cancel()
            dialog.token.clear()
            self._pasted = Pasted()
            dialog.deleteLater()
        return self._added

    def _propose(self, like: AccountView) -> None:
        """The same endpoint, mostly of the other environment, which the person chooses; no token is copied."""
        form = self._dialog.form
        form.endpoint.setText(like.section.endpoint if like.section is not None else "")
        form.settings_page.setText((like.typed.details.settings_page if like.typed is not None else None) or "")
        form.name.setText(like.account.name)
        form.name.selectAll()

    def _show_keeping(self) -> None:
        vault = self._program.vault
        self._dialog.show_keeping(persistent=vault is None or vault.persistent)

    def _paste(self) -> None:
        text = pasted_text(self._clipboard)
        self._pasted = pasted = recognise(text)
        form = self._dialog.form
        has_endpoint, has_token = bool(form.endpoint.text().strip()), bool(self._dialog.token.text().strip())
        if pasted.endpoint is not None:
            form.endpoint.setText(pasted.endpoint)
            form.endpoint.setCursorPosition(0)
        found = what_was_found(pasted, has_endpoint=has_endpoint, has_token=has_token)
        said = found if text.strip() else EMPTY
        if pasted.token is not None:
            self._take(said)
        else:
            self._dialog.show_pasted(said, [each.token.last_four for each in pasted.tokens])

    def _choose_token(self, number: int) -> None:
        self._pasted = Pasted(self._pasted.endpoints, (self._pasted.tokens[number],))
        self._take(tr("The token ending in {last_four} was pasted.", last_four=self._pasted.tokens[0].token.last_four))

    def _take(self, said: str) -> None:
        token = self._pasted.token
        assert token is not None
        self._dialog.token.setText(token.reveal())
        self._dialog.show_pasted(joined(said, _EMPTIED if empty_of(self._clipboard, token) else _NOT_EMPTIED))
        self._pasted = Pasted()

    def _save(self, *, sure: bool) -> None:
        if self._saving:
            return
        judged = judge(self._dialog.typed())
        self._dialog.show_problems(judged.problems)
        if judged.problems:
            return
        doubts = [*judged.doubts, *self._same_token(judged)]
        if doubts and not sure:
            self._dialog.question.ask(joined(*doubts, tr("Is that right?"), by="\n"), (SAVE_ANYWAY, LET_ME_CHANGE))
            return
        self._saving = True
        self._tasks.start(self._keep(judged))

    def _same_token(self, judged: Judged) -> list[str]:
        """A question, where another account has this very token: mostly the other environment's was copied."""
        for view in self._program.views.values():
            if view.section is not None and view.section.token.value == judged.token:
                return [
                    tr(
                        "“{account_name}” ({badge}) has this very token.",
                        account_name=shown(view.account.name),
                        badge=view.account.badge,
                    )
                ]
        return []

    def _answered(self, word: str) -> None:
        self._dialog.question.close_question()
        if word in (SAVE_ANYWAY, TRY_AGAIN):
            self._save(sure=True)
        elif word == WITHOUT_KEYRING:
            self._tasks.start(self._go_without_keyring())

    async def _go_without_keyring(self) -> None:
        await self._program.go_without_keyring()
        self._show_keeping()
        self._save(sure=True)

    async def _keep(self, judged: Judged) -> None:
        dialog = self._dialog
        dialog.show_saving(True)
        try:
            if self._program.typed is None:
                await self._program.open(practice=False)
            if self._program.typed is None:
                raise self._program.problem or Problem()
            # Not cancelled half-way where the dialog is closed meanwhile: what it has begun is finished, or undone.
            connection = await asyncio.shield(self._program.typed.add(self._new(judged)))
        except NameTaken as problem:
            dialog.show_problems({Field.NAME: problem.sentences})
        except Problem as problem:
            dialog.question.ask(problem.sentences, self._program.choices_for(problem))
        else:
            self._added = connection.view.account.id
            dialog.accept()
        finally:
            self._saving = False
            dialog.show_saving(False)

    def _new(self, judged: Judged) -> NewAccount:
        assert judged.environment is not None
        assert judged.token is not None
        day = self._dialog.form.rotated_on
        rotated = None if day is None else moment_of(day, self._program.clock.now())
        return NewAccount(judged.name, judged.environment, judged.endpoint, judged.token, judged.settings_page, rotated)


def local_day(moment: datetime) -> date:
    """The day that it is where the person is."""
    return moment.astimezone().date()


def moment_of(day: date, now: datetime) -> datetime:
    """When that day began where the person is, UTC, and never to come: what is counted from it is rather early."""
    return min(datetime.combine(day, time()).astimezone(UTC), now)
