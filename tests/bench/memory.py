"""What the window's process holds in memory (VmRSS) after a test and a share."""

from __future__ import annotations

from tests.bench.figure import Figure
from tests.bench.start import SCRIPT
from tests.rig.keyring import KeyringState
from tests.rig.processes import resident_bytes
from tests.rig.session import Session
from tests.whole_program.program import Program

LIMIT = 120
"""MiB."""
_MIB = 1024 * 1024


def measure(runs: int) -> list[Figure]:
    """Once: memory does not vary as times do."""
    with Session(keyring=KeyringState.UNLOCKED) as session:
        program = Program(session, "--practice", script=SCRIPT)
        program.wait_for_account()
        opened = resident_bytes(program.process) / _MIB
        program.run_test()
        program.select_tab("SCIM")
        program.share(session.home / "share.age")
        after = resident_bytes(program.process) / _MIB
    return [
        Figure("window with an account", opened, "MiB"),
        Figure("after a test and a share", after, "MiB", LIMIT),
    ]
