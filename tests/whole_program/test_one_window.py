"""Started twice, the first comes to the front."""

from __future__ import annotations

import sys

from tests.rig.polling import poll
from tests.rig.programs import one_label
from tests.rig.session import Session
from tests.whole_program.program import Program, title


def test_a_second_start_brings_the_first_to_the_front(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    other = session.start([sys.executable, one_label.__file__])
    other.window(one_label.TITLE)
    session.run("wmctrl", "-F", "-a", one_label.TITLE)
    poll(lambda: session.active_title() == one_label.TITLE, "another window in front")
    second = Program(session)
    assert second.app.wait_ended() == 0
    poll(lambda: session.active_title() == title(), "the first window in front")


def test_after_a_kill_it_starts_again(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.app.kill()
    again = Program(session)
    again.wait_for_account()
