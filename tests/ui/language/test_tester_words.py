"""The connection tester in another language: no word of ours is shown that was never made a text."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.clients.catalogue import read_clients
from app.domain.past_run import changes_since, kept, read_past_run
from app.domain.report import Check, CheckStatus, Report, Verdict
from app.domain.text import at_moment
from app.ui.pages import tester_tab
from app.ui.presenters.client_values import shown_fields
from tests.tester.running import run_against
from tests.tester.scim_server import Reply, Request, Service, refusal
from tests.ui.language.pseudo import speak_english, speak_pseudo
from tests.ui.language.words import untranslated, words_of
from tests.ui.samples import NOW, TOKEN

_OF_CLIENTS = {
    words
    for client in read_clients()
    for words in (
        client.name,
        client.test_note,
        *(each for field in client.fields for each in (field.label, field.hint)),
    )
    if words
}
_DATA = re.compile(
    "|".join(
        [
            *map(re.escape, sorted(_OF_CLIENTS, key=len, reverse=True)),
            r"(GET )?https?://\S+",
            r"application/\S+",
            r"(?<!\w)/scim(/v2)?\b",
            r"\b[0-9a-f]{4}\b",
            r"[\w-]+(?:\.[\w-]+)+",
            r"\b(Users|Groups|ServiceProviderConfig|URL|November)\b",
        ]
    )
)
"""What stands in the clients' own files, the longest first, SCIM's own names, and the month of the test's locale."""


def bad(request: Request) -> Reply | None:
    """A service with something of everything: slow down, no groups, another content type, no search."""
    if request.path.endswith("/Groups"):
        return refusal(404)
    if "filter" in request.query:
        return refusal(400)
    if request.path.endswith("/Schemas"):
        return Reply(429, b"", {"Retry-After": "61"})
    return None


@pytest.fixture(scope="module")
def reports() -> tuple[Report, Report]:
    """Of a service that does everything right, and of one that does not, with slips in what was typed."""
    return asyncio.run(run_against(Service())), asyncio.run(run_against(Service(instead=bad)))


def in_english(tab: QWidget) -> list[str]:
    """The words outside brackets that are no data."""
    return [text for _, text in words_of(tab) if untranslated(text, _DATA)]


def shown_tab(qtbot: QtBot, report: Report, before: Report) -> tester_tab.TesterTab:
    """A tab with all that it can show of this report."""
    tab = tester_tab.TesterTab()
    qtbot.addWidget(tab)
    tab.show()
    tab.input.offer_clients(read_clients())
    tab.show_report(report)
    client = next(each for each in read_clients() if each.id == "other")
    result = next(each for each in report.clients if each.id == "other")
    tab.verdict.show_fields(shown_fields(client, result.fields, TOKEN))
    past = read_past_run(NOW, kept(before))
    assert past is not None
    tab.verdict.show_earlier([at_moment(past.at)])
    tab.verdict.show_changes(changes_since(past, report))
    return tab


def every_check(tab: tester_tab.TesterTab, report: Report) -> Iterator[Check]:
    """Each check in full, one after the other."""
    for check in report.checks:
        tab.detail.show_check(check, [each for each in report.findings if each.check == check.id], can_be_copied=True)
        yield check


def test_every_word_of_a_report_is_a_text(qtbot: QtBot, qapp: QApplication, reports: tuple[Report, Report]) -> None:
    good, other = reports
    assert other.verdict is Verdict.BLOCKED
    assert {"scim.filter-unsupported", "http.rate-limited"} <= {each.code for each in other.findings}
    worked = replace(good, verdict=Verdict.READY)
    for report, before in ((good, worked), (other, good), (good, other)):
        tab = shown_tab(qtbot, report, before)
        assert list(every_check(tab, report))
        english = {text for _, text in words_of(tab)}
        pseudo = speak_pseudo(qapp)
        try:
            assert in_english(tab) == []  # said again
            for check in every_check(tab, report):
                assert in_english(tab) == [], check.id
            again = shown_tab(qtbot, report, before)
            assert in_english(again) == []  # said at once
        finally:
            speak_english(qapp, pseudo)
        assert {text for _, text in words_of(tab)} == english


def test_a_test_that_runs(qtbot: QtBot, qapp: QApplication, reports: tuple[Report, Report]) -> None:
    tab = tester_tab.TesterTab()
    qtbot.addWidget(tab)
    tab.show()
    pseudo = speak_pseudo(qapp)
    try:
        tab.show_running()
        tab.show_step(reports[0].checks[0].title)
        for check in reports[0].checks:
            tab.show_check(check)
        table = tab.findChild(QTableWidget, "checks")
        assert table is not None
        qtbot.waitUntil(lambda: table.rowCount() == len(reports[0].checks))
        assert in_english(tab) == []
        assert any(check.status is CheckStatus.PASSED for check in reports[0].checks)
    finally:
        speak_english(qapp, pseudo)
