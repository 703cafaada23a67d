"""The first minute: start page, pages, titles, switching between accounts."""

from __future__ import annotations

from tests.rig import hands
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import ACCOUNT, NAME, QA_TWIN, Program, title


def test_an_empty_home_shows_the_start_page(session: Session) -> None:
    program = Program(session)
    window = program.app.window(NAME)
    window.find("push button", "Test a connection")
    assert program.notice.text == ""
    hands.press(window.find("push button", "Practise with a pretend account"))
    program.wait_for_account()
    assert program.label("environment").text == "Practice"


def test_without_an_account_the_tester_alone_is_there(session: Session) -> None:
    program = Program(session)
    program.press("Test a connection")
    window = program.window
    assert window.name == NAME
    window.find("text", "Endpoint to test")
    assert window.find("combo box", label="Account").name == "No account (test only)"
    both = ["Connection tester", "Client setup"]
    poll(lambda: [tab.name for tab in window.find_all("page tab")] == both, "the two tabs that work")
    assert not (session.home / ".local/share/scim-connection/practice").exists()


def test_accounts_are_listed_and_switched(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account(ACCOUNT)
    program.select_page("Accounts")
    table = program.window.find("table", "Accounts")
    rows = table.table()
    assert {row[0] for row in rows} == {ACCOUNT, QA_TWIN}
    assert all("Practice" in row for row in rows)
    first = program.window
    program.select_account(QA_TWIN)
    program.select_page("SCIM")
    program.wait_for_account(QA_TWIN)
    poll(lambda: first.name == title(QA_TWIN), "the window's title to follow")
    assert program.label("environment").text == "Practice"


def test_leaving_ends_everything(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    assert program.quit() == 0
    assert program.app.process.returncode == 0
