"""Where no window can be opened: one sentence that says why and what to do."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

from app.ui import platform_libraries
from app.ui.platform_libraries import missing_libraries, missing_packages, trouble

WATCHED = """
import sys
from app.ui.platform_check import watch_platform
watch_platform()
from PySide6.QtCore import qCritical, qDebug, qWarning
qDebug("a detail"); qWarning("a warning"); qCritical("something critical")
from PySide6.QtWidgets import QApplication
QApplication(sys.argv)
print("opened")
"""


def lose(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    """Have the loader not find these."""
    load = ctypes.CDLL

    def found(name: str) -> ctypes.CDLL:
        if name in libraries:
            raise OSError(f"{name}: cannot open shared object file")
        return load(None)

    monkeypatch.setattr(ctypes, "CDLL", found)


def test_missing_libraries_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    lose(monkeypatch, "libxcb-cursor.so.0", "libEGL.so.1")
    assert missing_packages() == ["libxcb-cursor0", "libegl1"]
    assert trouble() == (
        "SCIM Connection cannot open its window, because libraries of the system are missing: install libxcb-cursor0 "
        "libegl1 (Debian and Ubuntu: sudo apt install libxcb-cursor0 libegl1) and start it again."
    )


def test_with_all_libraries_it_is_the_display(monkeypatch: pytest.MonkeyPatch) -> None:
    lose(monkeypatch)
    assert missing_packages() == []
    assert "found no display" in trouble()
    assert "scim-connection --help" in trouble()


def test_where_qt_itself_does_not_load_the_usual_ones_are_named() -> None:
    assert "sudo apt install libxcb-cursor0 libxkbcommon-x11-0" in missing_libraries([])


def test_other_systems_bring_these_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    lose(monkeypatch, *platform_libraries._PACKAGES)
    for platform in ("win32", "darwin"):
        monkeypatch.setattr(sys, "platform", platform)
        assert missing_packages() == []


def run(platform: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-c", WATCHED],
        env={**env, "QT_QPA_PLATFORM": platform},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_what_qt_says_else_goes_to_the_error_output() -> None:
    done = run("offscreen")
    assert (done.returncode, done.stdout) == (0, "opened\n")
    assert done.stderr.splitlines() == ["Qt: a warning", "Qt: something critical"]


def test_without_a_display_there_is_one_sentence_and_status_1() -> None:
    done = run("xcb")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[2:] == [trouble()]
