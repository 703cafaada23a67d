"""The last runs of an account's connection test, so that "it worked on Monday" can be compared."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.past_run import PastRun, kept, read_past_run
from app.domain.report import Report, Verdict
from app.store.store import Store


class PastTestRecords:
    """What is kept of them on this computer. A store that cannot be written or read holds nobody up."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def keep(self, account: AccountId, report: Report) -> None:
        """Keep findings and times of a run of now. One that the person stopped before it knew anything is left out."""
        store = self._store()
        if store is None or _stopped(report):
            return
        with suppress(Problem):
            await asyncio.to_thread(lambda: store.past_tests.keep(account, kept(report)))

    async def of(self, account: AccountId) -> tuple[PastRun, ...]:
        """The account's runs that can be read, newest first."""
        store = self._store()
        if store is None:
            return ()
        with suppress(Problem):
            return await asyncio.to_thread(_read, store, account)
        return ()

    def _store(self) -> Store | None:
        """The store, unless everything lives in memory for this run: then nothing is left behind, and what lies there
        is of another service."""
        store, vault = self._program.store, self._program.vault
        return None if store is None or vault is None or not vault.persistent else store


def _stopped(report: Report) -> bool:
    return report.verdict is Verdict.UNKNOWN and "run.cancelled" in {finding.code for finding in report.findings}


def _read(store: Store, account: AccountId) -> tuple[PastRun, ...]:
    runs = [read_past_run(past.at, past.report) for past in store.past_tests.of(account)]
    return tuple(run for run in runs if run is not None)
