"""Rotating against the real service, with answers lost on the way: nothing is lost, and nothing rotates twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.domain.errors import (
    NotSignedIn,
    NotTheOwner,
    PreviousStillValid,
    Problem,
    RotationUnfinished,
    ServiceUnreachable,
    TokenChanged,
)
from app.domain.rotation import RotationKind, RotationPlan, RotationState
from tests.accounts.relay import Fate
from tests.actions.conftest import Account
from tests.actions.parts import ACCOUNT, Parts, opened

LOST = [Fate.CUT_AFTER, Fate.HALF]


def _plan(account: Account, kind: RotationKind = RotationKind.PLANNED) -> RotationPlan:
    return RotationPlan(kind, account.first.token.id)


async def _all_is_well(account: Account, parts: Parts, *, rotations: int = 1) -> None:
    """What has to hold after a planned rotation, however it came about."""
    stands = await account.api.section()
    assert stands.token.value is not None
    assert await parts.kept_token() == stands.token.value.reveal()
    assert await account.works(await parts.kept_token())
    kept = await parts.kept.tokens(ACCOUNT)
    assert kept is not None
    assert kept.token_id == stands.token.id
    assert kept.previous_token == account.first.token.value
    assert kept.previous_token_id == account.first.token.id
    assert kept.previous_token is not None
    assert await account.works(kept.previous_token.reveal())
    assert await account.rotations() == rotations


async def test_a_planned_rotation_keeps_both_tokens(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        rotated = await parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        assert rotated.rotation.state is RotationState.STORED
        assert rotated.section.previous_token is not None
        assert rotated.section.previous_token.id == account.first.token.id
        await _all_is_well(account, parts)
        assert [entry.key for entry in await parts.rotations.not_shown(ACCOUNT)] == [rotated.rotation.key]
        await parts.rotations.mark_shown(ACCOUNT)
        assert await parts.rotations.not_shown(ACCOUNT) == ()
        (left,) = parts.store.journal.unfinished(ACCOUNT)
        assert left.state is RotationState.SHOWN
    assert account.relay.rotations_seen == 1


async def test_it_is_over_once_the_token_is_handed_over_and_the_old_one_has_ended(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        rotated = await parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        present, old = rotated.section.token.id, account.first.token.id
        await parts.rotations.mark_old_ended(ACCOUNT, [present])  # not before it was seen
        parts.store.journal.hand_over(ACCOUNT, old)  # that one is no rotation's
        assert [each.state for each in parts.store.journal.unfinished(ACCOUNT)] == [RotationState.STORED]
        parts.store.journal.hand_over(ACCOUNT, present)
        await parts.rotations.mark_old_ended(ACCOUNT, [present, old])
        assert [each.state for each in parts.store.journal.unfinished(ACCOUNT)] == [RotationState.HANDED_OVER]
        await parts.rotations.mark_old_ended(ACCOUNT, [present])
        assert parts.store.journal.unfinished(ACCOUNT) == ()


async def test_a_leaked_token_ends_at_once(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        rotated = await parts.rotations.rotate(source, _plan(account, RotationKind.LEAKED))
        assert rotated.section.previous_token is None
        kept = await parts.kept.tokens(ACCOUNT)
        assert kept is not None
        assert kept.previous_token is None
        assert await account.works(kept.token.reveal())
        assert account.first.token.value is not None
        assert not await account.works(account.first.token.value.reveal())


async def test_a_living_old_token_is_replaced_only_when_that_is_said(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        second = (await parts.rotations.rotate(source, _plan(account))).section
        with pytest.raises(PreviousStillValid):
            await parts.rotations.rotate(source, RotationPlan(RotationKind.PLANNED, second.token.id))
        third = await parts.rotations.rotate(source, RotationPlan(RotationKind.REPLACE_PREVIOUS, second.token.id))
        assert third.section.previous_token is not None
        assert third.section.previous_token.value == second.token.value
        assert account.first.token.value is not None
        assert not await account.works(account.first.token.value.reveal())
        assert await account.rotations() == 2
        assert await parts.rotations.finish_unfinished(source) == ()


async def test_revoking_ends_and_forgets_the_old_token(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        await parts.rotations.rotate(source, _plan(account))
        for _ in range(2):  # the second time there is none: as good
            section = await parts.rotations.revoke_previous(source)
            assert section.previous_token is None
        kept = await parts.kept.tokens(ACCOUNT)
        assert kept is not None
        assert (kept.previous_token, kept.previous_token_id) == (None, None)
        assert account.first.token.value is not None
        assert not await account.works(account.first.token.value.reveal())


@pytest.mark.parametrize("fate", LOST)
async def test_a_lost_answer_is_asked_for_again_at_once(account: Account, home: Path, fate: Fate) -> None:
    account.relay.fates = [fate]
    async with opened(home) as parts:
        await parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        await _all_is_well(account, parts)
    assert account.relay.rotations_seen == 2


@pytest.mark.parametrize("fate", [*LOST, Fate.CUT_BEFORE])
async def test_an_answer_lost_for_good_is_fetched_at_the_next_start(account: Account, home: Path, fate: Fate) -> None:
    account.relay.fates = [fate] * 3
    async with opened(home) as parts:
        with pytest.raises(RotationUnfinished):
            await parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        assert await parts.kept_token() is None
        assert [entry.state for entry in parts.store.journal.unfinished(ACCOUNT)] == [RotationState.ASKED]
    async with opened(home) as parts:
        finished = await parts.rotations.finish_unfinished(parts.source(account.relay.url, account.session))
        assert [rotated.rotation.state for rotated in finished] == [RotationState.STORED]
        await _all_is_well(account, parts)
        assert await parts.rotations.finish_unfinished(parts.source(account.relay.url, account.session)) == ()
    assert account.relay.rotations_seen == 4


async def test_an_answer_lost_to_a_service_that_then_goes_away_is_not_taken_for_a_refusal(
    account: Account, home: Path
) -> None:
    account.relay.fates = [Fate.CUT_AFTER]
    account.relay.answered = account.relay.go_away
    async with opened(home) as parts:
        with pytest.raises(RotationUnfinished):
            await parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        await parts.rotations.finish_unfinished(parts.source(account.service.url, account.session))
        await _all_is_well(account, parts)


async def test_asking_again_finishes_the_first_and_does_not_rotate_twice(account: Account, home: Path) -> None:
    account.relay.fates = [Fate.CUT_AFTER] * 3
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        with pytest.raises(RotationUnfinished):
            await parts.rotations.rotate(source, _plan(account))
        await parts.rotations.rotate(source, _plan(account))
        await _all_is_well(account, parts)


async def test_another_wish_waits_until_the_first_has_been_seen(account: Account, home: Path) -> None:
    account.relay.fates = [Fate.CUT_AFTER] * 3
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        with pytest.raises(RotationUnfinished):
            await parts.rotations.rotate(source, _plan(account))
        with pytest.raises(TokenChanged) as caught:
            await parts.rotations.rotate(source, _plan(account, RotationKind.LEAKED))
        assert "earlier rotation" in caught.value.happened
        await _all_is_well(account, parts)


async def test_two_at_once_are_one_after_the_other(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        outcomes = await asyncio.gather(
            *(parts.rotations.rotate(source, _plan(account)) for _ in range(3)), return_exceptions=True
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Rotated", "TokenChanged", "TokenChanged"]
        await _all_is_well(account, parts)


async def test_somebody_elses_rotation_is_told_with_its_moment_and_its_token_is_kept(
    account: Account, home: Path
) -> None:
    theirs = await account.rotated_elsewhere()
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        with pytest.raises(TokenChanged) as caught:
            await parts.rotations.rotate(source, _plan(account))
        assert f"{theirs.token.created_at:%Y-%m-%d at %H:%M} UTC" in caught.value.happened
        assert "another SCIM Connection" in caught.value.happened
        assert "SCIM Connection" in caught.value.happened
        await _all_is_well(account, parts)
        assert parts.store.journal.unfinished(ACCOUNT) == ()


async def test_another_window_of_the_same_person_is_told_apart(account: Account, home: Path) -> None:
    async with opened(home) as here, opened(home) as beside:
        made = await beside.rotations.rotate(beside.source(account.service.url, account.session), _plan(account))
        await beside.rotations.mark_shown(ACCOUNT)
        with pytest.raises(TokenChanged) as caught:
            await here.rotations.rotate(here.source(account.relay.url, account.session), _plan(account))
        when = f"{made.section.token.created_at:%Y-%m-%d at %H:%M} UTC"
        assert caught.value.happened == f"This token was rotated from this computer on {when}, in another window."
        await _all_is_well(account, here)


async def test_another_program_is_named_in_its_own_words(account: Account, home: Path) -> None:
    await account.rotated_by("script\u202e/1")
    async with opened(home) as parts:
        with pytest.raises(TokenChanged) as caught:
            await parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        assert caught.value.happened.startswith("Somebody else rotated this token on ")
        assert "with a program that calls itself “script" in caught.value.happened
        assert "\u202e" not in caught.value.happened


async def test_a_service_that_is_away_has_rotated_nothing_and_will_not_later(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        with pytest.raises(ServiceUnreachable):
            await parts.rotations.rotate(parts.source("http://127.0.0.1:9", account.session), _plan(account))
        assert await parts.rotations.finish_unfinished(parts.source(account.relay.url, account.session)) == ()
    assert await account.rotations() == 0


async def test_who_may_not_rotate_is_told_so_and_nothing_is_left_to_finish(account: Account, home: Path) -> None:
    stranger = await asyncio.to_thread(account.service.session, 0, owner=False)
    refusals: list[tuple[str, type[Problem]]] = [(stranger, NotTheOwner), ("rss_" + "0" * 43, NotSignedIn)]
    async with opened(home) as parts:
        for session, problem in refusals:
            with pytest.raises(problem):
                await parts.rotations.rotate(parts.source(account.relay.url, session), _plan(account))
        assert parts.store.journal.unfinished(ACCOUNT) == ()
    assert await account.rotations() == 0


async def test_a_session_that_ends_meanwhile_settles_nothing(account: Account, home: Path) -> None:
    account.relay.fates = [Fate.CUT_AFTER] * 3
    async with opened(home) as parts:
        with pytest.raises(RotationUnfinished):
            await parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        with pytest.raises(NotSignedIn):
            await parts.rotations.finish_unfinished(parts.source(account.relay.url, "rss_" + "0" * 43))
        await parts.rotations.finish_unfinished(parts.source(account.relay.url, account.session))
        await _all_is_well(account, parts)


async def test_closing_a_page_does_not_stop_a_rotation(account: Account, home: Path) -> None:
    answered = asyncio.Event()
    account.relay.answered = answered.set
    async with opened(home) as parts:
        page = asyncio.create_task(
            parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        )
        await asyncio.wait_for(answered.wait(), 30)
        page.cancel()
        with pytest.raises(asyncio.CancelledError):
            await page
        await parts.rotations.close()
        await _all_is_well(account, parts)
        assert [entry.state for entry in parts.store.journal.unfinished(ACCOUNT)] == [RotationState.STORED]


async def test_closing_the_program_waits_only_so_long(account: Account, home: Path) -> None:
    account.relay.fates = [Fate.HOLD_AFTER]
    async with opened(home) as parts:
        page = asyncio.create_task(
            parts.rotations.rotate(parts.source(account.relay.url, account.session), _plan(account))
        )
        await asyncio.wait_for(account.relay.held.wait(), 30)
        await asyncio.wait_for(parts.rotations.close(patience=0.1), 30)
        with pytest.raises(asyncio.CancelledError):
            await page
    async with opened(home) as parts:
        await parts.rotations.finish_unfinished(parts.source(account.relay.url, account.session))
        await _all_is_well(account, parts)
