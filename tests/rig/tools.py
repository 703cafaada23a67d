"""Debian's programs that a test needs."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

PACKAGE_OF = {
    "Xvfb": "xvfb",
    "age": "age",
    "appstreamcli": "appstream",
    "bash": "bash",
    "chromium": "chromium",
    "curl": "curl",
    "dash": "dash",
    "dbus-daemon": "dbus",
    "desktop-file-validate": "desktop-file-utils",
    "dunst": "dunst",
    "faketime": "faketime",
    "firefox-esr": "firefox-esr",
    "gnome-keyring-daemon": "gnome-keyring",
    "groff": "groff-base",
    "import": "imagemagick",
    "node": "nodejs",
    "npm": "npm",
    "openbox": "openbox",
    "wmctrl": "wmctrl",
    "xclip": "xclip",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "zsh": "zsh",
}
DESKTOP = ("Xvfb", "dbus-daemon", "openbox", "xprop", "xdotool", "xclip", "wmctrl")
"""What every whole-program test needs."""


def in_ci() -> bool:
    """Whether this is the run that has to be complete."""
    return os.environ.get("CI", "").lower() == "true"


def require(*programs: str) -> None:
    """Skip the test with a sentence where a program is missing; fail it in CI, which installs them all."""
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    packages = " ".join(sorted({PACKAGE_OF.get(program, program) for program in missing}))
    _do_without(f"This test needs {', '.join(missing)}. Install it (Debian and Ubuntu: sudo apt install {packages}).")


def require_library(name: str, package: str) -> str:
    """The same for a shared library, whose name is returned."""
    try:
        ctypes.CDLL(name)
    except OSError:
        _do_without(f"This test needs {name}. Install it (Debian and Ubuntu: sudo apt install {package}).")
    return name


def require_node_packages(folder: Path) -> None:
    """The same for what a folder's package-lock.json pins: `dev.py` installs that where there is npm, and stamps it."""
    if not (folder / "node_modules/made-from").is_file():
        _do_without(
            f"This test needs the Node packages of {folder.name}. Install npm (Debian and Ubuntu: sudo apt install "
            "npm) and run the tests again with python3 packaging/dev.py test."
        )


def _do_without(sentence: str) -> NoReturn:
    if in_ci():
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
