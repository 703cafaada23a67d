"""The history of an account as a person reads it: page by page, and as a file."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from app.actions.connections import AccountView
from app.actions.program import Program
from app.domain.accounts import Account
from app.domain.clock import Clock
from app.domain.history import Show, deed_words, kinds_of, shortest_telling_apart
from app.domain.plain_text import shown
from app.domain.text import joined, tr
from app.share.file_name import slug
from app.share.writing import write_whole
from app.store.history import HistoryEntry
from app.store.store import Store

__all__ = ["HistoryEntry", "HistoryPage", "HistoryReader", "Show", "TokenNames", "proposed_history_name"]

PAGE = 300
"""Lines that are read at once."""
_MOST = 200_000
"""Lines of a file at most."""


@dataclass(frozen=True)
class TokenNames:
    """What the tokens of an account are called on the screen, by their fingerprints."""

    present: str | None = None
    present_ending: str = ""
    old: str | None = None
    old_ending: str = ""
    length: int = 4

    def of(self, fingerprint: str | None) -> str:
        """`present token · b3ad`, `old token · 0d1e`, and of an earlier one the fingerprint: `token 7f3a90`."""
        if fingerprint is None:
            return ""
        if fingerprint == self.present:
            return _named(tr("present token"), self.present_ending)
        if fingerprint == self.old:
            return _named(tr("old token"), self.old_ending)
        return self.short(fingerprint)

    def short(self, fingerprint: str | None) -> str:
        """The fingerprint alone, as short as tells the account's tokens apart. With a word before it: programs for
        tables would take `7e12` for a number."""
        return "" if fingerprint is None else tr("token {fingerprint}", fingerprint=fingerprint[: self.length])

    def state(self, fingerprint: str | None) -> str:
        """`present`, `old` or `earlier`; empty where no token is named."""
        if fingerprint is None:
            return ""
        return "present" if fingerprint == self.present else "old" if fingerprint == self.old else "earlier"


@dataclass(frozen=True)
class HistoryPage:
    """Some lines, newest first, and whether older ones follow."""

    entries: tuple[HistoryEntry, ...]
    more: bool
    names: TokenNames


class HistoryReader:
    """Reads the history in worker threads. Without a keyring there is none."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @property
    def kept(self) -> bool:
        """Whether a history is kept at all in this run."""
        return self._program.vault is None or self._program.vault.persistent

    async def page(self, view: AccountView, show: Show, after: HistoryEntry | None = None) -> HistoryPage:
        """The next lines after that one, or the first. Raises what the store raises."""
        store = self._program.store
        if store is None or self._program.vault is None or not self.kept:
            return HistoryPage((), False, TokenNames())
        present, old = self._fingerprints(view)
        return await asyncio.to_thread(_page, store, view, show, after, present, old)

    async def export(self, view: AccountView, show: Show, target: Path) -> int:
        """Write all lines of this kind to a file of comma-separated values, whole or not at all, in place of what is
        there; how many there were. Raises DiskFull, CannotWrite, and what the store raises."""
        store = self._program.store
        if store is None or not self.kept:
            return 0
        present, old = self._fingerprints(view)
        return await asyncio.to_thread(_export, store, view, show, target, present, old)

    def _fingerprints(self, view: AccountView) -> tuple[str | None, str | None]:
        section, vault = view.section, self._program.vault
        if section is None or vault is None:
            return None, None
        records = (section.token, section.previous_token)
        values = [record.value if record is not None else None for record in records]
        present, old = (None if value is None else vault.fingerprint(value.reveal()) for value in values)
        return present, old


def proposed_history_name(account: Account, clock: Clock) -> str:
    """The file name that the save dialog begins with, dated with today's date here."""
    return f"scim-history-{slug(account.name)}-{clock.now().astimezone():%Y-%m-%d}.csv"


def as_csv(entries: Iterable[HistoryEntry], account: Account, names: TokenNames) -> str:
    """Comma-separated values (RFC 4180) with a heading. No secret and no digit of one is in it: tokens are named by
    their keyed fingerprints, which tell nothing about them to anybody else."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(
        (
            tr("When (UTC)"),
            "Account",
            "Environment",
            "What",
            "Result",
            "Token",
            tr("State of the token"),
            tr("With whom"),
        )
    )
    for entry in entries:
        rows.writerow(
            [
                entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                _cell(account.name),
                account.badge,
                _cell(deed_words(entry.what)),
                _cell(entry.result),
                names.short(entry.token_fingerprint),
                names.state(entry.token_fingerprint),
                _cell(entry.with_whom or ""),
            ]
        )
    return written.getvalue()


def _cell(text: str) -> str:
    """Text on one line that no program for tables takes for a formula (OWASP, "CSV Injection"): what begins as one has
    an apostrophe before it, which those programs read as "this is text"."""
    line = shown(text, 500)
    begins_one = line.lstrip(" '\"")[:1]
    return f"'{line}" if begins_one and begins_one in "=+-@|%＝＋－＠" else line


def _page(
    store: Store, view: AccountView, show: Show, after: HistoryEntry | None, present: str | None, old: str | None
) -> HistoryPage:
    found = store.history.of(view.account.id, PAGE + 1, kinds=kinds_of(show), before=after)
    return HistoryPage(found[:PAGE], len(found) > PAGE, _names(store, view, present, old))


def _names(store: Store, view: AccountView, present: str | None, old: str | None) -> TokenNames:
    known = {each for each in (present, old) if each is not None} | store.history.fingerprints(view.account.id)
    section = view.section
    token = section.token.value if section is not None else None
    before = section.previous_token.value if section is not None and section.previous_token is not None else None
    return TokenNames(
        present,
        token.last_four if token is not None else "",
        old,
        before.last_four if before is not None else "",
        shortest_telling_apart(frozenset(known)),
    )


def _export(store: Store, view: AccountView, show: Show, target: Path, present: str | None, old: str | None) -> int:
    entries = list(_all(store, view, show))
    text = as_csv(entries, view.account, _names(store, view, present, old))
    # With a byte order mark: Excel takes a file without one for the old code page of its country.
    write_whole(target, text.encode("utf-8-sig", "replace"), replace=True)
    return len(entries)


def _all(store: Store, view: AccountView, show: Show) -> Iterator[HistoryEntry]:
    """Page by page: no other thread waits long for the store."""
    last: HistoryEntry | None = None
    read = 0
    while read < _MOST:
        found = store.history.of(view.account.id, 1000, kinds=kinds_of(show), before=last)
        yield from found
        if len(found) < 1000:
            return
        last, read = found[-1], read + len(found)


def _named(words: str, ending: str) -> str:
    return joined(words, ending, by=" · ")
