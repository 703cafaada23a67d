"""Somebody else rotates while this person is about to; and an old token lives that a client still uses."""

from __future__ import annotations

import re
import sys
import urllib.request

import pytest

from tests.rig import hands
from tests.rig.node import Node
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.rig.tripwire import ROOT
from tests.whole_program import elsewhere
from tests.whole_program.program import Program
from tests.whole_program.test_whole_story import users

pytestmark = [pytest.mark.timeout(240), pytest.mark.once]
CLIENT = "AcmeSync/7.1"


def test_a_token_that_changed_meanwhile_is_told_and_shown(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    before = program.copy_token()
    dialog = ask_to_rotate(program)
    rotate_elsewhere(session, program, "scim-connection/1.0")
    hands.press(dialog.find("push button", "Rotate now"))
    told = program.label("problemHappened", timeout=60)
    who = r"Somebody used another SCIM Connection to rotate this token on 20\d\d-\d\d-\d\d at \d\d:\d\d UTC\."
    assert re.fullmatch(who, told.text), told.text
    assert "Nothing was rotated now" in program.label("problemMeans").text
    poll(lambda: not program.token_field.text.endswith(before[-4:]), "the token that stands now")
    now = program.copy_token()
    assert users(program.endpoint, now) == users(program.endpoint, before) > 20
    program.label("oldTokenCountdown").wait_for_text("29 days 23 hours left")
    program.press("Close message")
    poll(lambda: not program.window.find_all("label", id="problemHappened"), "end of the message")
    assert program.quit() == 0


def test_replacing_a_living_old_token_names_who_would_stop_and_cancel_is_the_default(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    first = program.copy_token()
    program.rotate()
    second = program.copy_token()
    use(program.endpoint, first)

    def named() -> str | None:
        dialog = ask_to_rotate(program)
        text = dialog.find("label", id="whatWillHappen").text
        if CLIENT in text:
            return text
        leave(program, dialog)
        return None

    # The uses are those of the latest look, three times a minute.
    text = poll(named, "the client's name", timeout=60)
    assert "old token is still valid until" in text
    assert "It ends at once." in text
    assert re.search(rf"“{CLIENT}”.*\bstops?\b", text, re.DOTALL), text
    dialog = program.app.window("Rotate SCIM token")
    poll(lambda: "focused" in dialog.find("push button", "Cancel").states, "focus on Cancel")
    session.keys("Return")
    program.app.wait_closed("Rotate SCIM token")
    assert users(program.endpoint, first) == users(program.endpoint, second) > 20
    assert program.token_field.text.endswith(second[-4:])
    assert program.quit() == 0


def ask_to_rotate(program: Program) -> Node:
    program.press("Rotate SCIM token")
    return program.app.window("Rotate SCIM token")


def leave(program: Program, dialog: Node) -> None:
    hands.press(dialog.find("push button", "Cancel"))
    program.app.wait_closed("Rotate SCIM token")


def rotate_elsewhere(session: Session, program: Program, user_agent: str) -> None:
    url = program.endpoint.removesuffix("/scim/v2")
    done = session.run("env", f"PYTHONPATH={ROOT}", sys.executable, "-m", elsewhere.__name__, url, user_agent)
    assert done.returncode == 0, done.stderr


def use(endpoint: str, token: str) -> None:
    """A provisioning client uses this token."""
    headers = {"Authorization": f"Bearer {token}", "User-Agent": CLIENT}
    request = urllib.request.Request(f"{endpoint}/Users?count=1", headers=headers)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        assert answer.status == 200
