"""Try the tokens of an account typed in by hand: does R-Service still take them? Each check is dated and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.typed_accounts import TypedAccounts
from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.domain.errors import Problem
from app.domain.handover_words import ended
from app.domain.history import What
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome, TokenCheck
from app.domain.version import VERSION
from app.tester.daemon_thread import in_daemon_thread
from app.tester.tried import Compared, Tried

EVERY = timedelta(hours=1)
"""At most so often are tokens tried that nobody asked to try, and when their account is first opened in a run."""

ONCE_OVER = timedelta(minutes=5)
"""How often an old token is tried whose 30 days are over, until R-Service has said that it has ended."""
SHOWN_AS_ENDED = timedelta(days=1)
"""How long it is still shown then. After that nothing is left to do with it, and it is forgotten."""

CheckToken = Callable[[str, AccessToken], Awaitable[Tried]]
CompareTokens = Callable[[str, AccessToken, AccessToken], Awaitable[Compared]]
_OUR_USER_AGENT = f"scim-connection/{VERSION}"


async def check_token(endpoint: str, token: AccessToken) -> Tried:
    """Try one token at an endpoint."""
    await in_daemon_thread(_load)
    from app.tester.token_check import check_token as check

    return await check(endpoint, token, _OUR_USER_AGENT)


async def compare_tokens(endpoint: str, new: AccessToken, old: AccessToken) -> Compared:
    """Try two tokens, and whether they open the same account."""
    await in_daemon_thread(_load)
    from app.tester.token_check import compare_tokens as compare

    return await compare(endpoint, new, old, _OUR_USER_AGENT)


def _load() -> None:
    """For a thread: importing an HTTP library takes too long for a window's event loop."""
    from importlib import import_module

    import_module("app.tester.token_check")
    with suppress(ImportError):  # only warmed up here: at the first connection, anyio would load it in the event loop
        import_module("anyio._backends._asyncio")


@dataclass(frozen=True)
class Checked:
    """One check, as it is shown."""

    check: TokenCheck
    why: str = ""
    """Where nothing could be learned: why, as a whole sentence."""


class TokenChecks:
    """Tries tokens and keeps what came of it. A store that cannot be written holds nobody up."""

    def __init__(self, typed: TypedAccounts, clock: Clock, check: CheckToken = check_token) -> None:
        self._typed = typed
        self._clock = clock
        self._check = check
        self._tried_at: dict[tuple[AccountId, str], float] = {}

    async def keep(self, account: AccountId, token: AccessToken, outcome: CheckOutcome) -> TokenCheck:
        """Keep what was learned of a token just now. That nothing was learned never takes the place of what was."""
        check = TokenCheck(self._clock.now(), outcome)
        fingerprint, marks = self._typed.tokens.fingerprint(token), self._typed.marks.token_marks
        self._tried_at[account, fingerprint] = self._clock.elapsed()
        if outcome is not CheckOutcome.UNKNOWN:
            with suppress(Problem):
                await asyncio.to_thread(marks.keep_check, account, fingerprint, check)
        return check

    async def try_all(self, account: AccountId, *, if_due: bool = False) -> bool:
        """Try the present and the old token; with `if_due` only those that were not tried in the last hour of this run.
        Whether any was: the account's view then shows what came of it."""
        section = self._typed.connections[account].view.section
        records = [section.token, section.previous_token] if section is not None else []
        tried = False
        for record in records:
            if section is None or record is None or record.value is None:
                continue
            if not if_due or await self._is_due(account, record.value, record.expires_at):
                checked = await self._try(account, section.endpoint, record.value)
                tried = True
                if checked.check.outcome is CheckOutcome.REFUSED and record.expires_at is not None:
                    await self._forget_ended(account, record.value, record.expires_at)
        if tried and account in self._typed.connections:
            await self._typed.connections[account].open()
        return tried

    async def try_leaked(self, account: AccountId) -> Checked | None:
        """Try the old token, which has leaked, and write it into the history. None where there is none."""
        section = self._typed.connections[account].view.section
        old = section.previous_token if section is not None else None
        if section is None or old is None or old.value is None:
            return None
        checked = await self._try(account, section.endpoint, old.value)
        fingerprint, store = self._typed.tokens.fingerprint(old.value), self._typed.marks
        with suppress(Problem):
            result = _RESULTS[checked.check.outcome]
            await asyncio.to_thread(store.history.add, account, What.CHECKED, result, token_fingerprint=fingerprint)
        if account in self._typed.connections:
            await self._typed.connections[account].open()
        return checked

    async def _try(self, account: AccountId, endpoint: str, token: AccessToken) -> Checked:
        """`endpoint` is the one that the token was shown with: the account may have another one of each by now."""
        tried = await self._check(endpoint, token)
        connection = self._typed.connections.get(account)
        if connection is None or connection.details.endpoint != endpoint:
            # Edited or removed meanwhile: what the address from before said counts for nothing.
            return Checked(TokenCheck(self._clock.now(), CheckOutcome.UNKNOWN), tried.why)
        return Checked(await self.keep(account, token, tried.outcome), tried.why)

    async def _forget_ended(self, account: AccountId, old: AccessToken, ends_at: datetime) -> None:
        """The old token has ended, by its time and by R-Service's word. One that has leaked stays until the person
        closes what is said of it."""
        state = self._typed.connections[account].view.typed
        leaked = state is not None and state.old_leaked_at is not None
        if not leaked and self._clock.now() - ends_at > SHOWN_AS_ENDED:
            await self._typed.tokens.drop_old(account, old)

    async def _is_due(self, account: AccountId, token: AccessToken, ends_at: datetime | None) -> bool:
        """Once a start, and from then on as often as it may have changed."""
        fingerprint, last = self._typed.tokens.fingerprint(token), None
        tried_at = self._tried_at.get((account, fingerprint))
        if tried_at is None:
            return True
        with suppress(Problem):
            last = await asyncio.to_thread(self._typed.marks.token_marks.last_check, account, fingerprint)
        over = ends_at is not None and ends_at <= self._clock.now()
        every = ONCE_OVER if over and not ended(last, ends_at) else EVERY
        return self._clock.elapsed() - tried_at >= every.total_seconds()


_RESULTS = {
    CheckOutcome.WORKS: "still works",
    CheckOutcome.REFUSED: "does not work any more",
    CheckOutcome.UNKNOWN: "not known",
}
