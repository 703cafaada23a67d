"""What is written down of the tokens of the account in view, when something is done with them."""

from __future__ import annotations

from app.actions.connections import AccountView
from app.actions.records import Records
from app.domain.history import DONE, What
from app.domain.tokens import AccessToken
from app.ui.presenters.tasks import Tasks


class TokenNotes:
    """Adds lines to the history, without holding anybody up."""

    def __init__(self, records: Records, tasks: Tasks) -> None:
        self._records = records
        self._tasks = tasks

    def done(self, view: AccountView | None, what: str) -> None:
        """This was done with the account's present token."""
        if view is not None and view.section is not None:
            self._note(view, what, view.section.token.value)

    def caught(self, view: AccountView | None, text: str) -> None:
        """This was copied past the buttons (by the accessibility interface): where a token of the account is in it, it
        is a copy all the same."""
        section = view.section if view is not None else None
        if view is None or section is None:
            return
        for record in (section.token, section.previous_token):
            if record is not None and record.value is not None and record.value.reveal() in text:
                self._note(view, What.COPIED, record.value)

    async def finished(self, view: AccountView) -> None:
        """A rotation that an earlier run had begun has come to its end. Written down before it counts as shown."""
        section = view.section
        if section is not None and view.not_shown:
            before = section.previous_token.value if section.previous_token is not None else None
            kind = view.not_shown[-1].plan.kind
            await self._records.note_rotation(view.account.id, kind, section.token.value, before)

    def _note(self, view: AccountView, what: str, token: AccessToken | None) -> None:
        if token is not None:
            self._tasks.start(self._records.note(view.account.id, what, DONE, token))
