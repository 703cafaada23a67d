"""The set-up script, on trees of its own: sentences instead of tracebacks, and nothing done twice."""

from __future__ import annotations

import ast
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = tuple(f"packaging/{path.name}" for path in sorted((ROOT / "packaging").glob("*.py")))
REQUIREMENTS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-bench.txt",
    "requirements-bundle.txt",
    "requirements-audit.txt",
)
PINNED = re.compile(r"^([a-z0-9-]+)(\[[a-z,]+\])?==[^ ;]+( ; .+)? \\$")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What the script needs of a checkout."""
    (tmp_path / "packaging").mkdir()
    for name in ("pyproject.toml", *SCRIPTS, *(f"packaging/{name}" for name in REQUIREMENTS)):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def run(tree: Path, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run the tree's script; `before` is Python that runs first in the same process."""
    program = (
        f"import os, runpy, sys\n{before}\nsys.argv = sys.argv[1:]\nsys.path[0] = os.path.dirname(sys.argv[0])\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(tree / "packaging/dev.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def script_of(tree: Path) -> dict[str, Any]:
    """What the tree's script defines, with the modules beside it: not those of another tree."""
    sys.path.insert(0, str(tree / "packaging"))
    try:
        return runpy.run_path(str(tree / "packaging/dev.py"))
    finally:
        sys.path.remove(str(tree / "packaging"))
        for name in SCRIPTS:
            sys.modules.pop(Path(name).stem, None)


def test_without_a_command_it_lists_them(tree: Path) -> None:
    answer = run(tree)
    assert answer.returncode == 2
    for command in ("run", "test", "check", "pictures", "bench", "bundle", "deb", "lock"):
        assert re.search(rf"^  {command}\b", answer.stderr, re.MULTILINE)
    assert run(tree, "--help").returncode == 0


def test_an_old_python_is_told_in_one_sentence(tree: Path) -> None:
    answer = run(tree, "run", before="sys.version_info = (3, 10, 4, 'final', 0)")
    assert answer.returncode == 2
    assert answer.stderr.startswith("SCIM Connection needs Python 3.11 or later;")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["packaging/dev.py", "packaging/set_up.py"])
def test_an_old_python_gets_as_far_as_that(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_needs_the_standard_library_alone(name: str) -> None:
    roots = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add((node.module or "").split(".")[0])
    assert roots <= sys.stdlib_module_names | {Path(each).stem for each in SCRIPTS}


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
    script = script_of(tree)
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
    script = script_of(tree)
    script["DEV"].stamp.write_text(script["DEV"].fingerprint(), encoding="ascii")
    cores = "import os; os.sched_getaffinity = lambda _: {0, 1}; os.cpu_count = lambda: 2"
    told = run(tree, "test", *arguments, before=cores).stdout.split("|")[:-1]
    assert told == [
        "-m",
        "pytest",
        *(["--numprocesses=4", "--dist=loadgroup", "--second-chance"] if several else []),
        *arguments,
    ]


@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/requirements.txt"])
def test_a_change_of_what_it_was_made_from_is_noticed(tree: Path, changed: str) -> None:
    script = script_of(tree)
    environment = script["RUN"]
    environment.folder.mkdir()
    environment.stamp.write_text(environment.fingerprint(), encoding="ascii")
    assert environment.is_current()
    with (tree / changed).open("a") as file:
        file.write("# changed\n")
    assert not environment.is_current()


def test_the_peers_are_installed_without_the_program_and_apart_from_it(tree: Path) -> None:
    script = script_of(tree)
    assert not script["BENCH"].with_program
    assert script["RUN"].with_program
    assert len({script[name].folder for name in ("RUN", "DEV", "BENCH")}) == 3
    for name in REQUIREMENTS[:2]:
        assert "scim-sanity" not in (ROOT / "packaging" / name).read_text(encoding="utf-8")


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
    bench = (ROOT / "packaging/requirements-bench.in").read_text(encoding="utf-8").splitlines()
    asked[REQUIREMENTS[2]] = [line for line in bench if not line.startswith("#")]
    bundle = (ROOT / "packaging/requirements-bundle.in").read_text(encoding="utf-8").splitlines()
    asked[REQUIREMENTS[3]] = [*project["dependencies"], *bundle]
    for name, wanted in asked.items():
        text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
        for requirement in wanted:
            package = re.split(r"[<>=;\[ ]", requirement)[0]
            assert re.search(rf"^{re.escape(package)}(\[.*\])?==", text, re.MULTILINE), package


NODE = "tests/tester/independent/node"


@pytest.fixture
def npm(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree whose Python environment is made, with one folder of Node packages, and a script that stands in for npm:
    it notes what it was asked and where, and fails where a file named offline is. Gives the notes."""
    folder = tree / NODE / "express-4"
    folder.mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}")
    tools, notes = tree / "tools", tree / "notes"
    tools.mkdir()
    program = tools / "npm"
    program.write_text(f'#!/bin/sh\necho "$1 $(pwd)" >> {notes}\nmkdir -p node_modules\n[ ! -e {tree}/offline ]\n')
    program.chmod(0o755)
    python = tree / ".venv-dev/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "pytest begins"\n')
    python.chmod(0o755)
    script = script_of(tree)
    script["DEV"].stamp.write_text(script["DEV"].fingerprint(), encoding="ascii")
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    return notes


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for npm")
def test_node_packages_are_installed_once_and_again_when_the_lock_changes(tree: Path, npm: Path) -> None:
    folder = tree / NODE / "express-4"
    for _ in range(2):
        assert run(tree, "test").stdout == "pytest begins\n"
        assert npm.read_text().splitlines() == [f"ci {folder}"]
    (folder / "package-lock.json").write_text('{"changed": true}')
    run(tree, "test")
    assert npm.read_text().splitlines() == [f"ci {folder}"] * 2


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for npm")
def test_tests_run_all_the_same_where_node_packages_cannot_be_installed(tree: Path, npm: Path) -> None:
    (tree / "offline").touch()
    for _ in range(2):
        answer = run(tree, "test")
        assert (answer.returncode, answer.stdout) == (0, "pytest begins\n")
        assert "could not be installed" in answer.stderr
    assert len(npm.read_text().splitlines()) == 2, "tried again: nothing was installed"


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for npm")
def test_without_npm_nothing_is_said(tree: Path, npm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tree / "no-tools"))
    answer = run(tree, "test")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert not npm.exists()


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for npm")
def test_running_the_program_needs_no_node_packages(tree: Path, npm: Path) -> None:
    program = tree / ".venv/bin/scim-connection"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho runs\n")
    program.chmod(0o755)
    script = script_of(tree)
    script["RUN"].stamp.write_text(script["RUN"].fingerprint(), encoding="ascii")
    assert run(tree, "run").stdout == "runs\n"
    assert not npm.exists()


def test_node_packages_are_pinned_with_hashes_and_name_no_download_address() -> None:
    locks = sorted((ROOT / NODE).glob("*/package-lock.json"))
    assert len(locks) == 3
    for lock in locks:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        asked = json.loads((lock.parent / "package.json").read_text(encoding="utf-8"))["dependencies"]
        assert packages.pop("")["dependencies"] == asked
        for name, package in packages.items():
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name
        assert {name.removeprefix("node_modules/") for name in packages} >= asked.keys()
        assert not re.search(r"registry|\.tgz", lock.read_text(encoding="utf-8"))
