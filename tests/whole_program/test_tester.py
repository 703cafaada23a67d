"""The tab Connection tester, on the pretend account and on nothing at all."""

from __future__ import annotations

import json

import pytest

from tests.rig import hands
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import Program

pytestmark = pytest.mark.once


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


ENTRA = "Azure AD (Microsoft Entra ID)"


def test_what_azure_is_to_be_given_is_copied_from_the_verdict(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    endpoint, token = program.endpoint, program.copy_token()
    program.select_tab("Connection tester")
    hands.choose(window.find("combo box", label="Provisioning client"), ENTRA)
    assert program.run_test().description == "ready", window.dump()
    assert ENTRA in program.label("verdict").text
    assert window.find("text", "Tenant URL").text == endpoint
    assert window.find("text", "Secret Token").text.endswith(token[-4:])
    program.press("Copy Tenant URL")
    poll(lambda: session.clipboard() == endpoint, "the Tenant URL in the clipboard")
    program.press("Copy Secret Token")
    poll(lambda: session.clipboard() == token, "the token in the clipboard")
    assert session.clipboard(target="x-kde-passwordManagerHint") == "secret"
    clients = window.find("table", "Clients").table()
    assert [ENTRA, "Yes"] in [row[:2] for row in clients]


def test_a_check_is_looked_into_and_copied(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    ending = program.token_field.text[-4:]
    program.run_test()
    hands.select(window.find("table", "Checks").find("table cell", "Users at /scim/v2"))
    shape = window.find("text", "Shape of the answer")
    assert "userName: text" in shape.text
    assert "@" not in shape.text
    program.press("Copy as curl")
    line = poll(lambda: (session.clipboard() or "") if "curl" in (session.clipboard() or "") else "", "the curl line")
    assert f"{window.find('text', 'Endpoint to test').text}/Users" in line
    assert ending not in line.replace(window.find("text", "Endpoint to test").text, "")


def test_a_report_is_saved_for_a_ticket_and_the_next_test_compared(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    token = program.copy_token()
    program.run_test()
    saved = {name: session.home / name for name in ("report.html", "report.json")}
    for target in saved.values():
        program.press("Save report…")
        program.save_as(target)
        poll(target.exists, f"{target.name} on the disk")
    texts = {name: target.read_text(encoding="utf-8") for name, target in saved.items()}  # they are written whole
    assert not [name for name, text in texts.items() if token in text or "widget.example" in text]
    assert json.loads(texts["report.json"])["schema"] == "scim-connection-report/1"
    program.run_test()
    changed = program.label("whatChanged")
    poll(lambda: "ready then, too" in changed.text, "the comparison")
