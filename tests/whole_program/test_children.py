"""The window and its service: who outlives whom."""

from __future__ import annotations

import signal

import psutil

from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import Program
from tests.whole_program.test_whole_story import users


def test_the_service_ends_when_the_window_is_killed(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    service = psutil.Process(program.service_pid())
    program.app.kill()
    poll(lambda: not service.is_running() or service.status() == psutil.STATUS_ZOMBIE, "end of the service")


def test_a_service_that_dies_is_started_again_where_it_was(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    endpoint, token = program.endpoint, program.copy_token()
    first = program.service_pid()
    psutil.Process(first).send_signal(signal.SIGKILL)
    poll(lambda: program.service_pid() != first, "another service", timeout=60)
    poll(lambda: users(endpoint, token), "an answer at the same address", timeout=60)
    program.rotate()
    assert program.endpoint == endpoint
