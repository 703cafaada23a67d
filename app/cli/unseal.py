"""The hidden command `_unseal`: one JSON object on standard input, what the age file holds on standard output.

    {"passphrase": ..., "sealed": <base64>}

Exit status 0 with the bytes. Anything else is a failure without a word, since a word could hold a secret: 3 where
Python itself had too little memory, SIGABRT where pyrage had, 4 where the passphrase does not open it, 5 where the file
is damaged, 6 where it asks for too much work.
"""

from __future__ import annotations

import base64
import json
import sys

from app.actions.unseal import Flaw, guard_this_process, unseal

DONE, FAILED, NO_MEMORY, OTHER_PASSPHRASE, DAMAGED, TOO_MUCH_WORK = 0, 1, 3, 4, 5, 6
_STATUS = {Flaw.OTHER_PASSPHRASE: OTHER_PASSPHRASE, Flaw.DAMAGED: DAMAGED, Flaw.TOO_MUCH_WORK: TOO_MUCH_WORK}


def main() -> int:
    """Decrypts what standard input holds, and returns the exit status."""
    guard_this_process()
    try:
        request = json.loads(sys.stdin.buffer.read())
        opened = unseal(base64.b64decode(request["sealed"], validate=True), request["passphrase"])
        if isinstance(opened, Flaw):
            return _STATUS.get(opened, FAILED)
        sys.stdout.buffer.write(opened)
        sys.stdout.buffer.flush()
    except MemoryError:
        return NO_MEMORY
    except Exception:  # noqa: BLE001  a traceback of whatever kind could show parts of what was read
        return FAILED
    return DONE


if __name__ == "__main__":
    raise SystemExit(main())
