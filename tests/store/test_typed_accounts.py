"""Accounts typed in by hand, as the store keeps them: every value comes back in another process's view of the file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.errors import NameTaken
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
from app.store.store import Store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PRODUCTION, QA = AccountId("typed_1"), AccountId("typed_2")
DETAILS = TypedDetails("https://api.r-service.tech/scim/v2", "https://r-service.tech/settings", NOW)


def kept(account: AccountId, name: str, environment: Environment = Environment.PRODUCTION) -> KeptAccount:
    return KeptAccount(Account(account, name, environment, Source.TYPED))


def test_one_comes_back_and_is_listed(store: Store, again: Store) -> None:
    store.typed_accounts.keep(kept(PRODUCTION, "Widget"), DETAILS)
    assert again.typed_accounts.get(PRODUCTION) == DETAILS
    assert again.accounts.all() == (kept(PRODUCTION, "Widget"),)


def test_announced_it_is_on_its_way_out_until_it_is_kept(store: Store, again: Store) -> None:
    store.typed_accounts.announce(PRODUCTION, NOW)
    assert again.typed_accounts.on_their_way_out() == (PRODUCTION,)
    store.typed_accounts.keep(kept(PRODUCTION, "Widget"), DETAILS)
    assert again.typed_accounts.on_their_way_out() == ()


def test_a_name_is_taken_once_in_an_environment_whatever_its_case(store: Store) -> None:
    store.typed_accounts.keep(kept(PRODUCTION, "Widget"), DETAILS)
    store.typed_accounts.keep(kept(QA, "Widget", Environment.QA), DETAILS)
    with pytest.raises(NameTaken):
        store.typed_accounts.keep(kept(AccountId("typed_3"), "wIDGET"), DETAILS)
    assert len(store.accounts.all()) == 2


def test_removing_can_be_undone_unless_the_name_was_given_away(store: Store, again: Store) -> None:
    store.typed_accounts.keep(kept(PRODUCTION, "Widget"), DETAILS)
    store.typed_accounts.begin_removal(PRODUCTION, NOW)
    assert again.accounts.all() == ()
    store.typed_accounts.undo_removal(PRODUCTION)
    assert again.accounts.all() == (kept(PRODUCTION, "Widget"),)
    store.typed_accounts.begin_removal(PRODUCTION, NOW)
    store.typed_accounts.keep(kept(QA, "Widget"), DETAILS)
    with pytest.raises(NameTaken):
        store.typed_accounts.undo_removal(PRODUCTION)
    assert again.typed_accounts.on_their_way_out() == (PRODUCTION,)


def test_forgetting_leaves_nothing_but_the_history(store: Store, again: Store) -> None:
    store.typed_accounts.keep(kept(PRODUCTION, "Widget"), DETAILS)
    store.guided.keep(PRODUCTION, GuidedRotation(GuidedKind.PLANNED, GuidedStep.CHECK, NOW))
    store.token_marks.keep_leaked(PRODUCTION, "00ff", NOW)
    store.typed_accounts.mark_twin(QA, PRODUCTION)
    store.history.add(PRODUCTION, "copied", "done")
    store.typed_accounts.forget(PRODUCTION)
    assert again.accounts.get(PRODUCTION) is None
    assert again.guided.get(PRODUCTION) is None
    assert again.token_marks.leaked_at(PRODUCTION, "00ff") is None
    assert again.typed_accounts.twins() == {}
    assert len(again.history.of(PRODUCTION)) == 1


def test_a_production_account_has_one_twin(store: Store, again: Store) -> None:
    other = AccountId("typed_3")
    store.typed_accounts.mark_twin(QA, PRODUCTION)
    store.typed_accounts.mark_twin(other, PRODUCTION)
    assert again.typed_accounts.twins() == {other: PRODUCTION}
    store.typed_accounts.mark_twin(other, None)
    assert again.typed_accounts.twins() == {}


def test_a_guided_rotation_comes_back_at_its_step(store: Store, again: Store) -> None:
    began = GuidedRotation(GuidedKind.LEAKED, GuidedStep.CHECK, NOW)
    pressed = began.at_step(GuidedStep.PRESS, NOW + timedelta(minutes=1))
    store.guided.keep(PRODUCTION, began)
    store.guided.keep(PRODUCTION, pressed)
    assert again.guided.get(PRODUCTION) == pressed
    assert pressed.at_step(GuidedStep.PASTE, NOW + timedelta(hours=1)).pressed_at == NOW + timedelta(minutes=1)
    store.guided.end(PRODUCTION)
    assert again.guided.get(PRODUCTION) is None


def test_marks_of_a_token_come_back(store: Store, again: Store) -> None:
    check = TokenCheck(NOW, CheckOutcome.REFUSED)
    handover = Handover(NOW, "Jane Doe")
    store.token_marks.keep_check(PRODUCTION, "00ff", check)
    store.token_marks.keep_handover(PRODUCTION, "00ff", handover)
    store.token_marks.keep_leaked(PRODUCTION, "00ff", NOW)
    assert again.token_marks.last_check(PRODUCTION, "00ff") == check
    assert again.token_marks.handover(PRODUCTION, "00ff") == handover
    assert again.token_marks.leaked_at(PRODUCTION, "00ff") == NOW
    store.token_marks.keep_handover(PRODUCTION, "00ff", None)
    assert again.token_marks.handover(PRODUCTION, "00ff") is None


def test_a_day_is_claimed_once(store: Store, again: Store) -> None:
    assert store.notified.claim(date(2026, 3, 2))
    assert not again.notified.claim(date(2026, 3, 2))
    assert again.notified.claim(date(2026, 3, 3))
    assert again.notified.last_day() == date(2026, 3, 3)
