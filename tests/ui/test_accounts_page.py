"""The page Accounts: the table and its order, the buttons, hundreds of accounts."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.account_facts import AccountFacts, Facts, LastTest, is_of_present
from app.actions.past_tests import PastTestRecords
from app.actions.program import Program
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import AccountId, Environment
from app.domain.report import Verdict
from app.domain.tokens import AccessToken
from app.ui.pages.accounts_page import AccountsPage
from app.ui.pages.accounts_table import HEADINGS, NEXT_STEP, AccountRow, AccountsTable
from app.ui.presenters.account_rows import AccountRows
from tests.ui.adding import opened_program
from tests.ui.report_samples import REPORT
from tests.ui.samples import view


class Page:
    """The page, and what was asked for on it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.page = AccountsPage()
        qtbot.addWidget(self.page)
        self.page.resize(1000, 700)
        self.page.show()
        found = self.page.findChild(AccountsTable)
        assert found is not None
        self.table = found
        self.asked: list[tuple[str, object]] = []
        for name in ("opened", "edit", "another", "remove", "replace"):
            getattr(self.page, name).connect(lambda account, name=name: self.asked.append((name, account)))

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert found is not None
        return found

    def names(self) -> list[str]:
        return [str(self.table.accounts.index(row, 0).data()) for row in range(self.table.accounts.rowCount())]


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page(qtbot)
    made.page.show_rows(ROWS, AccountId("b"))
    return made


def row(name: str, due: int, *, typed: bool = True) -> AccountRow:
    order = (name.casefold(), "QA", "host", float(due), (True, 0), (True, "", 0), (True, ""), (True, due))
    return AccountRow(AccountId(name.lower()), name, "QA", "host", next_step=f"Rotate {due}", order=order, typed=typed)


ROWS = [row("A", 3), row("B", 1), row("c", 2, typed=False)]


def test_what_is_due_first_stands_first_and_headings_sort(page: Page) -> None:
    assert page.names() == ["B", "c", "A"]
    header = page.table.horizontalHeader()
    assert [page.table.model().headerData(each, Qt.Orientation.Horizontal) for each in (0, NEXT_STEP)] == [
        "Name",
        "Next step ▴",
    ]
    left = header.sectionViewportPosition(0) + 10
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left, 10))
    assert page.names() == ["A", "B", "c"]
    assert page.table.row is not None
    assert page.table.row.id == "b", "the marked account stays marked"
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left, 10))
    assert page.names() == ["c", "B", "A"]
    assert header.visualIndex(NEXT_STEP) == 2, "in sight in a narrow window"
    spoken = [
        page.table.model().headerData(each, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
        for each in range(len(HEADINGS))
    ]
    assert spoken == list(HEADINGS)


def test_buttons_are_for_the_marked_account(page: Page) -> None:
    for name, signal in (("editAccount", "edit"), ("addAnotherLikeThis", "another"), ("removeAccount", "remove")):
        page.button(name).click()
        assert page.asked[-1] == (signal, "b")
    page.table.mark(AccountId("c"))
    states = {name: page.button(name).isEnabled() for name in ("openAccount", "editAccount", "removeAccount")}
    assert states == {"openAccount": True, "editAccount": False, "removeAccount": False}
    page.table.clearSelection()
    assert not page.button("openAccount").isEnabled()
    assert page.button("moveToAnotherComputer").isHidden()
    page.page.offer(page.page.replace_token)
    page.table.mark(AccountId("a"))
    page.button("replaceToken").click()
    assert page.asked[-1] == ("replace", "a")


def test_enter_and_a_double_click_open(page: Page) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.asked == [("opened", "b")]
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Enter)
    assert page.asked[-1] == ("opened", "c")
    place = page.table.visualRect(page.table.model().index(2, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.asked[-1] == ("opened", "a")


def test_the_mark_follows_the_account_in_view_and_stays_where_the_person_put_it(page: Page) -> None:
    page.table.mark(AccountId("a"))
    page.page.show_rows([*ROWS, row("D", 0)], AccountId("b"))
    assert page.names()[0] == "D"
    assert page.table.row is not None
    assert page.table.row.id == "a"
    page.page.show_rows(ROWS, AccountId("c"))
    assert page.table.row.id == "c"
    page.page.show_rows([], None)
    assert page.table.isHidden()
    assert page.button("testAll").isHidden()


def test_a_narrow_window_shows_name_environment_and_next_step(page: Page) -> None:
    page.page.resize(512, 600)
    QApplication.sendPostedEvents()
    table = page.table
    right = table.columnViewportPosition(NEXT_STEP) + table.columnWidth(NEXT_STEP)
    assert right <= table.viewport().width() + 1
    assert page.page.horizontalScrollBar().maximum() == 0


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    async with opened_program(tmp_path / "home") as opened:
        yield opened


async def test_rows_say_what_is_known(program: Program) -> None:
    assert program.typed is not None
    rotated = program.clock.now() - timedelta(days=350)
    production = await program.typed.add(
        NewAccount(
            "Widget",
            Environment.PRODUCTION,
            "https://api.r-service.tech/scim/v2",
            AccessToken("a1" * 32),
            None,
            rotated,
        )
    )
    qa = await program.typed.add(
        NewAccount("Widget", Environment.QA, "https://api.r-service.qa/scim/v2", AccessToken("b2" * 32))
    )
    facts = AccountFacts(program)
    await PastTestRecords(program).keep(qa.view.account.id, REPORT)
    assert program.store is not None
    assert program.vault is not None
    mark = program.vault.fingerprint("a1" * 32)
    program.store.shares.keep(production.view.account.id, mark, "Jane Doe", None)
    program.store.shares.keep(production.view.account.id, program.vault.fingerprint("c3" * 32), "Somebody else", None)
    await facts.mark_twin(qa.view.account.id, production.view.account.id)
    known = await facts.read()
    assert known.twins == {production.view.account.id: qa.view.account.id}
    rows = AccountRows(program.clock)
    first, second = rows.of(program.views.values(), known)
    by_badge = {each.badge: each for each in (first, second)}
    assert by_badge["Production"].cells == (
        "Widget",
        "Production",
        "api.r-service.tech",
        "350 days",
        "–",
        "–",
        "Jane Doe, just now",
        "Rotate within 14 days",
    )
    assert by_badge["Production"].due_tone == "warning"
    assert by_badge["QA"].cells[3:7] == ("Not known", "–", by_badge["QA"].last_test, "–")
    assert by_badge["QA"].last_test.endswith(", just now")
    assert min((first, second), key=lambda each: each.order[NEXT_STEP]).badge == "Production"
    again = rows.of(program.views.values(), known)
    assert all(now is before for now, before in zip(again, (first, second), strict=True)), "made once"


async def test_a_former_token_s_test_is_not_the_present_one_s(program: Program) -> None:
    assert program.typed is not None
    token = AccessToken("a1" * 32)
    added = await program.typed.add(NewAccount("Widget", Environment.QA, "https://api.r-service.tech/scim/v2", token))
    account = added.view.account.id
    rows, facts = AccountRows(program.clock), AccountFacts(program)

    async def last_test() -> tuple[str, str]:
        (row,) = rows.of(program.views.values(), await facts.read())
        return row.last_test, row.test_tone

    await PastTestRecords(program).keep(account, REPORT)
    assert (await last_test())[0].endswith(", just now")
    await program.typed.tokens.paste(account, AccessToken("b2" * 32))
    now = program.clock.now()
    await added.show(await program.typed.tokens.take_pasted(account, now, now + timedelta(days=30)))
    assert await last_test() == ("Not tested since it was rotated", "")
    await PastTestRecords(program).keep(account, REPORT)
    assert (await last_test())[0].endswith(", just now")


def test_a_test_is_compared_with_a_token_by_the_service_s_clock() -> None:
    section = view().section
    assert section is not None
    assert section.token.created_at is not None
    made_at, hour = section.token.created_at, timedelta(hours=1)
    assert is_of_present(LastTest(made_at, Verdict.READY), view())
    assert not is_of_present(LastTest(made_at - hour, Verdict.READY), view())
    assert is_of_present(LastTest(made_at - hour, Verdict.READY), view(offset=hour))


@pytest.mark.alone
async def test_many_are_quick(qtbot: QtBot, program: Program) -> None:
    assert program.typed is not None
    await program.go_without_keyring()
    for each in range(500):
        environment = Environment.QA if each % 2 else Environment.PRODUCTION
        rotated = None if each % 5 == 0 else program.clock.now() - timedelta(days=each % 400)
        token = AccessToken(f"{each:064x}")
        await program.typed.add(
            NewAccount(f"Company {each:03}", environment, "https://api.r-service.tech/scim/v2", token, None, rotated)
        )
    page, rows = Page(qtbot), AccountRows(program.clock)
    made = rows.of(program.views.values(), Facts())  # in a worker thread, there
    page.page.show_rows(made[:3], None)
    page.table.grab()  # what Qt loads for the first row ever
    times: dict[str, float] = {}
    steps = {
        "shown": lambda: page.page.show_rows(made, None),
        "painted": page.table.grab,
        "looked at again": lambda: page.page.show_rows(rows.of(program.views.values(), Facts()), None),
        "sorted": lambda: page.table.sortByColumn(0, Qt.SortOrder.AscendingOrder),
        "narrowed": lambda: page.page.resize(700, 600),
        "painted again": page.table.grab,
    }
    for what, work in steps.items():
        assert callable(work)
        began = time.perf_counter()
        work()
        times[what] = (time.perf_counter() - began) * 1000
    print({what: round(took, 1) for what, took in times.items()})
    assert [what for what, took in times.items() if took > 50] == []


def test_without_accounts_there_is_nothing_to_do_with_one(qtbot: QtBot) -> None:
    """What stands there says what to do, and no button does nothing."""
    page = AccountsPage()
    qtbot.addWidget(page)
    page.offer(page.move_away, page.replace_token)
    page.show()
    shown = {each.text() for each in page.findChildren(QPushButton) if each.isVisible()}
    assert shown == {"Add an account…", "Open a share…", "Move to another computer…"}
