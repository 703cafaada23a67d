"""What is kept comes back as it was, also after opening again, and no further than it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import Account, AccountId, Capabilities, Environment, Source
from app.domain.typed import Handover
from app.store.accounts import KeptAccount
from app.store.columns import moment_from_text, moment_to_text, storable
from app.store.last_known import LastKnown
from app.store.preferences import Preferences
from app.store.shares import Share
from app.store.store import Store
from app.store.window_state import WindowState
from tests.store.conftest import HandClock

WIDGET, QA = AccountId("widget"), AccountId("widget-qa")
BOTH = [
    KeptAccount(
        Account(
            WIDGET, "Widget Data Center", Environment.PRODUCTION, Source.PRACTICE, Capabilities(True, True, True, True)
        ),
        "http://127.0.0.1:4711",
        "acct_1",
        "owner@example.com",
    ),
    KeptAccount(Account(QA, "Widget Data Center QA", Environment.QA, Source.TYPED)),
]
SEEN = LastKnown(
    "https://scim.example.com/scim/v2",
    datetime(2026, 2, 28, 23, 59, 59, 999999, UTC),
    datetime(2026, 3, 30, 12, 0, tzinfo=timezone(timedelta(hours=2))),
    timedelta(seconds=-1.25),
)
zones = st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23)))
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=zones)


def test_accounts(store: Store, again: Store) -> None:
    assert again.accounts.all() == ()
    for kept in reversed(BOTH):
        store.accounts.keep(kept)
    assert again.accounts.all() == tuple(BOTH)
    assert again.accounts.get(QA) == BOTH[1]
    renamed = replace(BOTH[1], account=replace(BOTH[1].account, name="A \ud800 name"))
    store.accounts.keep(renamed)
    assert [kept.account.name for kept in again.accounts.all()] == ["A ? name", "Widget Data Center"]


def test_removing_an_account_keeps_its_history(store: Store, again: Store) -> None:
    for kept in BOTH:
        store.accounts.keep(kept)
        store.last_known.keep(kept.account.id, SEEN)
        store.past_tests.keep(kept.account.id, "{}")
        store.history.add(kept.account.id, "copied", "done")
    store.accounts.remove(WIDGET)
    assert again.accounts.get(WIDGET) is None
    assert again.last_known.get(WIDGET) is None
    assert again.past_tests.of(WIDGET) == ()
    assert len(again.history.of(WIDGET)) == 1
    assert again.accounts.all() == (BOTH[1],)
    assert again.last_known.get(QA) == SEEN
    assert len(again.past_tests.of(QA)) == 1


def test_last_known(store: Store, again: Store) -> None:
    assert again.last_known.get(WIDGET) is None
    store.last_known.keep(WIDGET, SEEN)
    assert again.last_known.get(WIDGET) == SEEN
    store.last_known.keep(WIDGET, SEEN._replace(old_token_expires_at=None))
    assert again.last_known.get(WIDGET) == SEEN._replace(old_token_expires_at=None)


def test_history_is_kept_for_400_days(store: Store, again: Store, clock: HandClock) -> None:
    started = clock.now()
    store.history.add(WIDGET, "shared", "done", token_fingerprint="00ff", with_whom="Jane \udfff Doe")
    store.history.add(QA, "copied", "done")
    clock.move(timedelta(days=400))
    store.history.add(WIDGET, "rotated", "failed")
    newest, oldest = again.history.of(WIDGET)
    assert (newest.what, newest.result, newest.at, newest.with_whom) == ("rotated", "failed", clock.now(), None)
    assert (oldest.at, oldest.token_fingerprint, oldest.with_whom) == (started, "00ff", "Jane ? Doe")
    assert again.history.of(WIDGET, limit=1) == (newest,)
    clock.move(timedelta(microseconds=1))
    store.history.add(WIDGET, "copied", "done")
    assert [entry.what for entry in again.history.of(WIDGET)] == ["copied", "rotated"]
    assert again.history.of(QA) == ()


def test_only_the_last_share_of_a_token_is_named(store: Store, again: Store, clock: HandClock) -> None:
    store.shares.keep(WIDGET, "00ff", "Jane Doe", "entra")
    clock.move(timedelta(hours=1))
    store.shares.keep(WIDGET, "00ff", "John", None)
    store.shares.keep(QA, "00ff", "Other", None)
    assert again.shares.last(WIDGET, "00ff") == Share(clock.now(), "John", None)
    assert again.shares.last(WIDGET, "11ee") is None


def test_a_share_without_a_name_leaves_the_proposal_of_the_one_before(store: Store, clock: HandClock) -> None:
    assert store.shares.proposal(WIDGET) is None
    store.shares.keep(WIDGET, "00ff", "Jane Doe", "entra", language="tr", made_by="Ada")
    clock.move(timedelta(minutes=1))
    store.shares.keep(WIDGET, "00ff", "", None)
    last, proposal = store.shares.last(WIDGET, "00ff"), store.shares.proposal(WIDGET)
    assert last is not None
    assert (last.with_whom, last.client) == ("", None)
    assert proposal is not None
    assert (proposal.with_whom, proposal.client, proposal.language, proposal.made_by) == (
        "Jane Doe",
        "entra",
        "tr",
        "Ada",
    )
    clock.move(timedelta(minutes=1))
    store.shares.keep(QA, "11ee", "John", None, language="ru")
    store.shares.keep(WIDGET, "00ff", "John", None)
    after = store.shares.proposal(WIDGET)
    assert after is not None
    assert (after.with_whom, after.client) == ("John", None)
    assert [store.shares.language_for(each) for each in ("Jane Doe", "John", "Jim")] == ["tr", "ru", None]
    assert store.shares.last_sender() == "Ada"


def test_twenty_tests_are_kept_for_each_account(store: Store, again: Store) -> None:
    store.past_tests.keep(QA, '{"run": "qa"}')
    for number in range(25):
        store.past_tests.keep(WIDGET, f'{{"run": {number}}}')
    assert [test.report for test in again.past_tests.of(WIDGET)] == [f'{{"run": {n}}}' for n in range(24, 4, -1)]
    assert len(again.past_tests.of(QA)) == 1


def test_preferences(store: Store, again: Store) -> None:
    assert again.preferences.read() == Preferences(reveal_seconds=30, clipboard_seconds=60, theme="system")
    store.preferences.keep(Preferences(reveal_seconds=5, clipboard_seconds=600, theme="dark"))
    assert again.preferences.read() == Preferences(5, 600, "dark")
    store.preferences.restore()
    assert again.preferences.read() == Preferences()


def test_two_programs_change_preferences_at_once(store: Store, again: Store) -> None:
    as_it_came = store.preferences.read()
    again.preferences.keep(replace(as_it_came, theme="dark", notifications=False), as_it_came)
    store.preferences.keep(replace(as_it_came, idle_minutes=1), as_it_came)
    assert store.preferences.read() == Preferences(theme="dark", notifications=False, idle_minutes=1)


def test_what_a_later_version_chose_stays_until_another_is_chosen(store: Store) -> None:
    def kept() -> dict[str, str]:
        with store._database.reading() as connection:
            return dict(connection.execute("SELECT name, value FROM preferences").fetchall())

    with store._database.writing() as connection:
        rows = [("theme", "rainbow"), ("later", "x"), ("notifications", "maybe"), ("keep_minutes", "9" * 5000)]
        connection.executemany("INSERT INTO preferences VALUES (?, ?)", rows)
    now = store.preferences.read()
    assert now == Preferences()
    store.preferences.keep(replace(now, idle_minutes=1), now)
    assert kept() == {**dict(rows), "idle_minutes": "1"}
    store.preferences.restore()
    assert kept() == {"later": "x"}


@pytest.mark.parametrize(
    "wrong",
    [{"reveal_seconds": 4}, {"clipboard_seconds": 601}, {"theme": "loud"}, {"idle_minutes": 0}, {"language": "xx"}],
)
def test_preferences_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"seconds|theme|minutes|language"):
        Preferences(**wrong)


def test_a_preference_that_this_version_does_not_take_counts_as_not_kept(store: Store) -> None:
    rows = [("reveal_seconds", "soon"), ("clipboard_seconds", "90"), ("theme", "loud"), ("later", "x")]
    with store._database.writing() as connection:
        connection.executemany("INSERT INTO preferences VALUES (?, ?)", rows)
    assert store.preferences.read() == Preferences(clipboard_seconds=90)


def test_window_state(store: Store, again: Store) -> None:
    assert again.window.read() is None
    for state in (WindowState(800, 600, True, "scim", None), WindowState(1024, 768, False, "accounts", WIDGET)):
        store.window.keep(state)
        assert again.window.read() == state


@given(moments, moments)
def test_moments_come_back_and_sort_as_text(one: datetime, other: datetime) -> None:
    assert moment_from_text(moment_to_text(one)) == one
    assert (moment_to_text(one) < moment_to_text(other)) == (one < other)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        moment_to_text(datetime(2026, 1, 1))


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_can_be_stored(text: str) -> None:
    stored = storable(text)
    stored.encode()
    assert len(stored) == len(text)


TOKEN = "3f9a" * 15 + "b3ad"


@pytest.mark.parametrize("written", [TOKEN, TOKEN.upper(), " ".join(TOKEN[at : at + 4] for at in range(0, 64, 4))])
def test_a_token_that_was_pasted_as_a_persons_name_is_kept_nowhere(
    store: Store, path: Path, clock: HandClock, written: str
) -> None:
    name, said = f"Jane {written} Doe", "Jane (a token, left out) Doe"
    store.history.add(WIDGET, "shared", "done", with_whom=name)
    store.token_marks.keep_handover(WIDGET, "abcd", Handover(clock.now(), name))
    store.shares.keep(WIDGET, "abcd", name, None)
    handover, share = store.token_marks.handover(WIDGET, "abcd"), store.shares.last(WIDGET, "abcd")
    assert handover is not None
    assert share is not None
    assert [handover.confirmed_by, share.with_whom] == [said, said]
    assert [entry.with_whom for entry in store.history.of(WIDGET, 9)] == [said]
    assert not any(written.encode() in each.read_bytes() for each in path.parent.iterdir())
