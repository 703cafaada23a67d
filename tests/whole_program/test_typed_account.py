"""An owner whose service has no settings API: adds the account by hand, finds it again, and gets rid of it."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.rig import hands, leaks
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import ACCOUNT, NAME, QA_TWIN, Program

pytestmark = [pytest.mark.timeout(240), pytest.mark.once]
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


def test_renaming_removing_and_taking_it_back(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    add(program, "Widget", "QA", program.endpoint, program.copy_token(), sure=True)
    program.app.window(f"{NAME} — Widget (QA)")
    vault = vault_files(session)
    program.select_page("Accounts")
    poll(lambda: "Widget" in names(program), "the account in the table")

    program.press("Edit account…")
    dialog = program.app.window("Edit account")
    hands.write(dialog.find("text", "Account name"), "Gadget")
    hands.press(dialog.find("push button", "Save changes"))
    program.app.wait_closed("Edit account")
    program.app.window(f"{NAME} — Gadget (QA)")
    poll(lambda: "Gadget" in names(program), "the new name in the table")

    program.press("Remove account")
    program.label("removed").wait_for_text(re.compile("^“Gadget” .QA. was removed"))
    poll(lambda: "Gadget" not in names(program), "one account less")
    program.press("Undo")
    poll(lambda: "Gadget" in names(program), "the account again")
    assert vault_files(session) == vault

    program.press("Remove account")
    program.label("removed")
    poll(lambda: len(vault_files(session)) == len(vault) - 1, "its vault file gone", timeout=30)
    assert program.window.find_all("label", id="removed") == []
    assert program.quit() == 0

    again = Program(session)
    again.wait_for_account()
    again.select_page("Accounts")
    poll(lambda: names(again), "the other accounts")
    assert "Gadget" not in names(again)


def test_closing_the_window_ends_a_removal(session: Session) -> None:
    program = Program(session)
    program.app.find("push button", "Add my R-Service account", timeout=60)
    program.press("Add my R-Service account")
    fill(program, "Widget", "Production", ENDPOINT, TOKEN)
    program.app.window(f"{NAME} — Widget (Production)")
    assert len(vault_files(session)) == 1
    program.select_page("Accounts")
    poll(lambda: names(program), "the account in the table")
    program.press("Remove account")
    program.label("removed")
    assert program.quit() == 0
    assert vault_files(session) == []


def test_finding_an_account_by_typing(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    box = program.window.find("combo box", label="Account")
    hands.focus(box.find("text"))
    session.keys("ctrl+a")
    session.type("center qa")
    session.keys("Return")
    program.wait_for_account(QA_TWIN)
    assert box.name == QA_TWIN
    program.select_account(ACCOUNT)
    program.wait_for_account(ACCOUNT)


def add(program: Program, name: str, environment: str, endpoint: str, token: str, *, sure: bool = False) -> None:
    """Add an account from the page Accounts; `sure` where something is asked that is meant."""
    program.select_page("Accounts")
    program.press("Add an account…")
    fill(program, name, environment, endpoint, token, sure=sure)


def fill(program: Program, name: str, environment: str, endpoint: str, token: str, *, sure: bool = False) -> None:
    dialog = program.app.window("Add an account")
    hands.write(dialog.find("text", "Account name"), name)
    hands.press(dialog.find("radio button", environment))
    hands.write(dialog.find("text", "Endpoint"), endpoint)
    hands.write(dialog.find("password text", "Access token"), token)
    hands.press(dialog.find("push button", "Save account"))
    if sure:
        hands.press(dialog.find("push button", "Save it as it is"))
    program.app.wait_closed("Add an account")


def names(program: Program) -> list[str]:
    tables = program.window.find_all("table", "Accounts")
    return [row[0] for table in tables for row in table.table()]


def vault_files(session: Session) -> list[str]:
    """Of which accounts that were typed in the vault has sealed files: each change writes another one."""
    return sorted({path.name.partition(".")[0] for path in session.home.rglob("of-typed_*.sealed")})


def copy(session: Session, text: str, selection: str) -> None:
    """As another program does."""
    subprocess.run(
        ["xclip", "-selection", selection],
        input=text.encode(),
        env=session.env,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
