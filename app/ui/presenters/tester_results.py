"""What can be done with the report of a connection test: copy its values, look into a check, save it, compare it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.actions.records import Records
from app.actions.save_report import save_as_json, save_as_page
from app.domain.accounts import AccountId
from app.domain.clients import ProvisioningClient
from app.domain.clock import Clock
from app.domain.command_lines import as_curl, as_powershell
from app.domain.errors import Problem
from app.domain.history import DONE
from app.domain.report import Check, Report
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.dialogs.save_file import ask_where_to_save
from app.ui.pages.tester_tab import TesterTab
from app.ui.presenters.client_values import copy_field, deed_of, shown_fields
from app.ui.presenters.earlier_runs import EarlierRuns
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.widgets.client_fields import ShownField

ANY = "other"
"""The client whose fields stand for any: they have SCIM's own names."""
ShowSteps = Callable[[str, Report, AccessToken | None], None]
"""Shows a client's set-up steps with the values of a report."""


class TesterResults:
    """Shows one report at a time. The token that was tested is kept as long as its report is shown."""

    def __init__(
        self,
        tab: TesterTab,
        tasks: Tasks,
        clipboard: GuardedClipboard,
        clock: Clock,
        earlier: EarlierRuns,
        records: Records,
        show_steps: ShowSteps,
    ) -> None:
        self._tab = tab
        self._tasks = tasks
        self._clipboard = clipboard
        self._clock = clock
        self._earlier = earlier
        self._records = records
        self._show_steps = show_steps
        self._account: AccountId | None = None
        self._clients: tuple[ProvisioningClient, ...] = ()
        self._report: Report | None = None
        self._tested_at = clock.now()
        self._token: AccessToken | None = None
        self._fields: tuple[ShownField, ...] = ()
        self._check: Check | None = None
        self._saving = False
        tab.verdict.copy_wanted.connect(self._copy)
        tab.verdict.steps.connect(self._steps)
        tab.verdict.save.connect(lambda: self._tasks.start(self._save()))
        tab.check_chosen.connect(self._show_check)
        tab.detail.copy_curl.connect(self._copy_curl)
        tab.detail.copy_powershell.connect(self._copy_powershell)

    def know(self, clients: Sequence[ProvisioningClient]) -> None:
        """The provisioning clients, whose fields have hints."""
        self._clients = tuple(clients)

    def secrets(self) -> list[str]:
        """The tested token, for the clipboard's guard."""
        return [] if self._token is None else [self._token.reveal()]

    def show(self, report: Report, token: AccessToken | None, account: AccountId | None) -> None:
        """Show what can be done with this report of a test with this token, which is the account's own or nobody's."""
        self._report, self._token, self._account = report, token, account
        self._tested_at = self._clock.now()
        self._fields = self._to_enter(report, token)
        self._tab.verdict.show_fields(self._fields)
        self._earlier.show(report, account)

    def forget(self) -> None:
        """The report is shown no more."""
        self._report, self._token, self._fields, self._check = None, None, (), None
        self._earlier.forget()

    def put_away(self) -> None:
        """Let go of an account's own token; what was typed in its place stays typed."""
        if self._account is not None and self._report is not None:
            self._token = None
            self._fields = self._to_enter(self._report, None)
            self._tab.verdict.show_fields(self._fields)

    def bring_back(self, token: AccessToken | None, account: AccountId) -> None:
        """The account's token is there again."""
        if self._account == account and self._report is not None and self._token is None:
            self._token = token
            self._fields = self._to_enter(self._report, token)
            self._tab.verdict.show_fields(self._fields)

    def _to_enter(self, report: Report, token: AccessToken | None) -> tuple[ShownField, ...]:
        wanted = report.client or ANY
        result = next((each for each in report.clients if each.id == wanted), None)
        if result is None or report.recommended_base is None:
            return ()
        client = next((each for each in self._clients if each.id == wanted), None)
        return shown_fields(client, result.fields, token)

    def _copy(self, label: str) -> None:
        field = next(each for each in self._fields if each.label == label)
        copy_field(field, self._clipboard)
        self._tab.verdict.confirm(label)
        announce(self._tab, tr("{label} copied", label=label))
        if field.token is not None and self._account is not None:
            self._tasks.start(self._records.note(self._account, deed_of(field), DONE, field.token))

    def _steps(self) -> None:
        if self._report is not None:
            self._show_steps(self._report.client or ANY, self._report, self._token)

    def _show_check(self, check_id: str) -> None:
        report = self._report
        check = next((each for each in report.checks if each.id == check_id), None) if report else None
        if report is not None and check is not None:
            self._check = check
            found = [each for each in report.findings if each.check == check_id]
            self._tab.detail.show_check(check, found, can_be_copied=as_curl(check) is not None)

    def _copy_curl(self) -> None:
        line = as_curl(self._check) if self._check is not None else None
        if line is not None:
            self._clipboard.copy_plain(line)
            self._tab.detail.confirm_curl()
            announce(self._tab, tr("Copied as curl"))

    def _copy_powershell(self) -> None:
        line = as_powershell(self._check) if self._check is not None else None
        if line is not None:
            self._clipboard.copy_plain(line)
            self._tab.detail.confirm_powershell()
            announce(self._tab, tr("Copied as PowerShell"))

    async def _save(self) -> None:
        report, tested_at = self._report, self._tested_at
        if report is None or self._saving:
            return
        self._saving = True
        try:
            day = self._clock.now().astimezone().strftime("%Y-%m-%d")
            proposal = Path(_documents()) / f"SCIM connection test {day}.html"
            target = await ask_where_to_save(
                self._tab.window(), tr("Save report"), proposal, tr("Web page (*.html);;JSON (*.json)")
            )
            if target is not None:
                if target.suffix.lower() == ".json":
                    await asyncio.to_thread(save_as_json, report, target)
                else:
                    await asyncio.to_thread(save_as_page, report, target, tested_at)
                self._tab.verdict.confirm_saved()
                announce(self._tab, tr("Report saved"))
        except Problem as problem:
            self._tab.verdict.show_problem(problem.sentences)
        finally:
            self._saving = False


def _documents() -> str:
    location = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(location.DocumentsLocation) or str(Path.home())
