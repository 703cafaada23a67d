"""The window answers within 50 ms while the service starts, a test runs and a share is encrypted."""

from __future__ import annotations

import pytest

from tests.rig import hands
from tests.rig.session import Session
from tests.rig.stalls import no_stall_over
from tests.whole_program.program import NAME, Program

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]
LIMIT = 0.05
"""Seconds."""


def test_while_the_service_starts(session: Session) -> None:
    program = Program(session)
    practise = program.app.window(NAME).find("push button", "Practise with a pretend account")
    with no_stall_over(LIMIT, session, program.app):
        hands.press(practise)
        program.wait_for_account()


def test_while_a_test_runs(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    with no_stall_over(LIMIT, session, program.app):
        program.run_test()


def test_while_a_share_is_encrypted_and_a_token_rotated(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    with no_stall_over(LIMIT, session, program.app):
        program.share(session.home / "share.age")
        program.app.close_window("Share ready")
        program.app.wait_closed("Share ready")
        program.rotate()
