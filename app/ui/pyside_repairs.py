"""Two faults of PySide6 6.12 that this program works round. Each has a test that shows it, so that a later version that
has been put right is noticed."""

from __future__ import annotations

import sys

_MANY = 1 << 40
"""More than any session gives back; far below where the count would overflow."""


def keep_constants_alive() -> None:
    """Keep None, True and False alive on Python 3.11.

    That wheel gives back references to them that it never took (it treats them as immortal, which they are from Python
    3.12 on, PEP 683). Each call of Qt that returns nothing takes one away; after some thousand calls the interpreter
    would end with "deallocating None". So they get references in advance. Called once, right after the first paint:
    building a window takes some hundred of the several thousand that there are at start.
    """
    if sys.version_info < (3, 12):
        import ctypes

        for constant in (None, True, False):
            # The reference count is the first field of every CPython object.
            ctypes.c_ssize_t.from_address(id(constant)).value += _MANY


def skip_source_scan() -> None:
    """Stop PySide6 from reading the source of every module that is imported.

    It looks there for `from __feature__ import …`, which nothing here uses, and Python's linecache keeps what was read:
    12 MiB, and a fifth of the time that the imports after the first paint take. Called once PySide6 is imported; where
    a version has no such function, nothing happens.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = _uses_no_feature


def _uses_no_feature(_module: object) -> bool:
    return False
