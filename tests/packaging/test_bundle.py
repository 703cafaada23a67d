"""What the bundle is made of, as far as that can be said without building it."""

from __future__ import annotations

import ast
import os
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.layers.sources import ROOT

BUNDLE = ROOT / "packaging/bundle"


@pytest.fixture(scope="module")
def contents() -> dict[str, Any]:
    return runpy.run_path(str(BUNDLE / "contents.py"))


def imported_modules() -> set[str]:
    """What app imports, wherever in a file."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_it_holds_the_qt_modules_that_are_used_and_no_others(contents: dict[str, Any]) -> None:
    used = {
        match[1] for name in imported_modules() if (match := re.match(r"PySide6\.(Qt\w+)", name)) and match[1] != "Qt"
    }
    assert used == set(contents["QT_MODULES"])


def test_nothing_that_we_import_is_left_out(contents: dict[str, Any]) -> None:
    assert not imported_modules() & set(contents["MODULES_LEFT_OUT"])


def test_what_the_program_reads_is_in_it(contents: dict[str, Any]) -> None:
    places = {f"{folder}/{Path(file).name}" for file, folder in contents["data_files"](ROOT)}
    assert "app/service/migrations/versions/0001_first_tables.py" in places
    for file in (ROOT / "resources").rglob("*"):
        if file.suffix in (".json", ".svg", ".qm", ".html", ".css", ".js", ".md", ".txt"):
            assert file.relative_to(ROOT).as_posix() in places


def test_packages_whose_version_is_told_bring_it_along(contents: dict[str, Any]) -> None:
    asked = set()
    for path in (ROOT / "app").rglob("*.py"):
        asked |= set(re.findall(r"""\bversion\(["']([\w-]+)["']\)""", path.read_text(encoding="utf-8")))
    assert asked
    assert asked <= set(contents["METADATA"])


def test_a_program_that_the_bundle_opens_finds_its_own_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    forget = runpy.run_path(str(BUNDLE / "start.py"))["forget_own_folder"]
    monkeypatch.setenv("_PYI_ARCHIVE_FILE", "/usr/lib/scim-connection/scim-connection")
    for before in (None, "/opt/lib"):
        monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/scim-connection/_internal")
        if before is not None:
            monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
        forget()
        assert os.environ.get("LD_LIBRARY_PATH") == before
        assert not {"_PYI_ARCHIVE_FILE", "LD_LIBRARY_PATH_ORIG"} & set(os.environ)


@pytest.mark.parametrize(
    ("target", "source", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", "/venv/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/venv/libqeglfs.so", False),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", "/venv/libqoffscreen.so", False),
        ("PySide6/plugins/platforms/qwindows.dll", "C:/venv/qwindows.dll", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/venv/libqgtk3.so", False),
        ("PySide6/Qt/translations/qtbase_ru.qm", "/venv/qtbase_ru.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", "/venv/qtbase_de.qm", False),
        ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", False),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("resources/icons/eye.svg", "/work/resources/icons/eye.svg", True),
    ],
)
def test_which_files_are_in_it(
    contents: dict[str, Any], monkeypatch: pytest.MonkeyPatch, target: str, source: str, wanted: bool
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert contents["is_wanted"](target, source) is wanted
