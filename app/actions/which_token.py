"""Which token is this? Whether a text that somebody found is a token of an account on this computer, and whose."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from app.actions.connections import AccountView
from app.actions.program import Program
from app.domain.accounts import AccountId, TokenRecord
from app.domain.clock import service_time
from app.domain.errors import Problem
from app.domain.found_text import NothingToLookFor, candidates, is_address, looks_like_one
from app.domain.history import ENDED_IT, Show, What, kinds_of
from app.domain.text import tr
from app.store.history import HistoryEntry
from app.store.store import Store
from app.vault.vault import Vault

__all__ = ["FoundToken", "NothingToLookFor", "Standing", "WhichToken", "is_address", "looks_like_one", "which_token"]


class Standing(Enum):
    """How a token stands to its account."""

    PRESENT = "present"
    OLD = "old"
    """The one before the present one, whose 30 days still run."""
    OLD_ENDED = tr("old, ended")
    EARLIER = "earlier"
    """The history knows it, and the account has it no more."""


@dataclass(frozen=True)
class SharedWith:
    """One share of a token."""

    at: datetime
    with_whom: str
    """As the person typed it; may be empty."""


@dataclass(frozen=True)
class FoundToken:
    """A token of ours. No secret is in it."""

    account: AccountId
    name: str | None
    """The account's; None where it is not on this computer any more."""
    badge: str
    standing: Standing
    view: AccountView | None
    ends_at: datetime | None = None
    """Of an old token."""
    ended_at: datetime | None = None
    """When an earlier token stopped being the present one, as far as the history knows."""
    ended_how: str | None = None
    """As `What`."""
    shares: tuple[SharedWith, ...] = ()
    """Newest first."""


@dataclass(frozen=True)
class WhichToken:
    """The answer. More than one where two accounts have the same token."""

    found: tuple[FoundToken, ...]
    unreadable: int = 0
    """Accounts whose tokens could not be compared, because this computer cannot read them now."""
    history: bool = True
    """Whether earlier tokens could be compared: a history is kept, and it could be read."""
    secret: str = field(default="", repr=False)
    """The part of the text that is a token of ours, for the clipboard's guard; empty where there is none. Secret."""


async def which_token(program: Program, text: str) -> WhichToken:
    """Look for the text among the present, old and earlier tokens of all accounts of this computer. Only keyed
    fingerprints are compared, in the same time whatever they are. Raises NothingToLookFor."""
    possible = candidates(text)
    vault, store = program.vault, program.store
    if vault is None:
        return WhichToken((), len(program.views), history=False)
    views = list(program.views.values())
    return await asyncio.to_thread(_look, possible, views, vault, store if vault.persistent else None, program)


def _look(
    possible: Sequence[str], views: Sequence[AccountView], vault: Vault, store: Store | None, program: Program
) -> WhichToken:
    wanted = {vault.fingerprint(text): text for text in possible}
    found: dict[tuple[AccountId, str], FoundToken] = {}
    unreadable = 0
    for view in views:
        section = view.section
        if section is None or section.token.value is None:
            unreadable += 1
        for record in (section.token, section.previous_token) if section is not None else ():
            fingerprint = _among(record, vault, wanted)
            if record is not None and fingerprint is not None:
                found.setdefault((view.account.id, fingerprint), _standing(view, record, program))
    history = store is not None
    if store is not None:
        try:
            _add_history(store, wanted, {view.account.id: view for view in views}, found)
        except Problem:
            history = False
    secret = next((wanted[fingerprint] for _, fingerprint in found), "")
    return WhichToken(tuple(found.values()), unreadable, history, secret)


def _among(record: TokenRecord | None, vault: Vault, wanted: dict[str, str]) -> str | None:
    """The fingerprint of this token where it is wanted: all are compared, none sooner given up than another."""
    if record is None or record.value is None:
        return None
    own = vault.fingerprint(record.value.reveal())
    same = [hmac.compare_digest(own, each) for each in wanted]
    return own if any(same) else None


def _standing(view: AccountView, record: TokenRecord, program: Program) -> FoundToken:
    section = view.section
    standing = Standing.PRESENT
    if section is not None and record is section.previous_token:
        over = record.expires_at is not None and record.expires_at <= service_time(program.clock, view.clock_offset)
        standing = Standing.OLD_ENDED if over else Standing.OLD
    account = view.account
    return FoundToken(account.id, account.name, account.badge, standing, view, ends_at=record.expires_at)


def _add_history(
    store: Store,
    wanted: dict[str, str],
    views: dict[AccountId, AccountView],
    found: dict[tuple[AccountId, str], FoundToken],
) -> None:
    for fingerprint in wanted:
        entries = store.history.of_token(fingerprint)
        for account in dict.fromkeys(entry.account for entry in entries):
            own = [entry for entry in entries if entry.account == account]
            known = found.get((account, fingerprint)) or _earlier(store, account, own, views.get(account))
            shares = tuple(
                SharedWith(entry.at, entry.with_whom or "")
                for entry in own
                if entry.what == What.SHARED and entry.result == "done"
            )
            found[(account, fingerprint)] = replace(known, shares=shares)


def _earlier(store: Store, account: AccountId, own: Sequence[HistoryEntry], view: AccountView | None) -> FoundToken:
    name = view.account.name if view is not None else _kept_name(store, account)
    end = next((entry for entry in own if entry.what in ENDED_IT), None) or _next_rotation(store, account, own)
    return FoundToken(
        account,
        name,
        view.account.badge if view is not None else "",
        Standing.EARLIER,
        view,
        ended_at=end.at if end is not None else None,
        ended_how=end.what if end is not None else None,
    )


def _next_rotation(store: Store, account: AccountId, own: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """The first rotation after all that is written of this token: it ended then at the latest."""
    rotations = store.history.of(account, 10_000, kinds=kinds_of(Show.ROTATIONS))
    latest, token = own[0].at, own[0].token_fingerprint
    later = [entry for entry in rotations if entry.at >= latest and entry.token_fingerprint != token]
    return later[-1] if later else None


def _kept_name(store: Store, account: AccountId) -> str | None:
    with suppress(Problem):
        kept = store.accounts.get(account)
        return kept.account.name if kept is not None else None
    return None
