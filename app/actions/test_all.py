"""Testing every account, one after another and a few at once; it may be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing

from app.actions.connections import AccountView
from app.actions.past_tests import PastTestRecords
from app.actions.records import Records
from app.actions.test_connection import ConnectionTest
from app.domain.accounts import AccountId
from app.domain.report import Report

AT_ONCE = 3
"""More would make the services, and this computer, slower than one after another."""
SECONDS = 30.0


class TestAll:
    """One run over these accounts. Of those without a token nothing is tested."""

    __test__ = False  # not a test of pytest's

    def __init__(
        self,
        views: Sequence[AccountView],
        records: PastTestRecords,
        history: Records,
        ended: Callable[[AccountId, Report], None],
        there: Callable[[AccountId], bool],
    ) -> None:
        """`ended` hears of each account's report, in the event loop; it is kept already. `there` says whether an
        account still is: one may have been removed meanwhile."""
        self._waiting = [view for view in views if view.section is not None and view.section.token.value is not None]
        self._records = records
        self._history = history
        self._ended = ended
        self._there = there
        self._running: set[ConnectionTest] = set()
        self.total = len(self._waiting)
        self.done = 0
        self.stopped = False

    async def run(self) -> None:
        """Until all are tested, or it was stopped."""
        await asyncio.gather(*(self._one_after_another() for _ in range(AT_ONCE)))

    def stop(self) -> None:
        """What runs ends at once, and nothing of it is kept; what waits is left out."""
        self.stopped = True
        self._waiting.clear()
        for test in self._running:
            test.stop()

    async def _one_after_another(self) -> None:
        while self._waiting:
            await self._test(self._waiting.pop(0))

    async def _test(self, view: AccountView) -> None:
        assert view.section is not None
        old = view.section.previous_token
        test = ConnectionTest(
            view.section.endpoint,
            view.section.token.value,
            old_token=old.value if old is not None else None,
            seconds=SECONDS,
        )
        self._running.add(test)
        try:
            async with aclosing(test.events()) as events:
                async for _ in events:
                    pass  # the last one is the report
        finally:
            self._running.discard(test)
        if test.report is not None and not self.stopped and self._there(view.account.id):
            await self._records.keep(view.account.id, test.report)
            await self._history.note_test(view.account.id, test.report, view.section.token.value)
            self.done += 1
            self._ended(view.account.id, test.report)
