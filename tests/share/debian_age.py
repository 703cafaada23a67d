"""Opens files with Debian's `age`, an implementation that has nothing in common with ours."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import pexpect  # type: ignore[import-untyped]  # no stubs among our development tools

from tests.rig.tools import require


@dataclass(frozen=True)
class Opened:
    exit_status: int | None
    said: str


def open_with_age(sealed: Path, passphrase: str, to: Path) -> Opened:
    """Runs `age --decrypt` and types the passphrase at its terminal."""
    require("age")
    with warnings.catch_warnings():
        # Python 3.12 and later warn of every fork of a process with threads; pexpect execs right after it.
        warnings.simplefilter("ignore", DeprecationWarning)
        run = pexpect.spawn("age", ["--decrypt", "--output", str(to), str(sealed)], timeout=90, encoding="utf-8")
    try:
        run.expect("passphrase:")
        run.sendline(passphrase)
        run.expect(pexpect.EOF)
        said = run.before or ""
    finally:
        run.close()
    return Opened(run.exitstatus, said)
