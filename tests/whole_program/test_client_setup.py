"""The tab Client setup: from a client's name to its values in another program, by keyboard and by name."""

from __future__ import annotations

import re

import pytest

from tests.rig import hands
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import ENDPOINT, MASKED, QA_TWIN, TOKEN, Program
from tests.whole_program.test_accessibility import focused, nameless

pytestmark = pytest.mark.once

AZURE = "Azure AD (Microsoft Entra ID)"


def test_azure_ads_two_values_reach_another_program(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    endpoint, ending = program.endpoint, program.token_field.text[-4:]
    program.select_tab("Client setup")
    program.select_client("Okta")
    program.select_client(AZURE)
    url = window.find("text", "Tenant URL")
    assert url.wait_for_text(ENDPOINT) == endpoint
    assert {"read only"} <= url.states
    program.press("Copy Tenant URL")
    poll(lambda: session.clipboard() == endpoint, "URL in the clipboard")
    assert not session.clipboard_marked_secret()

    token = window.find("text", "Secret Token")
    assert MASKED.match(token.text)
    assert token.description == f"hidden, ends in {ending}"
    program.press("Copy Secret Token")
    pasted = poll(lambda: (text := session.clipboard()) and TOKEN.match(text) and text, "token in the clipboard")
    assert pasted.endswith(ending)
    assert session.clipboard_marked_secret()
    assert nameless(window) == []


def test_the_header_goes_to_those_who_want_it_whole(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.select_tab("Client setup")
    program.select_client("Okta")
    program.press("Copy Authorization")
    poll(lambda: re.match(r"^Bearer [0-9a-f]{64}$", session.clipboard() or ""), "header in the clipboard")
    assert session.clipboard_marked_secret()


def test_each_account_has_its_own_values(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    program.select_tab("Client setup")
    program.select_client(AZURE)
    before = window.find("text", "Secret Token").text
    assert program.label("valuesOf").text == "Values of Widget Data Center"
    assert program.label("valuesEnvironment").text == "Practice"
    program.select_account(QA_TWIN)
    program.label("valuesOf").wait_for_text("Values of Widget Data Center QA")
    assert program.window.find("text", "Secret Token").wait_for_text(MASKED) != before


def test_set_up_steps_with_tested_values_and_no_account(session: Session) -> None:
    """What is typed there touches no account: there is none."""
    program = Program(session, "--practice")
    program.wait_for_account()
    endpoint, token = program.endpoint, program.copy_token()
    program.select_account("No account (test only)")
    window = program.window
    program.select_tab("Client setup")
    assert program.label("valuesAdvice").text.startswith("Run the connection tester first")
    assert window.find("text", "Tenant URL").text == ""
    program.select_tab("Connection tester")
    hands.type_into(window.find("text", "Endpoint to test"), endpoint.removesuffix("/v2"))
    hands.type_into(window.find("password text", "Token to test"), token)
    program.run_test()
    program.press("Show set-up steps")
    program.label("valuesOf").wait_for_text("The values that you tested")
    assert program.label("clientName").text == "Another client"
    assert focused(window) == "Provisioning clients"
    program.select_client(AZURE)
    tested = window.find("text", "Tenant URL").text
    assert tested.startswith(endpoint.removesuffix("/v2"))
    assert window.find("text", "Secret Token").text.endswith(token[-4:])


def test_the_keyboard_alone(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    endpoint = program.endpoint
    program.select_tab("Client setup")
    program.select_client("OneLogin")
    hands.focus(window.find("list", "Provisioning clients"))
    order = []
    for _ in range(4):
        session.keys("Tab")
        order.append(focused(window))
    assert order == ["SCIM Base URL", "Copy SCIM Base URL", "SCIM Bearer Token", "Copy SCIM Bearer Token"]
    session.keys("Return")
    poll(lambda: TOKEN.match(session.clipboard() or ""), "token in the clipboard")
    session.keys("shift+Tab", "shift+Tab", "Return")
    poll(lambda: session.clipboard() == endpoint, "URL in the clipboard")
    session.keys("Tab", "ctrl+c")  # the masked field gives the guarded copy
    poll(lambda: TOKEN.match(session.clipboard() or ""), "token in the clipboard")
    assert session.clipboard_marked_secret()
    session.keys("Tab", "Tab")
    assert focused(window) == "Save as a page…"
    session.keys("Tab")
    assert focused(window).startswith("Reported") or "://" in focused(window)


def test_the_steps_are_saved_as_a_page_without_the_token(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    endpoint, token = program.endpoint, program.copy_token()
    program.select_tab("Client setup")
    program.select_client("Okta")
    target = session.home / "steps.html"
    program.press("Save as a page…")
    program.save_as(target)
    program.label("setupPageSaved").wait_for_text(re.compile("^To print it, open it in your browser"), 20)
    page = target.read_text(encoding="utf-8")
    assert endpoint in page
    assert f"Bearer, a blank and the token, ending in {token[-4:]}" in page
    assert token not in page
