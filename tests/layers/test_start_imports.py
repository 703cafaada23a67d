"""What is loaded when the window comes to the screen: nothing slow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.layers.sources import ROOT
from tests.layers.test_imports import HEAVY
from tests.rig.environment import private_environment

LATER = {"argparse", "asyncio", "json", "jeepney", "logging", "qasync", "ssl", "httpcore", "truststore", "platformdirs"}

_PROGRAM = """
import os, sys
import PySide6.QtWidgets
own = set(sys.modules)  # argparse and logging among them: PySide6 itself imports them
from app.ui.window.main_window import MainWindow

def show(window):
    sys.stdout.write("\\n".join(set(sys.modules) - own))
    sys.stdout.flush()
    os._exit(0)

MainWindow.show = show
from app.__main__ import main
sys.argv = ["scim-connection", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("arguments", [(), ("--practice",), ("--open",), ("--open", "a share.age")])
def test_nothing_slow_is_loaded_before_the_window_shows(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        env={**private_environment(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    loaded = set(answer.stdout.split())
    assert "app.ui.window.header" in loaded
    assert sorted(name for name in loaded if name.split(".")[0] in HEAVY | LATER) == []
