"""The rotation's core over a real file system, killed before its lines and at any moment, hundreds and thousands of
times."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rig.counts import Tell

pytestmark = pytest.mark.once

if sys.platform == "win32":
    pytest.skip("there is no fork", allow_module_level=True)

MORE_THAN_ITS_LINES = 2000


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("people", [30, pytest.param(MORE_THAN_ITS_LINES, marks=pytest.mark.long)])
def test_whoever_is_killed_has_the_current_token_and_rotated_once(tmp_path: Path, people: int, tell: Tell) -> None:
    seed = random.randrange(2**32)
    answer = subprocess.run(
        [sys.executable, "-m", "tests.actions.core_killer", str(tmp_path), str(people), str(seed)],
        capture_output=True,
        text=True,
        timeout=3500,
        check=False,
    )
    assert answer.returncode == 0, f"seed {seed}: {answer.stderr}"
    counted = json.loads(answer.stdout)
    tell(
        f"rotation's core of {counted['lines']} lines: killed {counted['killed']} times and out of disk "
        f"{counted['disk full']} times by {counted['people']} people: {counted['current']} had the current token, "
        f"{counted['old']} old tokens lived their 30 days, {counted['people'] - counted['once']} rotated twice"
    )
    assert counted["killed"] > people * 3 // 4
    assert counted["disk full"] > 0
    assert counted["people"] == people
    assert [counted[each] for each in ("current", "old", "once", "journal", "store")] == [people] * 5
    if people == MORE_THAN_ITS_LINES:
        assert counted["lines"] <= people, "not before every line"
