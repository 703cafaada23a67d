"""An account typed in by hand after its rotation: what can be said of the old token, and who says that it may go."""

from __future__ import annotations

import re

import pytest

from tests.accounts.real_service import RealService
from tests.rig import hands
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import Program
from tests.whole_program.test_guided_rotation import (
    GUIDE,
    add_account,
    begin,
    copy_elsewhere,
    opened_again,
    press_rotate,
    service,
    step,
)

__all__ = ["service"]  # a fixture

pytestmark = [pytest.mark.timeout(240), pytest.mark.once]
BOTH = r"Both tokens work \(checked (just now|\d minutes? ago)\)\."
NOT_TOLD = r" R-Service does not tell this program who uses the old one\.\n"
NOT_SHARED = "Not shared from this computer · switched: "


def test_the_switch_is_confirmed_kept_and_taken_back(session: Session, service: RealService) -> None:
    program = Program(session)
    add_account(program, service, service.scim_token(0))
    rotate(program, session, service)
    says(program, "Switch not confirmed", BOTH + NOT_TOLD + NOT_SHARED + "not confirmed")

    program.press("Mark as confirmed…")
    dialog = program.app.window("Mark switch as confirmed")
    hands.press(dialog.find("push button", "Cancel"))
    program.app.wait_closed("Mark switch as confirmed")
    says(program, "Switch not confirmed", BOTH)
    program.press("Mark as confirmed…")
    dialog = program.app.window("Mark switch as confirmed")
    hands.write(dialog.find("text", "Who confirmed it"), "Jane Doe")
    hands.press(dialog.find("push button", "Mark as confirmed"))
    says(program, "Switch confirmed", BOTH + NOT_TOLD + NOT_SHARED + r"confirmed by Jane Doe on \d+ \w+ \d+$")
    assert program.quit() == 0

    again = opened_again(session)
    says(again, "Switch confirmed", BOTH + NOT_TOLD + NOT_SHARED + "confirmed by Jane Doe on ")
    again.press("Take back the confirmation")
    says(again, "Switch not confirmed", BOTH)

    assert again.quit() == 0


def rotate(program: Program, session: Session, service: RealService) -> None:
    """By guidance, to the end."""
    begin(program)
    program.press("It is")
    step(program, 2)
    new = press_rotate(service)
    program.press("I have pressed Rotate")
    step(program, 3)
    copy_elsewhere(session, new)
    program.press("Paste the new token")
    step(program, 4)
    program.press("Finish")
    program.app.wait_closed(GUIDE)
    poll(lambda: program.token_field.text.endswith(new[-4:]), "new token on the screen")


def says(program: Program, state: str, uses: str) -> None:
    words = re.compile(uses)
    poll(lambda: words.match(program.label("oldTokenUses").text), f"{uses} on the panel", timeout=30)
    program.label("oldTokenState").wait_for_text(state)
