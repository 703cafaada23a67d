"""Sharing an account's endpoint and token in a file that one other person can open."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.actions.connections import AccountView
from app.actions.sender import own_name
from app.clients.catalogue import read_clients
from app.domain.accounts import Account, AccountId, ScimSection
from app.domain.clock import Clock
from app.domain.errors import PassphraseTooWeak, Problem
from app.domain.history import DONE, What
from app.domain.received_share import OLD_AFTER
from app.domain.share_format import ShareFormat
from app.domain.tokens import AccessToken
from app.share.client_part import guide, share_fields
from app.share.file_name import default_file_name, rightly_named
from app.share.page_words import DEFAULT as DEFAULT_LANGUAGE
from app.share.page_words import LANGUAGES
from app.share.passphrase import Passphrase, Verdict, judge, suggest
from app.share.payload import PAGE_BLOCK, SharePayload
from app.share.recipients import check_recipients, seal_to_recipients
from app.share.sealing import seal
from app.share.share_message import message_for_own_tool, share_message
from app.share.web_format import plain_passphrase
from app.share.web_page import seal_as_page
from app.share.writing import check_place, write_whole
from app.store.shares import Proposal
from app.store.shares import Share as LastShare
from app.store.store import Store
from app.vault.vault import Vault

__all__ = [
    "LANGUAGES",
    "LastShare",
    "Passphrase",
    "Proposal",
    "ShareOrder",
    "ShareWritten",
    "Verdict",
    "check_place",
    "check_recipients",
    "judge_passphrase",
    "language_for",
    "last_share",
    "message_for_own_tool",
    "proposal",
    "proposed_file_name",
    "rightly_named",
    "share",
    "share_message",
    "suggest_passphrase",
]

_GRACE = 5.0
"""Seconds that a stopped share waits for a disk that does not answer; its thread ends by itself later."""


@dataclass(frozen=True)
class ShareOrder:
    """What is to be shared, with whom, and where to. The token is its own value, not one taken from the screen."""

    account: Account
    section: ScimSection
    token: AccessToken
    passphrase: Passphrase | None
    """None where it is encrypted to recipients."""
    target: Path
    for_whom: str = ""
    client: str | None = None
    made_by: str | None = None
    """Who says to have made it: the sender's name, as they want to be called."""
    language: str = DEFAULT_LANGUAGE
    """Of a web page: one of `LANGUAGES`."""
    replace: bool = False
    form: ShareFormat = ShareFormat.AGE
    armor: bool = False
    recipients: tuple[str, ...] = ()
    """Public keys to encrypt to, instead of a passphrase."""


@dataclass(frozen=True)
class ShareWritten:
    """A share that was written: what the page Share ready and the history tell of it. No secret."""

    account_id: AccountId
    path: Path
    sha256: str
    """Of the file, in hexadecimal: by it the recipient can tell that it is the same file."""
    at: datetime
    for_whom: str
    client: str | None
    token_ending: str
    not_recorded: Problem | None = field(default=None, compare=False)
    """Why the history does not know of it; the file is good all the same."""


def suggest_passphrase() -> Passphrase:
    """Six words with hyphens. Reads a file of 62 kB, in some 4 ms."""
    return suggest()


async def judge_passphrase(
    passphrase: Passphrase, account: Account, endpoint: str, form: ShareFormat = ShareFormat.AGE
) -> Verdict:
    """Whether a passphrase is good enough for this account's share, in words. Never holds up the loop."""
    if form is ShareFormat.PAGE and not passphrase.suggested:
        passphrase = Passphrase(plain_passphrase(passphrase.reveal()))  # its capitals do not count there
    return await asyncio.to_thread(judge, passphrase, _known(account, endpoint))


def proposed_file_name(account: Account, clock: Clock, form: ShareFormat = ShareFormat.AGE) -> str:
    """The file name that the save dialog begins with, dated with today's date here."""
    return default_file_name(account, clock.now().astimezone(), form)


async def share(
    order: ShareOrder,
    *,
    clock: Clock,
    store: Store,
    vault: Vault,
    command: Sequence[str] | None = None,
) -> ShareWritten:
    """Encrypts and writes the share, and keeps in the store with whom the token was shared (the token by the vault's
    fingerprint).

    Takes a few seconds; cancelling ends it at once and leaves no file. Once the file has its name it is too late: it
    then stays and is recorded, so that disk and history agree, and what was written is returned all the same: nobody
    is to be told that there is no file. `command` is `_seal` of our own program unless given.
    Raises PassphraseTooWeak, RecipientUnusable, FileExists, CannotWrite, DiskFull, NotEnoughMemory and SealingFailed;
    no file is there then, and an older one of the name is untouched.
    """
    await _judge(order)
    await asyncio.to_thread(check_place, order.target, replace=order.replace)
    made_at = clock.now()
    sealed = await _sealed(order, await asyncio.to_thread(_payload, order, made_at), command)
    written = ShareWritten(
        account_id=order.account.id,
        path=order.target,
        sha256=hashlib.sha256(sealed).hexdigest(),
        at=made_at,
        for_whom=order.for_whom,
        client=order.client,
        token_ending=order.token.last_four,
    )
    stopped = threading.Event()
    finishing = asyncio.ensure_future(
        asyncio.to_thread(_write_and_record, order, sealed, written, store, vault, stopped)
    )
    try:
        return await asyncio.shield(finishing)
    except asyncio.CancelledError:
        stopped.set()
        finishing.add_done_callback(_seen)
        await asyncio.wait([finishing], timeout=_GRACE)
        if not _has_written(finishing):
            raise
        if (task := asyncio.current_task()) is not None:
            task.uncancel()
        return finishing.result()


async def _judge(order: ShareOrder) -> None:
    if order.passphrase is None:
        await asyncio.to_thread(check_recipients, order.recipients)
        return
    verdict = await judge_passphrase(order.passphrase, order.account, order.section.endpoint, order.form)
    if not verdict.accepted:
        raise PassphraseTooWeak(happened=verdict.reason, next_step=verdict.advice)


async def _sealed(order: ShareOrder, payload: SharePayload, command: Sequence[str] | None) -> bytes:
    if order.passphrase is None:
        text = payload.to_text()
        return await asyncio.to_thread(seal_to_recipients, text, order.recipients, armor=order.armor)
    if order.form is ShareFormat.PAGE:
        return await seal_as_page(
            payload.to_text(PAGE_BLOCK), order.passphrase, language=order.language, command=command
        )
    return await seal(payload.to_text(), order.passphrase, armor=order.armor, command=command)


async def last_share(account: Account, token: AccessToken, *, store: Store, vault: Vault) -> LastShare | None:
    """With whom this token was last shared from this computer, and when. Raises what the store raises."""
    return await asyncio.to_thread(store.shares.last, account.id, vault.fingerprint(token.reveal()))


async def proposal(view: AccountView, *, clock: Clock, store: Store) -> Proposal:
    """What the account's next share begins with: after a rotation the same person and client. Who makes it is who is
    signed in, else what the person last called themselves, else their name in the system. Raises what the store
    raises."""
    return await asyncio.to_thread(_proposal, view, clock, store)


def _proposal(view: AccountView, clock: Clock, store: Store) -> Proposal:
    signed_in = view.person.name if view.person is not None else None
    found = store.shares.proposal(view.account.id) or Proposal(clock.now(), "", None, None, None)
    return replace(found, made_by=signed_in or store.shares.last_sender() or own_name())


async def language_for(person: str, *, store: Store) -> str | None:
    """The language of the last share with somebody of that name. Raises what the store raises."""
    return await asyncio.to_thread(store.shares.language_for, person)


def _write_and_record(
    order: ShareOrder, sealed: bytes, written: ShareWritten, store: Store, vault: Vault, stopped: threading.Event
) -> ShareWritten:
    write_whole(order.target, sealed, replace=order.replace, stopped=stopped)
    account, fingerprint = order.account.id, vault.fingerprint(order.token.reveal())
    # Which rotations wait to be handed over is no record that a person reads: it may lag behind.
    with suppress(Problem):
        store.journal.hand_over(account, order.section.token.id)
    try:
        store.shares.keep(
            account,
            fingerprint,
            order.for_whom,
            order.client,
            language=order.language,
            made_by=order.made_by,
        )
        if vault.persistent:  # without a keyring no history is kept
            store.history.add(account, What.SHARED, DONE, token_fingerprint=fingerprint, with_whom=order.for_whom)
    except Problem as problem:
        return replace(written, not_recorded=problem)
    return written


def _has_written(finishing: asyncio.Future[ShareWritten]) -> bool:
    return finishing.done() and not finishing.cancelled() and finishing.exception() is None


def _seen(finishing: asyncio.Future[ShareWritten]) -> None:
    """Looks at how it ended, so that asyncio does not report that nobody did."""
    if not finishing.cancelled():
        finishing.exception()


def _payload(order: ShareOrder, made_at: datetime) -> SharePayload:
    """Reads the clients' files where it is for one of them. A page has their steps in it: whoever opens it may have no
    other list of clients."""
    previous = order.section.previous_token
    client = next((each for each in read_clients() if each.id == order.client), None) if order.client else None
    return SharePayload(
        endpoint=order.section.endpoint,
        token=order.token,
        account_id=order.account.id,
        account_name=order.account.name,
        environment=order.account.environment,
        practice=order.account.practice,
        made_at=made_at,
        client=order.client,
        fields=share_fields(client, order.section.endpoint, order.token) if client is not None else (),
        guide=guide(client) if client is not None and order.form is ShareFormat.PAGE else None,
        for_whom=order.for_whom or None,
        made_by=order.made_by,
        previous_token_expires_at=previous.expires_at if previous else None,
        warn_after=made_at + OLD_AFTER,
    )


def _known(account: Account, endpoint: str) -> list[str]:
    """What anybody who gets hold of the file would try first."""
    try:
        host = urlsplit(endpoint).hostname or ""
    except ValueError:  # not every text that somebody typed as an endpoint is an address
        host = endpoint
    return [account.name, host, account.environment.value, "scim"]
