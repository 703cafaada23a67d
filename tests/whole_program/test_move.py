"""An owner gets a new computer: every account goes there in one file, which gives nothing away."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.rig import hands, leaks
from tests.rig.keyring import KeyringState
from tests.rig.node import Node
from tests.rig.session import Session
from tests.whole_program.program import NAME, Program
from tests.whole_program.test_typed_account import ENDPOINT, TOKEN

pytestmark = [pytest.mark.timeout(300), pytest.mark.once]
TITLE = "Move to another computer"


def test_from_one_computer_to_the_next(session: Session) -> None:
    program = Program(session)
    program.app.find("push button", "Add my R-Service account", timeout=60)
    program.press("Add my R-Service account")
    dialog = program.app.window("Add an account")
    hands.write(dialog.find("text", "Account name"), "Widget")
    hands.press(dialog.find("radio button", "Production"))
    hands.write(dialog.find("text", "Endpoint"), ENDPOINT)
    hands.write(dialog.find("password text", "Access token"), TOKEN)
    hands.press(dialog.find("push button", "Save account"))
    program.app.window(f"{NAME} — Widget (Production)", timeout=30)
    file = session.home / "all my accounts.age"
    passphrase = written(program, file)
    secrets = leaks.Secrets({"token": TOKEN, "passphrase": passphrase})
    assert program.quit() == 0
    assert leaks.everywhere(session, secrets) == []

    with tempfile.TemporaryDirectory() as between, Session(keyring=KeyringState.UNLOCKED) as new:
        carried = Path(shutil.copy(file, Path(between, "carried.age")))
        other = Program(new)
        other.app.find("push button", "Add my R-Service account", timeout=60)
        read(other, carried, passphrase)
        other.press("Open account")
        other.app.window(f"{NAME} — Widget (Production)", timeout=30)
        assert other.endpoint == ENDPOINT
        assert other.copy_token() == TOKEN
        assert other.quit() == 0
        assert leaks.everywhere(new, secrets) == []


def written(program: Program, file: Path) -> str:
    """Write the file; returns the passphrase that was suggested."""
    moving(program, "Write a file…")
    # By what stands in it: the dialog before it has the same title.
    program.app.find("label", id="passphraseStrength").wait_for_text(re.compile("^Very strong"))
    dialog = program.app.window(TITLE)
    hands.press(dialog.find("push button", "Save file…"))
    program.save_as(file)
    ready = dialog.find("label", id="moveWritten", showing=False, timeout=60)
    ready.wait_for_text("The file is written. It holds one account.")
    passphrase: str = dialog.find("label", id="passphraseToWriteDown").text
    hands.press(dialog.find("push button", "Close"))
    program.app.wait_closed(TITLE)
    return passphrase


def read(program: Program, file: Path, passphrase: str) -> None:
    """Read the file, and take in what is in it."""
    moving(program, "Read a file…")
    field = program.app.find("text", label=re.compile("[Nn]ame"), timeout=60)
    hands.write(field, str(file))
    hands.press(program.app.find("push button", "Open"))
    dialog = program.app.window(TITLE)
    hands.write(dialog.find("password text", "Passphrase of the file"), passphrase)
    hands.press(dialog.find("push button", "Open file"))
    there = dialog.find("label", id="whatIsInTheFile", showing=False, timeout=60)
    there.wait_for_text(re.compile("^The file holds one account"))
    assert cells(dialog)[:4] == ["Widget", "Production", "api.r-service.tech", "New: it will be added."]
    hands.press(dialog.find("push button", "Take them in"))
    dialog.find("label", id="moveResult", showing=False, timeout=30).wait_for_text("1 account was added.")
    hands.press(dialog.find("push button", "Close"))
    program.app.wait_closed(TITLE)


def moving(program: Program, way: str) -> None:
    program.select_page("Accounts")
    program.press("Move to another computer…")
    hands.press(program.app.window(TITLE).find("push button", way))


def cells(dialog: Node) -> list[str]:
    table = dialog.find("table", "Accounts in the file")
    return [node.name for node in table.walk() if node.role == "table cell"]
