"""One run through the guide: the dialog, its steps, and what its buttons do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QClipboard, QDesktopServices
from PySide6.QtWidgets import QWidget

from app.actions.connections import AccountView, TypedState
from app.actions.guided_rotation import MAY_GO_ON, GuidedRotations, Judgement, Tried
from app.actions.guided_words import what_was_found
from app.domain.clock import Clock
from app.domain.countdown import OVERLAP
from app.domain.errors import Problem
from app.domain.guided_words import OLD_HAS_ENDED, old_token_until, step_text
from app.domain.plain_text import shown
from app.domain.text import joined, tr
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome, GuidedRotation, GuidedStep
from app.ui.dialogs import guided_rotation as words
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.guided_rotation import GuideDialog
from app.ui.presenters.new_token import EMPTIED, NOT_EMPTIED, SHORTEST_GUARDED, token_in
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.emptying import empty_of, pasted_text
from app.ui.widgets.announce import announce
from app.ui.words import moment

_TRYING = tr("Trying the new token and the old one…")
_WHAT_NEXT: dict[Judgement | None, str] = {
    Judgement.REFUSED: words.ANOTHER,
    Judgement.ANOTHER_ACCOUNT: words.ANOTHER,
    Judgement.OLD_REFUSED: words.GO_ON,  # clients stand still until it is handed over, and trying again changes nothing
}
"""The filled button, after a token was tried; Try again for all others."""
_FIRST = timedelta(days=366)
"""Before that no rotation is confirmed whose old token has ended."""


class Guide:
    """Opened on an account whose rotation is under way; ends with the dialog. `view` gives what is known now."""

    def __init__(
        self,
        parent: QWidget,
        guided: GuidedRotations,
        view: Callable[[], AccountView | None],
        board: QClipboard,
        clock: Clock,
        failed: Callable[[Problem], None],
    ) -> None:
        self._parent = parent
        self._guided = guided
        self._view = view
        self._board = board
        self._clock = clock
        self._tasks = Tasks(failed)
        self._working: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[Tried] | None = None
        self._finished = False
        self.not_the_present_one = False
        """Whether the person saw another token in R-Service than the one kept here."""
        view_now = view()
        assert view_now is not None
        self._account = view_now.account
        self._dialog = GuideDialog(parent, shown(self._account.name), self._account.badge)

    def secrets(self) -> list[str]:
        """A typed token and the one that is kept, for the clipboard's guard."""
        typed = self._dialog.token.field.text().strip()
        kept = self._state.pasted if self._state is not None else None
        return ([typed] if len(typed) >= SHORTEST_GUARDED else []) + ([kept.reveal()] if kept is not None else [])

    async def run(self) -> bool:
        """Show the dialog until it is closed. Whether the rotation was finished."""
        dialog = self._dialog
        dialog.chosen.connect(self._begin)
        dialog.dated.connect(self._dated)
        dialog.token.paste.connect(lambda: self._begin_with(self._paste(pasted_text(self._board))))
        dialog.token.field.returnPressed.connect(lambda: self._begin(words.TRY))
        self._show()
        if self._state is not None and self._state.pasted is not None and self._step is GuidedStep.PASTE:
            self._begin(words.TRY_AGAIN)
        try:
            await ended(dialog)
        finally:
            # What is written is written to its end; an answer from R-Service is not waited for.
            if self._asking is not None:
                self._asking.cancel()
            if self._working is not None:
                await asyncio.wait({self._working})
            dialog.token.field.clear()
            dialog.deleteLater()
        return self._finished

    @property
    def _state(self) -> TypedState | None:
        view = self._view()
        return view.typed if view is not None else None

    @property
    def _rotation(self) -> GuidedRotation | None:
        return self._state.guided if self._state is not None else None

    @property
    def _step(self) -> GuidedStep | None:
        return self._rotation.step if self._rotation is not None else None

    @property
    def _present(self) -> AccessToken | None:
        view = self._view()
        return view.section.token.value if view is not None and view.section is not None else None

    @property
    def _page(self) -> str | None:
        return self._state.details.settings_page if self._state is not None else None

    def _show(self) -> None:
        """The step that is due, as it is written down."""
        rotation, state, dialog = self._rotation, self._state, self._dialog
        if rotation is None or state is None:
            dialog.accept()  # it was ended: here, or by another window
            return
        present = self._present
        ending = present.last_four if present is not None else ""
        known = self._page is not None
        dialog.show_step(
            rotation.step,
            step_text(
                rotation.step,
                ending,
                page_known=known,
                elsewhere=rotation.elsewhere,
                old_has_ended=self._old_has_ended,
            ),
        )
        page = (words.OPEN_PAGE,) if known else ()
        if rotation.step is GuidedStep.CHECK:
            if present is not None:
                dialog.show_token(present)
            dialog.offer((*page, words.IT_IS, words.IT_IS_NOT, words.CANCEL), main=words.IT_IS)
        elif rotation.step is GuidedStep.PRESS:
            main = words.OPEN_PAGE if known else words.PRESSED
            dialog.offer((*page, words.PRESSED, words.NOT_PRESSED, *self._later), main=main)
        elif rotation.step is GuidedStep.PASTE:
            self._show_paste(state.pasted)
        else:
            self._show_confirm(rotation, state)
        announce(dialog, dialog.step_name)

    def _show_paste(self, pasted: AccessToken | None, judgement: Judgement | None = None) -> None:
        dialog = self._dialog
        dialog.token.show_kept(pasted)
        dialog.token.show()
        if pasted is None:
            dialog.offer((words.TRY, self._leave, *self._later))
            dialog.token.take_focus()
            return
        on = (words.GO_ON,) if judgement in MAY_GO_ON else ()
        main = _WHAT_NEXT.get(judgement, words.TRY_AGAIN)
        # A token that may be good is not thrown away by one press: Paste another token comes before it.
        leave = (self._leave,) if main == words.ANOTHER else ()
        dialog.offer((words.TRY_AGAIN, words.ANOTHER, *on, *leave, *self._later), main=main)

    def _show_confirm(self, rotation: GuidedRotation, state: TypedState) -> None:
        now = self._clock.now()
        if self._old_has_ended:
            self._dialog.show_date(rotation.pressed_at or now, now - _FIRST, now)
        else:
            self._dialog.show_date(rotation.pressed_at or now, now - OVERLAP + timedelta(hours=1), now)
        if state.pasted is not None:
            self._dialog.said.say(
                tr("The new token, ending in {last_four}, is kept.", last_four=state.pasted.last_four), "good"
            )
        self._dialog.offer((words.FINISH, words.ANOTHER, *self._later), main=words.FINISH)
        self._dated()

    @property
    def _leave(self) -> str:
        """How to end it where nothing was rotated; of a rotation elsewhere nobody was told to press anything."""
        elsewhere = self._rotation is not None and self._rotation.elsewhere
        return words.CANCEL if elsewhere else words.NOT_PRESSED

    @property
    def _later(self) -> tuple[str, ...]:
        """Offered where what was done stays written down when the dialog closes."""
        rotation, state = self._rotation, self._state
        kept = state is not None and state.pasted is not None
        return (words.LATER,) if rotation is not None and (kept or not rotation.takes_nothing_along) else ()

    @property
    def _old_has_ended(self) -> bool:
        check = self._state.present_check if self._state is not None else None
        return check is not None and check.outcome is CheckOutcome.REFUSED

    def _dated(self) -> None:
        until = moment(self._dialog.rotated_at + OVERLAP)
        self._dialog.show_until(OLD_HAS_ENDED if self._old_has_ended else old_token_until(until))

    def _begin(self, word: str) -> None:
        account, guided = self._account.id, self._guided
        if word == words.OPEN_PAGE:
            self._open_page()
        elif word == words.IT_IS:
            self._begin_with(guided.go_to(account, GuidedStep.PRESS))
        elif word == words.PRESSED:
            self._begin_with(guided.go_to(account, GuidedStep.PASTE))
        elif word == words.TRY:
            self._begin_with(self._paste(self._dialog.token.field.text(), typed=True))
        elif word == words.TRY_AGAIN:
            self._begin_with(self._try())
        elif word == words.ANOTHER:
            self._begin_with(guided.paste_another(account))
        elif word == words.GO_ON:
            self._begin_with(guided.go_on(account))
        elif word == words.FINISH:
            self._begin_with(self._finish())
        elif word == words.LATER:
            self._dialog.reject()
        else:  # nothing was rotated: everything is as it was
            self.not_the_present_one = word == words.IT_IS_NOT
            self._begin_with(guided.give_up(account))

    def _begin_with(self, work: Coroutine[Any, Any, object]) -> None:
        if self._working is not None:
            work.close()
            return
        self._working = self._tasks.start(self._do(work))

    async def _do(self, work: Coroutine[Any, Any, object]) -> None:
        """Do one thing, then show the step that is due; with a Problem, what stands there stays."""
        self._dialog.set_busy(True)
        try:
            shown_already = await work
        except Problem as problem:
            self._dialog.said.say(problem.sentences, "bad")
            announce(self._dialog, problem.happened)
        else:
            if not shown_already:
                self._show()
        finally:
            self._working = None
            self._dialog.set_busy(False)

    async def _paste(self, text: str, *, typed: bool = False) -> bool:
        token = token_in(text, typed=typed)
        await self._guided.paste(self._account.id, token)
        emptied = empty_of(self._board, token)
        self._show()
        said = "" if typed and emptied else EMPTIED if emptied else NOT_EMPTIED
        return await self._try(joined(tr("The token is kept."), said, _TRYING))

    async def _try(self, working: str = _TRYING) -> bool:
        self._dialog.said.say(working, working=True)
        self._asking = asyncio.create_task(self._guided.try_pasted(self._account.id))
        try:
            tried = await self._asking
        finally:
            self._asking = None
        if tried.judgement is Judgement.GOOD:
            self._show()
            self._dialog.said.say(what_was_found(tried), "good")
        else:
            self._show_paste(self._state.pasted if self._state is not None else None, tried.judgement)
            tone = "bad" if tried.judgement in (Judgement.REFUSED, Judgement.ANOTHER_ACCOUNT) else "warning"
            self._dialog.said.say(what_was_found(tried), tone)
        announce(self._dialog, self._dialog.said.text)
        return True

    async def _finish(self) -> None:
        await self._guided.finish(self._account.id, self._dialog.rotated_at)
        self._finished = True

    def _open_page(self) -> None:
        page = QUrl(self._page or "")
        if page.scheme() != "https" or not QDesktopServices.openUrl(page):
            self._dialog.said.say(
                tr("Your browser could not be opened. Open R-Service's settings there yourself."), "warning"
            )
