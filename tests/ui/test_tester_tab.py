"""What the tab Connection tester shows of a test: verdict, tables, progress."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableWidget
from pytestqt.qtbot import QtBot

from app.domain.findings import RULES, Finding
from app.domain.report import (
    BaseResult,
    Check,
    CheckStatus,
    Report,
    Timings,
    Vantage,
    Verdict,
)
from app.domain.report_words import verdict_sentence, what_to_do
from app.ui.pages import tester_tab
from app.ui.theme.icons import StateIcon
from tests.ui.samples import ENDPOINT

MARKUP = "<b>x</b>\u202e\n"
REPORT = Report(
    verdict=Verdict.READY,
    endpoint=ENDPOINT,
    client=None,
    findings=(),
    bases=(
        BaseResult(ENDPOINT, 200, 200, None, True),
        BaseResult("http://127.0.0.1:8123/scim", 200, 404, 200, True),
        BaseResult(f"http://127.0.0.1:8123/{MARKUP}", 404),
    ),
    recommended_base=ENDPOINT,
    recommended_for_appending=(),
    clients=(),
    seen=None,
    checks=tuple(
        Check(status.value, f"Check {status.value}", status, MARKUP, 0.0, None if number else 12.4)
        for number, status in enumerate(CheckStatus)
    ),
    tls=None,
    vantage=Vantage(),
    timings=Timings(),
)


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
    (icon,) = tab.findChildren(StateIcon)
    assert not icon.pixmap().isNull()


def texts(table: QTableWidget) -> list[list[str]]:
    model = table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_both_tables(tab: tester_tab.TesterTab) -> None:
    for _ in range(2):  # a second report replaces the first
        tab.show_report(REPORT)
    bases = tab.findChild(QTableWidget, "baseUrls")
    checks = tab.findChild(QTableWidget, "checks")
    assert bases is not None
    assert checks is not None
    literal = "<b>x</b>\\u202e\\x0a"
    assert texts(bases) == [
        [ENDPOINT, "200", "200", "–", "Use this one"],
        ["http://127.0.0.1:8123/scim", "200", "404", "200", "Works too"],
        [f"http://127.0.0.1:8123/{literal}", "404", "–", "–", "No"],
    ]
    assert texts(checks) == [
        ["Passed", "Check passed", literal, "12 ms"],
        ["Warning", "Check warning", literal, ""],
        ["Failed", "Check failed", literal, ""],
        ["Skipped", "Check skipped", literal, ""],
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
