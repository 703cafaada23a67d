"""Keeps what a short-lived process has in its memory out of files, and the rest of the computer out of its trouble."""

from __future__ import annotations

import contextlib
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_FIRST_TO_GO = "1000"
_SEM_FAILCRITICALERRORS, _SEM_NOGPFAULTERRORBOX = 0x0001, 0x0002


def guard_this_process() -> None:
    """For a child that handles a passphrase: no core dump (getrlimit(2), prctl(2)), no other process of the same user
    may look into its memory, it ends with its parent, and when memory runs out it is the one that the kernel ends
    (proc(5), oom_score_adj) rather than the window. What a system does not have is left out."""
    if sys.platform == "win32":
        import ctypes

        # An abort would otherwise be written to a dump by Windows Error Reporting, and a dialog would wait for a click.
        ctypes.windll.kernel32.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        # Some sandboxes have no such file; then the kernel chooses as it always does.
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # last: from here on this process's files in /proc belong to root


def write_no_file_and_take_no_more_than(memory: int) -> None:
    """For a child that holds plain text: whatever happens, nothing is written to a file (setrlimit(2), RLIMIT_FSIZE,
    which pipes are exempt from); and what a hostile file makes it ask for ends at so many bytes of addresses. Windows
    and macOS have no such limits, or do not keep them."""
    if sys.platform != "linux":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
