"""What commands print: whatever the terminal can encode, and problems in one line."""

from __future__ import annotations

import os
import sys

from app.domain.errors import Problem


def say_problem(command: str, problem: Problem) -> None:
    """The problem's sentences on standard error, in the words of a terminal: nothing is chosen there."""
    text = problem.sentences.replace("choose Try again", "run this command again")
    print(f"scim-connection {command}: {text}", file=sys.stderr)


def say(command: str, text: str) -> bool:
    """Prints to standard output; whether it could be written. Where nobody reads on, all is well."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except OSError as error:
        # Python flushes once more at its exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print(f"scim-connection {command}: standard output could not be written.", file=sys.stderr)
            return False
    return True
