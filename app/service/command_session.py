"""`scim-connection session`: signs a person in to an account of a service on this computer."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.domain.clock import SystemClock
from app.service.database import Database, StorageFailed, StorageFull
from app.service.migration import DatabaseTooNew, revision_of
from app.service.migrations import REVISIONS
from app.service.moments import milliseconds
from app.service.opening import NoDataHere, WrongKey, open_beside_a_service
from app.service.people import NoSuchPerson, begin_session, list_accounts
from app.service.standard_output import say
from app.service.told_key import NoKey, key_from_environment, key_from_stdin


def main(arguments: list[str]) -> int:
    """Print the accounts or one session token. Returns 0 then, 1 where it cannot, 2 for wrong options."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.list and (options.account is None or options.person is None):
        parser.error("give --list, or both --account and --person")
    if options.list and (options.account is not None or options.person is not None):
        parser.error("give --list alone, or --account and --person")
    try:
        key = key_from_stdin() if options.key_stdin else key_from_environment()
    except NoKey as error:
        return _complain(str(error), 2)
    try:
        try:
            database = open_beside_a_service(options.data, key)
        except (OSError, ValueError):
            return _complain(f"The folder {str(options.data)!r} cannot be read. Look after it, or name another.", 1)
        try:
            return _answer(database, options)
        finally:
            database.close()
    except OSError:
        why = "Standard output takes nothing: where it leads to is full or closed."
    except NoDataHere:
        why = f"There is no R-Service database in {str(options.data)!r}. Start `scim-connection serve` there first."
    except WrongKey:
        why = "The database was written with another storage key. Give that key."
    except DatabaseTooNew:
        why = "The database was made by a newer scim-connection. Use that one."
    except NoSuchPerson as error:
        what = "account" if error.code == "no_such_account" else "person in this account"
        why = f"There is no such {what}. See who there is with --list."
    except StorageFull:
        why = "The disk is full, and nothing was changed. Free some space, then try again."
    except StorageFailed:
        why = "The database cannot be read. If a service runs on it, try again; else look after the folder."
    return _complain(why, 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scim-connection session",
        description="Sign a person in to an account of the R-Service in a folder, and print the session token. "
        "It lasts 30 days. Keep it secret: it shows the account's SCIM token.",
        epilog="The storage key is read from SCIM_CONNECTION_KEY, or from standard input with --key-stdin.",
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder given to `serve`")
    parser.add_argument("--list", action="store_true", help="print the accounts and their people as JSON")
    parser.add_argument("--account", metavar="ID", help="an account's id, as --list prints it")
    parser.add_argument("--person", metavar="EMAIL", help="the person's e-mail address")
    parser.add_argument(
        "--key-stdin", action="store_true", help="read the storage key from standard input's first line"
    )
    return parser


def _answer(database: Database, options: argparse.Namespace) -> int:
    if revision_of(database) != REVISIONS[-1]:
        return _complain("The database is of an older scim-connection. Start `scim-connection serve` on it first.", 1)
    if options.list:
        with database.reading() as connection:
            accounts = list_accounts(connection)
        say(json.dumps(accounts, indent=2))
        return 0
    with database.writing() as connection:
        session = begin_session(connection, options.account, options.person, milliseconds(SystemClock().now()))
    say(session)
    return 0


def _complain(sentence: str, code: int) -> int:
    print(f"scim-connection session: {sentence}", file=sys.stderr, flush=True)  # noqa: T201
    return code
