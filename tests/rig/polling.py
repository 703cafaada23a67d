"""Wait for a condition instead of for a time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

Words = str | re.Pattern[str]
"""What a name or text is compared with: exactly these words, or a pattern that is found in it."""


PATIENCE = 30.0
"""Seconds that anything may take which is not itself measured: on a machine with nothing to spare, little takes ten."""


class RigError(AssertionError):
    """The program under test, or a real server beside it, did not do in time what was expected."""


def poll(condition: Callable[[], T | None], what: str, *, timeout: float = PATIENCE, step: float = 0.05) -> T:
    """Call `condition` until it gives something true, and return that.

    RigError and OSError count as "not yet" (what is looked at may just be coming or going). Raises RigError after
    `timeout` seconds, with the last of those in its text.
    """
    deadline = time.monotonic() + timeout
    last: Exception | None = None
    while True:
        try:
            result = condition()
        except (RigError, OSError) as error:
            last = error
        else:
            if result:
                return result
        if time.monotonic() > deadline:
            raise RigError(f"no {what} within {timeout:g} s" + (f" (last: {last})" if last else ""))
        time.sleep(step)


def fits(wanted: Words | None, found: str) -> bool:
    """Whether `found` is what was wanted; None wants nothing in particular."""
    if wanted is None:
        return True
    if isinstance(wanted, re.Pattern):
        return wanted.search(found) is not None
    return wanted == found
