"""Whatever line of the vault a process is killed before, the secret is there: the one before or the new one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("operation", "before", "after"),
    [
        ("write", "old", "new"),
        ("update", "old", "old+new"),
        ("delete", "old", "nothing"),
        ("first write", "nothing", "new"),
    ],
)
def test_a_kill_before_any_line_loses_nothing(tmp_path: Path, operation: str, before: str, after: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.vault.crash_driver", str(tmp_path), operation],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)
    print(f"{operation}: killed at {report['kills']} places, read afterwards: {report['found']}")
    assert set(report["found"]) == {before, after}
    assert report["kills"] > 30
