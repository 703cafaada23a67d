"""The pages of one window and what works them: built once, shown an account, asked for the secrets they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.actions.connections import AccountView
from app.actions.past_tests import PastTestRecords
from app.actions.program import Program
from app.actions.records import Records
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.report import Report
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.dialogs.awaited import Dialog
from app.ui.pages.setup_tab import SetupTab
from app.ui.pages.tester_tab import TesterTab
from app.ui.presenters.accounts import AccountsPresenter
from app.ui.presenters.earlier_runs import EarlierRuns
from app.ui.presenters.first import First, at_once
from app.ui.presenters.guided import GuidedPresenter
from app.ui.presenters.history import HistoryPresenter
from app.ui.presenters.preferences import PreferencesPresenter
from app.ui.presenters.received_share import ReceivedShares
from app.ui.presenters.reminders import Reminders
from app.ui.presenters.rotation import RotationPresenter
from app.ui.presenters.scim import ScimPresenter
from app.ui.presenters.setup import SetupPresenter
from app.ui.presenters.sharing import Sharing
from app.ui.presenters.tasks import Tasks
from app.ui.presenters.tester import TesterPresenter
from app.ui.presenters.tester_results import TesterResults
from app.ui.presenters.token_checks import TokenChecksPresenter
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.window.main_window import MainWindow


@dataclass(frozen=True)
class Session:
    """What every part works with."""

    window: MainWindow
    program: Program
    clipboard: GuardedClipboard
    tasks: Tasks
    changed: Callable[[], None]
    """To be called once something is different."""
    failed: Callable[[Problem], None]
    """Hears what no part has shown."""
    first: First = at_once
    """Has tokens that were put away fetched before something uses them."""


class Parts:
    """They know the window and the program, and nothing of which page or account is chosen: that is the controller's.

    `choose` brings an account into view.
    """

    def __init__(self, session: Session, choose: Callable[[AccountId | None], None]) -> None:
        self._session = session
        window, program, clipboard, tasks = session.window, session.program, session.clipboard, session.tasks
        records = self._records = Records(program)
        self.scim = ScimPresenter(window.scim_tab, program, records, clipboard, tasks, self._share, session.first)
        self.sharing = Sharing(window, program, records, clipboard, tasks, session.failed, self._shared)
        self._rotation = RotationPresenter(window, self.scim, program, records, tasks, session.changed, session.first)
        by_hand = (window, self.scim, program, clipboard, tasks, session.changed, session.first)
        self._guided, self._token_checks = GuidedPresenter(*by_hand), TokenChecksPresenter(*by_hand)
        self._build_tester()
        self._setup_tab = SetupTab()
        window.tabs.addTab(self._setup_tab, tr("Client setup"))
        self._setup = SetupPresenter(self._setup_tab, tasks, clipboard, records, program.clock)
        self.history = HistoryPresenter(window, program, records, clipboard, tasks, session.failed)
        self.accounts = AccountsPresenter(window, program, clipboard, tasks, choose, self._test_now, session.changed)
        self._guided.listen_to(self.accounts.page, choose)
        self.reminders = Reminders(window, program, tasks, window.come_to_front, self.accounts.mark)
        around = (window, program, records, clipboard, tasks)
        self.received = ReceivedShares(*around, self._tester, self._setup, choose, session.changed)
        self.accounts.page.open_share.connect(self.received.open)
        self.preferences = PreferencesPresenter(window, program, tasks, session.changed)

    def _build_tester(self) -> None:
        session = self._session
        self.tester_tab = TesterTab()
        session.window.tabs.addTab(self.tester_tab, tr("Connection tester"))
        earlier = EarlierRuns(self.tester_tab.verdict, session.tasks, PastTestRecords(session.program))
        self._results = TesterResults(
            self.tester_tab,
            session.tasks,
            session.clipboard,
            session.program.clock,
            earlier,
            self._records,
            self._show_steps,
        )
        self._tester = TesterPresenter(self.tester_tab, session.tasks, self._results, self._records, session.first)
        self._tester.tested = self._token_checks.tested

    def show(self, view: AccountView | None, selected: AccountId | None) -> None:
        """Show this account everywhere."""
        self.accounts.show(selected)
        parts = (self.scim, self._guided, self._token_checks, self._tester, self._setup, self.history)
        for part in (*parts, self.sharing.read_out, self.reminders):
            part.show(view)
        self.preferences.show()

    @property
    def busy(self) -> bool:
        """Whether a rotation by guidance is in somebody's hands."""
        return self._guided.busy

    def hide(self) -> None:
        """Nothing secret stays in sight."""
        self.scim.hide_token()
        self.received.lock()
        for dialog in self._session.window.findChildren(Dialog):
            dialog.cover()

    def put_away(self) -> None:
        """Let go of every token that the vault has."""
        for part in (self.accounts, self._results, self._setup, self.sharing.read_out):
            part.put_away()

    def bring_back(self, view: AccountView | None) -> None:
        """The tokens are there again; this account is in view."""
        if view is not None and view.section is not None:
            self._results.bring_back(view.section.token.value, view.account.id)
        self.accounts.look_again()

    def secrets(self) -> list[str]:
        """Every secret that a part holds, for the clipboard's guard."""
        holders = (
            self.received,
            self.scim,
            self._tester,
            self._results,
            self._setup,
            self.sharing,
            self.accounts,
            self._guided,
        )
        return list(dict.fromkeys(secret for holder in holders for secret in holder.secrets()))

    def _test_now(self) -> None:
        self._session.window.tabs.setCurrentWidget(self.tester_tab)
        self.tester_tab.run.emit()

    def _show_steps(self, client: str, report: Report, token: AccessToken | None) -> None:
        self._setup.show_tested(client, report, token)
        self._session.window.tabs.setCurrentWidget(self._setup_tab)
        self._setup_tab.clients.setFocus()

    def _share(self, view: AccountView) -> None:
        self.sharing.share(view, self.accounts.twin_of(view.account.id))

    def _shared(self) -> None:
        self.scim.refresh_shared()
        self.accounts.look_again()
