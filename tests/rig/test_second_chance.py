"""What failed beside the others is tried again alone, on little trees of tests of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rig.second_chance import MOST, without_group

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform == "win32", reason="there all tests run in one process"),
]

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = """
from tests.rig.second_chance import SecondChance
from tests.rig.side_by_side import share_the_machine

def pytest_configure(config):
    config.addinivalue_line("markers", "alone: as ours")
    share_the_machine(config)
    if getattr(config.option, "numprocesses", None):
        config.pluginmanager.register(SecondChance(config))
"""
BEGINNING = """
import os, pathlib, pytest, signal

def first_time(name):
    path = pathlib.Path(__file__).with_name(name)
    if path.exists():
        return False
    path.touch()
    return True

def test_that_passes():
    pass
"""
NOISE = """
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("words", ["a@b"])
def test_noise(words):
    assert not first_time("noise"), "the machine was busy"

@pytest.mark.alone  # the last of all: nobody is left to ask for more
def test_whose_process_dies():
    if first_time("crash"):
        os.kill(os.getpid(), signal.SIGKILL)

@pytest.mark.alone
@pytest.mark.parametrize("number", range(3))
def test_behind_it(number):
    pass

@pytest.fixture
def untidy():
    yield
    assert not first_time("untidy"), "something was left"

def test_untidy(untidy):
    pass
"""
BROKEN = """
def test_broken():
    assert 1 + 1 == 3

def test_that_would_only_be_skipped_alone():
    if not first_time("skip"):
        pytest.skip("not now")
    assert False
"""
MANY = f"""
@pytest.mark.parametrize("number", range({MOST + 1}))
def test_noise(number):
    assert not first_time(f"noise-{{number}}")
"""


def run(folder: Path, tests: str) -> tuple[int, list[str]]:
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_little.py").write_text(BEGINNING + tests)
    (folder / "pytest.ini").write_text("[pytest]\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-p xdist"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--numprocesses=2", "--dist=loadgroup"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def test_what_passes_alone_is_told_at_the_end_and_is_no_failure(tmp_path: Path) -> None:
    status, told = run(tmp_path, NOISE)
    assert status == 0, told
    name = "failed beside the others, passed alone: test_little.py::"
    assert told[-3:] == [name + test for test in ("test_noise[a@b]", "test_untidy", "test_whose_process_dies")]
    counts = told[-4]
    assert "3 passed alone" in counts
    assert "failed" not in counts
    assert "error" not in counts
    assert any("the machine was busy" in line for line in told), "how it failed at first"
    assert any("crashed" in line for line in told)


def test_what_fails_twice_fails(tmp_path: Path) -> None:
    status, told = run(tmp_path, BROKEN + NOISE)
    assert status == 1
    name = "test_little.py::"
    assert {f"failed twice: {name}test_broken", f"failed twice: {name}test_that_would_only_be_skipped_alone"} <= {
        *told[-5:]
    }
    assert "2 failed" in told[-6]
    assert "3 passed alone" in told[-6]


def test_many_failures_are_no_noise(tmp_path: Path) -> None:
    status, told = run(tmp_path, MANY)
    assert status == 1
    assert told[-1] == f"{MOST + 1} tests failed: too many for a second chance."
    assert f"{MOST + 1} failed" in told[-2]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("tests/a.py::test_b", "tests/a.py::test_b"),
        ("tests/a.py::test_b@firefox", "tests/a.py::test_b"),
        ("tests/a.py::test_b[x@y]", "tests/a.py::test_b[x@y]"),
        ("tests/a.py::test_b[x@y]@firefox", "tests/a.py::test_b[x@y]"),
    ],
)
def test_the_group_is_no_part_of_a_name(told: str, name: str) -> None:
    assert without_group(told) == name
