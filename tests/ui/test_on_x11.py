"""What another program finds on a real X display: the primary selection stays empty of secrets."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rig.environment import private_environment
from tests.rig.processes import Processes
from tests.rig.tools import require
from tests.rig.x_server import start_x_server
from tests.ui.programs import on_x11
from tests.ui.samples import TEXT
from tests.ui.selecting import WAYS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    require("Xvfb", "xclip")
    folder = tmp_path_factory.mktemp("x11")
    env = {**private_environment(folder), "QT_QPA_PLATFORM": "xcb"}
    processes = Processes(folder / "logs", env)
    try:
        env["DISPLAY"] = start_x_server(processes, "1024x768x24")
        done = subprocess.run(
            [sys.executable, "-m", on_x11.__name__], cwd=ROOT, env=env, capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)
    finally:
        processes.close()


def test_it_ran_on_x11(told: dict[str, Any]) -> None:
    assert told["platform"] == "xcb"


@pytest.mark.parametrize("way", [way.__name__ for way in WAYS])
def test_selecting_a_revealed_token_publishes_nothing(told: dict[str, Any], way: str) -> None:
    assert told["secret"][way] == ""


def test_a_usual_field_would_publish_it_and_the_guard_takes_it_back(told: dict[str, Any]) -> None:
    published = {way for way, primary in told["usual"].items() if primary}
    assert {"by_dragging", "by_arrows"} <= published
    assert set(told["usual, guarded"].values()) == {""}
    assert told["other primary"] == "a word"


def test_a_token_copied_round_the_guard_gets_its_time(told: dict[str, Any]) -> None:
    assert told["copied round the guard"] == [TEXT, 60]
    assert told["wiped"] == ""


def test_what_another_program_copied_is_left_alone(told: dict[str, Any]) -> None:
    assert told["somebody else's"] == "from elsewhere"
