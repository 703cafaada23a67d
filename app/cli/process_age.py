"""How long this process has been running: a time limit counts from its start, not from when Python was ready."""

from __future__ import annotations

import os
import time
from pathlib import Path


def process_age() -> float:
    """Seconds since the process was started, to a hundredth where the system tells it (Linux).

    Elsewhere the processor time that it has used so far: what its start took, unless the computer is busy.
    """
    try:
        # proc(5): the 22nd field, in clock ticks since the computer's start. The 2nd is in brackets, with any text.
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - started)
    except (OSError, AttributeError, ValueError, IndexError):
        return time.process_time()
