"""Help, the menu and what there is to know about the program, by keyboard in a running window."""

from __future__ import annotations

import re

from tests.rig import hands
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import ACCOUNT, MASKED, Program
from tests.whole_program.test_accessibility import focused, nameless

TABS = (
    ("ctrl+1", "The SCIM screen"),
    ("ctrl+2", "Connection tester"),
    ("ctrl+3", "Client setup"),
    ("ctrl+4", "History"),
    ("ctrl+5", "Accounts"),
)


def topic(program: Program, title: str) -> str:
    """Wait until the page Help shows this topic; returns its text."""
    item = program.window.find("list", "Help topics", timeout=60).find("list item", title, showing=False)
    poll(lambda: "selected" in item.states, f"the topic {title}")
    text = program.window.find("label", title, id="helpText")
    poll(lambda: text.text.startswith(title), f"the text of {title}")
    return text.text


def in_front(program: Program) -> None:
    """Wait until the main window gets the keys again."""
    poll(lambda: program.session.active_title() == program.window.name, "the main window in front")


def test_help_the_menu_and_about_by_keyboard(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    for keys, title in TABS:
        session.keys(keys)
        session.keys("F1")
        assert len(topic(program, title)) > 200
    assert nameless(window) == []

    # From a search to a topic, by keyboard alone.
    session.keys("ctrl+f")
    poll(lambda: focused(window) == "Search help", "the keyboard in the search")
    session.type("leaked")
    session.keys("Down")
    topic(program, "Rotate the token")

    # In a dialog, beside it: the window behind is held by it.
    session.keys("ctrl+1")
    window.find("text", "SCIM access token").wait_for_text(MASKED)
    session.keys("ctrl+r")
    rotate = program.app.window("Rotate SCIM token")
    rotate.find("push button", "Help")
    session.keys("F1")
    beside = program.app.window("Help")
    beside.find("label", "Rotate the token", id="helpText", timeout=60)
    assert nameless(beside) == []
    session.keys("Escape")
    program.app.wait_closed("Help")
    session.keys("Escape")
    program.app.wait_closed("Rotate SCIM token")

    # The menu: enabled where it works on the page that is shown.
    in_front(program)
    session.keys("F10")
    session.keys("Down", "Right")
    copy = program.app.find("menu item", re.compile("^Copy SCIM access token"))
    assert copy.enabled
    session.keys("Escape", "Escape", "Escape")
    session.keys("alt+m", "h", "a")
    about = program.app.window("About SCIM Connection")
    assert re.match(r"^SCIM Connection \d+\.\d+", about.find("label", id="version").text)
    about.find("text", "Licences")
    assert nameless(about) == []

    # Diagnostics are shown before they are copied, and name nobody.
    hands.press(about.find("push button", "Diagnostics…"))
    diagnostics = program.app.window("Diagnostics")
    text = diagnostics.find("text", "Diagnostics text")
    poll(lambda: "Accounts: 0 added, 2 pretend" in text.text, "diagnostics", timeout=60)
    hands.press(diagnostics.find("push button", "Copy diagnostics"))
    poll(lambda: session.clipboard() == text.text.rstrip("\n"), "diagnostics in the clipboard")
    for secret in (ACCOUNT, "127.0.0.1", str(session.home), session.env.get("USER") or "howard"):
        assert secret not in text.text
    session.keys("Escape")
    program.app.wait_closed("Diagnostics")
    session.keys("Escape")
    program.app.wait_closed("About SCIM Connection")
    in_front(program)
    session.keys("ctrl+q")
    assert program.app.wait_ended() == 0
