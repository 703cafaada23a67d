"""Without a display the command line works, and the window says in one sentence why it cannot come."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.rig.environment import private_environment
from tests.whole_program.program import CONSOLE_SCRIPT


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CONSOLE_SCRIPT, *arguments],
        env=private_environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_works(tmp_path: Path) -> None:
    answer = run(tmp_path, "--help")
    assert answer.returncode == 0
    assert "--practice" in answer.stdout
    assert "Traceback" not in answer.stderr


def test_the_commands_help_works(tmp_path: Path) -> None:
    for command in ("serve", "session", "test"):
        answer = run(tmp_path, command, "--help")
        assert (answer.returncode, answer.stderr) == (0, ""), command
        assert command in answer.stdout


def test_an_unknown_option_is_one_line_and_status_2(tmp_path: Path) -> None:
    answer = run(tmp_path, "--colour")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1
    assert "--help" in answer.stderr


def test_the_window_says_why_it_cannot_come(tmp_path: Path) -> None:
    answer = run(tmp_path, "--practice")
    assert answer.returncode == 1
    lines = [line for line in answer.stderr.splitlines() if line]
    assert len(lines) == 1
    assert "display" in lines[0]
    assert lines[0].endswith(".")
