"""How this program starts itself again as a child, in a checkout, an installed wheel and a bundle alike."""

from __future__ import annotations

import sys
from pathlib import Path


def own_command(*arguments: str) -> list[str]:
    """The command line that runs our own executable with these arguments. Secrets never go here: they go through
    standard input, since other users of the computer can read arguments."""
    if getattr(sys, "frozen", False):
        # The window's own program on Windows has no console, and so may have no standard streams; its neighbour does.
        console = Path(sys.executable).with_name("scim-connection.exe")
        return [str(console) if sys.platform == "win32" else sys.executable, *arguments]
    # -P: a folder named "app" in the directory that we were started from must not be taken for ours.
    return [sys.executable, "-P", "-m", "app", *arguments]
