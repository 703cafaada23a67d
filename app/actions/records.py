"""What is written down of what a person does with tokens, without the tokens."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.tokens import AccessToken
from app.store.shares import Share


class Records:
    """The history of this computer. One that cannot be written holds nobody up: the line is left out."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def note(self, account: AccountId, what: str, result: str, token: AccessToken | None) -> None:
        """Add a line to the account's history."""
        store, vault = self._program.store, self._program.vault
        if store is None or vault is None or not vault.persistent:
            return  # what lives in memory for one run leaves nothing behind
        fingerprint = None if token is None else vault.fingerprint(token.reveal())
        with suppress(Problem):
            await asyncio.to_thread(store.history.add, account, what, result, token_fingerprint=fingerprint)

    async def last_share(self, account: AccountId, token: AccessToken) -> Share | None:
        """With whom, and when, this token was last shared from here; None where it was not."""
        store, vault = self._program.store, self._program.vault
        if store is None or vault is None:
            return None
        with suppress(Problem):
            return await asyncio.to_thread(store.shares.last, account, vault.fingerprint(token.reveal()))
        return None
