"""What can be done with a report in the window: copy its values, look into a check, save it, go to the steps."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from app.ui.secrets.clipboard import KDE_MARK
from tests.tester.scim_server import Service, serving
from tests.ui.samples import TEXT, view
from tests.ui.test_tester import Shown


@pytest.fixture
async def tested(qtbot: QtBot) -> AsyncIterator[Shown]:
    """A tab with the report of a real run for Azure AD, of the account's own token."""
    made = Shown()
    qtbot.addWidget(made.tab)
    made.tab.show()
    client = made.tab.findChild(QComboBox, "provisioningClient")
    assert client is not None
    await made.until(lambda: client.count() > 5)
    client.setCurrentIndex(client.findData("entra"))
    async with serving(Service(token=TEXT)) as served:
        made.presenter.show(view(endpoint=served.endpoint))
        await made.tested()
        yield made
    await made.tasks.cancel()
    assert made.failed == []


def pressed(shown: Shown, name: str) -> None:
    found = next(each for each in shown.tab.findChildren(QPushButton) if each.accessibleName() == name)
    assert found.isVisible()
    found.click()


def copied() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()


async def test_the_clients_own_fields_are_copied(tested: Shown) -> None:
    pressed(tested, "Copy Tenant URL")
    assert copied().text() == tested.tab.endpoint.text()
    assert not copied().hasFormat(KDE_MARK)
    pressed(tested, "Copy Secret Token")
    assert copied().text() == TEXT
    assert copied().hasFormat(KDE_MARK)
    assert tested.results.secrets() == [TEXT]


async def test_another_client_asks_for_another_test(tested: Shown) -> None:
    client = tested.tab.findChild(QComboBox, "provisioningClient")
    assert client is not None
    client.setCurrentIndex(client.findData("okta"))
    assert not tested.label("verdict").isVisible()
    assert tested.results.secrets() == []


async def test_set_up_steps_are_shown_with_the_tested_values(tested: Shown) -> None:
    pressed(tested, "Show set-up steps")
    ((client, report, token),) = tested.steps
    assert client == "entra"
    assert report.recommended_base == tested.tab.endpoint.text()
    assert token is not None
    assert token.reveal() == TEXT


async def test_a_check_is_shown_with_all_that_it_found(tested: Shown) -> None:
    checks = tested.tab.findChild(QTableWidget, "checks")
    assert checks is not None
    row = next(row for row in range(checks.rowCount()) if checks.model().index(row, 1).data() == "Server name")
    checks.selectRow(row)
    assert tested.tab.detail.isVisible()
    assert "this computer itself" in tested.label("checkFindings").text()


def answer(parent: QWidget, path: Path) -> bool:
    """Answers the file dialog; whether it was there."""
    dialogs = parent.findChildren(QFileDialog)
    for dialog in dialogs:
        dialog.selectFile(str(path))
        dialog.accept()
    return bool(dialogs)


@pytest.mark.parametrize("name", ["report.html", "report.json"])
async def test_the_report_is_saved(tested: Shown, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    pressed(tested, "Save report…")
    await tested.until(lambda: answer(tested.tab.window(), target))
    await tested.until(target.exists)
    text = target.read_text(encoding="utf-8")
    assert TEXT not in text
    if name.endswith("json"):
        assert json.loads(text)["client"] == "entra"
    else:
        assert text.startswith("<!doctype html>")


async def test_a_report_that_cannot_be_saved_is_told_beside_it(tested: Shown, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "report.html").mkdir()
    pressed(tested, "Save report…")

    def choose() -> bool:
        for dialog in tested.tab.window().findChildren(QFileDialog):
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            dialog.setDirectory(str(taken))
            dialog.selectFile(str(taken / "nowhere" / "report.html"))
            dialog.done(QFileDialog.DialogCode.Accepted.value)
            return True
        return False

    await tested.until(choose)
    await tested.until(lambda: tested.label("reportProblem").isVisible())
    assert tested.label("reportProblem").text().count(".") >= 2


async def test_a_test_is_compared_with_the_one_before(tested: Shown) -> None:
    changed = tested.label("whatChanged")
    assert not changed.isVisible()  # it is the first
    await tested.tested()
    await tested.until(changed.isVisible)
    assert changed.text().startswith("Nothing changed")
    (runs,) = tested.records.runs.values()
    assert len(runs) == 2
    tested.type(tested.tab.token, "another" * 5)
    await tested.tested()
    assert tested.label("verdict").accessibleDescription() == "blocked"
    assert not changed.isVisible()  # it is no test of the account's own token
    assert len(runs) == 2


@pytest.mark.parametrize(("name", "begins"), [("Copy as curl", "("), ("Copy as PowerShell", "")])
async def test_a_check_is_copied_as_a_line_that_holds_no_token(tested: Shown, name: str, begins: str) -> None:
    checks = tested.tab.findChild(QTableWidget, "checks")
    assert checks is not None
    row = next(row for row in range(checks.rowCount()) if checks.model().index(row, 1).data() == "Users at /scim/v2")
    checks.selectRow(row)
    pressed(tested, name)
    assert f"{tested.tab.endpoint.text()}/Users" in copied().text()
    assert copied().text().startswith(begins)
    assert TEXT not in copied().text()
