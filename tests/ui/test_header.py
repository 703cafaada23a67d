"""Finding an account in the header: by the list, by typing, among hundreds."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.accounts import Account, AccountId, Environment, Source
from app.ui.widgets.badge_delegate import BADGE
from app.ui.window.header import NO_ACCOUNT, NOTHING_FOUND, Header


def accounts(number: int) -> list[Account]:
    return [
        Account(
            AccountId(f"a{each}"),
            f"Company {each // 2:03}",
            Environment.QA if each % 2 else Environment.PRODUCTION,
            Source.TYPED,
        )
        for each in range(number)
    ]


class Shown:
    """A header, and what was chosen in it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.header = Header()
        qtbot.addWidget(self.header)
        self.header.resize(900, 56)
        self.chosen: list[object] = []
        self.header.account_chosen.connect(self.chosen.append)
        self.header.show_accounts(accounts(20), AccountId("a3"))
        self.header.show()
        self.header.activateWindow()
        box = self.header.findChild(QComboBox, "account")
        assert box is not None
        self.box = box

    @property
    def line(self) -> QLineEdit:
        found = self.box.lineEdit()
        assert found is not None
        return found

    def found(self) -> list[str]:
        completer = self.box.completer()
        assert completer is not None
        model = completer.completionModel()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def badge(self) -> str:
        found = self.header.findChild(QLabel, "environment")
        assert found is not None
        return found.text()


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    made = Shown(qtbot)
    qtbot.waitUntil(made.header.isVisible)
    made.line.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return made


def test_the_account_in_view_stands_there_with_its_badge(shown: Shown) -> None:
    assert shown.box.itemText(0) == NO_ACCOUNT
    assert shown.box.currentText() == "Company 001"
    assert shown.badge() == "QA"
    assert shown.box.itemData(4, BADGE) == "QA"
    shown.header.show_accounts(accounts(20), None)
    assert (shown.box.currentText(), shown.badge()) == (NO_ACCOUNT, "")
    assert shown.chosen == [], "nobody chose"


def test_typing_finds_and_return_takes_the_first(shown: Shown, qtbot: QtBot) -> None:
    shown.line.selectAll()
    QTest.keyClicks(shown.line, "any 00")
    assert len(shown.found()) == 20
    QTest.keyClicks(shown.line, "7")
    assert shown.found() == ["Company 007", "Company 007"]
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    assert shown.chosen == ["a14"]
    assert shown.box.currentText() == "Company 007"


def test_what_is_typed_and_not_chosen_is_forgotten(shown: Shown) -> None:
    shown.line.selectAll()
    QTest.keyClicks(shown.line, "nobody")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    assert shown.chosen == []
    QTest.keyClick(shown.line, Qt.Key.Key_Escape)
    assert shown.line.text() == "Company 001"
    shown.line.selectAll()
    QTest.keyClicks(shown.line, "nob")
    shown.line.clearFocus()
    assert shown.line.text() == "Company 001"
    assert shown.box.count() == 21


def test_a_search_that_finds_nothing_says_so(shown: Shown) -> None:
    shown.line.selectAll()
    QTest.keyClicks(shown.line, "compani")
    hint = shown.header.findChild(QLabel, "noAccountOfThisName")
    assert hint is not None
    assert hint.isVisible()
    assert hint.text() == NOTHING_FOUND
    QTest.keyClick(shown.line, Qt.Key.Key_Backspace)
    assert not hint.isVisible(), "something is found again"
    QTest.keyClicks(shown.line, "x")
    assert hint.isVisible()
    shown.header.resize(700, 56)
    assert hint.x() == shown.box.x(), "it stays below the line"
    shown.line.clearFocus()
    assert not hint.isVisible()


def test_nothing_stays_marked(shown: Shown) -> None:
    shown.line.selectAll()
    shown.header.show_accounts(accounts(20), AccountId("a5"))
    assert shown.line.hasFocus()
    assert (shown.line.text(), shown.line.selectedText(), shown.line.cursorPosition()) == ("Company 002", "", 0)
    shown.line.clearFocus()
    shown.line.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown.line.selectedText() == "Company 002", "typing replaces the name"
    shown.line.clearFocus()
    shown.line.setFocus(Qt.FocusReason.MouseFocusReason)
    shown.line.clearFocus()  # before the click was over
    QApplication.processEvents()
    assert shown.line.selectedText() == ""
    shown.line.setFocus(Qt.FocusReason.ActiveWindowFocusReason)  # back from another window
    QApplication.processEvents()
    assert shown.line.selectedText() == ""


def test_a_long_name_is_read_from_its_beginning(shown: Shown) -> None:
    assert shown.line.hasFocus()
    shown.line.selectAll()
    shown.line.clearFocus()
    assert (shown.line.selectedText(), shown.line.cursorPosition()) == ("", 0)
    long = Account(AccountId("a99"), "Widget " * 12, Environment.QA, Source.TYPED)
    shown.header.show_accounts([*accounts(3), long], AccountId("a99"))
    assert shown.line.text().startswith("Widget")
    assert shown.line.cursorPosition() == 0


def test_a_look_at_the_accounts_leaves_what_is_being_typed(shown: Shown) -> None:
    shown.line.selectAll()
    QTest.keyClicks(shown.line, "comp")
    shown.header.show_accounts(accounts(20), AccountId("a3"))
    assert shown.line.text() == "comp"


def test_another_name_is_shown(shown: Shown) -> None:
    renamed = [*accounts(3), Account(AccountId("a3"), "Gadget", Environment.PRODUCTION, Source.TYPED)]
    shown.header.show_accounts(renamed, AccountId("a3"))
    assert (shown.box.currentText(), shown.badge()) == ("Gadget", "Production")
    assert shown.box.count() == 5


@pytest.mark.alone
@pytest.mark.once
def test_many_are_quick(qtbot: QtBot) -> None:
    shown, many = Shown(qtbot), accounts(500)
    times: dict[str, float] = {}

    def timed(what: str, work: object) -> None:
        began = time.perf_counter()
        assert callable(work)
        work()
        QApplication.sendPostedEvents()
        times[what] = (time.perf_counter() - began) * 1000

    timed("listing", lambda: shown.header.show_accounts(many, AccountId("a400")))
    timed("looking again", lambda: shown.header.show_accounts(many, AccountId("a400")))
    timed("switching", lambda: shown.header.show_accounts(many, AccountId("a7")))
    timed("opening the list", shown.box.showPopup)
    shown.box.hidePopup()
    shown.line.setFocus()
    shown.line.selectAll()
    for letter in "company 2":
        timed(f"typing {letter!r}", lambda letter=letter: QTest.keyClicks(shown.line, letter))
    print({what: round(took, 1) for what, took in times.items()})
    assert [what for what, took in times.items() if took > 50] == []
