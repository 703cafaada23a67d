"""The program's `_seal`, with as little work as the format allows: for tests of what becomes of a file. Its real work,
a second and half a gigabyte each time, is tested in test_sealing.py, and once in each whole way of a file.

Run as a program.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.cli import seal
from tests.share.weak_age import armored, sealed_weakly


def sealed_quickly(payload: bytes, passphrase: str, *, armor: bool = False) -> bytes:
    binary = sealed_weakly(payload, passphrase)
    return armored(binary) if armor else binary


if __name__ == "__main__":
    seal.seal = sealed_quickly  # type: ignore[attr-defined]  # a name that it imports
    raise SystemExit(seal.main())
