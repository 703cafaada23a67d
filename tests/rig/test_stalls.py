"""The stall meters see a stall that is there, and none that is not, also on a busy machine."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.rig import hands
from tests.rig.heartbeat import Heartbeat
from tests.rig.programs import little_form
from tests.rig.session import Session
from tests.rig.stalls import StallMeter, no_stall_over

pytestmark = [pytest.mark.alone, pytest.mark.once]


@pytest.fixture
def session(desktop_tools: None) -> Iterator[Session]:
    with Session() as session:
        yield session


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """More work than this machine has cores."""
    work = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    yield
    for process in work:
        process.kill()
        process.wait()


def test_a_stall_is_seen_from_outside(session: Session, busy_machine: None) -> None:
    app = session.start([sys.executable, little_form.__file__])
    form = app.window(little_form.TITLE)
    greet, stall = form.find("push button", "Greet"), form.find("push button", "Stall")
    meter = StallMeter(session, app)
    hands.press(stall)
    hands.press(greet)
    form.find("label", "Hello ")
    stalls = meter.stop()
    assert stalls.worst > little_form.STALL * 0.5, str(stalls)


def test_a_free_window_shows_none_on_a_busy_machine(session: Session, busy_machine: None) -> None:
    app = session.start([sys.executable, little_form.__file__])
    form = app.window(little_form.TITLE)
    with no_stall_over(0.05, session, app):
        for word in ("one", "two", "three"):
            hands.write(form.find("text", "Note"), word)
            hands.press(form.find("push button", "Greet"))
            form.find("label", f"Hello {word}")


def test_a_stall_is_seen_from_inside(qtbot: QtBot, busy_machine: None) -> None:
    with Heartbeat() as heart:
        QTimer.singleShot(0, lambda: time.sleep(little_form.STALL))
        qtbot.waitUntil(lambda: heart.beats > 3)
    assert heart.worst > little_form.STALL * 0.9


def test_a_free_loop_shows_none_on_a_busy_machine(qtbot: QtBot, busy_machine: None) -> None:
    with Heartbeat() as heart:
        qtbot.waitUntil(lambda: heart.beats > 50)
    assert heart.worst <= 0.05
