"""The window answers within 50 ms while the service starts, a test runs and a share is encrypted."""

from __future__ import annotations

import pytest

from tests.accounts.real_service import real_service
from tests.rig import hands
from tests.rig.session import Session
from tests.rig.stalls import no_stall_over
from tests.whole_program.program import NAME, Program
from tests.whole_program.test_guided_rotation import add_account, begin, copy_elsewhere, press_rotate, step

pytestmark = [pytest.mark.alone, pytest.mark.once, pytest.mark.timeout(180)]
LIMIT = 0.05
"""Seconds."""


def test_while_the_service_starts_a_test_runs_a_share_is_encrypted_and_a_token_rotated(session: Session) -> None:
    program = Program(session)
    practise = program.app.window(NAME).find("push button", "Practise with a pretend account")
    with no_stall_over(LIMIT, session, program.app):
        hands.press(practise)
        program.wait_for_account()
    with no_stall_over(LIMIT, session, program.app):
        program.run_test()
    program.select_tab("SCIM")
    with no_stall_over(LIMIT, session, program.app):
        program.share(session.home / "share.age")
        program.app.close_window("Share ready")
        program.app.wait_closed("Share ready")
        program.rotate()


def test_while_an_account_typed_in_by_hand_is_rotated_by_guidance(session: Session) -> None:
    with real_service(None) as service:
        program = Program(session)
        add_account(program, service, service.scim_token(0))
        new = press_rotate(service)
        copy_elsewhere(session, new)
        with no_stall_over(LIMIT, session, program.app):
            begin(program)
            program.press("It is")
            step(program, 2)
            program.press("I have pressed Rotate")
            step(program, 3)
            program.press("Paste the new token")
            step(program, 4)
            program.press("Finish")
            program.token_field.wait_for_text("•" * 12 + new[-4:], 20)
