"""When what is built was last changed: the time that stands in it, so that the same sources give the same files."""

import os
import subprocess
from pathlib import Path


def commit_time():
    """Seconds since 1970 of the last commit, or what SOURCE_DATE_EPOCH says (reproducible-builds.org)."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        # Under sudo git would not trust somebody else's checkout.
        command = ["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"]
        given = subprocess.check_output(command, cwd=str(Path(__file__).resolve().parent), text=True)
    return int(given)
