"""The hidden command `_seal`: one JSON object on standard input, an age file or a web page's JSON on standard output.

    {"passphrase": ..., "payload": <text>, "armor": <bool>}    or    {"passphrase": ..., "payload": ..., "rounds": ...}

Exit status 0 with the file's bytes. Anything else is a failure without a word, since a word could hold a secret: 3
where Python itself had too little memory, SIGABRT where pyrage had.
"""

from __future__ import annotations

import json
import sys

from app.actions.seal import guard_this_process, new_sealed, seal

DONE, FAILED, NO_MEMORY = 0, 1, 3


def main() -> int:
    """Encrypts what standard input holds, and returns the exit status."""
    guard_this_process()
    try:
        request = json.loads(sys.stdin.buffer.read())
        payload, passphrase = request["payload"].encode(), request["passphrase"]
        if "rounds" in request:
            sealed = new_sealed(payload, passphrase, request["rounds"]).as_json().encode()
        else:
            sealed = seal(payload, passphrase, armor=request["armor"])
        sys.stdout.buffer.write(sealed)
        sys.stdout.buffer.flush()
    except MemoryError:
        return NO_MEMORY
    except Exception:  # noqa: BLE001  a traceback of whatever kind could show parts of what was read
        return FAILED
    return DONE


if __name__ == "__main__":
    raise SystemExit(main())
