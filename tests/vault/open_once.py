"""Opens the vault in a folder once, and prints how that went: `persistent`, `memory`, or the code of the problem.

Run as a program: `open_once.py FOLDER`; ANSWER_SECONDS shortens the patience with a keyring that does not answer.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from app.domain.errors import Problem
from app.vault.keyring_port import Patience, SystemKeyring
from app.vault.vault import open_vault


async def outcome(folder: Path) -> str:
    """One word."""
    patience = Patience(notice=0.1, answer=float(os.environ.get("ANSWER_SECONDS", "10")))
    try:
        vault = await open_vault(folder, SystemKeyring(patience=patience))
    except Problem as problem:
        return problem.code
    return "persistent" if vault.persistent else "memory"


if __name__ == "__main__":
    print(asyncio.run(outcome(Path(sys.argv[1]))))
