"""A rotation's steps: only in order, and never back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.domain.accounts import AccountId
from app.domain.rotation import Rotation, RotationKind, RotationPlan, RotationState, WrongStep

PLAN = RotationPlan(RotationKind.PLANNED, "tok_1")
ASKED = Rotation("key", AccountId("widget"), PLAN, datetime(2026, 11, 24, tzinfo=UTC))
ANSWERED = ASKED.answered("tok_2")
STORED = ANSWERED.stored()
SHOWN = STORED.shown()
HANDED_OVER = SHOWN.handed_over()
OLD_ENDED = HANDED_OVER.old_ended()
REFUSED = ASKED.refused()
ALL = [ASKED, ANSWERED, STORED, SHOWN, HANDED_OVER, OLD_ENDED, REFUSED]

Step = Callable[[Rotation], Rotation]
STEPS: dict[RotationState, Step] = {
    RotationState.ANSWERED: lambda rotation: rotation.answered("tok_3"),
    RotationState.STORED: Rotation.stored,
    RotationState.SHOWN: Rotation.shown,
    RotationState.HANDED_OVER: Rotation.handed_over,
    RotationState.OLD_ENDED: Rotation.old_ended,
    RotationState.REFUSED: Rotation.refused,
}
ALLOWED = {
    (RotationState.ASKED, RotationState.ANSWERED),
    (RotationState.ASKED, RotationState.REFUSED),
    (RotationState.ANSWERED, RotationState.ANSWERED),
    (RotationState.ANSWERED, RotationState.STORED),
    (RotationState.ANSWERED, RotationState.REFUSED),
    (RotationState.STORED, RotationState.SHOWN),
    (RotationState.STORED, RotationState.HANDED_OVER),  # whoever gives it on has seen it
    (RotationState.SHOWN, RotationState.HANDED_OVER),
    (RotationState.SHOWN, RotationState.OLD_ENDED),
    (RotationState.HANDED_OVER, RotationState.OLD_ENDED),
}


@pytest.mark.parametrize("before", ALL, ids=lambda r: r.state.value)
@pytest.mark.parametrize(("state", "step"), STEPS.items(), ids=lambda value: getattr(value, "value", ""))
def test_each_state_allows_its_next_steps_alone(before: Rotation, state: RotationState, step: Step) -> None:
    if (before.state, state) in ALLOWED:
        assert step(before).state is state
        assert step(before).key == before.key
    else:
        with pytest.raises(WrongStep):
            step(before)


def test_what_may_exist_outside_the_vault_must_be_repeated() -> None:
    assert [each for each in ALL if each.must_be_repeated] == [ASKED, ANSWERED]
    assert [each for each in ALL if each.finished] == [OLD_ENDED, REFUSED]
    assert {each.state for each in ALL} == set(RotationState)


def test_an_answer_names_the_new_token_also_when_it_is_heard_again() -> None:
    assert ASKED.new_token_id is None
    assert ANSWERED.new_token_id == "tok_2"
    assert ANSWERED.answered("tok_3").new_token_id == "tok_3"
    assert SHOWN.new_token_id == "tok_2"


@pytest.mark.parametrize(
    ("kind", "flags"),
    [
        (RotationKind.PLANNED, (False, False)),
        (RotationKind.REPLACE_PREVIOUS, (False, True)),
        (RotationKind.LEAKED, (True, False)),
    ],
)
def test_a_plan_says_what_to_ask_for(kind: RotationKind, flags: tuple[bool, bool]) -> None:
    plan = RotationPlan(kind, "tok_1")
    assert (plan.end_present_now, plan.replace_previous) == flags
