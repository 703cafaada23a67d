"""Opens and makes files with Debian's `age`, an implementation that has nothing in common with ours."""

from __future__ import annotations

import signal
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect  # type: ignore[import-untyped]  # no stubs among our development tools

from tests.rig.tools import require


@dataclass(frozen=True)
class Opened:
    exit_status: int | None
    said: str


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def at_a_terminal(command: list[str], env: dict[str, str] | None = None) -> Any:
    """The command at a terminal of its own, as pexpect runs it."""
    require(command[0])
    with warnings.catch_warnings():
        # Python 3.12 and later warn of every fork of a process with threads; pexpect execs right after it.
        warnings.simplefilter("ignore", DeprecationWarning)
        # Where the tests run in the background of a script, Ctrl+C is ignored, and whoever is started inherits that.
        return pexpect.spawn(command[0], command[1:], env=env, timeout=90, encoding="utf-8", preexec_fn=_heed_ctrl_c)


def seal_with_age(plain: Path, passphrase: str, to: Path, *options: str) -> None:
    """Runs `age --passphrase` and types the passphrase at its terminal, twice."""
    run = at_a_terminal(["age", "--passphrase", *options, "--output", str(to), str(plain)])
    try:
        for prompt in ("Enter passphrase", "Confirm passphrase"):
            run.expect(prompt)
            run.sendline(passphrase)
        run.expect(pexpect.EOF)
    finally:
        run.close()
    assert run.exitstatus == 0, run.before


def open_with_age(sealed: Path, passphrase: str, to: Path) -> Opened:
    """Runs `age --decrypt` and types the passphrase at its terminal."""
    run = at_a_terminal(["age", "--decrypt", "--output", str(to), str(sealed)])
    try:
        run.expect("passphrase:")
        run.sendline(passphrase)
        run.expect(pexpect.EOF)
        said = run.before or ""
    finally:
        run.close()
    return Opened(run.exitstatus, said)
