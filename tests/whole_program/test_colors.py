"""Light, dark or of high contrast as the system is, or as the person prefers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.preferences import Preferences
from tests.rig.node import Node
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.rig.tools import require
from tests.whole_program.preferences import prefer
from tests.whole_program.program import NAME, Program

ROOT = Path(__file__).resolve().parents[2]
PAGE = {"light": "#F6F7F9", "dark": "#14181F", "contrast light": "#FFFFFF", "contrast dark": "#000000"}
"""The page's ground in each theme."""


class Desktop:
    """A session whose desktop says that it is light or dark, and whether of high contrast."""

    def __init__(self, scheme: str) -> None:
        # Qt asks the portal where its theme is a desktop's; without one it is always light.
        self.session = Session(env={"QT_QPA_PLATFORMTHEME": "gnome"})
        self._portal = self.session.processes.start(
            "portal",
            [sys.executable, "-m", "tests.rig.color_scheme", self.session.bus_address, scheme],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._portal.stdout is not None
        assert self._portal.stdout.readline().strip() == b"ready"

    def change(self, scheme: str) -> None:
        assert self._portal.stdin is not None
        self._portal.stdin.write(f"{scheme}\n".encode())
        self._portal.stdin.flush()


@pytest.fixture
def desktop(desktop_tools: None, request: pytest.FixtureRequest) -> Iterator[Desktop]:
    require("import")
    desktop = Desktop(request.param)
    yield desktop
    desktop.session.close()


def ground(session: Session, window: Node) -> str:
    """The page's ground, in the window's corner: nothing else stands there."""
    path = session.picture(session.folder / "window.png", window)
    corner = ("-gravity", "SouthEast", "-crop", "1x1+6+6", "+repage", "-depth", "8")
    return "#" + session.run("convert", str(path), *corner, "-format", "%[hex:u.p{0,0}]", "info:").stdout.strip()[:6]


@pytest.mark.parametrize("desktop", ["dark"], indirect=True)
def test_it_follows_the_system_also_while_it_runs(desktop: Desktop) -> None:
    window = Program(desktop.session).app.window(NAME)
    poll(lambda: ground(desktop.session, window) == PAGE["dark"], "dark window")
    desktop.change("light")
    poll(lambda: ground(desktop.session, window) == PAGE["light"], "light window")
    desktop.change("dark-contrast")
    poll(lambda: ground(desktop.session, window) == PAGE["contrast dark"], "window of high contrast")
    desktop.change("light-contrast")
    poll(lambda: ground(desktop.session, window) == PAGE["contrast light"], "light window of high contrast")
    desktop.change("light")
    poll(lambda: ground(desktop.session, window) == PAGE["light"], "light window again")


@pytest.mark.parametrize("desktop", ["light"], indirect=True)
def test_a_preference_overrules_the_system(desktop: Desktop) -> None:
    prefer(desktop.session.env, Preferences(theme="dark"))
    window = Program(desktop.session).app.window(NAME)
    poll(lambda: ground(desktop.session, window) == PAGE["dark"], "dark window")
