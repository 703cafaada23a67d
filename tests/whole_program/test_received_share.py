"""A share that somebody sent, opened on a computer that has no account: looked at, tested, kept, answered."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.accounts.real_service import RealService, real_service
from tests.rig import hands, leaks
from tests.rig.keyring import KeyringState
from tests.rig.node import Node
from tests.rig.polling import poll
from tests.rig.programs import drag_source
from tests.rig.session import Session
from tests.rig.tools import require
from tests.share import keys
from tests.whole_program.program import CONSOLE_SCRIPT, MASKED, NAME, Program
from tests.whole_program.test_accessibility import nameless
from tests.whole_program.test_guided_rotation import add_account, copy_elsewhere

# In one process: what was sent is made once there.
pytestmark = [pytest.mark.timeout(300), pytest.mark.once, pytest.mark.xdist_group("received_share")]
PASSPHRASE = "unmixed-boneless-cadet-ramp-opulently-viewless"
TITLE = "Open a share"
PAGE = "Received share"
AZURE = "Azure AD (Microsoft Entra ID)"


@dataclass(frozen=True)
class Sent:
    """What the sender has made, and what is in it."""

    page: Path
    age: Path
    armored: Path
    to_age_key: Path
    to_ssh_key: Path
    endpoint: str
    token: str


@pytest.fixture(scope="module")
def service() -> Iterator[RealService]:
    with real_service(None) as running:
        yield running


@pytest.fixture(scope="module")
def sent(service: RealService, tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Five shares of an account that the sender has typed in on a computer of their own."""
    for tool in ("Xvfb", "gnome-keyring-daemon", "openbox"):
        require(tool)
    folder, token = tmp_path_factory.mktemp("sent"), service.scim_token(0)
    names = ("share.html", "share.age", "mail.txt", "to-age-key.age", "to-ssh-key.age")
    page, age, armored, to_age_key, to_ssh_key = (folder / name for name in names)
    files = Sent(page, age, armored, to_age_key, to_ssh_key, service.endpoint, token)
    with Session(keyring=KeyringState.UNLOCKED) as desk:
        program = Program(desk)
        add_account(program, service, token)
        for ways in (
            ("--html", files.page),
            ("--age", files.age),
            ("--age", files.armored, "--armor"),
            ("--age", files.to_age_key, "--recipient", keys.X25519_PUBLIC),
            ("--age", files.to_ssh_key, "--recipient", keys.ED25519_PUBLIC),
        ):
            made = subprocess.run(
                [CONSOLE_SCRIPT, "share", "Widget", *ways, "--client", "entra", "--for", "Jane Doe, Contoso",
                 "--from", "Kim"],
                input=f"{PASSPHRASE}\n", env=desk.env, capture_output=True, text=True, timeout=120,
            )  # fmt: skip
            assert made.returncode == 0, made.stderr
        assert program.quit() == 0
    return files


def dialog(program: Program) -> Node:
    return program.app.window(TITLE)


def unlock(program: Program, passphrase: str) -> None:
    hands.write(dialog(program).find("text", "Share passphrase"), passphrase)
    program.press("Open share")


def opened(program: Program) -> None:
    program.app.wait_closed(TITLE, timeout=60)
    program.label("receivedHost").wait_for_text("127.0.0.1")


def test_from_the_start_page_to_a_kept_connection(session: Session, sent: Sent) -> None:
    program = Program(session)
    program.app.find("push button", "Open a share I received", timeout=60)
    program.press("Open a share I received")
    choose(program, "Choose a file…", sent.page)
    dialog(program).find("label", id="shareToOpen").wait_for_text("share.html (a web page)")
    unlock(program, "six-words-that-are-not-it-at-all")
    said = dialog(program).find("label", id="openSaid", timeout=60)
    said.wait_for_text(re.compile("^This passphrase does not open the file"), 60)
    assert dialog(program).find("text", "Share passphrase").text == "six-words-that-are-not-it-at-all"
    unlock(program, PASSPHRASE.upper().replace("-", " "))
    opened(program)

    window = program.window
    assert nameless(window) == []
    assert program.label("whoMadeIt").text.startswith("“Kim” says to have made this share for “Jane Doe, Contoso”.")
    assert program.label("receivedAccount").text == "Widget"
    assert program.label("receivedEnvironment").text == "QA"
    assert "Made for " + AZURE in program.label("receivedFacts").text
    assert window.find("text", "SCIM endpoint").text == sent.endpoint
    assert MASKED.match(program.token_field.text)
    assert program.copy_token() == sent.token
    assert session.clipboard_marked_secret()
    program.press("Show token")
    program.token_field.wait_for_text(sent.token)

    program.press("Test this connection")
    assert program.window.find("text", "Endpoint to test").text == sent.endpoint
    verdict = program.run_test()
    assert verdict.description in ("ready", "usable"), verdict.text
    program.select_page(PAGE)
    assert MASKED.match(program.token_field.text)  # leaving the page has hidden it
    program.label("receivedTested").wait_for_text(re.compile(f"^Tested on .*: {verdict.description}\\.$"))
    hands.choose(program.window.find("combo box", label="Entered in"), AZURE)
    program.press("Copy a reply")
    poll(lambda: "New SCIM token" in (session.clipboard() or ""), "the reply")
    answer = session.clipboard() or ""
    ending = sent.token[-4:]
    assert answer.startswith(f"New SCIM token ending {ending} for Widget (QA) entered in {AZURE} on ")
    assert "Test Connection was green" in answer
    assert sent.token not in answer

    program.press("Keep as a connection")
    program.label("whereItIsKept").wait_for_text(re.compile("^Kept as “Widget” \\(QA\\)"), 30)
    program.press("Open account")
    program.app.window(f"{NAME} — Widget (QA)")
    program.token_field.wait_for_text(MASKED, 20)
    assert program.endpoint == sent.endpoint
    program.select_tab("History")
    poll(lambda: any("Share opened" in row for row in program.window.find("table", "History").table()), "its history")
    assert program.quit() == 0
    secrets = leaks.Secrets({"token": sent.token, "passphrase": PASSPHRASE})
    assert leaks.everywhere(session, secrets) == []


def test_a_file_that_the_program_is_started_with_and_one_that_another_start_brings(
    session: Session, sent: Sent
) -> None:
    program = Program(session, "--open", str(sent.age))
    dialog(program).find("label", id="shareToOpen", timeout=60).wait_for_text("share.age (an age file)", 30)
    unlock(program, PASSPHRASE)
    opened(program)
    second = Program(session, "--open", str(sent.page))
    assert second.app.wait_ended() == 0
    dialog(program).find("label", id="shareToOpen").wait_for_text("share.html (a web page)", 30)
    program.app.close_window(TITLE)
    program.app.wait_closed(TITLE)
    # The one that was open is there still, until its page is closed.
    assert program.copy_token() == sent.token
    program.press("Close this share")
    poll(lambda: not session.clipboard(), "empty clipboard")
    program.app.find("push button", "Open a share I received")
    menu = program.window.find("list", "Settings menu")
    assert PAGE not in [each.name for each in menu.find_all("list item")]


def choose(program: Program, button: str, file: Path) -> None:
    """Through the system's dialog for files."""
    hands.press(dialog(program).find("push button", button))
    hands.write(program.app.find("text", label=re.compile("[Nn]ame"), timeout=60), str(file))
    hands.press(program.app.find("push button", "Open"))


def test_a_share_to_a_key_is_opened_by_its_identity_file(session: Session, sent: Sent) -> None:
    """First with the other key's file, which opens nothing and loses nothing."""
    age_key, ssh_key = session.home / "key.txt", session.home / "id_ed25519"
    age_key.write_text(f"# created: 2026-11-25\n{keys.X25519}\n")
    ssh_key.write_text(keys.ED25519)
    program = Program(session)
    program.app.find("push button", "Open a share I received", timeout=60)
    for share, key, other in ((sent.to_age_key, age_key, ssh_key), (sent.to_ssh_key, ssh_key, age_key)):
        program.press("Open a share I received")
        choose(program, "Choose a file…", share)
        dialog(program).find("label", id="shareToOpen").wait_for_text(f"{share.name} (an age file)")
        choose(program, "Choose identity file…", other)
        dialog(program).find("label", id="identityFile").wait_for_text(other.name)
        program.press("Open share")
        said = dialog(program).find("label", id="openSaid", timeout=60)
        said.wait_for_text(re.compile("^This file is locked to another key"), 60)
        choose(program, "Choose identity file…", key)
        dialog(program).find("label", id="identityFile").wait_for_text(key.name)
        program.press("Open share")
        opened(program)
        assert program.copy_token() == sent.token
        program.press("Close this share")
        program.app.find("push button", "Open a share I received", timeout=60)
    assert program.quit() == 0
    secrets = leaks.Secrets({"token": sent.token})
    assert leaks.everywhere(session, secrets) == []


def test_text_that_was_copied_out_of_a_mail(session: Session, sent: Sent) -> None:
    program = Program(session)
    program.app.find("push button", "Open a share I received", timeout=60)
    program.press("Open a share I received")
    copy_elsewhere(session, "Hello Jane, here it is.")
    program.press("Paste its text")
    dialog(program).find("label", id="openSaid").wait_for_text(re.compile("^What you copied is no share"))
    copy_elsewhere(session, f"Hello Jane,\n\n{sent.armored.read_text()}\nKind regards\n")
    program.press("Paste its text")
    dialog(program).find("label", id="shareToOpen").wait_for_text("The text that you pasted")
    unlock(program, PASSPHRASE)
    opened(program)
    program.press("Show set-up steps")
    program.label("valuesOf").wait_for_text("Values of the share of Widget")
    assert program.label("valuesEnvironment").text == "QA"
    assert program.window.find("text", "Tenant URL").text == sent.endpoint
    program.press("Copy Secret Token")
    poll(lambda: session.clipboard() == sent.token, "token in the clipboard")
    assert session.clipboard_marked_secret()


def test_a_file_that_is_dragged_out_of_another_program(session: Session, sent: Sent) -> None:
    program = Program(session)
    program.app.find("push button", "Open a share I received", timeout=60)
    files = session.start([sys.executable, drag_source.__file__, str(sent.age)])
    files.window(drag_source.TITLE)
    for title, at in ((NAME, ("0", "0")), (drag_source.TITLE, ("1150", "100"))):
        session.run("xdotool", "windowmove", session.window_number(title), *at)
    session.run("wmctrl", "-F", "-a", drag_source.TITLE)
    poll(lambda: session.active_title() == drag_source.TITLE, "the file manager in front")

    def dropped() -> bool:
        """Let go too soon, before the window has said that it takes the file, and nothing comes of it."""
        session.xdotool("mousemove", "1240", "160", "mousedown", "1")
        for x in (1230, 1200, 1000, 700, 600, 500, 490, 495):
            session.xdotool("mousemove", str(x), "300")
        session.xdotool("mouseup", "1")
        return any(window.name == TITLE for window in program.app.windows())

    poll(dropped, "the dialog for the dropped file", timeout=60)
    dialog(program).find("label", id="shareToOpen").wait_for_text("share.age (an age file)", 30)
