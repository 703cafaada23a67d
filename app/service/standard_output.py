"""Standard output of `serve` and `session`, which may lead to a full disk or to nobody."""

from __future__ import annotations

import os
import sys


def say(line: str) -> None:
    """Print one line now. Raises OSError; standard output is given up then."""
    try:
        print(line, flush=True)  # noqa: T201  this is the command's answer
    except OSError:
        # Python would try to write the rest at its end once more, and complain in its own words.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        raise
