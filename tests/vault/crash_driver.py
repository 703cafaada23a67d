"""Ends a process by SIGKILL before every line of the vault that a call runs, and says what could be read afterwards.

Run as a program: `crash_driver.py FOLDER OPERATION`. The vault itself has no hook for this: the interpreter's own
tracing (sys.settrace) counts the lines, in a forked child each time. Prints `{"kills": N, "found": {text: times}}`,
where `text` is what reading gave after the kill.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from app.domain.errors import Problem
from app.vault import files as vault_files
from app.vault.files import VaultFiles
from app.vault.sealing import VaultKey

KEY = VaultKey(b"k" * 32)
OURS = str(Path(vault_files.__file__).parent)

OPERATIONS: dict[str, Callable[[VaultFiles], None]] = {
    "write": lambda files: files.write("owner", b"new"),
    "update": lambda files: files.update("owner", lambda plain: (plain or b"") + b"+new"),
    "delete": lambda files: files.delete("owner"),
    "first write": lambda files: files.write("owner", b"new"),
}


def kill_before_line(number: int) -> None:
    """Lets this process be killed before the line of that number, counted over all of the vault's from now on."""
    seen = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        if event == "line":
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def main(scratch: Path, operation: str) -> None:
    before = scratch / "before"
    if operation != "first write":
        for text in (b"older", b"old"):
            VaultFiles(before, KEY).write("owner", text)
    else:
        before.mkdir()
    found: Counter[str] = Counter()
    number = 0
    while True:
        number += 1
        folder = scratch / f"{number}"
        shutil.copytree(before, folder)
        child = os.fork()
        if child == 0:
            kill_before_line(number)
            OPERATIONS[operation](VaultFiles(folder, KEY))
            sys.settrace(None)
            os._exit(0)
        finished = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        found[what_stands(folder)] += 1
        shutil.rmtree(folder)
        if finished:
            break
    print(json.dumps({"kills": number - 1, "found": found}))


def what_stands(folder: Path) -> str:
    """What can be read now; or how the vault failed to go on from there."""
    files = VaultFiles(folder, KEY)
    try:
        plain = files.read("owner")
        files.write("owner", b"next")
        going_on = files.read("owner") == b"next"
        left = sorted(path.suffix for path in folder.iterdir())
    except Problem as problem:
        return f"failed: {problem.code}"
    if not going_on or left != [".lock", ".sealed"]:
        return f"did not go on: {left}"
    return "nothing" if plain is None else plain.decode()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
