"""Which libraries of the system a window needs, and what to say where one cannot be opened.

No Qt here: this must work where Qt does not load.
"""

from __future__ import annotations

import sys

_PACKAGES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt's xcb platform needs from the system, by Debian's package names (Qt: "Qt for X11 requirements")."""


def trouble() -> str:
    """Why there can be no window, and what to do."""
    missing = missing_packages()
    if missing:
        return missing_libraries(missing)
    return (
        "SCIM Connection found no display to open its window on. Start it from a desktop session; "
        "without one, `scim-connection --help` lists what the command line can do."
    )


def missing_libraries(packages: list[str]) -> str:
    """The sentence for libraries that are not there."""
    names = " ".join(packages) or "libxcb-cursor0 libxkbcommon-x11-0 libegl1 libgl1 libfontconfig1"
    return (
        "SCIM Connection cannot open its window, because libraries of the system are missing: "
        f"install {names} (Debian and Ubuntu: sudo apt install {names}) and start it again."
    )


def missing_packages() -> list[str]:
    """Debian's packages for the libraries that cannot be loaded here."""
    if not sys.platform.startswith("linux"):
        return []
    import ctypes

    missing = []
    for library, package in _PACKAGES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing
