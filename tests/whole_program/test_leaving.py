"""Leaving the desk, with the real program: what hides, what leaves its memory, and how the next use has it again."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.rig import hands
from tests.rig.leaks import Secrets
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import MASKED, TOKEN, Program

LOCKED = ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "b", True)
_REGION = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+\s*(.*)")


def in_memory(pid: int, secrets: Secrets) -> list[str]:
    """Which secrets, in which form, stand in what a process can read of its own memory, freed or not."""
    found: set[str] = set()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            region = _REGION.match(line)
            if region is None or region[3] in ("[vvar]", "[vsyscall]"):
                continue
            start, end = int(region[1], 16), int(region[2], 16)
            try:
                memory.seek(start)
                found.update(secrets.in_bytes(memory.read(end - start)))
            except (OSError, OverflowError):
                continue  # of the graphics card, or gone meanwhile
    return sorted(found)


@pytest.mark.once
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_tokens_leave_the_memory_and_come_back_with_the_next_use(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.run_test()
    program.select_tab("SCIM")
    token = program.copy_token()
    program.press("Show token")
    program.token_field.wait_for_text(TOKEN)
    secrets = Secrets({"token": token})
    assert "token as it is" in in_memory(program.process, secrets)

    session.bus.emit(*LOCKED)
    program.expect_notice("Tokens were put away while you were away")
    assert not session.clipboard()
    assert program.token_field.text == "•" * 12
    poll(lambda: in_memory(program.process, secrets) == [], "a memory without the token", timeout=40, step=0.5)

    program.press("Copy SCIM access token")
    poll(lambda: session.clipboard() == token, "the token from the keyring again")
    program.token_field.wait_for_text(MASKED)
    poll(lambda: not program.notice.text, "no notice any more")

    session.bus.emit(*LOCKED)
    program.expect_notice("Tokens were put away while you were away")
    program.rotate()
    assert program.copy_token() != token
    assert program.quit() == 0


@pytest.mark.once
def test_minimising_and_what_the_person_prefers(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    program.copy_token()
    program.press("Show token")
    program.token_field.wait_for_text(TOKEN)
    (number,) = session.xdotool("search", "--name", re.escape(window.name)).split()[:1]
    session.xdotool("windowminimize", number)
    program.token_field.wait_for_text(MASKED)
    poll(lambda: not session.clipboard(), "empty clipboard")
    assert not program.notice.text
    session.xdotool("windowmap", number)

    program.select_page("Preferences")
    page = program.window
    for words, comes in (
        ("Hide a shown token after", "30"),
        ("Clear a copied secret after", "60"),
        ("Keep more minutes adds", "5"),
        ("Put secrets away without me after", "5"),
        ("Advise a new token after", "365"),
        ("Remind me before that", "30"),
        ("Remind me before an old token ends", "7"),
    ):
        assert page.find("spin button", words).text == comes
    for words in ("Desktop notifications", "Keep the passphrase on this computer for 7 days"):
        assert "checked" in page.find("check box", words).states
    assert page.find("label", id="screenCaptures").text.startswith("On Linux no program can")
    field = page.find("spin button", "Hide a shown token after")
    hands.write(field, "5000")
    problem = page.find("label", id="hideAShownTokenAfterProblem")
    problem.wait_for_text(re.compile(r"^“5000” cannot be used\. 30 seconds still hold\."))
    hands.write(field, "50")
    hands.choose(page.find("combo box", label="Theme"), "Dark")
    program.press("Restore defaults")
    page.find("label", id="preferencesSaid").wait_for_text("Everything is as it came.")
    assert page.find("spin button", "Hide a shown token after").text == "30"
    assert page.find("combo box", label="Theme").name == "As the system"
    assert program.quit() == 0
