"""A screen reader on every page and dialog of the running program: names, roles, states and values, and what it says by
itself."""

from __future__ import annotations

import re

import pytest

from tests.rig import hands
from tests.rig.announcements import Announcements
from tests.rig.node import Node
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.rig.walker import faults_in
from tests.whole_program.program import COUNTDOWN, NAME, TOKEN, Program


class Walk:
    """Collects what is wrong, page by page."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.faults: dict[str, list[str]] = {}
        self.pages = 0

    def look(self, name: str, window: Node | None = None) -> Node:
        window = window or self.program.window
        found = faults_in(window)
        self.pages += 1
        if found:
            self.faults[name] = found
        return window

    def dialog(self, button: str, title: str, *, close: bool = True) -> Node:
        self.program.press(button)
        found = self.look(title, self.program.app.window(title))
        if close:
            self.close(title)
        return found

    def close(self, title: str) -> None:
        self.program.session.keys("Escape")
        self.program.app.wait_closed(title)


@pytest.mark.once
def test_every_page_can_be_read(session: Session) -> None:
    start = Program(session)
    walk = Walk(start)
    start.app.window(NAME).find("push button", "Add my R-Service account", timeout=60)
    walk.look("start page")
    start.press("Test a connection")
    start.window.find("text", "Endpoint to test")
    walk.look("tester without an account")
    start.quit()

    walk.program = program = Program(session, "--practice")
    program.wait_for_account()
    walk.look("scim")
    _token_is_hidden_and_shown(program)
    walk.dialog("Share securely…", "Share securely")
    walk.dialog("Rotate SCIM token", "Rotate SCIM token")
    program.rotate()
    program.label("oldTokenCountdown").wait_for_text(COUNTDOWN)
    walk.look("scim with an old token")
    bar = program.window.find("progress bar", "Old token time left")
    assert 900 < float(bar.text) <= 1000
    walk.dialog("Revoke old token now…", "Revoke old token")

    program.select_tab("Connection tester")
    walk.look("tester")
    program.run_test()
    walk.look("tester, verdict")
    program.select_tab("Client setup")
    walk.look("client setup")
    program.select_tab("History")
    walk.look("history")
    found = walk.dialog("Which token is this?", "Which token is this?", close=False).find("password text", "Found text")
    hands.write(found, "what nobody is to hear")
    assert not found.text.strip("•●")
    walk.close("Which token is this?")
    program.select_page("Accounts")
    walk.look("accounts")
    walk.dialog("Add an account…", "Add an account")
    walk.dialog("Open a share…", "Open a share")
    walk.dialog("Move to another computer…", "Move to another computer")
    for page in ("Preferences", "Help"):
        program.select_page(page)
        walk.look(page)
    assert walk.faults == {}
    assert walk.pages > 14


def _token_is_hidden_and_shown(program: Program) -> None:
    """A masked token's ending, not its length; a revealed one in groups of four; the button says which."""
    field = program.token_field
    hidden = field.description
    assert re.fullmatch(r"hidden, ends in [0-9a-f]{4}", hidden)
    program.press("Show token")
    field.wait_for_text(TOKEN)
    groups = field.description.split()
    assert len(groups) == 16
    assert all(len(group) == 4 for group in groups)
    program.window.find("push button", "Hide token")
    program.press("Hide token")
    poll(lambda: field.description == hidden, "hidden token")


@pytest.mark.once
def test_what_happened_is_said_once_and_nothing_else(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.rotate()  # a countdown runs from now on, and is never said by itself
    token = program.copy_token()
    with Announcements(session) as said:
        for button, words in (
            ("Copy SCIM endpoint", "SCIM endpoint copied"),
            ("Copy SCIM access token", "SCIM access token copied"),
            ("Copy as Authorization header", "Authorization header copied"),
            ("Clear the clipboard now", "The clipboard was cleared."),
        ):
            program.press(button)
            said.expect(words)
        program.press("Show token")
        program.token_field.wait_for_text(TOKEN)
        program.press("Hide token")
        said.expect("Token hidden")
        verdict = program.run_test()
        said.expect(f"Verdict: {verdict.description}")
        program.select_tab("SCIM")
        program.press("Share securely…")
        dialog = program.app.window("Share securely")
        poll(lambda: dialog.find("text", "Passphrase text").text, "suggested passphrase")
        passphrase = dialog.find("text", "Passphrase text").text
        hands.press(dialog.find("push button", "Save share…"))
        program.save_as(session.home / "share.html")
        said.expect("Share ready", timeout=90)
        for button, words in (
            ("Copy message to send with the file", "Message copied"),
            ("Copy passphrase", "Passphrase copied"),
        ):
            program.press(button)
            said.expect(words)
        assert said.rest() == []
        assert not [words for words in said.heard if token in words or passphrase in words]
