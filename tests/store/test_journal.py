"""The journal of rotations: on the disk before the request leaves, one at a time, and never going back."""

from __future__ import annotations

import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest

from app.domain.accounts import AccountId
from app.domain.errors import RotationUnfinished
from app.domain.rotation import Rotation, RotationKind, RotationPlan
from app.store.store import Store, open_store
from tests.store.conftest import HandClock

ACCOUNT = AccountId("widget")


def asked(clock: HandClock, account: AccountId = ACCOUNT, kind: RotationKind = RotationKind.PLANNED) -> Rotation:
    return Rotation(str(uuid.uuid4()), account, RotationPlan(kind, "token-1"), clock.now())


@pytest.mark.parametrize("kind", RotationKind)
def test_it_is_there_after_opening_again(store: Store, path: Path, clock: HandClock, kind: RotationKind) -> None:
    rotation = asked(clock, kind=kind)
    store.journal.begin(rotation)
    with open_store(path, clock) as again:
        assert again.journal.unfinished(ACCOUNT) == (rotation,)


def test_each_step_is_written_down_until_the_last(store: Store, clock: HandClock) -> None:
    rotation = asked(clock)
    store.journal.begin(rotation)
    answered = rotation.answered("token-2")
    shown = answered.stored().shown()
    for step in (answered, answered.stored(), shown, shown.handed_over()):
        assert store.journal.advance(step) == step
        assert store.journal.unfinished(ACCOUNT) == (step,)
    store.journal.advance(shown.handed_over().old_ended())
    assert store.journal.unfinished(ACCOUNT) == ()


def test_a_token_that_is_given_on_is_its_own_rotations(store: Store, clock: HandClock) -> None:
    first, second = (asked(clock).answered(f"token-{number}").stored() for number in (2, 3))
    for rotation in (first, second):
        store.journal.begin(rotation)
        store.journal.advance(rotation)
    store.journal.hand_over(ACCOUNT, "token-3")
    store.journal.hand_over(ACCOUNT, "token-1")
    store.journal.hand_over(AccountId("another"), "token-2")
    assert store.journal.unfinished(ACCOUNT) == (first, second.handed_over())
    store.journal.hand_over(ACCOUNT, "token-3")
    assert store.journal.unfinished(ACCOUNT) == (first, second.handed_over())


def test_an_old_token_that_lives_is_waited_for(store: Store, clock: HandClock) -> None:
    shown = asked(clock).answered("token-2").stored().shown()
    store.journal.begin(shown)
    store.journal.end_old(ACCOUNT, ["token-2", "token-1"])
    assert store.journal.unfinished(ACCOUNT) == (shown,)
    store.journal.end_old(AccountId("another"), [])
    store.journal.end_old(ACCOUNT, ["token-2"])
    assert store.journal.unfinished(ACCOUNT) == ()


def test_an_old_token_that_ends_first_leaves_the_new_one_to_be_shown(store: Store, clock: HandClock) -> None:
    stored = asked(clock).answered("token-2").stored()
    store.journal.begin(stored)
    store.journal.end_old(ACCOUNT, ["token-2"])
    assert store.journal.unfinished(ACCOUNT) == (stored,)


def test_a_window_that_was_refused_takes_nothing_from_one_that_got_the_token(store: Store, clock: HandClock) -> None:
    rotation = asked(clock)
    store.journal.begin(rotation)
    stored = rotation.answered("token-2").stored()
    store.journal.advance(stored)
    assert store.journal.advance(rotation.refused()) == stored


def test_it_tells_which_tokens_were_made_here(store: Store, clock: HandClock) -> None:
    rotation = asked(clock)
    store.journal.begin(rotation)
    assert not store.journal.made(ACCOUNT, "token-2")
    store.journal.advance(rotation.answered("token-2"))
    assert store.journal.made(ACCOUNT, "token-2")
    assert not store.journal.made(ACCOUNT, "token-1")
    assert not store.journal.made(AccountId("another"), "token-2")


def test_a_second_one_waits_for_the_first(store: Store, clock: HandClock) -> None:
    first, second = asked(clock), asked(clock)
    store.journal.begin(first)
    with pytest.raises(RotationUnfinished):
        store.journal.begin(second)
    assert store.journal.unfinished(ACCOUNT) == (first,)
    store.journal.begin(asked(clock, AccountId("another")))
    store.journal.advance(first.answered("token-2"))
    with pytest.raises(RotationUnfinished):
        store.journal.begin(second)
    store.journal.advance(first.answered("token-2").stored())
    store.journal.begin(second)
    assert store.journal.unfinished(ACCOUNT) == (first.answered("token-2").stored(), second)


def test_a_refused_one_makes_room(store: Store, clock: HandClock) -> None:
    first, second = asked(clock), asked(clock)
    store.journal.begin(first)
    store.journal.advance(first.refused())
    store.journal.begin(second)
    assert store.journal.unfinished(ACCOUNT) == (second,)


def test_nothing_goes_back_when_two_finish_the_same_one(store: Store, clock: HandClock) -> None:
    rotation = asked(clock)
    store.journal.begin(rotation)
    stored = rotation.answered("token-2").stored()
    store.journal.advance(stored)
    assert store.journal.advance(rotation.answered("token-2")) == stored
    assert store.journal.unfinished(ACCOUNT) == (stored,)


def test_one_that_was_never_begun_is_a_mistake(store: Store, clock: HandClock) -> None:
    with pytest.raises(KeyError):
        store.journal.advance(asked(clock))


def test_of_many_that_begin_at_once_one_does(store: Store, path: Path, clock: HandClock) -> None:
    outcomes = []

    def begin() -> None:
        with open_store(path, clock) as other:
            try:
                other.journal.begin(asked(clock))
                outcomes.append("begun")
            except RotationUnfinished:
                outcomes.append("refused")

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["begun"] + ["refused"] * 7
    assert len(store.journal.unfinished(ACCOUNT)) == 1


def test_what_was_begun_survives_a_kill(path: Path, clock: HandClock) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from app.domain.clock import SystemClock
from app.domain.rotation import *
from app.store.store import open_store
store, plan = open_store(Path(sys.argv[1]), SystemClock()), RotationPlan(RotationKind.LEAKED, "token-1")
store.journal.begin(Rotation("key", "widget", plan, SystemClock().now()))
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == -9
    with open_store(path, clock) as store:
        assert [rotation.key for rotation in store.journal.unfinished(ACCOUNT)] == ["key"]
        assert store.moved_to is None
