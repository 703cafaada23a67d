"""The set-up script, on trees of its own: sentences instead of tracebacks, and nothing done twice."""

from __future__ import annotations

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "packaging/dev.py"
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
PINNED = re.compile(r"^([a-z0-9-]+)(\[[a-z,]+\])?==[^ ;]+( ; .+)? \\$")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What the script needs of a checkout."""
    (tmp_path / "packaging").mkdir()
    for name in ("pyproject.toml", "packaging/dev.py", *(f"packaging/{name}" for name in REQUIREMENTS)):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def run(tree: Path, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run the tree's script; `before` is Python that runs first in the same process."""
    program = f"import runpy, sys\n{before}\nsys.argv = sys.argv[1:]\nrunpy.run_path(sys.argv[0], run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", program, str(tree / "packaging/dev.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_command_it_lists_them(tree: Path) -> None:
    answer = run(tree)
    assert answer.returncode == 2
    for command in ("run", "test", "check", "pictures", "bench", "lock"):
        assert re.search(rf"^  {command}\b", answer.stderr, re.MULTILINE)
    assert run(tree, "--help").returncode == 0


def test_an_old_python_is_told_in_one_sentence(tree: Path) -> None:
    answer = run(tree, "run", before="sys.version_info = (3, 10, 4, 'final', 0)")
    assert answer.returncode == 2
    assert answer.stderr.startswith("SCIM Connection needs Python 3.11 or later;")
    assert len(answer.stderr.splitlines()) == 1


def test_an_old_python_gets_as_far_as_that() -> None:
    ast.parse(DEV.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_needs_the_standard_library_alone() -> None:
    roots = set()
    for node in ast.walk(ast.parse(DEV.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add((node.module or "").split(".")[0])
    assert roots <= sys.stdlib_module_names


def test_a_python_without_venv_is_told_what_to_install(tree: Path) -> None:
    answer = run(tree, "run", before="sys.modules['ensurepip'] = None")
    assert answer.returncode == 1
    assert "python3-venv" in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr
    assert not (tree / ".venv/made-from").exists()


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for the program")
def test_when_nothing_changed_it_hands_over_at_once(tree: Path) -> None:
    program = tree / ".venv/bin/scim-connection"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nprintf "%s|" "$@"\nexit 7\n')
    program.chmod(0o755)
    script = runpy.run_path(str(tree / "packaging/dev.py"))
    script["RUN"].stamp.write_text(script["RUN"].fingerprint(), encoding="ascii")
    begin = time.monotonic()
    answer = run(tree, "run", "--practice", "with blank")
    assert time.monotonic() - begin < 2
    assert (answer.stdout, answer.returncode) == ("--practice|with blank|", 7)
    assert answer.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for Python, and there all run in one process")
@pytest.mark.parametrize(
    ("arguments", "several"),
    [
        ([], True),
        (["--long"], True),
        (["--randomly-seed=1"], True),
        (["tests/x", "-k", "y"], False),
        (["--long", "tests/x"], False),
        (["-x"], False),
    ],
)
def test_all_tests_run_several_at_once_and_some_as_pytest_runs_them(
    tree: Path, arguments: list[str], several: bool
) -> None:
    python = tree / ".venv-dev/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    python.chmod(0o755)
    script = runpy.run_path(str(tree / "packaging/dev.py"))
    script["DEV"].stamp.write_text(script["DEV"].fingerprint(), encoding="ascii")
    cores = "import os; os.sched_getaffinity = lambda _: {0, 1, 2}; os.cpu_count = lambda: 3"
    told = run(tree, "test", *arguments, before=cores).stdout.split("|")[:-1]
    assert told == ["-m", "pytest", *(["--numprocesses=3"] if several else []), *arguments]


@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/requirements.txt"])
def test_a_change_of_what_it_was_made_from_is_noticed(tree: Path, changed: str) -> None:
    script = runpy.run_path(str(tree / "packaging/dev.py"))
    environment = script["RUN"]
    environment.folder.mkdir()
    environment.stamp.write_text(environment.fingerprint(), encoding="ascii")
    assert environment.is_current()
    with (tree / changed).open("a") as file:
        file.write("# changed\n")
    assert not environment.is_current()


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_requirements_are_pinned_with_hashes_and_name_no_address(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    assert "://" not in text
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    entries = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert len(entries) > 20
    for number in entries:
        assert PINNED.match(lines[number]), lines[number]
        assert lines[number + 1].startswith("    --hash=sha256:"), lines[number]


def test_requirements_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {REQUIREMENTS[0]: project["dependencies"], REQUIREMENTS[1]: project["optional-dependencies"]["dev"]}
    for name, wanted in asked.items():
        text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
        for requirement in wanted:
            package = re.split(r"[<>=;\[ ]", requirement)[0]
            assert re.search(rf"^{re.escape(package)}(\[.*\])?==", text, re.MULTILINE), package
