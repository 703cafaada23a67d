"""What the dialog Share securely begins with: the person and client of the last share, and the page's language."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.provisioning_clients import read_clients
from app.actions.share import Proposal, language_for, proposal
from app.domain.errors import Problem
from app.ui.dialogs.share import ShareDialog
from app.ui.language.switch import SYSTEM, system_language
from app.ui.presenters.tasks import Tasks

_ANY_CLIENT = "other"


class ShareProposal:
    """Fills in what the person has not touched. A language is that of the last share with whoever is named, else the
    window's."""

    def __init__(self, dialog: ShareDialog, program: Program, view: AccountView, tasks: Tasks) -> None:
        self._dialog = dialog
        self._program = program
        self._view = view
        self._tasks = tasks
        self._chosen = False
        """Whether the person chose the language."""
        dialog.from_whom.show_language(self._of_window())
        dialog.from_whom.language_chosen.connect(self._choose)
        dialog.for_whom.editingFinished.connect(lambda: tasks.start(self._follow_person()))
        tasks.start(self._propose())

    async def _propose(self) -> None:
        clients = await asyncio.to_thread(read_clients)
        last: Proposal | None = None
        if self._program.store is not None:
            with suppress(Problem):
                last = await proposal(self._view, clock=self._program.clock, store=self._program.store)
        chosen = (last.client if last is not None else None) or _ANY_CLIENT
        self._dialog.show_clients([(client.id, client.name) for client in clients], chosen)
        if last is not None:
            self._dialog.propose(last.with_whom)
            self._dialog.from_whom.propose_name(last.made_by or "")
            await self._follow_person()

    async def _follow_person(self) -> None:
        person, found = self._dialog.for_whom.text().strip(), None
        if self._program.store is not None and person:
            with suppress(Problem):
                found = await language_for(person, store=self._program.store)
        if not self._chosen and person == self._dialog.for_whom.text().strip():
            self._dialog.from_whom.show_language(found or self._of_window())

    def _choose(self) -> None:
        self._chosen = True

    def _of_window(self) -> str:
        wanted = self._program.preferences.language
        return system_language() if wanted == SYSTEM else wanted
