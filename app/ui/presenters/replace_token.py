"""Replacing a token that was typed in by hand, from the question to the vault."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QWidget

from app.actions.connections import AccountView
from app.actions.guided_rotation import Judgement, Tried
from app.actions.guided_words import what_was_found
from app.actions.replace_token import TokenReplacement
from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.replace_token import ReplaceDialog, Why
from app.ui.presenters.new_token import EMPTIED, NOT_EMPTIED, SHORTEST_GUARDED, token_in
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.emptying import empty_of, pasted_text
from app.ui.widgets.announce import announce


class ReplaceToken:
    """One replacement. What is typed lives as long as the dialog."""

    def __init__(
        self,
        parent: QWidget,
        replacement: TokenReplacement,
        view: AccountView,
        board: QClipboard,
        failed: Callable[[Problem], None],
    ) -> None:
        self._replacement = replacement
        self._account = view.account
        self._board = board
        self._tasks = Tasks(failed)
        self._working: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[Tried] | None = None
        gone = view.section is None or view.section.token.value is None
        self._dialog = ReplaceDialog(parent, shown(view.account.name), view.account.badge, gone=gone)
        self._tried: AccessToken | None = None
        self.replaced = False

    def secrets(self) -> list[str]:
        """What was typed or tried, for the clipboard's guard."""
        typed = self._dialog.token.field.text().strip()
        tried = [self._tried.reveal()] if self._tried is not None else []
        return tried + ([typed] if len(typed) >= SHORTEST_GUARDED else [])

    async def run(self) -> bool:
        """Show the dialog until it is closed. Whether the rest is the guide's: R-Service rotated it."""
        dialog = self._dialog
        dialog.token.paste.connect(self._paste)
        dialog.check.connect(self._check)
        dialog.keep_anyway.connect(self._keep_anyway)
        try:
            accepted = await ended(dialog)
        finally:
            # What is written is written to its end; an answer from R-Service is not waited for.
            if self._asking is not None:
                self._asking.cancel()
            if self._working is not None:
                await asyncio.wait({self._working})
            dialog.token.field.clear()
            self._tried = None
            dialog.deleteLater()
        return accepted and not self.replaced and dialog.why is Why.ROTATED

    def _paste(self) -> None:
        try:
            token = token_in(pasted_text(self._board))
        except Problem as problem:
            self._dialog.say(problem.sentences, "bad")
            return
        self._dialog.token.field.setText(token.reveal())
        emptied = empty_of(self._board, token)
        ending = tr(", ending in {last_four},", last_four=token.last_four) if token.last_four else ""
        self._dialog.say(
            tr(
                "The token{ending} was pasted. {clipboard}",
                ending=ending,
                clipboard=EMPTIED if emptied else NOT_EMPTIED,
            )
        )

    def _check(self) -> None:
        if self._working is None:
            self._working = self._tasks.start(self._do(self._check_and_keep))

    def _keep_anyway(self) -> None:
        if self._working is None:
            self._working = self._tasks.start(self._do(self._keep))

    async def _do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._dialog.set_busy(True, tr("Trying the token…"))
        try:
            await work()
        except Problem as problem:
            self._dialog.say(problem.sentences, "bad")
            announce(self._dialog, problem.happened)
        finally:
            self._working = None
            self._dialog.set_busy(False)

    async def _check_and_keep(self) -> None:
        self._tried = token = token_in(self._dialog.token.field.text(), typed=True)
        self._asking = asyncio.create_task(self._replacement.try_token(self._account.id, token))
        try:
            tried = await self._asking
        finally:
            self._asking = None
        if tried.judgement is Judgement.GOOD:
            await self._keep()
            return
        tone = "bad" if tried.judgement is Judgement.REFUSED else "warning"
        may_keep = tried.judgement is not Judgement.REFUSED
        self._dialog.say(what_was_found(tried, kept=False), tone, may_keep=may_keep)
        announce(self._dialog, self._dialog.said.text)

    async def _keep(self) -> None:
        if self._tried is None:
            return
        await self._replacement.replace(self._account.id, self._tried)
        empty_of(self._board, self._tried)
        self.replaced = True
        self._dialog.accept()
