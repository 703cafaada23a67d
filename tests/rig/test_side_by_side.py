"""Tests marked `alone` run while no other does, on a little tree of tests of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform == "win32", reason="there all tests run in one process"),
]

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = """
from tests.rig.side_by_side import share_the_machine

def pytest_configure(config):
    config.addinivalue_line("markers", "alone: as ours")
    share_the_machine(config)
"""
LITTLE = """
import os, pathlib, time, pytest
FOLDER = pathlib.Path(__file__).parent
WORKERS = 2

def workers_seen():
    return len(list(FOLDER.glob("runs-*")))

@pytest.mark.alone
@pytest.mark.parametrize("number", range(6))
def test_alone(number):
    assert workers_seen() == WORKERS, "before those that need not be alone"
    os.close(os.open(FOLDER / "alone", os.O_CREAT | os.O_EXCL))  # fails beside another
    time.sleep(0.05)
    (FOLDER / "alone").unlink()

@pytest.mark.parametrize("number", range(8))
def test_plain(number):
    assert not (FOLDER / "alone").exists(), "beside one that runs alone"
    (FOLDER / f"runs-{os.getpid()}").touch()
    end = time.monotonic() + 30
    while workers_seen() < WORKERS:
        assert time.monotonic() < end, "the other worker never came"
        time.sleep(0.005)
"""


def test_plain_ones_run_side_by_side_and_after_them_the_others_alone(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_little.py").write_text(LITTLE)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "no:cacheprovider", "--numprocesses=2"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "14 passed" in done.stdout
