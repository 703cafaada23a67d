"""A row that no version of ours wrote: told as damage while running; at the next start its file is moved aside."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.errors import StoreDamaged
from app.domain.rotation import Rotation, RotationKind, RotationPlan
from app.domain.typed import (
    CheckOutcome,
    GuidedKind,
    GuidedRotation,
    GuidedStep,
    Handover,
    TokenCheck,
    TypedDetails,
)
from app.store.accounts import KeptAccount
from app.store.last_known import LastKnown, read_at_start
from app.store.store import Store, open_store
from tests.store.conftest import HandClock

ACCOUNT = AccountId("widget")
USER_VERSION = range(60, 64)
"""Where the file keeps the number of its schema (SQLite Database File Format, 1.3): a higher one is a newer store."""
NOW = datetime(2026, 3, 2, tzinfo=UTC)
ROTATION = Rotation("key", ACCOUNT, RotationPlan(RotationKind.PLANNED, "token-1"), NOW)

READ: dict[str, Callable[[Store], object]] = {
    "accounts": lambda store: store.accounts.all(),
    "last_known": lambda store: store.last_known.get(ACCOUNT),
    "rotations": lambda store: store.journal.unfinished(ACCOUNT),
    "history": lambda store: store.history.of(ACCOUNT),
    "shares": lambda store: store.shares.last(ACCOUNT, "00ff"),
    "share_people": lambda store: store.shares.proposal(ACCOUNT),
    "past_tests": lambda store: store.past_tests.of(ACCOUNT),
    "typed_accounts": lambda store: store.typed_accounts.get(ACCOUNT),
    "guided_rotations": lambda store: store.guided.get(ACCOUNT),
    "token_checks": lambda store: store.token_marks.last_check(ACCOUNT, "00ff"),
    "handovers": lambda store: store.token_marks.handover(ACCOUNT, "00ff"),
    "leaked_tokens": lambda store: store.token_marks.leaked_at(ACCOUNT, "00ff"),
    "notified": lambda store: store.notified.last_day(),
}
WRONG = [
    ("accounts", "environment", "productLon"),
    ("accounts", "source", "weird"),
    ("accounts", "id", "../widget"),
    ("last_known", "token_created_at", "2026-03-0\x1a"),
    ("last_known", "old_token_expires_at", "2026-03-02"),
    ("rotations", "kind", "plaNned"),
    ("rotations", "state", "aske$"),
    ("rotations", "asked_at", "20}6-03-02T00:00:00.000000+00:00"),
    ("history", "at", "2026-03-02T00:00:00.000000"),
    ("shares", "at", "yesterday"),
    ("share_people", "at", "2026-03-02"),
    ("past_tests", "at", "2026-13-02T00:00:00.000000+00:00"),
    ("typed_accounts", "added_at", "2026-03-02"),
    ("guided_rotations", "kind", "pLanned"),
    ("guided_rotations", "step", "prEss"),
    ("guided_rotations", "began_at", "now"),
    ("token_checks", "outcome", "worKs"),
    ("token_checks", "at", "2026"),
    ("handovers", "at", "2026"),
    ("leaked_tokens", "at", "2026"),
    ("notified", "day", "2026-02-30"),
]


@pytest.fixture
def filled(store: Store) -> Store:
    store.accounts.keep(KeptAccount(Account(ACCOUNT, "Widget", Environment.PRODUCTION, Source.PRACTICE)))
    store.last_known.keep(ACCOUNT, LastKnown("https://scim.example.com/", NOW, NOW, timedelta(0)))
    store.journal.begin(ROTATION)
    store.history.add(ACCOUNT, "copied", "done")
    store.shares.keep(ACCOUNT, "00ff", "Jane Doe", None)
    store.past_tests.keep(ACCOUNT, "{}")
    account = Account(ACCOUNT, "Widget", Environment.PRODUCTION, Source.PRACTICE)
    store.typed_accounts.keep(KeptAccount(account), TypedDetails("https://scim.example.com/", None, NOW))
    store.guided.keep(ACCOUNT, GuidedRotation(GuidedKind.PLANNED, GuidedStep.PRESS, NOW))
    store.token_marks.keep_check(ACCOUNT, "00ff", TokenCheck(NOW, CheckOutcome.WORKS))
    store.token_marks.keep_handover(ACCOUNT, "00ff", Handover(NOW, "Jane Doe"))
    store.token_marks.keep_leaked(ACCOUNT, "00ff", NOW)
    store.notified.claim(NOW.date())
    return store


@pytest.mark.parametrize(("table", "column", "value"), WRONG)
def test_it_is_damage(filled: Store, path: Path, clock: HandClock, table: str, column: str, value: str) -> None:
    assert READ[table](filled)
    with filled._database.writing() as connection:
        connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
    with pytest.raises(StoreDamaged):
        READ[table](filled)
    filled.close()
    content = path.read_bytes()
    with open_store(path, clock) as again:
        assert again.moved_to is not None
        assert again.moved_to.read_bytes() == content
        assert not READ[table](again)
    with open_store(path, clock) as again:
        assert again.moved_to is None


def test_no_rotation_is_begun_or_advanced_beside_one_that_does_not_read(filled: Store) -> None:
    with filled._database.writing() as connection:
        connection.execute("UPDATE rotations SET state = 'aske$'")
    with pytest.raises(StoreDamaged):
        filled.journal.begin(Rotation("second", ACCOUNT, ROTATION.plan, NOW))
    with pytest.raises(StoreDamaged):
        filled.journal.advance(ROTATION.answered("token-2"))
    with filled._database.reading() as connection:
        assert connection.execute("SELECT key, state FROM rotations").fetchall() == [("key", "aske$")]


def test_what_reads_stays(filled: Store, path: Path, clock: HandClock) -> None:
    with open_store(path, clock) as again:
        assert again.moved_to is None
        assert again.journal.unfinished(ACCOUNT) == (ROTATION,)


def test_any_few_changed_bytes_leave_a_store_that_works(filled: Store, path: Path, clock: HandClock) -> None:
    filled.close()
    whole = path.read_bytes()
    chosen = random.Random(5)
    written = [position for position, byte in enumerate(whole) if byte and position not in USER_VERSION]
    for _ in range(150):
        content = bytearray(whole)
        for position in chosen.sample(written, chosen.choice((1, 1, 8))):
            content[position] = chosen.randrange(256)
        path.write_bytes(content)
        read_at_start(path)
        with open_store(path, clock) as again:
            again.check()
            again.last_known.keep(ACCOUNT, LastKnown("https://scim.example.com/", NOW, None, timedelta(0)))
        for each in path.parent.iterdir():
            each.unlink()
