"""Put another token in the place of one that was typed in by hand, where nothing was rotated: it was mistyped, or this
computer cannot read it any more. What R-Service rotated elsewhere goes through the guide: the old token lives on."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from app.actions.guided_rotation import Judgement, Tried
from app.actions.token_checks import CompareTokens, TokenChecks, compare_tokens
from app.actions.typed_accounts import TypedAccounts
from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.domain.errors import NotANewToken, Problem, SecretGone
from app.domain.history import DONE, What
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome
from app.tester.tried import Same


class TokenReplacement:
    """Every call raises what vault and store raise; what was kept before still is then."""

    def __init__(self, typed: TypedAccounts, clock: Clock, compare: CompareTokens = compare_tokens) -> None:
        self._typed = typed
        self._clock = clock
        self._compare = compare
        self._checks = TokenChecks(typed, clock)

    async def try_token(self, account: AccountId, token: AccessToken) -> Tried:
        """Ask R-Service about it. `Judgement.GOOD` where it works and the present one does not; ANOTHER_ACCOUNT or
        OLD_WORKS where that one works as well. Raises NotANewToken where it is the present one."""
        present = await self._present(account)
        if token == present:
            raise NotANewToken
        endpoint = self._typed.connections[account].details.endpoint
        compared = await self._compare(endpoint, token, present or token)
        await self._checks.keep(account, token, compared.new.outcome)
        if compared.new.outcome is CheckOutcome.REFUSED:
            return Tried(Judgement.REFUSED)
        if compared.new.outcome is CheckOutcome.UNKNOWN:
            return Tried(Judgement.UNREACHABLE, compared.new.why)
        if present is None:
            return Tried(Judgement.GOOD)
        await self._checks.keep(account, present, compared.old.outcome)
        if compared.same is Same.NO:
            return Tried(Judgement.ANOTHER_ACCOUNT)
        works = compared.old.outcome is CheckOutcome.WORKS
        return Tried(Judgement.OLD_WORKS if works else Judgement.GOOD)

    async def replace(self, account: AccountId, token: AccessToken) -> None:
        """It takes the present one's place, whose dates stay. When this returns it may be shown."""
        if await self._present(account) is None:
            about = self._typed.connections[account].about
            await self._typed.tokens.begin(account, token, None, about)
        else:
            await self._typed.tokens.correct(account, token)
            with suppress(SecretGone):
                await self._typed.tokens.drop_pasted(account)
        marks = self._typed.marks
        with suppress(Problem):  # a history that cannot be written holds nobody up
            fingerprint = self._typed.tokens.fingerprint(token)
            await asyncio.to_thread(marks.history.add, account, What.CORRECTED, DONE, token_fingerprint=fingerprint)
        await asyncio.to_thread(marks.guided.end, account)
        await self._typed.connections[account].open()

    async def _present(self, account: AccountId) -> AccessToken | None:
        """The one that is kept; None where this computer cannot read it any more."""
        try:
            tokens = await self._typed.tokens.read(account)
        except SecretGone:
            return None
        return None if tokens is None else tokens.present.value
