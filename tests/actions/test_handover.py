"""Somebody has said that the client uses the new token: kept, found again, and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.actions.connections import AccountView
from app.actions.handover import TAKEN_BACK, Handovers
from app.actions.program import Program
from app.actions.records import Records
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import Environment
from app.domain.clock import SystemClock
from app.domain.history import DONE, What
from app.domain.tokens import AccessToken
from app.domain.typed import Handover
from tests.actions.parts import KeyFile

ENDPOINT = "https://api.r-service.tech/scim/v2"
FIRST, SECOND = AccessToken("a1" * 32), AccessToken("b2" * 32)
MADE_AT = datetime(2026, 11, 20, tzinfo=UTC)
BY_JANE = Handover(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "Jane Doe")


@asynccontextmanager
async def program(home: Path, *, keyring: bool = True) -> AsyncIterator[Program]:
    made = Program(SystemClock(), changed=lambda: None, folder=home, keyring=KeyFile(home / "key"))
    try:
        await (made.open(practice=False) if keyring else made.go_without_keyring())
        assert made.problem is None
        yield made
    finally:
        await made.close()


async def rotated(opened: Program) -> AccountView:
    """An account typed in by hand, whose token was rotated elsewhere."""
    assert opened.typed is not None
    connection = await opened.typed.add(NewAccount("Widget", Environment.PRODUCTION, ENDPOINT, FIRST))
    account = connection.view.account.id
    await opened.typed.tokens.paste(account, SECOND)
    await opened.typed.tokens.take_pasted(account, MADE_AT, MADE_AT + timedelta(days=30))
    return await connection.open()


def handover(opened: Program, view: AccountView) -> Handover | None:
    typed = opened.views[view.account.id].typed
    assert typed is not None
    return typed.handover


async def test_it_is_kept_with_its_token_and_found_by_the_next_start(tmp_path: Path) -> None:
    async with program(tmp_path) as opened:
        view = await rotated(opened)
        assert handover(opened, view) is None
        await Handovers(opened, Records(opened)).confirm(view, BY_JANE)
        assert handover(opened, view) == BY_JANE
    async with program(tmp_path) as opened:
        assert handover(opened, view) == BY_JANE
        assert opened.store is not None
        lines = [(line.what, line.result, line.with_whom) for line in opened.store.history.of(view.account.id)]
        assert (What.CONFIRMED, DONE, "Jane Doe") in lines


async def test_it_can_be_taken_back(tmp_path: Path) -> None:
    async with program(tmp_path) as opened:
        view = await rotated(opened)
        handovers = Handovers(opened, Records(opened))
        await handovers.confirm(view, BY_JANE)
        await handovers.take_back(view)
        assert handover(opened, view) is None
        assert opened.store is not None
        assert (What.CONFIRMED, TAKEN_BACK) in [(e.what, e.result) for e in opened.store.history.of(view.account.id)]


async def test_the_next_token_begins_without_it(tmp_path: Path) -> None:
    async with program(tmp_path) as opened:
        view = await rotated(opened)
        assert opened.typed is not None
        await Handovers(opened, Records(opened)).confirm(view, BY_JANE)
        account = view.account.id
        await opened.typed.tokens.paste(account, AccessToken("c3" * 32))
        await opened.typed.tokens.take_pasted(account, MADE_AT, MADE_AT + timedelta(days=40))
        await opened.typed.connections[account].open()
        assert handover(opened, view) is None


async def test_without_a_keyring_it_lasts_for_this_run(tmp_path: Path) -> None:
    async with program(tmp_path, keyring=False) as opened:
        view = await rotated(opened)
        await Handovers(opened, Records(opened)).confirm(view, BY_JANE)
        assert handover(opened, view) == BY_JANE
        assert opened.store is not None
        assert opened.store.token_marks.handover(view.account.id, "") is None
        assert opened.store.history.of(view.account.id) == ()


async def test_an_account_that_was_removed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    async with program(tmp_path) as opened:
        view = await rotated(opened)
        assert opened.typed is not None
        await opened.typed.remove(view.account.id)
        await Handovers(opened, Records(opened)).take_back(view)
        assert view.account.id not in opened.views
