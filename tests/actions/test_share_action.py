"""Sharing as the window does it, with real parts: the child that encrypts, the store, Debian's age."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.actions.share import (
    Passphrase,
    ShareOrder,
    judge_passphrase,
    last_share,
    proposed_file_name,
    share,
    suggest_passphrase,
)
from app.domain.accounts import Source
from app.domain.errors import CannotWrite, FileExists, PassphraseTooWeak, Problem, SealingFailed
from app.domain.tokens import AccessToken
from app.share.age_file import is_whole
from app.share.payload import BLOCK
from app.store.store import Store, open_store
from app.vault.sealing import VaultKey
from app.vault.vault import FileVault, MemoryVault
from tests.rig.leaks import Secrets, in_files
from tests.rig.polling import poll
from tests.share.debian_age import open_with_age
from tests.share.parts import (
    HOSTILE,
    PASSPHRASE_TEXT,
    QUICK_SEAL,
    SEAL,
    TOKEN,
    TOKEN_TEXT,
    FixedClock,
    account,
    seal_children,
    section,
)

CLOCK = FixedClock()
SECRETS = Secrets({"token": TOKEN_TEXT, "passphrase": PASSPHRASE_TEXT})
NOT_A_CHILD = ["/nonexistent/scim-connection"]
"""Where it must be refused before anything is encrypted; reaching the child would be SealingFailed."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data" / "store.sqlite3", CLOCK) as opened:
        yield opened


@pytest.fixture
def order(tmp_path: Path) -> ShareOrder:
    folder = tmp_path / "folder"
    folder.mkdir()
    return ShareOrder(
        account=account(source=Source.PRACTICE),
        section=section(),
        token=TOKEN,
        passphrase=Passphrase(PASSPHRASE_TEXT),
        target=folder / "share.age",
        for_whom="Kim \x1b[2J & Co \ud800",
        client="entra",
        made_by="Ada <ada@widget.example>",
        armor=True,
    )


async def test_the_whole_way(order: ShareOrder, store: Store, tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "vault", VaultKey.make())
    written = await share(order, clock=CLOCK, store=store, vault=vault, command=SEAL)

    content = order.target.read_bytes()
    assert stat.S_IMODE(order.target.stat().st_mode) == 0o600
    assert [path.name for path in order.target.parent.iterdir()] == ["share.age"]
    assert content.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    assert written.sha256 == hashlib.sha256(content).hexdigest()
    assert (written.path, written.at, written.client) == (order.target, CLOCK.now(), "entra")
    assert written.token_ending == TOKEN_TEXT[-4:]
    assert written.not_recorded is None
    assert in_files([tmp_path], SECRETS) == [], "neither in the file nor in the store"

    last = await last_share(order.account, TOKEN, store=store, vault=vault)
    assert last is not None
    assert (last.at, last.with_whom, last.client) == (CLOCK.now(), "Kim \x1b[2J & Co ?", "entra")
    assert await last_share(order.account, AccessToken("another"), store=store, vault=vault) is None
    (entry,) = store.history.of(order.account.id)
    assert (entry.what, entry.result, entry.with_whom) == ("shared", "done", "Kim \x1b[2J & Co ?")

    opened = open_with_age(order.target, PASSPHRASE_TEXT, tmp_path / "opened")
    assert opened.exit_status == 0, opened.said
    payload = json.loads((tmp_path / "opened").read_text())
    assert payload["token"] == TOKEN_TEXT
    assert payload["endpoint"] == "https://www.r-service.example/scim/v2"
    assert payload["practice"] is True
    assert payload["for"] == "Kim \x1b[2J & Co \ufffd"
    assert payload["made_at"] == "2026-11-24T12:00:00Z"
    assert payload["previous_token_expires_at"] == "2026-12-24T18:30:15Z"


async def test_a_share_that_cannot_be_recorded_is_still_one(order: ShareOrder, tmp_path: Path) -> None:
    """The store's file is damaged under its feet."""
    path = tmp_path / "data" / "store.sqlite3"
    with open_store(path, CLOCK) as store:
        store.shares.keep(order.account.id, "0" * 16, "somebody", None)
        for part in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            part.write_bytes(b"\xff" * 40_000)
        written = await share(order, clock=CLOCK, store=store, vault=MemoryVault(), command=QUICK_SEAL)
    assert isinstance(written.not_recorded, Problem)
    assert hashlib.sha256(order.target.read_bytes()).hexdigest() == written.sha256


async def test_without_a_keyring_no_history_is_kept(order: ShareOrder, store: Store) -> None:
    written = await share(order, clock=CLOCK, store=store, vault=MemoryVault(), command=QUICK_SEAL)
    assert written.not_recorded is None
    assert store.history.of(order.account.id) == ()


async def test_stopping_leaves_no_file_and_no_child(order: ShareOrder, store: Store) -> None:
    running = asyncio.ensure_future(share(order, clock=CLOCK, store=store, vault=MemoryVault(), command=SEAL))
    await asyncio.to_thread(poll, seal_children, "child that encrypts")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert seal_children() == []
    assert list(order.target.parent.iterdir()) == []
    assert store.history.of(order.account.id) == ()


async def test_stopping_too_late_leaves_file_and_history_in_agreement(order: ShareOrder, store: Store) -> None:
    """Another process of ours writes in the store, so that the share waits there, with its file in place."""
    path = order.target.parents[1] / "data" / "store.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        vault = FileVault(path.parent / "vault", VaultKey.make())
        running = asyncio.ensure_future(share(order, clock=CLOCK, store=store, vault=vault, command=QUICK_SEAL))
        await asyncio.to_thread(poll, order.target.exists, "file", timeout=60)
        running.cancel()
        await asyncio.sleep(0)  # the cancellation has arrived
        other.execute("COMMIT")
        written = await running  # "No file was written" would be wrong
    assert written.path == order.target
    assert is_whole(order.target.read_bytes(), BLOCK)
    (entry,) = store.history.of(order.account.id)
    assert entry.what == "shared"


@pytest.mark.parametrize("text", ["", "widget-data-center", "password password"])
async def test_a_weak_passphrase_is_refused_first(order: ShareOrder, store: Store, text: str) -> None:
    weak = replace(order, passphrase=Passphrase(text))
    with pytest.raises(PassphraseTooWeak) as told:
        await share(weak, clock=CLOCK, store=store, vault=MemoryVault(), command=NOT_A_CHILD)
    assert told.value.happened != PassphraseTooWeak.happened, "the reason is this one's"
    assert "Suggest a passphrase" in told.value.next_step


async def test_an_existing_file_is_refused_before_the_encryption(order: ShareOrder, store: Store) -> None:
    order.target.write_bytes(b"older")
    with pytest.raises(FileExists):
        await share(order, clock=CLOCK, store=store, vault=MemoryVault(), command=NOT_A_CHILD)
    with pytest.raises(SealingFailed):
        await share(replace(order, replace=True), clock=CLOCK, store=store, vault=MemoryVault(), command=NOT_A_CHILD)
    assert order.target.read_bytes() == b"older"
    assert store.history.of(order.account.id) == ()


async def test_a_folder_that_is_gone_is_refused_before_the_encryption(order: ShareOrder, store: Store) -> None:
    order.target.parent.rmdir()
    with pytest.raises(CannotWrite):
        await share(order, clock=CLOCK, store=store, vault=MemoryVault(), command=NOT_A_CHILD)


async def test_suggested_ones_are_good_enough() -> None:
    suggested = suggest_passphrase()
    assert (await judge_passphrase(suggested, account(), "https://www.r-service.example/scim/v2")).accepted


@pytest.mark.parametrize("endpoint", ["https://[", "", *HOSTILE])
async def test_any_endpoint_and_name_can_be_judged_against(endpoint: str) -> None:
    verdict = await judge_passphrase(Passphrase("r-service"), account(endpoint), endpoint)
    assert not verdict.accepted


async def test_the_host_is_what_one_would_try_first() -> None:
    verdict = await judge_passphrase(Passphrase("zugspitze-zugspitze"), account(), "https://zugspitze.example/scim/v2")
    assert not verdict.accepted


def test_the_proposed_name_has_todays_date_here() -> None:
    name = proposed_file_name(account(), FixedClock(datetime(2026, 11, 24, 12, tzinfo=UTC)))
    assert re.fullmatch(r"scim-widget-data-center-production-2026-11-2[45]\.age", name)


def test_an_order_shows_no_secret(order: ShareOrder) -> None:
    assert SECRETS.in_bytes(repr(order).encode()) == []
