"""How many examples a property is tried on: some each time, many where the tests may take minutes."""

from __future__ import annotations

import os

_LONG = "SCIM_CONNECTION_LONG_TESTS"


def try_many() -> None:
    """From here on, in this process and those that it starts: before any file of tests is read."""
    os.environ[_LONG] = "yes"


def examples(few: int, many: int) -> int:
    """For Hypothesis' `max_examples`: `many` with `dev.py test --long`."""
    return many if _LONG in os.environ else few
