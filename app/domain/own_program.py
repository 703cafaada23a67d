"""How this program starts itself again as a child, in a checkout, an installed wheel and a bundle alike."""

from __future__ import annotations

import sys


def own_command(*arguments: str) -> list[str]:
    """The command line that runs our own executable with these arguments. Secrets never go here: they go through
    standard input, since other users of the computer can read arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    # -P: a folder named "app" in the directory that we were started from must not be taken for ours.
    return [sys.executable, "-P", "-m", "app", *arguments]
