"""What is kept of every account beside its section: its last test, its last share, its twin. Read for all at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from app.actions.connections import AccountView
from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.past_run import read_past_run
from app.domain.report import Verdict
from app.domain.twins import twins_of
from app.store.shares import Share
from app.store.store import Store

__all__ = ["AccountFacts", "Facts", "LastTest", "Share", "is_of_present"]


@dataclass(frozen=True)
class LastTest:
    """The last connection test of an account's own token."""

    at: datetime
    verdict: Verdict


def is_of_present(test: LastTest, view: AccountView) -> bool:
    """Whether a test may have been one of the token that the account has now: not where it is older than that token.
    A token that was typed in is as old as it is here: the date that the person gave may be off by a day."""
    if view.typed is not None:
        return test.at >= view.typed.token_known_since
    made_at = view.section.token.created_at if view.section is not None else None
    return made_at is None or test.at + view.clock_offset >= made_at


@dataclass(frozen=True)
class Facts:
    """Of all accounts, by id; what nothing is kept of is not there."""

    tests: dict[AccountId, LastTest] = field(default_factory=dict)
    shares: dict[AccountId, Share] = field(default_factory=dict)
    """The last share of each one's present token."""
    twins: dict[AccountId, AccountId] = field(default_factory=dict)
    """The QA twin of each production account that has one."""


class AccountFacts:
    """Reads them. A store that cannot be read has nothing to tell."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._in_memory: dict[AccountId, LastTest] = {}
        self._twins_in_memory: dict[AccountId, AccountId] = {}

    def tested(self, account: AccountId, verdict: Verdict) -> None:
        """A test has ended just now. Without a keyring nothing of it is kept, and it is remembered for this run."""
        self._in_memory[account] = LastTest(self._program.clock.now(), verdict)

    async def read(self) -> Facts:
        """What is known now."""
        views = self._program.views.values()
        accounts = [view.account for view in views]
        store, vault = self._program.store, self._program.vault
        if store is None or vault is None or not vault.persistent:
            return Facts(dict(self._in_memory), twins=twins_of(accounts, self._twins_in_memory))
        tokens = {view.account.id: view.section.token.value for view in views if view.section is not None}

        def look() -> Facts:
            marks = {
                (account, vault.fingerprint(token.reveal())) for account, token in tokens.items() if token is not None
            }
            shares = {
                account: share for (account, mark), share in store.shares.all().items() if (account, mark) in marks
            }
            return Facts(_tests(store), shares, twins_of(accounts, store.typed_accounts.twins()))

        with suppress(Problem):
            return await asyncio.to_thread(look)
        return Facts()

    async def mark_twin(self, qa: AccountId, production: AccountId | None) -> None:
        """Mark a QA account as the twin of that production account; None: of none. Raises what the store raises."""
        store, vault = self._program.store, self._program.vault
        if store is not None and vault is not None and vault.persistent:
            await asyncio.to_thread(store.typed_accounts.mark_twin, qa, production)
            return
        marked = self._twins_in_memory
        self._twins_in_memory = {a: b for a, b in marked.items() if a != qa and b != production}
        if production is not None:
            self._twins_in_memory[qa] = production


def _tests(store: Store) -> dict[AccountId, LastTest]:
    runs = {account: read_past_run(past.at, past.report) for account, past in store.past_tests.latest().items()}
    return {account: LastTest(run.at, run.verdict) for account, run in runs.items() if run is not None}
