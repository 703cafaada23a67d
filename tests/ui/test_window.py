"""The built window and its dialogs as wholes: plain text everywhere, names of everything, nothing checkable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.actions.provisioning_clients import read_clients
from app.domain.accounts import AccountId
from app.domain.errors import KeyringLocked
from app.ui.dialogs.read_out import ReadOutDialog
from app.ui.dialogs.rotate import RevokeDialog, RotateDialog, RotateFacts
from app.ui.dialogs.share import ShareDialog
from app.ui.dialogs.share_ready import ReadyFacts, ShareReady
from app.ui.pages import tester_tab
from app.ui.pages.accounts_page import AccountRow, AccountsPage
from app.ui.pages.setup_tab import SetupTab
from app.ui.pages.start_page import StartPage
from app.ui.widgets.reminder_line import ReminderLine
from app.ui.window.main_window import MainWindow
from app.ui.window.status_line import StatusLine
from tests.ui.report_samples import FIELDS, REPORT
from tests.ui.samples import ENDPOINT, TOKEN, account

MARKUP = "<b>Widget</b> & <img src=x>"
CLIENT = replace(read_clients()[0], name=MARKUP, note=MARKUP, test_note=MARKUP)
SCIM_TAB = {
    "scimEndpoint": "SCIM endpoint",
    "copyScimEndpoint": "Copy SCIM endpoint",
    "scimAccessToken": "SCIM access token",
    "showToken": "Show token",
    "copyScimAccessToken": "Copy SCIM access token",
    "copyAsAuthorizationHeader": "Copy as Authorization header",
    "shareSecurely": "Share securely…",
    "addToCalendar": "Add to calendar…",
    "oldTokenAddToCalendar": "Add to calendar…",
    "rotateScimToken": "Rotate SCIM token",
    "tokenKeep5MoreMinutes": "Keep 5 more minutes",
    "oldTokenTimeLeft": "Old token time left",
    "revokeOldTokenNow": "Revoke old token now…",
}
TESTER_TAB = {
    "endpointToTest": "Endpoint to test",
    "tokenToTest": "Token to test",
    "runTest": "Run test",
    "saveReport": "Save report…",
    "showSetUpSteps": "Show set-up steps",
    "testProgress": "Test progress",
    "baseUrls": "Base URLs",
    "checks": "Checks",
}
SETUP_TAB = {
    "provisioningClients": "Provisioning clients",
    "baseUrl": "Base URL",
    "copyBaseUrl": "Copy Base URL",
    "bearerToken": "Bearer token",
    "copyBearerToken": "Copy Bearer token",
}
LABELS = {
    "scim": ["tokenUses", "lastShared", "rotationAdvice", "oldTokenCountdown", "oldTokenValidUntil", "oldTokenUses"],
    "tester": ["verdict", "whatToDo", "whatWasSeen", "whatChanged", "checkFindings"],
}


class Built:
    """A window with every page, full of what it can show."""

    def __init__(self) -> None:
        self.window = MainWindow()
        self.tester = tester_tab.TesterTab()
        self.setup = SetupTab()
        self.accounts = AccountsPage()
        self.window.tabs.addTab(self.tester, "Connection tester")
        self.window.tabs.addTab(self.setup, "Client setup")
        self.window.add_page(self.accounts, "Accounts")
        self.status = StatusLine()
        self.line = ReminderLine()
        self.window.set_foot(self.line)
        self.window.set_foot(self.status)
        self.window.show_start_page()
        assert self.window.start_page is not None
        self.start: StartPage = self.window.start_page
        self._fill()
        self.window.show()

    def _fill(self) -> None:
        tab = self.window.scim_tab
        tab.show_values(ENDPOINT, TOKEN)
        tab.show_facts(MARKUP, MARKUP, MARKUP)
        tab.show_reveal_time(30)
        tab.old_token.show_old_token(MARKUP, can_revoke=True)
        tab.old_token.show_uses("warning", MARKUP, MARKUP)
        tab.old_token.show_countdown("29 days 23 hours left", 990)
        tab.problem.show_problem(KeyringLocked(), ("Try again", "Go on without it"))
        self.window.notice.show_notice(MARKUP, ("Try again",))
        self.status.show_clipboard(MARKUP, 60)
        self.line.say(MARKUP)
        tab.calendar.say(MARKUP)
        one = account(MARKUP)
        self.window.header.show_accounts([one], one.id)
        self.window.show_title(one)
        self.accounts.show_rows([AccountRow(one.id, MARKUP, "Practice", ENDPOINT)], one.id)
        self.setup.show_clients([("entra", MARKUP)])
        self.setup.show_client(CLIENT)
        self.setup.show_origin(MARKUP, "QA", MARKUP, back=True)
        self.setup.show_fields(FIELDS)
        self.tester.input.show_hint(MARKUP, "Paste the token")
        self.tester.show_report(REPORT)
        self.tester.verdict.show_fields(FIELDS)
        self.tester.verdict.show_earlier((MARKUP,))
        self.tester.verdict.show_changes((MARKUP,))
        self.tester.detail.show_check(REPORT.checks[0], REPORT.findings, can_be_copied=True)

    def dialogs(self) -> list[QWidget]:
        facts = RotateFacts(MARKUP, "QA", "b3ad", "then", MARKUP)
        share, ready = (ShareDialog(self.window, MARKUP, "QA", can_keep=True) for _ in range(2))
        ready.show_ready(ShareReady(ReadyFacts(MARKUP, MARKUP, True, MARKUP, "00ff", MARKUP), "six-words"))
        read_out = ReadOutDialog(self.window, MARKUP, "QA", MARKUP, "six-words", "then")
        revoke = RevokeDialog(self.window, MARKUP, "QA", "0d1e", MARKUP)
        return [RotateDialog(self.window, facts), revoke, share, ready, read_out]

    def pages(self) -> dict[str, QWidget]:
        return {
            "scim": self.window.scim_tab,
            "tester": self.tester,
            "setup": self.setup,
            "accounts": self.accounts,
            "start": self.start,
        }

    def frame(self) -> list[QWidget]:
        """What stands around every page."""
        return [self.window.header, self.window.menu, self.window.notice, self.line, self.status]


@pytest.fixture
def built(qtbot: QtBot) -> Iterator[Built]:
    made = Built()
    qtbot.addWidget(made.window)
    QApplication.sendPostedEvents()
    yield made
    for dialog in made.window.findChildren(ShareDialog):
        dialog.close()


def inside(*roots: QWidget) -> list[QWidget]:
    """The widgets in these that we made: those of Qt's own making inside a view or a tab bar are left out."""
    views = (QAbstractItemView,)
    found = [each for root in roots for each in [root, *root.findChildren(QWidget)]]
    return [
        each
        for each in found
        if not each.objectName().startswith("qt_")
        and not each.metaObject().className().startswith(("QComboBoxPrivate", "QComboBoxListView"))
        and not (each.parentWidget() is not None and isinstance(each.parentWidget(), views))
    ]


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says: its name, or that of the label which is its buddy."""
    seen = QAccessible.queryAccessibleInterface(widget)
    name = seen.text(QAccessible.Text.Name)
    related = [each for each, _ in seen.relations(QAccessible.RelationFlag.Label)]
    return name or " ".join(each.text(QAccessible.Text.Name) for each in related)


def test_every_label_shows_plain_text(built: Built) -> None:
    labels = [each for each in inside(built.window, *built.dialogs()) if isinstance(each, QLabel)]
    assert len(labels) > 50
    guessing = [
        (each.objectName(), each.text())
        for each in labels
        if each.text() and each.textFormat() != Qt.TextFormat.PlainText
    ]
    assert guessing == []
    assert sum(each.text() == MARKUP for each in labels) > 10


def test_items_are_literal_too(built: Built) -> None:
    tables = [each for each in inside(built.window) if isinstance(each, QTableView) and each.model().rowCount()]
    assert MARKUP in [table.model().index(0, 0).data() for table in tables]
    assert len(tables) == 4
    assert not [each for each in inside(built.window, *built.dialogs()) if each.toolTip()]
    assert built.window.windowTitle() == f"SCIM Connection — {MARKUP} (Practice)"


def test_every_widget_that_takes_focus_has_a_name(built: Built) -> None:
    focusable = [
        each
        for each in inside(built.window, *built.dialogs())
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.focusProxy() is None
    ]
    assert len(focusable) > 30
    assert [repr(each) for each in focusable if not spoken_name(each).strip()] == []


def test_no_button_is_checkable(built: Built) -> None:
    buttons = [each for each in inside(built.window, *built.dialogs()) if isinstance(each, QPushButton)]
    assert len(buttons) > 20
    assert [each.text() for each in buttons if each.isCheckable()] == []


@pytest.mark.parametrize("page", ["scim", "tester", "setup", "accounts", "start"])
def test_object_names_and_names_are_unique_on_a_page(built: Built, page: str) -> None:
    widgets = inside(built.pages()[page], *built.frame())
    names = Counter(each.objectName() for each in widgets if each.objectName() and each.objectName() != "pageColumn")
    assert [name for name, times in names.items() if times > 1] == []
    buttons = [each for each in widgets if isinstance(each, QAbstractButton)]
    assert [each.text() for each in buttons if not each.objectName()] == []


def test_dialogs_too(built: Built) -> None:
    for dialog in built.dialogs():
        for kind, names in (
            ("object name", [each.objectName() for each in inside(dialog)]),
            ("name", [each.accessibleName() for each in inside(dialog)]),
        ):
            twice = [name for name, times in Counter(names).items() if name and times > 1]
            assert twice == [], (dialog, kind)


@pytest.mark.parametrize(("page", "names"), [("scim", SCIM_TAB), ("tester", TESTER_TAB), ("setup", SETUP_TAB)])
def test_names_are_the_contracts(built: Built, page: str, names: dict[str, str]) -> None:
    found = {each.objectName(): each.accessibleName() for each in inside(built.pages()[page])}
    assert {name: found.get(name) for name in names} == names


@pytest.mark.parametrize(("page", "names"), LABELS.items())
def test_labels_read_as_their_text(built: Built, page: str, names: list[str]) -> None:
    for name in names:
        found = built.pages()[page].findChild(QLabel, name)
        assert found is not None, name
        assert found.accessibleName() == ""


def test_names_around_every_page(built: Built) -> None:
    found = {each.objectName(): spoken_name(each) for each in inside(*built.frame())}
    assert found["account"] == MARKUP or "Account" in found["account"]
    assert found["settingsMenu"] == "Settings menu"
    assert {"notice", "environment"} <= set(found)


def test_the_title_names_the_account_in_view(built: Built) -> None:
    built.window.show_title(None)
    assert built.window.windowTitle() == "SCIM Connection"
    built.window.show_title(account("Widget\u202e"))
    assert built.window.windowTitle() == "SCIM Connection — Widget\\u202e (Practice)"


def test_without_an_account_there_is_no_tab_scim(built: Built) -> None:
    tabs = built.window.tabs

    def titles() -> list[str]:
        return [tabs.tabText(number) for number in range(tabs.count())]

    built.window.offer_scim_tab(False)
    built.window.offer_scim_tab(False)
    assert titles() == ["Connection tester", "Client setup"]
    built.window.offer_scim_tab(True)
    built.window.offer_scim_tab(True)
    assert titles() == ["SCIM", "Connection tester", "Client setup"]
    assert tabs.currentIndex() == 0


def test_closing_is_told_and_the_size_is_kept(built: Built, qtbot: QtBot) -> None:
    built.window.resize(900, 640)
    state = built.window.stands(AccountId("widget"))
    assert (state.width, state.height, state.maximized, state.account) == (900, 640, False, "widget")
    with qtbot.waitSignal(built.window.closing, timeout=30_000):
        built.window.close()


@pytest.mark.parametrize(("name", "choice"), [("testAConnection", "test"), ("practiseWithAPretendAccount", "practice")])
def test_what_is_chosen_on_the_start_page_is_kept(built: Built, qtbot: QtBot, name: str, choice: str) -> None:
    found = built.start.findChild(QPushButton, name)
    assert found is not None
    with qtbot.waitSignal(built.window.start_chosen, timeout=30_000) as chosen:
        found.click()
    assert chosen.args == [choice]
    assert built.window.start_choice == choice
    built.window.show_start_page()
    assert built.window.start_page is built.start
