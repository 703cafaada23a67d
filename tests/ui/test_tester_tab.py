"""What the tab Connection tester shows of a test: verdict, tables, progress."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from app.domain.findings import RULES, Finding
from app.domain.report import Verdict
from app.domain.report_words import verdict_sentence, what_to_do
from app.ui.pages import tester_tab
from app.ui.theme.icons import StateIcon
from app.ui.widgets.waterfall import SPAN
from tests.ui.report_samples import FIELDS, LITERAL, REPORT
from tests.ui.samples import ENDPOINT, TOKEN


@pytest.fixture
def tab(qtbot: QtBot) -> tester_tab.TesterTab:
    made = tester_tab.TesterTab()
    qtbot.addWidget(made)
    made.show()
    return made


def label(tab: tester_tab.TesterTab, name: str) -> QLabel:
    found = tab.findChild(QLabel, name)
    assert found is not None
    return found


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_an_icon_a_sentence_and_a_word(tab: tester_tab.TesterTab, verdict: Verdict) -> None:
    code = "auth.rejected"
    findings = (
        (Finding(code, RULES[code].severity, "<b>Message</b>.", "Remedy."),) if verdict is Verdict.BLOCKED else ()
    )
    report = replace(REPORT, verdict=verdict, findings=findings)
    tab.show_report(report)
    said = label(tab, "verdict")
    assert (said.text(), said.accessibleDescription()) == (verdict_sentence(report), verdict.value)
    assert label(tab, "whatToDo").text() == "\n".join(what_to_do(report))
    (icon,) = tab.verdict.findChildren(StateIcon)
    assert not icon.pixmap().isNull()


def texts(table: QTableWidget) -> list[list[str]]:
    model = table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_the_tables(tab: tester_tab.TesterTab) -> None:
    for _ in range(2):  # a second report replaces the first
        tab.show_report(REPORT)
    bases = tab.findChild(QTableWidget, "baseUrls")
    checks = tab.findChild(QTableWidget, "checks")
    clients = tab.findChild(QTableWidget, "clients")
    assert bases is not None
    assert checks is not None
    assert clients is not None
    assert texts(clients) == [
        ["Another client", "Not known", LITERAL, "Unknown"],
        ["Azure AD (Microsoft Entra ID)", "Yes", "It is.", "Documented"],
        ["Okta", "No", "It is not.", "Documented"],
    ]
    assert texts(bases) == [
        [ENDPOINT, "200", "200", "–", "Use this one"],
        ["http://127.0.0.1:8123/scim", "200", "404", "200", "Works too"],
        [f"http://127.0.0.1:8123/{LITERAL}", "404", "–", "–", "No"],
    ]
    assert texts(checks) == [
        ["Passed", "Check passed", LITERAL, "12 ms"],
        ["Warning", "Check warning", LITERAL, ""],
        ["Failed", "Check failed", LITERAL, ""],
        ["Skipped", "Check skipped", LITERAL, ""],
    ]
    for row in range(4):
        result = checks.item(row, 0)
        assert result is not None
        assert not result.icon().isNull()
    headings = [
        [table.model().headerData(c, Qt.Orientation.Horizontal) for c in range(table.columnCount())]
        for table in (bases, checks)
    ]
    assert headings == [
        ["URL", "Users", "Groups", "ServiceProviderConfig", "Use"],
        ["Result", "Check", "Detail", "Duration"],
    ]


def test_results_go_when_they_are_forgotten(tab: tester_tab.TesterTab) -> None:
    tab.show_report(REPORT)
    assert label(tab, "verdict").isVisible()
    tab.clear_results()
    assert not label(tab, "verdict").isVisible()
    tab.show_running()
    tab.show_step("Looking up the name")
    tab.show_progress(2, 7)
    assert label(tab, "verdict").text() == "Testing… Looking up the name"
    assert label(tab, "verdict").accessibleDescription() == "running"
    tab.clear_results()
    assert label(tab, "verdict").isVisible()
    tab.end_if_running()
    tab.end_if_running()
    assert not label(tab, "verdict").isVisible()


def test_checks_are_shown_while_they_end(tab: tester_tab.TesterTab, qtbot: QtBot) -> None:
    tab.show_report(REPORT)
    tab.show_running()
    checks = tab.findChild(QTableWidget, "checks")
    assert checks is not None
    assert (checks.isVisible(), checks.rowCount()) == (True, 0)
    for check in REPORT.checks:
        tab.show_check(check)
    qtbot.waitUntil(lambda: checks.rowCount() == len(REPORT.checks), timeout=30_000)
    assert not tab.findChild(QTableWidget, "baseUrls").isVisible()  # type: ignore[union-attr]  # it is there: see above
    tab.show_report(REPORT)
    assert checks.rowCount() == len(REPORT.checks)


def test_a_bar_shows_when_a_check_took_place(tab: tester_tab.TesterTab) -> None:
    tab.show_report(REPORT)
    checks = tab.findChild(QTableWidget, "checks")
    assert checks is not None
    spans = [checks.model().index(row, 3).data(SPAN) for row in range(checks.rowCount())]
    assert spans == [pytest.approx((0.0, 12.4 / 50)), None, None, None]
    tab.resize(1000, 800)
    checks.viewport().grab()  # paints the bars
    tab.resize(400, 800)
    checks.viewport().grab()


def test_a_check_in_full(tab: tester_tab.TesterTab, qtbot: QtBot) -> None:
    tab.show_report(REPORT)
    checks = tab.findChild(QTableWidget, "checks")
    assert checks is not None
    assert not tab.detail.isVisible()
    with qtbot.waitSignal(tab.check_chosen, timeout=30_000) as chosen:
        checks.selectRow(0)
    assert chosen.args == ["passed"]
    tab.detail.show_check(REPORT.checks[0], REPORT.findings, can_be_copied=True)
    assert label(tab, "checkFindings").text() == f"{LITERAL} Do this."
    assert label(tab, "checkRequest").text() == f"GET {ENDPOINT}/Users?{LITERAL}\nwith the token"
    assert label(tab, "checkAnswer").text().startswith(f"Answer: status 200, {LITERAL}.")
    shape = tab.findChild(QPlainTextEdit, "answerShape")
    assert shape is not None
    assert shape.toPlainText() == "{\n  id: text\n}"
    assert "<b>" not in shape.document().toHtml().partition("<body")[2].partition("<p")[0]
    tab.detail.show_check(REPORT.checks[1], (), can_be_copied=False)
    assert label(tab, "checkFindings").text() == LITERAL
    hidden = [tab.findChild(QPushButton, name) for name in ("copyAsCurl", "copyAsPowershell")]
    assert not [each for each in hidden if each is None or each.isVisible()]
    assert not shape.isVisible()
    tab.show_running()
    assert not tab.detail.isVisible()


def test_what_to_enter_where(tab: tester_tab.TesterTab, qtbot: QtBot) -> None:
    tab.show_report(REPORT)
    tab.verdict.show_fields(FIELDS)
    url, token, other = (
        tab.findChild(QLineEdit, f"tested{name}") for name in ("BaseUrl", "BearerToken", "ItsOtherField")
    )
    assert url is not None
    assert token is not None
    assert other is not None
    assert (url.text(), url.accessibleName()) == (ENDPOINT, "Base URL")
    assert token.text() == TOKEN.masked
    assert token.accessibleDescription().startswith("hidden, ends in")
    buttons = {each.accessibleName(): each for each in tab.verdict.findChildren(QPushButton) if each.isVisible()}
    assert {"Copy Base URL", "Copy Bearer token"} <= set(buttons)
    assert "Copy Its other field" not in buttons  # there is nothing to copy
    with qtbot.waitSignal(tab.verdict.copy_wanted, timeout=30_000) as wanted:
        buttons["Copy Bearer token"].click()
    assert wanted.args == ["Bearer token"]
    tab.verdict.confirm("Bearer token")
    assert buttons["Copy Bearer token"].text() == "Copied"
    assert "41 users and 1 group" in label(tab, "whatWasSeen").text()
    assert "widget.example" in label(tab, "whatWasSeen").text()


def test_earlier_runs_can_be_compared(tab: tester_tab.TesterTab, qtbot: QtBot) -> None:
    tab.show_report(REPORT)
    chooser = tab.findChild(QComboBox, "compareWith")
    assert chooser is not None
    tab.verdict.show_earlier(())
    assert not chooser.isVisible()
    tab.verdict.show_earlier(("Monday", "Sunday"))
    tab.verdict.show_changes(("It was ready then.", "New: something."))
    assert chooser.isVisible()
    assert label(tab, "whatChanged").text() == "It was ready then.\nNew: something."
    with qtbot.waitSignal(tab.verdict.compare, timeout=30_000) as compared:
        chooser.activated.emit(1)
    assert compared.args == [1]


def test_tab_goes_in_reading_order(tab: tester_tab.TesterTab) -> None:
    tab.show_report(REPORT)
    tab.verdict.show_fields(FIELDS)
    tab.verdict.show_earlier(("Monday",))
    names, here = [], tab.input.button
    for _ in range(200):
        here = here.nextInFocusChain()  # type: ignore[assignment]  # a widget, whatever its kind
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.isVisible() and here.objectName():
            names.append(here.objectName())
    fields = ["testedBaseUrl", "testedCopyBaseUrl", "testedBearerToken", "testedCopyBearerToken"]
    fields.append("testedItsOtherField")
    wanted = [*fields, "compareWith", "showSetUpSteps", "saveReport", "baseUrls", "checks", "clients"]
    assert [name for name in names if name in wanted][: len(wanted)] == wanted
