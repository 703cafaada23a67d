"""The pretend accounts under the window's event loop: all of it works there, and nothing of it stalls the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.actions import practice_under_qt

LONGEST_STALL = 0.04
"""Seconds; the window may stall for 50 ms, and has other things to do, too."""
ATTEMPTS = 6


@pytest.mark.alone
@pytest.mark.once
def test_it_works_under_qt_and_never_holds_up_the_loop(tmp_path: Path) -> None:
    best: dict[str, float] = {}
    for attempt in range(ATTEMPTS):  # what is ours comes back each time, what is the machine's does not
        done = subprocess.run(
            [sys.executable, "-m", practice_under_qt.__name__, str(tmp_path / str(attempt) / "home")],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert (told["problem"], told["child_left"]) == (None, None)
        best = {what: min(stall, best.get(what, stall)) for what, stall in told["stalls"].items()}
        if max(best.values()) <= LONGEST_STALL:
            break
    assert max(best.values()) <= LONGEST_STALL, best
