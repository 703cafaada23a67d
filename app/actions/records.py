"""What is written down of what a person does with tokens, without the tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from app.actions.connections import AccountView
from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.history import DONE, STOPPED, What, failure
from app.domain.report import Report, Verdict
from app.domain.rotation import RotationKind
from app.domain.tokens import AccessToken
from app.store.shares import Share
from app.store.store import Store
from app.vault.vault import Vault


class Records:
    """The history of this computer. One that cannot be written holds nobody up: the line is left out. What lives in
    memory for one run, without a keyring, leaves nothing behind."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._turn = asyncio.Lock()  # lines are added in the order in which they were asked for
        self._seen: set[tuple[AccountId, str, str]] = set()
        self.noted: Callable[[], None] | None = None
        """Called in the event loop after a line was added."""

    async def note(
        self, account: AccountId, what: str, result: str, token: AccessToken | None, *, with_whom: str | None = None
    ) -> None:
        """Add a line to the account's history. `what` is one of `What`; `result` is `done`, a verdict, or what
        `failure` makes of a Problem."""
        if (found := self._places()) is None:
            return
        store, vault = found
        fingerprint = None if token is None else vault.fingerprint(token.reveal())
        async with self._turn:
            with suppress(Problem):
                await asyncio.to_thread(
                    store.history.add, account, what, result, token_fingerprint=fingerprint, with_whom=with_whom
                )
        self._tell()

    async def note_failure(
        self,
        account: AccountId,
        what: str,
        problem: Problem,
        token: AccessToken | None,
        *,
        with_whom: str | None = None,
    ) -> None:
        """Add a line about something that failed, in words of our own."""
        await self.note(account, what, failure(problem), token, with_whom=with_whom)

    async def note_test(self, account: AccountId, report: Report, token: AccessToken | None) -> None:
        """Add a line about a connection test of the account's own token, with its verdict."""
        codes = {finding.code for finding in report.findings}
        stopped = report.verdict is Verdict.UNKNOWN and "run.cancelled" in codes
        await self.note(account, What.TESTED, STOPPED if stopped else report.verdict.value, token)

    async def note_rotation(
        self,
        account: AccountId,
        kind: RotationKind,
        new: AccessToken | None,
        before: AccessToken | None,
        ended: AccessToken | None = None,
    ) -> None:
        """Add the lines of a rotation: of the new token, of the one before, and of an older one that ended with it.
        Each is added once, however often this is called: a run that was interrupted says it again."""
        if (found := self._places()) is None:
            return
        store, vault = found
        what = What.ROTATED_LEAKED if kind is RotationKind.LEAKED else What.ROTATED
        async with self._turn:
            for token, deed in ((ended, What.REVOKED), (before, What.ROTATED_AWAY), (new, what)):
                if token is None:
                    continue
                fingerprint = vault.fingerprint(token.reveal())
                with suppress(Problem):
                    await asyncio.to_thread(store.history.add_once, account, deed, DONE, fingerprint)
        self._tell()

    async def see(self, views: Iterable[AccountView]) -> None:
        """Write down each token that this computer has and nothing is written of, so that it can be told apart when it
        is found somewhere later."""
        if (found := self._places()) is None:
            return
        store, vault = found
        for view in views:
            section = view.section
            if section is None or section.token.value is None or _key(view) in self._seen:
                continue
            self._seen.add(_key(view))
            old = section.previous_token
            present = vault.fingerprint(section.token.value.reveal())
            before = vault.fingerprint(old.value.reveal()) if old is not None and old.value is not None else None
            async with self._turn:
                with suppress(Problem):
                    if await asyncio.to_thread(_keep_tokens, store, view.account.id, present, before):
                        self._tell()

    def all_seen(self, views: Iterable[AccountView]) -> bool:
        """Whether `see` has nothing to do with these. Quick: for whenever anything has changed."""
        return all(_key(view) in self._seen for view in views if _has_token(view))

    async def last_share(self, account: AccountId, token: AccessToken) -> Share | None:
        """With whom, and when, this token was last shared from here; None where it was not."""
        store, vault = self._program.store, self._program.vault
        if store is None or vault is None:
            return None
        with suppress(Problem):
            return await asyncio.to_thread(store.shares.last, account, vault.fingerprint(token.reveal()))
        return None

    def _places(self) -> tuple[Store, Vault] | None:
        store, vault = self._program.store, self._program.vault
        return None if store is None or vault is None or not vault.persistent else (store, vault)

    def _tell(self) -> None:
        if self.noted is not None:
            self.noted()


def _keep_tokens(store: Store, account: AccountId, present: str, before: str | None) -> bool:
    """Whether anything was new. An old token that nobody here rotated away was rotated elsewhere."""
    kept = store.history.keep_token(account, What.KEPT, present)
    if before is None:
        return kept
    return store.history.add_once(account, What.ROTATED_AWAY, DONE, before) or kept


def _key(view: AccountView) -> tuple[AccountId, str, str]:
    section = view.section
    old = section.previous_token if section is not None else None
    return view.account.id, section.token.id if section is not None else "", old.id if old is not None else ""


def _has_token(view: AccountView) -> bool:
    return view.section is not None and view.section.token.value is not None
