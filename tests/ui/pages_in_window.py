"""The pages of the main window, full of what they can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from app.actions.provisioning_clients import read_clients
from app.domain.clients import FieldKind, ProvisioningClient
from app.domain.countdown import in_words, per_mille
from app.domain.errors import KeyringLocked, KeyringMissing, TokenEnded
from app.domain.phrases import token_uses
from app.domain.report import CheckStatus, Verdict
from app.domain.switching import judge
from app.domain.switching_words import state_of, who_uses_it
from app.domain.text import at_moment, tr
from app.domain.user_agents import NO_NAMES
from app.ui.pages.guided_panel import LeakedPanel, RotationBanner
from app.ui.pages.setup_tab import SetupTab
from app.ui.pages.tester_tab import TesterTab
from app.ui.widgets.added_card import AddedCard
from app.ui.widgets.basics import button
from app.ui.widgets.client_fields import ShownField
from app.ui.widgets.reminder_line import ReminderLine
from app.ui.widgets.stopped_card import StoppedCard
from app.ui.window.main_window import MainWindow
from app.ui.window.status_line import StatusLine
from tests.ui.page import Page
from tests.ui.pages_of_rows import PAGES_OF_ROWS
from tests.ui.report_samples import REPORT
from tests.ui.samples import NOW, TOKEN, view
from tests.ui.window_of_page import LONG_ENDPOINT, LONG_NAME, RSERVICE, window


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
            tr("You have not shared this token from this computer yet."),
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
        tr("Rotated 400 days ago. Last used 4 minutes ago by Azure AD (Microsoft Entra ID)."),
        tr("Last shared with Jane Doe, Contoso on 24 November 2026, 12:00."),
        tr("Rotate this token now: it is older than a year."),
        due=True,
    )
    made.scim_tab.shared_line.addWidget(button(tr("Read out the passphrase…"), kind="link"))
    made.scim_tab.calendar.say(tr("Saved as rotate-widget-data-center.ics. Open it with your calendar."))


def _revealed(made: MainWindow) -> None:
    made.scim_tab.show_revealed(TOKEN, revealed=True)
    made.scim_tab.show_reveal_time(328)
    status = StatusLine()
    status.show_clipboard(tr("The Authorization header"), 328)
    made.set_foot(status)


def _old_token(made: MainWindow) -> None:
    panel, left = made.scim_tab.old_token, timedelta(days=29, hours=23)
    seen = view(old_ends_in=left)
    assert seen.section is not None
    judgement = judge(seen.section, NOW)
    panel.show_old_token(tr("Valid until 24 December 2026, 11:00. Its last four digits are 0d1e."), can_revoke=True)
    panel.show_countdown(in_words(left), per_mille(left))
    panel.show_uses(*state_of(judgement, NOW), who_uses_it(judgement, NOW, NO_NAMES))
    panel.calendar.show()
    made.scim_tab.calendar.hide()  # one of them is there


def _old_token_by_hand(made: MainWindow) -> None:
    panel, left = made.scim_tab.old_token, timedelta(hours=5)
    panel.show_old_token(tr("Valid until 24 December 2026, 11:00. Its last four digits are 0d1e."), can_revoke=False)
    panel.show_countdown(in_words(left), per_mille(left))
    panel.show_uses(
        "muted",
        tr("Switch not confirmed"),
        tr(
            "Both tokens work (checked 4 minutes ago). R-Service does not tell this program who uses the old one.\n"
            "Shared with Jane Doe, Contoso on 2 March 2026 · switched: not confirmed\n"
            "Next: ask whether the new token is entered there, then choose Mark as confirmed…."
        ),
    )
    panel.show_confirming(possible=True)
    panel.calendar.show()
    made.scim_tab.calendar.hide()  # one of them is there
    panel.calendar.say(tr("Saved as rotate-widget-data-center.ics. Open it with your calendar."))


def _may_revoke(made: MainWindow) -> None:
    _old_token(made)
    made.scim_tab.old_token.show_uses(
        "good",
        tr("All have switched"),
        tr(
            "Every client seen on the old token in the last 30 days now uses the new one; the old one has not been "
            "used for 8 days: you can revoke it."
        ),
        may_revoke=True,
    )
    made.scim_tab.old_token.show_confirming(possible=True, confirmed=True)


def _problems(made: MainWindow) -> None:
    made.scim_tab.problem.show_problem(KeyringLocked(), (tr("Try again"), tr("Go on without it")))
    made.notice.show_notice(KeyringMissing().sentences, (tr("Try again"), tr("Go on without it")))
    line = ReminderLine()
    line.say(
        tr("2 other accounts need you: Gadget Data Center (QA) and Widget Data Center Northern Europe (Production).")
    )
    made.set_foot(line)


def _token_ended(made: MainWindow) -> None:
    stopped = StoppedCard()
    made.scim_tab.insert(0, stopped)
    stopped.show()
    made.scim_tab.problem.show_problem(TokenEnded(), (tr("Replace token…"), tr("Try again")))


def _banner(made: MainWindow) -> None:
    banner = RotationBanner()
    made.scim_tab.insert(0, banner)
    banner.show_asking()


def _banner_kept(made: MainWindow) -> None:
    banner, leaked = RotationBanner(), LeakedPanel()
    made.scim_tab.insert(0, banner)
    made.scim_tab.insert(1, leaked)
    banner.show_kept("0d1e")
    leaked.show_leaked(
        "b3ad", tr("The leaked token still works. It was checked on 24 November 2026, 12:00."), works=True
    )


def _added(made: MainWindow) -> None:
    card = AddedCard()
    made.scim_tab.insert(0, card)
    card.show_added(tr("“Widget Data Center Northern and Eastern Europe” (Production) is kept on this computer."))


def _tester(fill: Callable[[TesterTab], None]) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        tab = TesterTab()
        tab.input.offer_clients(read_clients())
        tab.input.show_hint(
            tr("The token of Widget Data Center is used. Type another one to test that."), tr("The account’s")
        )
        made = window(tab=tab, title=tr("Connection tester"))
        tab.endpoint.setText(LONG_ENDPOINT)
        tab.endpoint.setCursorPosition(0)
        fill(tab)
        return made

    return build


def _testing(tab: TesterTab) -> None:
    tab.show_running()
    tab.show_step(tr("Does the service answer a provisioning client’s first question?"))
    tab.show_progress(3, 12)
    tab.show_check(REPORT.checks[0])


def _tested(tab: TesterTab) -> None:
    tab.show_report(REPORT)
    tab.verdict.show_fields(FIELDS)
    tab.verdict.show_earlier((at_moment(NOW), at_moment(NOW - timedelta(hours=27))))
    tab.verdict.show_changes(
        (tr("The service answers faster than before."), tr("A finding is gone: scim.error-format."))
    )
    tab.verdict.show_problem(tr("The disk is full. Nothing was written. Make room, then save the report again."))
    tab.detail.show_check(REPORT.checks[0], REPORT.findings, can_be_copied=True)


def _blocked(tab: TesterTab) -> None:
    tab.show_report(replace(REPORT, verdict=Verdict.BLOCKED, recommended_base=None))
    failed = next(check for check in REPORT.checks if check.status is CheckStatus.FAILED)
    tab.detail.show_check(failed, REPORT.findings, can_be_copied=True)


FIELDS = (
    ShownField(tr("Tenant URL"), FieldKind.BASE_URL, LONG_ENDPOINT, hint=tr("Without a slash at its end.")),
    ShownField(tr("Secret Token"), FieldKind.TOKEN, None, TOKEN),
    ShownField(tr("Supported provisioning actions"), FieldKind.OTHER, None),
)


def _setup(client: ProvisioningClient) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        tab = SetupTab()
        tab.show_clients([(each.id, each.name) for each in read_clients()])
        tab.choose(client.id)
        tab.show_client(client)
        tab.show_origin(
            tr("The values that you tested on 24 November 2026, 12:00"),
            "QA",
            tr("Test them once more first."),
            back=True,
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
        return window(tab=tab, title=tr("Client setup"))

    return build


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
    *(Page(tr("setup, {id}", id=each.id), _setup(each)) for each in read_clients()),
    *PAGES_OF_ROWS,
)
