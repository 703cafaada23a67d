"""`scim-connection open`: what a share holds that somebody sent. Nothing is written, and no server is asked."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime

from app.actions.open_share import (
    Identity,
    Passphrase,
    SealedShare,
    open_share,
    read_identity,
    read_share_file,
)
from app.actions.provisioning_clients import read_clients
from app.cli.connection_arguments import CommandLineUnusable
from app.cli.passphrases import asked, at_a_terminal, first_line
from app.cli.saying import say, say_problem
from app.cli.sharing_arguments import open_arguments
from app.domain.clock import SystemClock
from app.domain.errors import Problem
from app.domain.opening import LockedToKey, LockedWithPassphrase
from app.domain.phrases import ago
from app.domain.plain_text import shown
from app.domain.received_share import ReceivedShare
from app.domain.received_words import EXERCISE, cautions

DONE, FAILED, UNUSABLE = 0, 1, 2
_NAME = "open"
_LONGEST = 400


def main(arguments: list[str]) -> int:
    """Runs the command. Exit status: 0 opened, 1 it could not be, 2 the command line is unusable."""
    try:
        options = open_arguments(arguments)
        sealed = read_share_file(options.file)
        share = asyncio.run(_opened(sealed, _key(sealed, options)))
    except CommandLineUnusable as unusable:
        print(f"scim-connection {_NAME}: {unusable}", file=sys.stderr)
        return UNUSABLE
    except Problem as problem:
        say_problem(_NAME, problem)
        return FAILED
    except KeyboardInterrupt:
        print(f"\nscim-connection {_NAME}: Stopped. Nothing was opened.", file=sys.stderr)
        return FAILED
    text = as_json(share) if options.json else as_text(share, SystemClock().now())
    return DONE if say(_NAME, text) else FAILED


def _key(sealed: SealedShare, options: argparse.Namespace) -> Passphrase | Identity:
    """What is to open it; nobody is asked for a passphrase that could not. Raises a Problem."""
    if options.identity is not None:
        if sealed.to_passphrase:
            raise LockedWithPassphrase
        return read_identity(options.identity)
    if not sealed.to_passphrase:
        raise LockedToKey(next_step="Open it with --identity and the file that holds your private key.")
    return Passphrase(asked("Passphrase: ") if at_a_terminal() else first_line())


async def _opened(sealed: SealedShare, key: Passphrase | Identity) -> ReceivedShare:
    if sealed.to_passphrase and sys.stderr is not None and sys.stderr.isatty():
        print("Decrypting …", file=sys.stderr)
    return await open_share(sealed, key)


def as_text(share: ReceivedShare, now: datetime) -> str:
    """For people, without the token. Whatever the share says stands there as plain text."""
    lines = [f"Share of {_shown(share.account_name)} ({share.badge})"]
    if share.practice:
        lines.append("This is an exercise: do not enter it in a real client.")
    lines += [f"    {label + ':':20}{value}" for label, value in _facts(share, now)]
    lines += ["", *_warnings(share, now)]
    return "\n".join(lines)


def _facts(share: ReceivedShare, now: datetime) -> list[tuple[str, str]]:
    facts = [
        ("SCIM endpoint", _shown(share.endpoint.url)),
        ("SCIM access token", f"{share.token.masked} (the token itself: with --json)"),
        ("Made on", f"{_local(share.made_at)}, {ago(share.made_at, now)}"),
        ("Made by", f"{_shown(share.made_by)}, it says" if share.made_by else "it does not say"),
    ]
    if share.for_whom is not None:
        facts.append(("For", _shown(share.for_whom)))
    if share.client is not None:
        names = {client.id: client.name for client in read_clients()}
        facts.append(("For client", names.get(share.client, share.client)))
    if share.previous_token_expires_at is not None:
        facts.append(("Old token ends on", _local(share.previous_token_expires_at)))
    for label, value in share.visible_fields():
        facts.append((_shown(label), "(the token)" if value is None else _shown(value)))
    return facts


def _warnings(share: ReceivedShare, now: datetime) -> list[str]:
    # Long host names hold invisible blanks there, for a window to break them at.
    lines = [each.replace("\u200b", "") for each in cautions(share, now) if each != EXERCISE]
    lines.append(
        f"Before you enter anything, ask the sender by phone whether {_shown(share.endpoint.host)} is the right host:\n"
        "your whole directory will be sent there."
    )
    return lines


def as_json(share: ReceivedShare) -> str:
    """The payload as the contract has it, cleaned, without padding. Secret. In ASCII without control characters, so
    that nothing in it steers a terminal."""
    found = {
        "schema": "scim-connection-share/1",
        "endpoint": share.endpoint.url,
        "token": share.token.reveal(),
        "authorization_header": share.token.authorization_header(),
        "account": {
            "id": share.account_id,
            "name": share.account_name,
            "environment": share.environment.value,
        },
        "practice": share.practice,
        "client": share.client,
        "fields": [{"label": label, "value": value} for label, value in share.fields],
        "for": share.for_whom,
        "made_by": share.made_by,
        "made_at": _utc(share.made_at),
        "previous_token_expires_at": _utc(share.previous_token_expires_at),
        "warn_after": _utc(share.warn_after),
    }
    return json.dumps(found, indent=2).replace("\x7f", "\\u007f")


def _shown(text: str) -> str:
    return shown(text, _LONGEST)


def _local(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _utc(at: datetime | None) -> str | None:
    """RFC 3339."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
