"""The command lines of `scim-connection share` and `scim-connection open`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from app.cli.connection_arguments import CommandLineUnusable

_SHARE = """\
Encrypts an account's SCIM endpoint and access token into a file that one other person can open.
The passphrase is one line on standard input, or asked for at a terminal, where six words are made up if you give none.
It is never an argument, since other users of the computer can read arguments."""
_SHARE_END = """\
ACCOUNT is a name as scim-connection status prints it, or the account's id.
provisioning clients (ID): {clients}
exit status: 0 written; 1 it could not be written; 2 the command line is unusable"""
_OPEN = """\
Says what a share holds that somebody sent: a web page, or an age file, binary or armored. Nothing is written.
The passphrase is one line on standard input, or asked for at a terminal."""
_OPEN_END = "exit status: 0 opened; 1 it could not be opened; 2 the command line is unusable"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse quotes the values it does not understand; somebody may have put a passphrase there.
        raise CommandLineUnusable(message.partition("'")[0].rstrip(" :"))


def share_arguments(arguments: list[str], clients: tuple[str, ...], languages: tuple[str, ...]) -> argparse.Namespace:
    """account, html or age, recipient (a list), armor, client, for_whom, made_by, language. Raises CommandLineUnusable;
    `--help` ends the program."""
    parser = _parser("share", _SHARE, _SHARE_END.format(clients=", ".join(clients)))
    parser.add_argument("account", metavar="ACCOUNT", help="whose endpoint and token to share")
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--html", metavar="FILE", type=Path, help="write a web page that opens in any browser")
    form.add_argument("--age", metavar="FILE", type=Path, help="write an age file")
    parser.add_argument(
        "--recipient",
        metavar="KEY",
        action="append",
        default=[],
        help="of an age file: encrypt to this public key (age1… or ssh-…), not to a passphrase; may be given again",
    )
    parser.add_argument("--armor", action="store_true", help="of an age file: as text, to be pasted into a mail")
    parser.add_argument("--client", metavar="ID", help="the provisioning client that it is for, such as entra or okta")
    parser.add_argument("--for", dest="for_whom", metavar="TEXT", default="", help="whom it is for")
    sender = "who you are; else as your system calls you"
    parser.add_argument("--from", dest="made_by", metavar="TEXT", default="", help=sender)
    parser.add_argument("--language", metavar="ID", help=f"of a web page: {', '.join(languages)}")
    options = _read(parser, arguments, "only one ACCOUNT can be shared")
    _check_form(options, languages)
    options.client = options.client and options.client.lower()
    if options.client is not None and options.client not in clients:
        raise CommandLineUnusable(f"--client: unknown provisioning client; these are known: {', '.join(clients)}")
    return options


def _check_form(options: argparse.Namespace, languages: tuple[str, ...]) -> None:
    page, file = options.html is not None, options.html or options.age
    if page and (options.recipient or options.armor):
        raise CommandLineUnusable("--recipient and --armor go with --age")
    if not page and options.language is not None:
        raise CommandLineUnusable("--language goes with --html")
    if options.language not in (None, *languages):
        raise CommandLineUnusable(f"--language: these are known: {', '.join(languages)}")
    if file.suffix.lower() in ([".age"] if page else [".html", ".htm"]):
        wanted = "a web page: name a file that ends in .html" if page else "an age file: name a file that ends in .age"
        raise CommandLineUnusable(f"{'--html' if page else '--age'} writes {wanted}")


def open_arguments(arguments: list[str]) -> argparse.Namespace:
    """file, identity, json. Raises CommandLineUnusable; `--help` ends the program."""
    parser = _parser("open", _OPEN, _OPEN_END)
    parser.add_argument("file", metavar="FILE", type=Path, help="the share")
    parser.add_argument("--identity", metavar="FILE", type=Path, help="open it with the private key in this file")
    parser.add_argument("--json", action="store_true", help="as one JSON object, with the token")
    return _read(parser, arguments, "only one FILE can be opened")


def _parser(command: str, description: str, epilog: str) -> _Parser:
    return _Parser(
        prog=f"scim-connection {command}",
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _read(parser: _Parser, arguments: list[str], too_many: str) -> argparse.Namespace:
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        option = unknown[0].partition("=")[0]
        known_shape = re.fullmatch(r"--?[a-z][a-z-]{0,18}", option)  # anything else may be a passphrase
        raise CommandLineUnusable(f"unknown option {option}" if known_shape else too_many)
    return options
