"""The command line of `scim-connection test`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from app.actions.provisioning_clients import client_ids

SHORTEST, USUAL, LONGEST = 1.0, 30.0, 600.0
"""Seconds for a whole run, from the start of the process."""

_DESCRIPTION = """\
Tests whether a provisioning client can use a SCIM endpoint with a token. Nothing is changed there: the test only reads.
The token is never an argument, since other users of the computer can read arguments: it comes from the environment
variable SCIM_TOKEN unless you say otherwise."""
_EPILOG = """\
provisioning clients (ID): {clients}
exit status: 0 ready or usable; 1 blocked or unknown; 2 the command line is unusable"""


class CommandLineUnusable(Exception):  # noqa: N818  says what it is
    """Why the command line cannot be used, in one line that repeats nothing of its values: one may be a token."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse quotes the values it does not understand; somebody may have put the token there.
        raise CommandLineUnusable(message.partition("'")[0].rstrip(" :"))


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """The options as contract says: endpoint, token_env, token_stdin, old_token_env, ca_file, timeout, json, html.

    Raises CommandLineUnusable; `--help` ends the program.
    """
    parser = _Parser(
        prog="scim-connection test",
        description=_DESCRIPTION,
        epilog=_EPILOG.format(clients=", ".join(client_ids())),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("endpoint", metavar="ENDPOINT", help="the SCIM endpoint, as your service's settings show it")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--token-env", metavar="NAME", default="SCIM_TOKEN", help="environment variable with the token (SCIM_TOKEN)"
    )
    source.add_argument("--token-stdin", action="store_true", help="read the token from standard input")
    parser.add_argument("--old-token-env", metavar="NAME", help="environment variable with the old token, if any")
    parser.add_argument(
        "--client", metavar="ID", help="the provisioning client that the verdict is for, such as entra or okta"
    )
    parser.add_argument("--ca-file", metavar="PEM", type=Path, help="certificates to trust besides this computer's own")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=_seconds, default=USUAL, help="for the whole run: 1 to 600 (30)"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the report as JSON")
    form.add_argument("--html", metavar="FILE", type=Path, help="write the report as one web page, and print nothing")
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        option = unknown[0].partition("=")[0]
        known_shape = re.fullmatch(r"--?[a-z][a-z-]{0,18}", option)  # anything else may be a token
        raise CommandLineUnusable(f"unknown option {option}" if known_shape else "only one ENDPOINT can be tested")
    options.client = options.client and options.client.lower()
    if options.client is not None and options.client not in client_ids():
        raise CommandLineUnusable(f"--client: unknown provisioning client; these are known: {', '.join(client_ids())}")
    return options


def _seconds(text: str) -> float:
    seconds = float(text) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", text, re.ASCII) else 0.0
    if not SHORTEST <= seconds <= LONGEST:
        raise argparse.ArgumentTypeError("a number of seconds from 1 to 600 is needed")
    return seconds
