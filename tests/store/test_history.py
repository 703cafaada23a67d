"""Reading the history: page by page, filtered, by token; and quickly however much there is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.accounts import AccountId
from app.store.columns import moment_to_text
from app.store.history import HistoryEntry
from app.store.store import Store, open_store
from tests.store.conftest import HandClock

WIDGET, QA = AccountId("widget"), AccountId("widget-qa")
MANY, ACCOUNTS = 50_000, 500
QUICK = 0.5
"""Seconds, ten times what it takes here: tests have company."""


def test_pages_follow_each_other_and_miss_nothing(store: Store, clock: HandClock) -> None:
    for number in range(25):
        store.history.add(WIDGET, "copied", str(number))
        if number % 3 == 0:  # several at one moment
            clock.move(timedelta(seconds=1))
    last: HistoryEntry | None = None
    read: list[str] = []
    while page := store.history.of(WIDGET, 4, before=last):
        read += [entry.result for entry in page]
        last = page[-1]
        store.history.add(WIDGET, "copied", "meanwhile")
    assert read == [str(number) for number in range(24, -1, -1)]


def test_filtered(store: Store) -> None:
    for what in ("copied", "shared", "revealed", "rotated"):
        store.history.add(WIDGET, what, "done")
    found = store.history.of(WIDGET, kinds=("copied", "revealed"))
    assert [entry.what for entry in found] == ["revealed", "copied"]
    assert store.history.of(WIDGET, kinds=()) == ()


def test_what_is_older_than_400_days_is_not_read_even_before_it_is_deleted(store: Store, clock: HandClock) -> None:
    store.history.add(WIDGET, "copied", "done", token_fingerprint="00ff")
    clock.move(timedelta(days=400))
    assert len(store.history.of(WIDGET)) == 1
    clock.move(timedelta(seconds=1))
    assert store.history.of(WIDGET) == ()
    assert store.history.of_token("00ff") == ()


def test_a_token_is_found_in_every_account(store: Store) -> None:
    store.history.add(WIDGET, "shared", "done", token_fingerprint="00ff", with_whom="Jane")
    store.history.add(QA, "copied", "done", token_fingerprint="00ff")
    store.history.add(QA, "copied", "done", token_fingerprint="11ee")
    assert [(e.account, e.what) for e in store.history.of_token("00ff")] == [(QA, "copied"), (WIDGET, "shared")]
    assert store.history.fingerprints(QA) == {"00ff", "11ee"}


def test_once(store: Store) -> None:
    assert store.history.add_once(WIDGET, "rotated", "done", "00ff")
    assert not store.history.add_once(WIDGET, "rotated", "done", "00ff")
    assert store.history.add_once(QA, "rotated", "done", "00ff")
    assert not store.history.keep_token(WIDGET, "kept", "00ff")
    assert store.history.keep_token(WIDGET, "kept", "11ee")
    assert [entry.what for entry in store.history.of(WIDGET)] == ["kept", "rotated"]


@pytest.mark.alone
def test_it_stays_quick(store: Store, path: Path, clock: HandClock) -> None:
    """What 500 accounts leave behind in a year, one of them used far more than the others."""
    rows = (
        (
            moment_to_text(clock.now() - timedelta(seconds=number * 600)),
            f"account-{number % ACCOUNTS if number % 2 else 0}",
            ("copied", "revealed", "shared", "tested")[number % 4],
            "done",
            f"{number % 3000:016x}",
        )
        for number in range(MANY)
    )
    with store._database.writing() as connection:
        connection.executemany(
            "INSERT INTO history (at, account, what, result, token_fingerprint) VALUES (?, ?, ?, ?, ?)", rows
        )
    busy = AccountId("account-0")
    took: dict[str, float] = {}
    calls: dict[str, Callable[[], object]] = {
        "first page": lambda: store.history.of(busy, 300),
        "nothing of a kind": lambda: store.history.of(busy, 300, kinds=("rotated",)),
        "one token": lambda: store.history.of_token(f"{0:016x}"),
        "all tokens": lambda: store.history.fingerprints(busy),
        "one line more": lambda: store.history.add(busy, "copied", "done"),
        "opening again": lambda: _open_again(path, clock),
    }
    for name, call in calls.items():
        began = time.perf_counter()
        call()
        took[name] = time.perf_counter() - began
    print({name: f"{seconds * 1000:.1f} ms" for name, seconds in took.items()})
    assert took.pop("opening again") < 6 * QUICK, "which looks at every row"
    assert max(took.values()) < QUICK, took


def _open_again(path: Path, clock: HandClock) -> None:
    with open_store(path, clock):
        pass
