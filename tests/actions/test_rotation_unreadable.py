"""The service's record of a token is damaged, and the answer that told the token was lost: the person still gets on."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.actions.connections import Connection
from app.domain.accounts import Account as KnownAccount
from app.domain.accounts import Environment, Person, Source
from app.domain.errors import RotationUnfinished, TokenUnreadable
from app.domain.rotation import RotationKind, RotationPlan, RotationState
from app.service.data_folder import DATABASE_NAME
from app.store.accounts import KeptAccount
from tests.accounts.real_service import RealService, real_service
from tests.accounts.relay import Fate
from tests.actions.conftest import Account, account_of
from tests.actions.parts import ACCOUNT, Parts, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "service"


@pytest.fixture
def service(folder: Path) -> Iterator[RealService]:
    """One of its own, on a disk, so that its records can be damaged."""
    with real_service(folder) as running:
        yield running


@pytest.fixture
async def account(service: RealService) -> AsyncIterator[Account]:
    async with account_of(service) as account:
        yield account


def _damage(folder: Path, token_id: str) -> None:
    with closing(sqlite3.connect(folder / DATABASE_NAME, timeout=60)) as beside, beside:
        beside.execute("UPDATE token SET sealed = zeroblob(length(sealed)) WHERE id = ?", (token_id,))


def _connection(parts: Parts, account: Account) -> Connection:
    kept = KeptAccount(KnownAccount(ACCOUNT, "Widget", Environment.PRODUCTION, Source.SETTINGS_API))
    person = Person("Olivia Hart", "olivia.hart@widget.example", ("account_owner",))
    return Connection(
        kept, person, parts.source(account.relay.url, account.session), parts.kept, parts.store, parts.rotations
    )


async def _present(account: Account) -> str:
    return (await account.api.section(values=False)).token.id


async def test_a_lost_answer_whose_token_is_damaged_is_no_dead_end(account: Account, folder: Path, home: Path) -> None:
    account.relay.fates = [Fate.CUT_AFTER] * 3
    async with opened(home) as parts:
        connection = _connection(parts, account)
        view = await connection.open()
        assert view.section is not None
        first = view.section.token
        with pytest.raises(RotationUnfinished):
            await connection.rotate(RotationKind.PLANNED, first.id)
        _damage(folder, await _present(account))

        # The next start: nothing comes of that request any more, and the screen says what stands, and a way on.
        connection = _connection(parts, account)
        view = await connection.open()
        assert isinstance(view.problem, TokenUnreadable)
        assert "was rotated" in view.problem.happened
        assert [each.state for each in parts.store.journal.unfinished(ACCOUNT)] == []
        assert view.section is not None
        assert (view.section.token.id, view.section.token.value) == (await _present(account), None)
        assert view.section.previous_token is not None
        assert view.section.previous_token.value == first.value
        assert await account.works(first.value.reveal() if first.value else None)
        view = await connection.refresh()
        assert isinstance(view.problem, TokenUnreadable)

        # The person rotates as they are told to, and has a token again.
        assert view.section is not None
        rotated = await connection.rotate(RotationKind.REPLACE_PREVIOUS, view.section.token.id)
        assert rotated.section.token.value is not None
        assert await parts.kept_token() == rotated.section.token.value.reveal()
        assert await account.works(await parts.kept_token())
        assert (connection.view.problem, await account.rotations()) == (None, 2)


async def test_asking_again_says_what_became_of_the_first(account: Account, folder: Path, home: Path) -> None:
    account.relay.fates = [Fate.CUT_AFTER] * 3
    plan = RotationPlan(RotationKind.PLANNED, account.first.token.id)
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        with pytest.raises(RotationUnfinished):
            await parts.rotations.rotate(source, plan)
        _damage(folder, await _present(account))
        with pytest.raises(TokenUnreadable):
            await parts.rotations.rotate(source, plan)
        assert await account.rotations() == 1
        assert parts.store.journal.unfinished(ACCOUNT) == ()
        with pytest.raises(TokenUnreadable) as caught:
            await parts.rotations.rotate(source, plan)  # a screen that shows the token of before
        assert "in the meantime" in caught.value.happened or "rotate this token on" in caught.value.happened
        assert await account.rotations() == 1


async def test_a_record_that_was_damaged_without_us_leaves_the_value_that_the_vault_has(
    account: Account, folder: Path, home: Path
) -> None:
    async with opened(home) as parts:
        connection = _connection(parts, account)
        await connection.open()
        _damage(folder, account.first.token.id)
        connection = _connection(parts, account)
        view = await connection.open()
        assert isinstance(view.problem, TokenUnreadable)
        assert view.section is not None
        assert view.section.token.value == account.first.token.value
        rotated = await connection.rotate(RotationKind.PLANNED, view.section.token.id)
        assert connection.view.problem is None
        kept = await parts.kept.tokens(ACCOUNT)
        assert kept is not None
        assert (kept.token, kept.previous_token) == (rotated.section.token.value, account.first.token.value)
        assert [each.state for each in parts.store.journal.unfinished(ACCOUNT)] == [RotationState.STORED]


async def test_a_token_that_somebody_else_made_and_nobody_can_read_is_said_to_be_that(
    account: Account, folder: Path, home: Path
) -> None:
    theirs = await account.rotated_elsewhere()
    _damage(folder, theirs.token.id)
    async with opened(home) as parts:
        connection = _connection(parts, account)
        with pytest.raises(TokenUnreadable) as caught:
            await connection.rotate(RotationKind.PLANNED, account.first.token.id)
        assert "another SCIM Connection" in caught.value.happened
        assert connection.view.section is not None
        assert connection.view.section.token.id == theirs.token.id
        await connection.rotate(RotationKind.REPLACE_PREVIOUS, theirs.token.id)
        assert await account.works(await parts.kept_token())
