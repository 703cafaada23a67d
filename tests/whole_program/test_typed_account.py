"""An owner whose service has no settings API: adds the account by hand, finds it again, and gets rid of it."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.rig import hands, leaks
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import NAME, Program

pytestmark = pytest.mark.timeout(240)
ENDPOINT = "https://api.r-service.tech/scim/v2"
TOKEN = "3f9a" * 15 + "b3ad"


def test_adding_by_hand_and_finding_it_again(session: Session) -> None:
    program = Program(session)
    program.app.find("push button", "Add my R-Service account", timeout=60)
    program.press("Add my R-Service account")
    dialog = program.app.window("Add an account")
    assert not any("checked" in dialog.find("radio button", each).states for each in ("QA", "Production"))
    hands.write(dialog.find("text", "Account name"), "Widget")
    hands.press(dialog.find("radio button", "Production"))
    hands.type_into(dialog.find("text", "Endpoint"), ENDPOINT)
    hands.type_into(dialog.find("password text", "Access token"), TOKEN)
    assert (
        "●" in dialog.find("password text", "Access token").text
        or TOKEN not in dialog.find("password text", "Access token").text
    )
    hands.press(dialog.find("push button", "Save account"))
    program.app.wait_closed("Add an account")
    program.app.window(f"{NAME} — Widget (Production)")
    program.label("accountAdded").wait_for_text("“Widget” is kept on this computer.")
    assert program.endpoint == ENDPOINT
    assert program.copy_token() == TOKEN
    assert session.clipboard_marked_secret()
    assert program.quit() == 0

    again = Program(session)
    again.app.window(f"{NAME} — Widget (Production)", timeout=60)
    again.token_field.wait_for_text("•" * 12 + TOKEN[-4:], 30)
    assert again.endpoint == ENDPOINT
    assert again.copy_token() == TOKEN
    assert again.quit() == 0
    assert leaks.everywhere(session, leaks.Secrets({"token": TOKEN})) == []


def test_pasting_both_empties_the_clipboard_of_the_token(session: Session) -> None:
    program = Program(session)
    program.app.find("push button", "Add my R-Service account", timeout=60)
    program.press("Add my R-Service account")
    dialog = program.app.window("Add an account")
    for selection in ("clipboard", "primary"):
        copy(session, f"endpoint: {ENDPOINT}\ntoken: {TOKEN}\n", selection)
    hands.press(dialog.find("push button", "Paste both"))
    dialog.find("label", id="whatWasPasted").wait_for_text(re.compile(r"ending in b3ad.*was emptied"))
    poll(lambda: not session.clipboard() and not session.clipboard("primary"), "empty clipboard")
    assert dialog.find("text", "Endpoint").text == ENDPOINT
    hands.write(dialog.find("text", "Account name"), "Widget")
    hands.press(dialog.find("radio button", "QA"))
    hands.press(dialog.find("push button", "Save account"))
    hands.press(dialog.find("push button", "Save it as it is"))
    program.app.window(f"{NAME} — Widget (QA)", timeout=30)
    assert program.copy_token() == TOKEN


def copy(session: Session, text: str, selection: str) -> None:
    """As another program does."""
    subprocess.run(
        ["xclip", "-selection", selection],
        input=text.encode(),
        env=session.env,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=20,
    )
