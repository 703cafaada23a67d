"""House rules as code: rules that no linter of ours knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.layers.sources import ROOT, calls, module_name, names, parsed, python_files, where

pytestmark = pytest.mark.once

LONGEST_FILE = {"app": 300, "packaging": 300, "resources": 300, "tests": 350}
LONGEST_FUNCTION = 60
"""Lines: what fits a screen, its documentation included."""

SLEEPS = ("time.sleep", "sleep", "asyncio.sleep", "qtbot.wait", "QTest.qWait")
LONGEST_STEP = 0.05
"""Seconds: what polling takes between two looks."""

APP = python_files("app")
TESTS = python_files("tests")
OURS = [*APP, *TESTS, *python_files("packaging", "resources")]


def gather(found: list[str]) -> None:
    assert found == [], "\n" + "\n".join(found)


def test_a_file_has_one_subject() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in OURS}
    found = {path.relative_to(ROOT): count for path, count in lengths.items()}
    gather([f"{path} has {count} lines" for path, count in found.items() if count > LONGEST_FILE[path.parts[0]]])


def test_a_function_fits_a_screen() -> None:
    found = []
    for path in APP:
        if "migrations" in path.parts:
            continue  # a migration is one list of steps
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{where(path, node.lineno)} {node.name} has {length} lines")
    gather(found)


def test_there_is_one_event_loop() -> None:
    """A dialog's `exec()` and `processEvents()` run the loop inside a handler: state changes under its feet."""
    the_loop = ("app.exec", "application.exec")
    gather(
        [
            f"{where(path, line)} {call}"
            for path in APP
            for line, call in calls(path)
            if (call.endswith((".exec", ".exec_")) and call not in the_loop) or call.endswith("processEvents")
        ]
    )


def test_text_is_plain() -> None:
    """What a server or a file says must never be read as markup. Qt guesses unless it is told."""
    forbidden = {"setHtml", "insertHtml", "appendHtml", "toHtml", "RichText", "AutoText", "MarkdownText", "setMarkdown"}
    gather([f"{where(path, line)} {name}" for path in APP for line, name in names(path) if name in forbidden])


def test_tests_wait_for_conditions_not_for_times() -> None:
    found = []
    for path in TESTS:
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            value = node.args[0].value
            if ast.unparse(node.func) in SLEEPS and isinstance(value, int | float) and value > LONGEST_STEP:
                found.append(f"{where(path, node.lineno)} {ast.unparse(node)}")
    gather(found)


def test_nothing_is_left_over() -> None:
    leftover = re.compile(
        r"\b(TODO|FIXME|XXX|breakpoint\(\)|NotImplementedError|coming soon|lorem ipsum)\b", re.IGNORECASE
    )
    own = Path(__file__)
    found = []
    for path in OURS:
        if path == own:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if leftover.search(line):
                found.append(f"{where(path, number)} {line.strip()}")
    gather(found)


def test_silenced_checks_say_why() -> None:
    """A reason, in words, stands behind `type: ignore[...]` and `noqa: CODE`, or in a comment above such lines."""
    silenced = re.compile(r"#\s*(type:\s*ignore(\[[^]]*\])?|noqa(:\s*[A-Z0-9, ]+\d)?)(?P<why>.*)$")
    found = []
    for path in [*APP, *TESTS]:
        said = False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = silenced.search(line)
            if match is None:
                said = line.lstrip().startswith("# ")
                continue
            # A command's module prints what it was asked for: the code says it all.
            said = said or (path.name.startswith("command_") and "T201" in line)
            said = said or re.search(r"[a-zA-Z]{3,}", match["why"]) is not None
            if not said and path != Path(__file__):
                found.append(f"{where(path, number)} {line.strip()}")
    gather(found)


def test_broad_excepts_say_why() -> None:
    found = []
    for path in [*APP, *TESTS]:
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node) and not _raises_again(node):
                near = " ".join(lines[node.lineno - 1 : node.body[0].lineno])
                if "#" not in near:
                    found.append(f"{where(path, node.lineno)} {lines[node.lineno - 1].strip()}")
    gather(found)


def test_packaging_is_no_package() -> None:
    """It would hide the library of that name."""
    assert not (ROOT / "packaging/__init__.py").exists()


def test_time_comes_from_a_clock() -> None:
    """Tests move the clock that is passed in; `datetime.now()` and `time.time()` cannot be moved."""
    allowed = {"app.domain.clock"}
    forbidden = re.compile(r"(^|\.)(datetime\.now|datetime\.utcnow|date\.today|time\.time)$")
    gather(
        [
            f"{where(path, line)} {call}"
            for path in APP
            if module_name(path) not in allowed
            for line, call in calls(path)
            if forbidden.search(call)
        ]
    )


def test_qt_stays_in_the_window() -> None:
    """Qt's names stand in app/ui alone; app/__main__.py may import it, inside a function."""
    found = []
    for path in APP:
        if path.relative_to(ROOT).parts[1] == "ui":
            continue
        for node in parsed(path).body:
            if isinstance(node, ast.Import | ast.ImportFrom) and "PySide6" in ast.unparse(node):
                found.append(where(path, node.lineno))
    gather(found)


@pytest.mark.parametrize("folder", ["app", "tests"])
def test_every_package_says_what_is_in_it_or_is_empty(folder: str) -> None:
    """Importing a package must stay cheap: its __init__ holds words, or names that it hands on, never work."""
    found = []
    for path in python_files(folder):
        if path.name == "__init__.py":
            for node in parsed(path).body:
                if isinstance(node, ast.For | ast.While | ast.With | ast.Try):
                    found.append(where(path, node.lineno))
    gather(found)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    broad = ("Exception", "BaseException")
    return handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id in broad)


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))
