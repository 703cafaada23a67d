"""No keyring, a locked one, a silent one, and an entry that is gone."""

from __future__ import annotations

import pytest

from tests.rig import hands
from tests.rig.keyring import PATH, SECRETS, KeyringState
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import Program

pytestmark = pytest.mark.timeout(180)


def database(session: Session) -> dict[str, bytes]:
    """Every file of the practice service, with its content."""
    return {path: content for path, content in every_file(session).items() if "/practice/" in path}


def every_file(session: Session) -> dict[str, bytes]:
    """Every file of the program but locks, with its content."""
    folder = session.home / ".local/share/scim-connection"
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_without_a_keyring_it_says_so_and_lives_in_memory(desktop_tools: None) -> None:
    with Session(keyring=KeyringState.ABSENT) as session:
        program = Program(session, "--practice")
        program.wait_for_account()
        program.expect_notice("keyring", "memory", "gnome-keyring")
        ending = program.copy_token()[-4:]
        program.rotate()
        assert program.quit() == 0
        assert database(session) == {}
        again = Program(session, "--practice")
        again.wait_for_account()
        assert not again.token_field.text.endswith(ending)


def test_without_its_keyring_an_existing_database_is_left_untouched(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    assert program.quit() == 0
    before = database(session)
    assert before
    session.keyring.stop()
    again = Program(session, "--practice")
    again.wait_for_account()
    again.expect_notice("memory")
    assert again.quit() == 0
    assert database(session) == before


def test_a_locked_keyring_is_waited_for_and_there_is_a_way_on(desktop_tools: None) -> None:
    with Session(keyring=KeyringState.LOCKED) as session:
        program = Program(session, "--practice")
        program.expect_notice("Waiting", "keyring")
        session.keyring.unlock()
        poll(lambda: way_on(program, session), "the account, or a way to it", timeout=90)
        program.wait_for_account()
        assert program.notice.text == ""


def test_a_silent_keyring_leaves_a_way_on_without_it(desktop_tools: None) -> None:
    with Session(keyring=KeyringState.HUNG) as session:
        program = Program(session, "--practice")
        program.app.find("push button", "Go on without it", timeout=90)
        program.press("Go on without it")
        program.wait_for_account()
        program.expect_notice("memory")


def test_an_entry_gone_from_the_keyring_is_told_and_everything_else_is_kept(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    ending = program.token_field.text[-4:]
    assert program.quit() == 0
    before = database(session)
    forget_everything(session)
    again = Program(session)
    told = again.label("problemHappened", timeout=40)
    assert "This computer no longer has" in told.text
    assert "keyring" in told.text
    assert "kept" in again.label("problemMeans").text
    assert "Restore your keyring" in again.label("problemNextStep").text
    assert database(session) == before

    again.press("Start a new pretend account")
    again.wait_for_account()
    assert not again.token_field.text.endswith(ending)
    again.expect_notice("moved")
    assert set(before.values()) <= set(every_file(session).values())


def way_on(program: Program, session: Session) -> bool:
    """Close the password window whenever it comes up, choose Try again where that is offered; true once the token is
    there."""
    dismiss_prompt(session)
    for button in program.window.find_all("push button", "Try again"):
        hands.press(button)
    return not program.token_field.text.endswith("•")


def dismiss_prompt(session: Session) -> None:
    """Close the keyring's own password window, where one is up."""
    session.keys("Escape")


def forget_everything(session: Session) -> None:
    """Delete all items of the keyring, as its own manager does."""
    for item in session.bus.get(SECRETS, f"{PATH}/aliases/default", "org.freedesktop.Secret.Collection.Items"):
        session.bus.call(SECRETS, item, "org.freedesktop.Secret.Item.Delete")
