"""The tab Connection tester, on the pretend account and on nothing at all."""

from __future__ import annotations

from tests.rig import hands
from tests.rig.session import Session
from tests.whole_program.program import Program


def test_one_click_tests_what_the_screen_holds(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    endpoint = program.endpoint
    verdict = program.run_test()
    assert verdict.description in ("ready", "usable"), window.dump()
    assert program.label("whatToDo").text
    bases = window.find("table", "Base URLs").table()
    assert bases[0][:2] == [endpoint, "200"]
    checks = window.find("table", "Checks").table()
    assert len(checks) > 5
    assert all(row[0] and row[1] for row in checks)


def test_typed_values_are_tested_without_an_account(session: Session) -> None:
    program = Program(session)
    program.press("Test a connection")
    window = program.window
    hands.type_into(window.find("text", "Endpoint to test"), "http://127.0.0.1:9/scim/v2")
    hands.type_into(window.find("password text", "Token to test"), "0123456789abcdef" * 4)
    verdict = program.run_test()
    assert verdict.description == "blocked", window.dump()
    assert program.label("whatToDo").text
