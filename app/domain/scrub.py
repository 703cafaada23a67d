"""Overwriting what Python has freed: a text that nothing refers to any more still stands in the memory that it had.

Python keeps freed blocks of up to 512 bytes (by sizes, in steps of 16) for the next object of that size. Making enough
objects of each size takes those blocks again, and fills them with zeros. It is no promise: what the operating system,
Qt or OpenSSL have copied stays until they overwrite it. `tests/whole_program/test_leaving.py` looks what is left.
"""

from __future__ import annotations

import ctypes
import sys

_SMALLEST, _LARGEST, _STEP = 64, 512, 16
_HEADER = sys.getsizeof(b"")
_BYTES_OF_A_SIZE = 4 * 1024 * 1024
"""How much is taken of each size: more than a window has lying free."""


def scrub_freed_memory() -> None:
    """Takes about 50 ms: for a worker thread. To be called when secrets have been let go of, and what referred to
    itself was collected (in the window's thread: it may have held parts of the window)."""
    for size in range(_SMALLEST, _LARGEST + 1, _STEP):
        taken = [bytes(size - _HEADER) for _ in range(_BYTES_OF_A_SIZE // size)]
        del taken
    if sys.platform.startswith("linux"):
        _give_back()


def _give_back() -> None:
    """Larger blocks are the C library's: glibc can hand whole free pages back to the system, which empties them."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
