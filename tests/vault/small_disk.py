"""A real file system so small that it is soon full."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def on_small_disk(mount_point: Path, program: str, kibibytes: int = 256) -> subprocess.CompletedProcess[str] | None:
    """Runs a Python program whose first argument is the folder of a new file system of that size, gone afterwards.

    In a namespace of its own (unshare(1)), so a plain user can have it too. None where the system forbids that.
    """
    mount = f"mount -t tmpfs -o size={kibibytes}k,mode=0700 tmpfs '{mount_point}'"
    inside = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    if subprocess.run([*inside, mount], capture_output=True, check=False).returncode != 0:
        return None
    return subprocess.run(
        [*inside, f'{mount} && exec "$@"', "sh", sys.executable, "-c", program, str(mount_point)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
