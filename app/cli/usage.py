"""What `scim-connection` says of itself: `--help`, `--version`, and unknown words."""

from __future__ import annotations

import sys

USAGE = """SCIM Connection for R-Service

usage: scim-connection [--practice]     open the window; --practice: on a pretend account that lives on this computer
       scim-connection test ENDPOINT    test a SCIM endpoint and a token, without changing anything
       scim-connection share ACCOUNT    encrypt an account's endpoint and token for one other person
       scim-connection open FILE        say what a share that somebody sent holds
       scim-connection status [--json]  say what is due, without showing any token
       scim-connection serve            run an R-Service on this computer in the foreground
       scim-connection session          sign a person in to the R-Service of a data folder
       scim-connection --version        say which version this is

Each command has its own --help. The token is never an argument: other users of a computer can read arguments."""


def main(word: str) -> int:
    """Answer `--help` and `--version`; for anything else say what there is, with status 2."""
    if word in ("--help", "-h", "help"):
        print(USAGE)
        return 0
    if word == "--version":
        print(_versions())
        return 0
    print("scim-connection: there is no such command or option. Try: scim-connection --help", file=sys.stderr)
    return 2


def _versions() -> str:
    """This program's version, and those of what it runs on. Qt itself is not loaded for that."""
    from importlib.metadata import PackageNotFoundError, version

    from app.domain.version import VERSION

    try:
        qt = version("pyside6-essentials")
    except PackageNotFoundError:
        qt = "not installed"
    return f"scim-connection {VERSION} (Python {'.'.join(map(str, sys.version_info[:3]))}, Qt {qt})"
