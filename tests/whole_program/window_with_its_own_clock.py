"""The window under a moved clock (see tests/rig/moved_clock.py), and its R-Service under this computer's."""

from __future__ import annotations

import sys

from app.__main__ import main
from app.actions import program
from app.domain.own_program import own_command


def _with_the_true_clock(*arguments: str) -> list[str]:
    return ["env", "-u", "LD_PRELOAD", *own_command(*arguments)]


if __name__ == "__main__":
    program.own_command = _with_the_true_clock  # type: ignore[attr-defined]  # the program knows no other clock
    sys.exit(main())
