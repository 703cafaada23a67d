"""`scim-connection share`: an account's endpoint and token in an encrypted file, for one other person."""

from __future__ import annotations

import argparse
import asyncio
import sys

from app.actions.accounts_here import AccountHere, open_account
from app.actions.provisioning_clients import client_ids
from app.actions.share import (
    LANGUAGES,
    Passphrase,
    ShareOrder,
    ShareWritten,
    check_place,
    check_recipients,
    proposal,
    share,
    suggest_passphrase,
)
from app.cli.connection_arguments import CommandLineUnusable
from app.cli.passphrases import asked, at_a_terminal, first_line
from app.cli.saying import say, say_problem
from app.cli.sharing_arguments import share_arguments
from app.domain.clock import SystemClock
from app.domain.errors import FileExists, Problem
from app.domain.plain_text import shown
from app.domain.share_format import ShareFormat
from app.domain.sharing import NameNotUnique, NoSuchAccount, RecipientUnusable

DONE, FAILED, UNUSABLE = 0, 1, 2
_NAME = "share"


def main(arguments: list[str]) -> int:
    """Runs the command. Exit status: 0 written, 1 it could not be, 2 the command line is unusable."""
    try:
        options = share_arguments(arguments, client_ids(), LANGUAGES)
        check_recipients(options.recipient)
        here = asyncio.run(open_account(options.account, SystemClock()))
        try:
            # Nobody is asked for a passphrase in vain.
            check_place(options.html or options.age, replace=False)
            passphrase = None if options.recipient else _passphrase()
            written = asyncio.run(_share(options, here, passphrase))
        finally:
            asyncio.run(here.close())
    except CommandLineUnusable as unusable:
        print(f"scim-connection {_NAME}: {unusable}", file=sys.stderr)
        return UNUSABLE
    except Problem as problem:
        say_problem(_NAME, _for_a_terminal(problem))
        return UNUSABLE if isinstance(problem, NoSuchAccount | NameNotUnique | RecipientUnusable) else FAILED
    except KeyboardInterrupt:
        print(f"\nscim-connection {_NAME}: Stopped. No file was written.", file=sys.stderr)
        return FAILED
    if written.not_recorded is not None:
        say_problem(_NAME, written.not_recorded)
    return DONE if say(_NAME, _text(written, passphrase, page=options.html is not None)) else FAILED


def _passphrase() -> Passphrase:
    """Raises CommandLineUnusable where there is none."""
    if not at_a_terminal():
        typed = first_line()
        if not typed.strip():
            raise CommandLineUnusable("give the passphrase as one line on standard input")
        return Passphrase(typed)
    typed = asked("Passphrase (empty: six words are made up): ")
    if not typed.strip():
        suggested = suggest_passphrase()
        print(f"The passphrase: {suggested.reveal()}", file=sys.stderr)
        return suggested
    if asked("The same again: ") != typed:
        raise CommandLineUnusable("the two passphrases are not the same")
    return Passphrase(typed)


async def _share(options: argparse.Namespace, here: AccountHere, passphrase: Passphrase | None) -> ShareWritten:
    section = here.view.section
    assert section is not None
    assert section.token.value is not None
    proposed = await proposal(here.view, clock=SystemClock(), store=here.store)
    order = ShareOrder(
        account=here.view.account,
        section=section,
        token=section.token.value,
        passphrase=passphrase,
        target=options.html or options.age,
        form=ShareFormat.PAGE if options.html is not None else ShareFormat.AGE,
        for_whom=options.for_whom.strip(),
        client=options.client,
        made_by=options.made_by.strip() or proposed.made_by,
        language=options.language or LANGUAGES[0],
        armor=options.armor,
        recipients=tuple(options.recipient),
    )
    if sys.stderr is not None and sys.stderr.isatty():
        print("Encrypting …", file=sys.stderr)
    return await share(order, clock=SystemClock(), store=here.store, vault=here.vault)


def _for_a_terminal(problem: Problem) -> Problem:
    if isinstance(problem, FileExists):
        return FileExists(next_step="Name another file, or remove that one first.")
    problem.next_step = problem.next_step.replace("Choose Suggest a passphrase, or type", "Use")
    return problem


def _text(written: ShareWritten, passphrase: Passphrase | None, *, page: bool) -> str:
    path = shown(str(written.path), 4_096)
    key = "--identity KEYFILE " if passphrase is None else ""
    elsewhere = "any browser, once it is saved" if page else f"age --decrypt {key}FILE"
    return (
        f"Written: {path}\n"
        f"SHA-256: {written.sha256}\n"
        f"The recipient opens it with: {elsewhere}\n"
        f"                         or: scim-connection open {key}FILE"
    )
