"""The hidden command `_unseal`: a line of JSON and an age file on standard input, what is inside on standard output.

    {"passphrases": [<text>, ...], "work_factor": <int>}    or    {"identity": <text>, "work_factor": null}

    {"passphrases": [<text>, ...], "page": <the values of a web page's JSON>, "work_factor": null}    and no file

The passphrases are spellings of one. Exit status 0 with what is inside. Anything else is a failure without a word,
since a word could hold a secret: those of `Refusal`, 3 where Python itself had too little memory, SIGABRT where pyrage
had.
"""

from __future__ import annotations

import json
import sys

from app.actions.unseal import (
    Refused,
    guard_this_process,
    open_page_with_passphrase,
    open_with_identity,
    open_with_passphrase,
    write_no_file_and_take_no_more_than,
)

DONE, FAILED, NO_MEMORY = 0, 1, 3
_ITS_OWN = 2**30
"""Bytes of addresses for Python, pyrage and the file; scrypt's 2^work KiB come on top."""


def main() -> int:
    """Opens what standard input holds, and returns the exit status."""
    guard_this_process()
    try:
        request = json.loads(sys.stdin.buffer.readline())
        sealed = sys.stdin.buffer.read()
        write_no_file_and_take_no_more_than(_ITS_OWN + 1024 * 2 ** (request["work_factor"] or 0))
        if "identity" in request:
            opened = open_with_identity(sealed, request["identity"])
        elif "page" in request:
            opened = open_page_with_passphrase(request["page"], request["passphrases"])
        else:
            opened = open_with_passphrase(sealed, request["passphrases"])
        sys.stdout.buffer.write(opened)
        sys.stdout.buffer.flush()
    except Refused as refused:
        return int(refused.why)
    except MemoryError:
        return NO_MEMORY
    except Exception:  # noqa: BLE001  a traceback of whatever kind could show parts of what was read
        return FAILED
    return DONE


if __name__ == "__main__":
    raise SystemExit(main())
