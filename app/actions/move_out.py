"""Move to another computer, first half: every account typed in by hand, with its dates, in one encrypted file."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.accounts.typed import TypedToken, TypedTokens
from app.actions.program import Program
from app.actions.typed_connection import TypedConnection
from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.domain.errors import PassphraseTooWeak, Problem, SealingFailed
from app.domain.moved import MovedAccount, MovedFile, MovedShare, MovedToken, NothingToMove
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.share.moved_payload import LARGEST, to_text
from app.share.passphrase import Passphrase, Verdict, judge, suggest
from app.share.sealing import seal
from app.share.writing import check_place, write_whole
from app.store.store import Store

__all__ = [
    "MovedOut", "Passphrase", "Verdict", "judge_move_passphrase", "move_out", "proposed_move_name", "suggest",
]  # fmt: skip


@dataclass(frozen=True)
class MovedOut:
    """A file that was written. No secret."""

    path: Path
    sha256: str
    accounts: tuple[AccountId, ...]
    left_out: tuple[str, ...]
    """Names of accounts whose token this computer cannot read."""


def proposed_move_name(clock: Clock) -> str:
    """The file name that the save dialog begins with, dated with today's date here."""
    return f"scim-connections-{clock.now().astimezone():%Y-%m-%d}.age"


async def judge_move_passphrase(passphrase: Passphrase, program: Program) -> Verdict:
    """Whether a passphrase is good enough for all accounts at once, in words. Never holds up the loop."""
    names = [view.account.name for view in program.views.values()]
    return await asyncio.to_thread(judge, passphrase, [*names[:100], "scim", "connection", "move"])


async def move_out(
    program: Program, passphrase: Passphrase, target: Path, *, command: Sequence[str] | None = None
) -> MovedOut:
    """Encrypts and writes the file, whole or not at all, in place of what is there. Nothing here is changed. Cancelling
    ends it at once and leaves no file, unless it is in its place already. `command` is `_seal` of our own program
    unless given. Raises NothingToMove, PassphraseTooWeak, CannotWrite, DiskFull, NotEnoughMemory and SealingFailed."""
    typed, store = program.typed, program.store
    if typed is None or store is None or not typed.connections:
        raise NothingToMove
    verdict = await judge_move_passphrase(passphrase, program)
    if not verdict.accepted:
        raise PassphraseTooWeak(happened=verdict.reason, next_step=verdict.advice)
    await asyncio.to_thread(check_place, target, replace=True)
    twins = await asyncio.to_thread(typed.marks.typed_accounts.twins)
    accounts: list[MovedAccount] = []
    left_out: list[str] = []
    for account, connection in typed.connections.items():
        try:
            tokens = await typed.tokens.read(account)
        except Problem:
            tokens = None
        if tokens is None:
            left_out.append(connection.view.account.name)
        else:
            of = _Known(store, typed.marks, typed.tokens.fingerprint, account)
            accounts.append(await asyncio.to_thread(_moved, connection, tokens, of, twins.get(account)))
    if not accounts:
        raise NothingToMove(means=tr("This computer cannot read the token of any account that you added."))
    text = to_text(MovedFile(program.clock.now(), tuple(accounts)))
    if len(text) > LARGEST:
        raise SealingFailed(
            tr("There are too many accounts for one file."), next_step=tr("Remove those that you no longer need.")
        )
    sealed = await seal(text, passphrase, command=command)
    await asyncio.to_thread(write_whole, target, sealed, replace=True)
    written = tuple(account.id for account in accounts)
    return MovedOut(target, hashlib.sha256(sealed).hexdigest(), written, tuple(left_out))


class _Known:
    """What is known of an account's tokens beside them."""

    def __init__(
        self, store: Store, marks: Store, fingerprint: Callable[[AccessToken], str], account: AccountId
    ) -> None:
        self._store = store
        self._fingerprint = fingerprint
        self._account = account
        self.marks = marks

    def token(self, token: TypedToken) -> MovedToken:
        fingerprint, marks = self._fingerprint(token.value), self.marks.token_marks
        share = self._store.shares.last(self._account, fingerprint)
        return MovedToken(
            token.value,
            token.known_since,
            token.made_at,
            MovedShare(share.at, share.with_whom, share.client) if share is not None else None,
            marks.handover(self._account, fingerprint),
            marks.last_check(self._account, fingerprint),
            marks.leaked_at(self._account, fingerprint),
        )


def _moved(connection: TypedConnection, tokens: TypedTokens, known: _Known, twin_of: AccountId | None) -> MovedAccount:
    connection.heed(tokens)
    account, details = connection.view.account, connection.details
    return MovedAccount(
        account.id,
        account.name,
        account.environment,
        details.endpoint,
        details.settings_page,
        details.added_at,
        known.token(tokens.present),
        known.token(tokens.old) if tokens.old is not None else None,
        tokens.old_ends_at,
        tokens.pasted,
        known.marks.guided.get(account.id),
        twin_of,
    )
