"""A token on the screen and in the clipboard: shown for a while, and only where it was asked for."""

from __future__ import annotations

import time

import pytest

from app.store.preferences import Preferences
from tests.rig import hands, leaks
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.preferences import prefer
from tests.whole_program.program import MASKED, TOKEN, Program


def test_revealed_it_leaves_by_the_guarded_copy_alone(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    field = program.token_field
    assert field.description == f"hidden, ends in {field.text[-4:]}"
    program.press("Show token")
    token = field.wait_for_text(TOKEN)
    assert field.description == " ".join(token[i : i + 4] for i in range(0, 64, 4))
    secrets = leaks.Secrets({"token": token, "half a token": token[:32]})

    hands.focus(field)
    session.keys("ctrl+a")
    left, top, width, height = field.place
    middle = str(top + height // 2)
    session.xdotool("mousemove", "--sync", str(left + 4), middle, "mousedown", "1")
    session.xdotool("mousemove", "--sync", str(left + width - 4), middle, "mouseup", "1")
    assert leaks.in_selections(session, secrets) == []
    session.keys("ctrl+c")
    poll(lambda: session.clipboard() == token, "guarded copy")
    assert session.clipboard_marked_secret()
    assert not session.clipboard("primary")

    hands.press(program.window.find("push button", "Hide token"))
    field.wait_for_text(MASKED)


def test_what_accessibility_copies_is_marked_too(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.press("Show token")
    field = program.token_field
    token = field.wait_for_text(TOKEN)
    field.call("EditableText.CopyText", "ii", 0, 64)
    poll(lambda: session.clipboard() == token, "copied token")
    poll(session.clipboard_marked_secret, "mark on it")


def test_what_is_written_into_the_field_is_taken_back(session: Session) -> None:
    """Qt lets accessibility write to a read-only field: what is copied is the account's token all the same."""
    program = Program(session, "--practice")
    program.wait_for_account()
    field = program.token_field
    shown = field.text
    field.call("EditableText.SetTextContents", "s", "0" * 64)
    poll(lambda: field.text == shown, "the mask again")
    assert program.copy_token().endswith(shown[-4:])


def test_the_clipboard_of_somebody_else_is_left_alone_on_quitting(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.copy_token()
    other = session.processes.start("xclip", ["xclip", "-i", "-quiet", "-selection", "clipboard", "/etc/hostname"])
    with open("/etc/hostname") as file:  # noqa: PTH123  read as xclip does
        words = file.read()
    poll(lambda: session.clipboard() == words, "somebody else's words")
    assert program.quit() == 0
    assert session.clipboard() == words
    assert other.poll() is None


def test_copying_confirms_in_place(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    program.press("Copy SCIM endpoint")
    poll(lambda: session.clipboard() == program.endpoint, "endpoint in the clipboard")
    assert not session.clipboard_marked_secret()
    program.press("Copy as Authorization header")
    poll(lambda: (session.clipboard() or "").startswith("Bearer "), "header in the clipboard")
    assert session.clipboard_marked_secret()
    window.find("push button", "Copy as Authorization header", timeout=60)


def test_both_go_when_the_screen_locks(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.copy_token()
    program.press("Show token")
    field = program.token_field
    field.wait_for_text(TOKEN)
    session.bus.emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "b", True)
    field.wait_for_text("•" * 12)  # the token is in no memory any more
    poll(lambda: not session.clipboard(), "empty clipboard")


@pytest.mark.alone
@pytest.mark.once
def test_both_go_by_themselves_after_the_times_that_the_person_prefers(session: Session) -> None:
    prefer(session.env, Preferences(reveal_seconds=5, clipboard_seconds=5))
    copied_and_revealed_go(session, within=5)


@pytest.mark.alone
@pytest.mark.long
@pytest.mark.timeout(200)
def test_both_go_by_themselves_after_30_and_60_seconds(session: Session) -> None:
    copied_and_revealed_go(session, within=60)


def copied_and_revealed_go(session: Session, within: float) -> None:
    """Copy, reveal, and find neither after the time, and not much before."""
    program = Program(session, "--practice")
    program.wait_for_account()
    program.copy_token()
    copied = time.monotonic()
    program.press("Show token")
    field = program.token_field
    field.wait_for_text(TOKEN)
    field.wait_for_text(MASKED, timeout=within + 10)
    poll(lambda: not session.clipboard(), "empty clipboard", timeout=within + 10, step=0.3)
    assert time.monotonic() - copied > within - 2
