"""Pages of the main window about more than one token: history, accounts, a received share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QTableView, QWidget

from app.actions.preferences import Preferences
from app.actions.provisioning_clients import read_clients
from app.domain.accounts import Environment
from app.domain.endpoints import read_endpoint
from app.domain.errors import ServiceUnreachable
from app.domain.received_share import ReceivedShare
from app.domain.received_words import CALL_FIRST, NOBODY_CHECKED, cautions, host_shown, name_shown, who_made
from app.domain.text import joined, tr
from app.ui.pages.accounts_page import AccountRow, AccountsPage
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.history_table import HistoryRow
from app.ui.pages.preferences_page import PreferencesPage
from app.ui.pages.received_share import ReceivedSharePage
from app.ui.presenters.preferences import RESTORED
from app.ui.widgets.number_field import NumberField
from app.ui.widgets.undo_line import UndoLine
from tests.ui.page import Page
from tests.ui.samples import NOW, TOKEN, account
from tests.ui.window_of_page import LONG_NAME, window


def _history(rows: Sequence[HistoryRow], *, kept: bool = True) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        tab = HistoryTab()
        tab.show_rows(rows, more=False, kept=kept)
        if rows:
            tab.say(tr("Saved as history-widget-data-center.csv."))
            _mark_first(tab)
        return window(tab=tab, title=tr("History"))

    return build


def _mark_first(page: QWidget) -> None:
    for table in page.findChildren(QTableView):
        table.selectRow(0)


HISTORY = (
    HistoryRow(NOW, tr("Shared"), tr("Done"), "good", "…b3ad", "Jane Doe, Contoso"),
    HistoryRow(
        NOW - timedelta(days=1), tr("Rotated: planned"), tr("Failed: R-Service does not answer."), "bad", "…b3ad", ""
    ),
    HistoryRow(
        NOW - timedelta(days=3), tr("Tested"), tr("Usable"), "warning", "…0d1e", "Azure AD (Microsoft Entra ID)"
    ),
)


def _accounts(rows: Sequence[AccountRow], *, testing: bool = False) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        page = AccountsPage()
        page.offer(page.move_away, page.replace_token)
        page.show_rows(rows, rows[0].id if rows else None)
        made = window("Accounts", page)
        if testing:
            page.show_testing(tr("12 of 40 tested: 10 ready, 1 usable, 1 blocked."), 12, 40)
            page.problem.show_problem(ServiceUnreachable(), (tr("Close message"),))
            line = UndoLine()
            line.offer(tr("“Widget Data Center Northern and Eastern Europe” (Production) was removed."))
            made.set_foot(line)
        return made

    return build


_ROWS = (
    (LONG_NAME, "Production", tr("Blocked, 4 minutes ago"), tr("Rotate this token now."), "bad", "bad"),
    ("Gadget", "QA", tr("Ready, just now"), tr("Nothing is due."), "good", ""),
    (
        "Widget Data Center",
        "Practice",
        tr("Usable, 3 days ago"),
        tr("Ask whether it is used."),
        "warning",
        "warning",
    ),
)
ACCOUNTS = tuple(
    AccountRow(
        account(name).id,
        name,
        word,
        "api.r-service.tech",
        tr("412 days"),
        tr("29 days 23 hours left"),
        tested,
        tr("Jane Doe, Contoso, 3 days ago"),
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
            made_by=tr("Howard Tanner, Widget Data Center"),
            made_at=datetime(2026, 8, 1, tzinfo=UTC),
            previous_token_expires_at=None,
        )
        page.show_share(
            name_shown(share.account_name),
            "Production",
            joined(who_made(share), NOBODY_CHECKED),
            tr("Made 115 days ago, on 1 August 2026, 00:00. Made for Azure AD (Microsoft Entra ID)."),
        )
        page.show_warning(host_shown(share.endpoint), CALL_FIRST, cautions(share, NOW))
        page.show_values(share.endpoint.url, share.token)
        page.offer_clients([client.name for client in read_clients()])
        page.show_reply(tr("I have received the share and entered both values in Azure AD (Microsoft Entra ID)."))
        fill(page)
        return window(tr("Received share"), page)

    return build


def _to_keep(page: ReceivedSharePage) -> None:
    page.show_tested(tr("These values were not tested on this computer yet."), "warning")
    page.show_keeping(tr("It is kept on this computer, with its token in the vault."), possible=True, name=LONG_NAME)
    page.show_name_problem(tr("You already have an account of this name in this environment. Choose another one."))
    page.show_revealed(TOKEN, revealed=True)
    page.show_reveal_time(328)


def _kept(page: ReceivedSharePage) -> None:
    page.show_tested(tr("Tested on 24 November 2026, 12:00: ready."), "good")
    page.show_kept(tr("Kept as “Widget Data Center Northern and Eastern Europe” (Production)."))


def _preferences(_: QWidget) -> QWidget:
    page = PreferencesPage("win32")
    page.show_preferences(Preferences())
    for field in page.findChildren(NumberField):
        field.refused.emit("soon")
    page.say(RESTORED, "good")
    return window("Preferences", page)


PAGES_OF_ROWS = (
    Page("history", _history(HISTORY)),
    Page("history, empty", _history(())),
    Page("history, not kept", _history((), kept=False)),
    Page("accounts", _accounts(ACCOUNTS)),
    Page("accounts, testing", _accounts(ACCOUNTS, testing=True)),
    Page("accounts, empty", _accounts(())),
    Page("preferences", _preferences),
    Page("received", _received(_to_keep)),
    Page("received, kept", _received(_kept)),
)
