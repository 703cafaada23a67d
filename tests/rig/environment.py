"""Folders and environment of a person who has just been given this computer."""

from __future__ import annotations

import os
from pathlib import Path

_KEPT = ("PATH", "TZ", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR")


def private_environment(folder: Path) -> dict[str, str]:
    """Make home, runtime, temporary and log folders in `folder`, and return an environment that knows these alone.

    Little of the caller's environment is kept: no desktop (XDG_CURRENT_DESKTOP would bring a portal's file dialog,
    which is not in the program's accessibility tree), no display, no bus, no proxy.
    """
    home, runtime = folder / "home", folder / "run"
    for path in (home, runtime, folder / "tmp", folder / "logs"):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "TMPDIR": str(folder / "tmp"),
        "LC_ALL": "C.UTF-8",
    }
