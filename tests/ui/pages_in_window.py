"""The pages of the main window, full of what they can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QTableView, QWidget

from app.actions.provisioning_clients import read_clients
from app.domain.accounts import Environment
from app.domain.clients import FieldKind, ProvisioningClient
from app.domain.countdown import in_words, per_mille
from app.domain.endpoints import read_endpoint
from app.domain.errors import KeyringLocked, KeyringMissing, ServiceUnreachable, TokenEnded
from app.domain.phrases import token_uses
from app.domain.received_share import ReceivedShare
from app.domain.received_words import CALL_FIRST, NOBODY_CHECKED, cautions, host_shown, name_shown, who_made
from app.domain.report import CheckStatus, Verdict
from app.domain.switching import judge
from app.domain.switching_words import state_of, who_uses_it
from app.domain.user_agents import NO_NAMES
from app.ui.pages.accounts_page import AccountRow, AccountsPage
from app.ui.pages.guided_panel import LeakedPanel, RotationBanner
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.history_table import HistoryRow
from app.ui.pages.received_share import ReceivedSharePage
from app.ui.pages.setup_tab import SetupTab
from app.ui.pages.tester_tab import TesterTab
from app.ui.widgets.added_card import AddedCard
from app.ui.widgets.basics import button
from app.ui.widgets.client_fields import ShownField
from app.ui.widgets.reminder_line import ReminderLine
from app.ui.widgets.stopped_card import StoppedCard
from app.ui.widgets.undo_line import UndoLine
from app.ui.window.main_window import MainWindow
from app.ui.window.status_line import StatusLine
from tests.ui.page import Page
from tests.ui.report_samples import REPORT
from tests.ui.samples import ENDPOINT, NOW, TOKEN, account, view

LONG_NAME = "Widget Data Center Northern and Eastern Europe"
LONG_ENDPOINT = "https://api.r-service.tech/accounts/widget-data-center-europe/scim/v2"
RSERVICE = "https://api.r-service.tech/scim/v2"


def window(
    word: str = "SCIM",
    tab: QWidget | None = None,
    title: str = "",
    *,
    accounts: Sequence[str] = ("Widget Data Center",),
) -> MainWindow:
    """A main window with an account in view, turned to this tab, or to this page of the side menu."""
    made = MainWindow()
    for other in ("Connection tester", "Client setup", "History"):
        made.tabs.addTab(tab if tab is not None and title == other else QWidget(), other)
    listed = [account(name) for name in accounts]
    made.header.show_accounts(listed, listed[0].id if listed else None)
    made.show_title(listed[0] if listed else None)
    made.scim_tab.show_values(ENDPOINT, TOKEN)
    if tab is not None and title:
        made.tabs.setCurrentWidget(tab)
    elif tab is not None:
        made.add_page(tab, word)
        made.pages.setCurrentWidget(tab)
        made.menu.offer_page(word, True)
    made.menu.show_page(word)
    return made


def _start(_: QWidget) -> QWidget:
    made = window(accounts=())
    made.header.show_accounts([], None)
    made.show_start_page()
    return made


def _scim(fill: Callable[[MainWindow], None]) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        made = window(accounts=(LONG_NAME,))
        tab, seen = made.scim_tab, view()
        assert seen.section is not None
        tab.show_values(LONG_ENDPOINT, TOKEN)
        tab.show_facts(
            token_uses(seen.section.token, NOW, NO_NAMES),
            "You have not shared this token from this computer yet.",
            "",
        )
        tab.calendar.show()
        fill(made)
        return made

    return build


def _waiting(made: MainWindow) -> None:
    made.scim_tab.show_values("", None, busy=True)
    made.scim_tab.show_facts("", "", "")


def _shared(made: MainWindow) -> None:
    made.scim_tab.show_facts(
        "Rotated 400 days ago. Last used 4 minutes ago by Azure AD (Microsoft Entra ID).",
        "Last shared with Jane Doe, Contoso on 24 November 2026, 12:00.",
        "Rotate this token now: it is older than a year.",
        due=True,
    )
    made.scim_tab.shared_line.addWidget(button("Read out the passphrase…", kind="link"))
    made.scim_tab.calendar.say("Saved as rotate-widget-data-center.ics. Open it with your calendar.")


def _revealed(made: MainWindow) -> None:
    made.scim_tab.show_revealed(TOKEN, revealed=True)
    made.scim_tab.show_reveal_time(328)
    status = StatusLine()
    status.show_clipboard("The Authorization header", 328)
    made.set_foot(status)


def _old_token(made: MainWindow) -> None:
    panel, left = made.scim_tab.old_token, timedelta(days=29, hours=23)
    seen = view(old_ends_in=left)
    assert seen.section is not None
    judgement = judge(seen.section, NOW)
    panel.show_old_token("Valid until 24 December 2026, 11:00. Its last four digits are 0d1e.", can_revoke=True)
    panel.show_countdown(in_words(left), per_mille(left))
    panel.show_uses(*state_of(judgement, NOW), who_uses_it(judgement, NOW, NO_NAMES))
    panel.calendar.show()


def _old_token_by_hand(made: MainWindow) -> None:
    panel, left = made.scim_tab.old_token, timedelta(hours=5)
    panel.show_old_token("Valid until 24 December 2026, 11:00. Its last four digits are 0d1e.", can_revoke=False)
    panel.show_countdown(in_words(left), per_mille(left))
    panel.show_uses(
        "muted",
        "Switch not confirmed",
        "Both tokens work (checked 4 minutes ago). R-Service does not tell this program who uses the old one.\n"
        "Shared with Jane Doe, Contoso on 2 March 2026 · switched: not confirmed\n"
        "Next: ask whether the new token is entered there, then choose Mark as confirmed….",
    )
    panel.show_confirming(possible=True)
    panel.calendar.show()
    panel.calendar.say("Saved as rotate-widget-data-center.ics. Open it with your calendar.")


def _may_revoke(made: MainWindow) -> None:
    _old_token(made)
    made.scim_tab.old_token.show_uses(
        "good",
        "All have switched",
        "Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used "
        "for 8 days: you can revoke it.",
        may_revoke=True,
    )
    made.scim_tab.old_token.show_confirming(possible=True, confirmed=True)


def _problems(made: MainWindow) -> None:
    made.scim_tab.problem.show_problem(KeyringLocked(), ("Try again", "Go on without it"))
    made.notice.show_notice(KeyringMissing().sentences, ("Try again", "Go on without it"))
    line = ReminderLine()
    line.say("2 other accounts need you: Gadget Data Center (QA) and Widget Data Center Northern Europe (Production).")
    made.set_foot(line)


def _token_ended(made: MainWindow) -> None:
    stopped = StoppedCard()
    made.scim_tab.insert(0, stopped)
    stopped.show()
    made.scim_tab.problem.show_problem(TokenEnded(), ("Replace token…", "Try again"))


def _banner(made: MainWindow) -> None:
    banner = RotationBanner()
    made.scim_tab.insert(0, banner)
    banner.show_asking()


def _banner_kept(made: MainWindow) -> None:
    banner, leaked = RotationBanner(), LeakedPanel()
    made.scim_tab.insert(0, banner)
    made.scim_tab.insert(1, leaked)
    banner.show_kept("0d1e")
    leaked.show_leaked("b3ad", "The leaked token still works. It was checked on 24 November 2026, 12:00.", works=True)


def _added(made: MainWindow) -> None:
    card = AddedCard()
    made.scim_tab.insert(0, card)
    card.show_added("“Widget Data Center Northern and Eastern Europe” (Production) is kept on this computer.")


def _tester(fill: Callable[[TesterTab], None]) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        tab = TesterTab()
        tab.input.offer_clients(read_clients())
        tab.input.show_hint("The token of Widget Data Center is used. Type another one to test that.", "The account’s")
        made = window(tab=tab, title="Connection tester")
        tab.endpoint.setText(LONG_ENDPOINT)
        tab.endpoint.setCursorPosition(0)
        fill(tab)
        return made

    return build


def _testing(tab: TesterTab) -> None:
    tab.show_running()
    tab.show_step("Does the service answer a provisioning client’s first question?")
    tab.show_progress(3, 12)
    tab.show_check(REPORT.checks[0])


def _tested(tab: TesterTab) -> None:
    tab.show_report(REPORT)
    tab.verdict.show_fields(FIELDS)
    tab.verdict.show_earlier(("24 November 2026, 12:00", "23 November 2026, 09:12"))
    tab.verdict.show_changes(("The service answers faster than before.", "A finding is gone: scim.error-format."))
    tab.verdict.show_problem("The disk is full. Nothing was written. Make room, then save the report again.")
    tab.detail.show_check(REPORT.checks[0], REPORT.findings, can_be_copied=True)


def _blocked(tab: TesterTab) -> None:
    tab.show_report(replace(REPORT, verdict=Verdict.BLOCKED, recommended_base=None))
    failed = next(check for check in REPORT.checks if check.status is CheckStatus.FAILED)
    tab.detail.show_check(failed, REPORT.findings, can_be_copied=True)


FIELDS = (
    ShownField("Tenant URL", FieldKind.BASE_URL, LONG_ENDPOINT, hint="Without a slash at its end."),
    ShownField("Secret Token", FieldKind.TOKEN, None, TOKEN),
    ShownField("Supported provisioning actions", FieldKind.OTHER, None),
)


def _setup(client: ProvisioningClient) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        tab = SetupTab()
        tab.show_clients([(each.id, each.name) for each in read_clients()])
        tab.choose(client.id)
        tab.show_client(client)
        tab.show_origin(
            "The values that you tested on 24 November 2026, 12:00", "QA", "Test them once more first.", back=True
        )
        fields = tuple(
            ShownField(
                each.label,
                each.kind,
                RSERVICE if each.kind is FieldKind.BASE_URL else each.value,
                TOKEN if each.kind is FieldKind.TOKEN else None,
                hint=each.hint,
            )
            for each in client.fields
        )
        tab.show_fields(fields)
        return window(tab=tab, title="Client setup")

    return build


def _history(rows: Sequence[HistoryRow], *, kept: bool = True) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        tab = HistoryTab()
        tab.show_rows(rows, more=False, kept=kept)
        if rows:
            tab.say("Saved as history-widget-data-center.csv.")
            _mark_first(tab)
        return window(tab=tab, title="History")

    return build


def _mark_first(page: QWidget) -> None:
    for table in page.findChildren(QTableView):
        table.selectRow(0)


HISTORY = (
    HistoryRow(NOW, "Shared", "Done", "good", "…b3ad", "Jane Doe, Contoso"),
    HistoryRow(NOW - timedelta(days=1), "Rotated: planned", "Failed: R-Service does not answer.", "bad", "…b3ad", ""),
    HistoryRow(NOW - timedelta(days=3), "Tested", "Usable", "warning", "…0d1e", "Azure AD (Microsoft Entra ID)"),
)


def _accounts(rows: Sequence[AccountRow], *, testing: bool = False) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        page = AccountsPage()
        page.offer(page.move_away, page.replace_token)
        page.show_rows(rows, rows[0].id if rows else None)
        made = window("Accounts", page)
        if testing:
            page.show_testing("12 of 40 tested: 10 ready, 1 usable, 1 blocked.", 12, 40)
            page.problem.show_problem(ServiceUnreachable(), ("Close message",))
            line = UndoLine()
            line.offer("“Widget Data Center Northern and Eastern Europe” (Production) was removed.")
            made.set_foot(line)
        return made

    return build


_ROWS = (
    (LONG_NAME, "Production", "Blocked, 4 minutes ago", "Rotate this token now.", "bad", "bad"),
    ("Gadget", "QA", "Ready, just now", "Nothing is due.", "good", ""),
    ("Widget Data Center", "Practice", "Usable, 3 days ago", "Ask whether it is used.", "warning", "warning"),
)
ACCOUNTS = tuple(
    AccountRow(
        account(name).id,
        name,
        word,
        "api.r-service.tech",
        "412 days",
        "29 days 23 hours left",
        tested,
        "Jane Doe, Contoso, 3 days ago",
        step,
        tone,
        due,
        typed=True,
    )
    for name, word, tested, step, tone, due in _ROWS
)


def _received(fill: Callable[[ReceivedSharePage], None]) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        page = ReceivedSharePage()
        share = ReceivedShare(
            endpoint=read_endpoint("http://xn--r-srvice-d1a.example/scim/v2"),
            token=TOKEN,
            account_name=LONG_NAME,
            environment=Environment.PRODUCTION,
            practice=True,
            client="entra",
            for_whom="Jane Doe, Contoso",
            made_by="Howard Tanner, Widget Data Center",
            made_at=datetime(2026, 8, 1, tzinfo=UTC),
            previous_token_expires_at=None,
        )
        page.show_share(
            name_shown(share.account_name),
            "Production",
            f"{who_made(share)} {NOBODY_CHECKED}",
            "Made 115 days ago, on 1 August 2026, 00:00. Made for Azure AD (Microsoft Entra ID).",
        )
        page.show_warning(host_shown(share.endpoint), CALL_FIRST, cautions(share, NOW))
        page.show_values(share.endpoint.url, share.token)
        page.offer_clients([client.name for client in read_clients()])
        page.show_reply("I have received the share and entered both values in Azure AD (Microsoft Entra ID).")
        fill(page)
        return window("Received share", page)

    return build


def _to_keep(page: ReceivedSharePage) -> None:
    page.show_tested("These values were not tested on this computer yet.", "warning")
    page.show_keeping("It is kept on this computer, with its token in the vault.", possible=True, name=LONG_NAME)
    page.show_name_problem("You already have an account of this name in this environment. Choose another one.")
    page.show_revealed(TOKEN, revealed=True)
    page.show_reveal_time(328)


def _kept(page: ReceivedSharePage) -> None:
    page.show_tested("Tested on 24 November 2026, 12:00: ready.", "good")
    page.show_kept("Kept as “Widget Data Center Northern and Eastern Europe” (Production).")


WINDOW_PAGES = (
    Page("start", _start),
    Page("scim, waiting", _scim(_waiting)),
    Page("scim", _scim(lambda _: None)),
    Page("scim, shared and due", _scim(_shared)),
    Page("scim, revealed", _scim(_revealed)),
    Page("scim, old token", _scim(_old_token)),
    Page("scim, old token, by hand", _scim(_old_token_by_hand)),
    Page("scim, old token, to revoke", _scim(_may_revoke)),
    Page("scim, problems", _scim(_problems)),
    Page("scim, stopped", _scim(_token_ended)),
    Page("scim, banner", _scim(_banner)),
    Page("scim, banner, kept", _scim(_banner_kept)),
    Page("scim, added", _scim(_added)),
    Page("tester", _tester(lambda _: None)),
    Page("tester, running", _tester(_testing)),
    Page("tester, ready", _tester(_tested)),
    Page("tester, blocked", _tester(_blocked)),
    *(Page(f"setup, {each.id}", _setup(each)) for each in read_clients()),
    Page("history", _history(HISTORY)),
    Page("history, empty", _history(())),
    Page("history, not kept", _history((), kept=False)),
    Page("accounts", _accounts(ACCOUNTS)),
    Page("accounts, testing", _accounts(ACCOUNTS, testing=True)),
    Page("accounts, empty", _accounts(())),
    Page("received", _received(_to_keep)),
    Page("received, kept", _received(_kept)),
)
