"""Keeping None, True and False alive under PySide6 6.12 on Python 3.11.

That wheel gives back references to them that it never took (it treats them as immortal, which they are from Python 3.12
on, PEP 683). Each call of Qt that returns nothing takes one away; after some thousand calls the interpreter would end
with "deallocating None". `tests/ui/test_constants.py` shows it, and that this is the cure.
"""

from __future__ import annotations

import sys

_MANY = 1 << 40
"""More than any session gives back; far below where the count would overflow."""


def keep_constants_alive() -> None:
    """Give them references in advance. Called once, right after the first paint: building a window takes some
    hundred of the several thousand that there are at start."""
    if sys.version_info < (3, 12):
        import ctypes

        for constant in (None, True, False):
            # The reference count is the first field of every CPython object.
            ctypes.c_ssize_t.from_address(id(constant)).value += _MANY
