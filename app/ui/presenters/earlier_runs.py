"""The earlier connection tests of the account in view, and what has changed since: "it worked on Monday"."""

from __future__ import annotations

from app.actions.past_tests import PastTestRecords
from app.domain.accounts import AccountId
from app.domain.past_run import PastRun, changes_since
from app.domain.report import Report
from app.ui.pages.tester_verdict import TesterVerdict
from app.ui.presenters.tasks import Tasks
from app.ui.words import moment


class EarlierRuns:
    """Keeps each test of an account's own token, and compares it with those before."""

    def __init__(self, card: TesterVerdict, tasks: Tasks, records: PastTestRecords) -> None:
        self._card = card
        self._tasks = tasks
        self._records = records
        self._report: Report | None = None
        self._runs: tuple[PastRun, ...] = ()
        card.compare.connect(self._compare)

    def show(self, report: Report, account: AccountId | None) -> None:
        """Compare this report with the account's earlier ones, and keep it; None: it is no account's."""
        self._report, self._runs = report, ()
        self._card.show_earlier(())
        if account is not None:
            self._tasks.start(self._find_and_keep(report, account))

    def forget(self) -> None:
        """The report is shown no more."""
        self._report, self._runs = None, ()

    async def _find_and_keep(self, report: Report, account: AccountId) -> None:
        runs = await self._records.of(account)
        await self._records.keep(account, report)
        if self._report is report and runs:
            self._runs = runs
            self._card.show_earlier([moment(run.at) for run in runs])
            self._compare(0)

    def _compare(self, place: int) -> None:
        if self._report is not None and place < len(self._runs):
            self._card.show_changes(changes_since(self._runs[place], self._report))
