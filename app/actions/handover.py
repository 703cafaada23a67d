"""Somebody has said that the provisioning client uses the new token: kept for an account typed in by hand.

R-Service does not tell this program who uses such an account's tokens. What a person says is all there is.
"""

from __future__ import annotations

import asyncio

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.records import Records
from app.domain.history import DONE, What
from app.domain.text import tr
from app.domain.typed import Handover

TAKEN_BACK = tr("taken back")


class Handovers:
    """Keeps and takes back what was said of an account's present token. The account's view shows it afterwards."""

    def __init__(self, program: Program, records: Records) -> None:
        self._program = program
        self._records = records

    async def confirm(self, view: AccountView, handover: Handover) -> None:
        """Keep that the client uses the token in that view. Raises what the store raises."""
        await self._keep(view, handover)
        await self._note(view, DONE, handover.confirmed_by or None)

    async def take_back(self, view: AccountView) -> None:
        """It was said too early, or of another token. Raises what the store raises."""
        await self._keep(view, None)
        await self._note(view, TAKEN_BACK, None)

    async def _keep(self, view: AccountView, handover: Handover | None) -> None:
        typed, token = self._program.typed, view.section.token.value if view.section else None
        connection = self._program.typed_connection(view.account.id)
        if typed is None or connection is None or token is None:
            return  # it was removed meanwhile
        fingerprint = typed.tokens.fingerprint(token)
        await asyncio.to_thread(typed.marks.token_marks.keep_handover, view.account.id, fingerprint, handover)
        await connection.open()

    async def _note(self, view: AccountView, result: str, with_whom: str | None) -> None:
        token = view.section.token.value if view.section else None
        await self._records.note(view.account.id, What.CONFIRMED, result, token, with_whom=with_whom)
