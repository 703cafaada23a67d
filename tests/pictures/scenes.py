"""One walk through the program, with a picture wherever something new is on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.rig import hands
from tests.rig.node import Node
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import COUNTDOWN, NAME, QA_TWIN, Program

Take = Callable[[str, Node], None]
"""Takes a picture of a window under a name."""


def walk(session: Session, take: Take) -> None:
    """Start page, pretend account, dialogs, countdown, tester, client set-up, accounts."""
    start = Program(session)
    take("start page", start.app.window(NAME))
    start.press("Add my R-Service account")
    dialog = start.app.window("Add an account")
    take("add an account", dialog)
    hands.press(dialog.find("push button", "Save account"))
    dialog.find("label", id="tokenProblem")
    take("add an account, what is missing", dialog)
    _close(start, "Add an account")
    start.quit()
    program = Program(session, "--practice")
    window = program.wait_for_account()
    take("scim", window)
    _share(program, session, take)
    _rotate(program, take)
    program.label("oldTokenCountdown").wait_for_text(COUNTDOWN)
    take("countdown", program.window)
    program.press("Revoke old token now…")
    take("revoke", program.app.window("Revoke old token"))
    _close(program, "Revoke old token")
    program.select_tab("Connection tester")
    take("tester", program.window)
    program.run_test()
    take("verdict", program.window)
    _set_up(program, take)
    _history(program, take)
    _help(program, session, take)
    _accounts(program, take)
    _preferences(program, session, take)
    program.select_account(QA_TWIN)
    program.select_page("SCIM")
    program.select_tab("SCIM")
    program.wait_for_account(QA_TWIN)
    take("qa twin", program.window)
    program.quit()


def walk_without_keyring(session: Session, take: Take) -> None:
    """What a notice looks like."""
    program = Program(session, "--practice")
    program.wait_for_account()
    program.expect_notice("keyring")
    take("no keyring", program.window)
    program.quit()


def _share(program: Program, session: Session, take: Take) -> None:
    program.press("Share securely…")
    dialog = program.app.window("Share securely")
    poll(lambda: dialog.find("text", "Passphrase text").text, "suggested passphrase")
    take("share", dialog)
    hands.press(dialog.find("push button", "Save share…"))
    program.save_as(session.home / "SCIM token for the administrator.html")
    take("share ready", program.app.window("Share ready", timeout=60))
    _close(program, "Share ready")
    program.window.find("push button", "Read out the passphrase…", timeout=60)
    take("last shared", program.window)
    program.press("Read out the passphrase…")
    take("read out", program.app.window("Read out the passphrase"))
    _close(program, "Read out the passphrase")


def _rotate(program: Program, take: Take) -> None:
    program.press("Rotate SCIM token")
    dialog = program.app.window("Rotate SCIM token")
    take("rotate", dialog)
    hands.press(dialog.find("radio button", "This token has leaked"))
    take("rotate leaked", dialog)
    _close(program, "Rotate SCIM token")
    program.rotate()


def _accounts(program: Program, take: Take) -> None:
    program.select_tab("SCIM")
    endpoint, token = program.endpoint, program.copy_token()
    program.select_page("Accounts")
    for environment in ("QA", "Production"):
        program.press("Add an account…")
        dialog = program.app.window("Add an account")
        hands.write(dialog.find("text", "Account name"), "Gadget")
        hands.press(dialog.find("radio button", environment))
        hands.write(dialog.find("text", "Endpoint"), endpoint)
        hands.write(dialog.find("password text", "Access token"), token)
        hands.press(dialog.find("push button", "Save account"))
        dialog.find("label", id="saveQuestion")
        if environment == "QA":
            take("add an account, a question", dialog)
        hands.press(dialog.find("push button", "Save it as it is"))
        program.app.wait_closed("Add an account")
        program.label("accountAdded")
        if environment == "QA":
            take("account added", program.window)
        program.select_page("Accounts")
    program.press("Test all")
    program.label("testAllResult").wait_for_text(re.compile("^4 of 4 tested"), timeout=60)
    take("accounts", program.window)
    program.press("Edit account…")
    take("edit account", program.app.window("Edit account"))
    _close(program, "Edit account")
    program.press("Remove account")
    program.label("removed")
    take("account removed", program.window)


def _preferences(program: Program, session: Session, take: Take) -> None:
    program.select_page("Preferences")
    hands.write(program.window.find("spin button", "Hide a shown token after"), "soon")
    program.label("hideAShownTokenAfterProblem")
    take("preferences", program.window)
    hands.focus(program.window.find("push button", "Restore defaults", showing=False))
    session.keys("shift+Tab", "Tab")  # what the keyboard turns to scrolls into sight
    take("preferences, further down", program.window)
    session.bus.emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "b", True)
    program.expect_notice("put away")
    take("away", program.window)


def _set_up(program: Program, take: Take) -> None:
    program.select_tab("Client setup")
    take("client setup", program.window)
    program.select_client("Okta")
    take("client setup okta", program.window)
    program.run_test()
    program.press("Show set-up steps")
    program.label("valuesOf").wait_for_text(re.compile("^The values that you tested"))
    take("client setup tested", program.window)


def _history(program: Program, take: Take) -> None:
    program.select_tab("History")
    take("history", program.window)
    program.press("Which token is this?")
    dialog = program.app.window("Which token is this?")
    hands.write(dialog.find("password text", "Found text"), "0" * 64)
    hands.press(dialog.find("push button", "Find out"))
    dialog.find("label", id="answer", showing=False).wait_for_text(re.compile("^This is no token"))
    take("which token", dialog)
    _close(program, "Which token is this?")


def _help(program: Program, session: Session, take: Take) -> None:
    program.press("Help")
    program.window.find("label", "History", id="helpText", timeout=60)
    take("help", program.window)
    hands.write(program.window.find("text", "Search help"), "xylophone")
    program.label("noTopicFound")
    take("help, nothing found", program.window)
    program.press("About SCIM Connection")
    about = program.app.window("About SCIM Connection")
    take("about", about)
    hands.press(about.find("push button", "Diagnostics…"))
    diagnostics = program.app.window("Diagnostics")
    poll(lambda: diagnostics.find("push button", "Copy diagnostics").enabled, "diagnostics", timeout=60)
    take("diagnostics", diagnostics)
    _close(program, "Diagnostics")
    _close(program, "About SCIM Connection")
    program.select_page("SCIM")


def _close(program: Program, title: str) -> None:
    program.app.close_window(title)
    program.app.wait_closed(title)
