"""Which token is this? Whatever was found is told to be a present, an old, an earlier or no token of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.records import Records
from app.actions.which_token import NothingToLookFor, Standing, which_token
from app.domain.history import DONE, What
from app.domain.rotation import RotationKind
from app.domain.tokens import AccessToken
from tests.actions.test_history import FIRST, SECOND, THIRD, NoKeyring
from tests.actions.typed_program import Home, typed_program
from tests.ui.samples import NOW, MovedClock

OTHER = "bb11" * 16


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
async def home(tmp_path: Path, clock: MovedClock) -> AsyncIterator[Home]:
    async with typed_program(tmp_path / "home", clock) as opened:
        yield opened


async def test_present_old_and_earlier(home: Home, clock: MovedClock) -> None:
    records = Records(home.program)
    account = await home.add("Widget", FIRST)
    await home.add("Other", OTHER)
    await records.see(home.program.views.values())
    await records.note(account, What.SHARED, DONE, AccessToken(FIRST), with_whom="Jane Doe")
    clock.at += timedelta(days=1)
    await records.note(account, What.SHARED, "failed: the disk was full", AccessToken(FIRST), with_whom="Nobody")
    await records.note(account, What.SHARED, DONE, AccessToken(FIRST), with_whom="John")

    (found,) = (await which_token(home.program, f"Authorization: Bearer {FIRST}\n")).found
    assert (found.name, found.badge, found.standing) == ("Widget", "Production", Standing.PRESENT)
    assert [share.with_whom for share in found.shares] == ["John", "Jane Doe"]
    assert found.shares[1].at == NOW

    rotated_at = clock.at
    await home.rotate(account, SECOND, clock.at + timedelta(days=30))
    await records.note_rotation(account, RotationKind.PLANNED, AccessToken(SECOND), AccessToken(FIRST))
    (found,) = (await which_token(home.program, FIRST)).found
    assert (found.standing, found.ends_at) == (Standing.OLD, rotated_at + timedelta(days=30))
    assert len(found.shares) == 2
    clock.at += timedelta(days=30)
    (found,) = (await which_token(home.program, FIRST)).found
    assert found.standing is Standing.OLD_ENDED

    await home.rotate(account, THIRD, clock.at + timedelta(days=30))
    answer = await which_token(home.program, FIRST)
    (found,) = answer.found
    assert (found.standing, found.ended_at, found.ended_how) == (Standing.EARLIER, rotated_at, What.ROTATED_AWAY)
    assert [share.with_whom for share in found.shares] == ["John", "Jane Doe"]
    assert answer.secret == FIRST
    assert FIRST not in repr(answer)


async def test_when_an_earlier_one_went_is_told_by_the_next_rotation_where_nothing_else_says_so(
    home: Home, clock: MovedClock
) -> None:
    records = Records(home.program)
    account = await home.add("Widget", SECOND)
    await records.note(account, What.COPIED, DONE, AccessToken(FIRST))
    clock.at += timedelta(days=2)
    await records.note_rotation(account, RotationKind.LEAKED, AccessToken(SECOND), None)
    clock.at += timedelta(days=2)
    await records.note_rotation(account, RotationKind.PLANNED, AccessToken(THIRD), None)
    (found,) = (await which_token(home.program, FIRST)).found
    assert (found.ended_at, found.ended_how) == (NOW + timedelta(days=2), What.ROTATED_LEAKED)


async def test_of_an_account_that_was_removed(home: Home) -> None:
    account = await home.add("Widget", FIRST)
    await Records(home.program).see(home.program.views.values())
    typed = home.program.typed
    assert typed is not None
    await typed.remove(account)
    await typed.end_removal(account)
    (found,) = (await which_token(home.program, FIRST)).found
    assert (found.name, found.standing) == (None, Standing.EARLIER)


async def test_of_two_accounts(home: Home) -> None:
    await home.add("One", FIRST)
    await home.add("Two", FIRST)
    assert {found.name for found in (await which_token(home.program, FIRST)).found} == {"One", "Two"}


@pytest.mark.parametrize("text", [OTHER, FIRST[:-1], FIRST + "0", "https://api.r-service.example/scim/v2", "a" * 9000])
async def test_no_token_of_ours(home: Home, text: str) -> None:
    await home.add("Widget", FIRST)
    await Records(home.program).see(home.program.views.values())
    answer = await which_token(home.program, text)
    assert (answer.found, answer.secret, answer.unreadable, answer.history) == ((), "", 0, True)


async def test_what_cannot_be_compared_is_told(home: Home, tmp_path: Path, clock: MovedClock) -> None:
    account = await home.add("Widget", FIRST)
    await home.vault.delete(account)
    assert home.program.typed is not None
    await home.program.typed.connections[account].refresh()
    assert (await which_token(home.program, FIRST)).unreadable == 1
    async with typed_program(tmp_path / "without", clock, NoKeyring()) as without:
        await without.add("Widget", FIRST)
        answer = await which_token(without.program, FIRST)
        assert [found.standing for found in answer.found] == [Standing.PRESENT]
        assert not answer.history


async def test_what_is_no_token_at_all_is_said(home: Home) -> None:
    with pytest.raises(NothingToLookFor):
        await which_token(home.program, " ")
