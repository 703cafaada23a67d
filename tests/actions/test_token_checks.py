"""Tokens that are tried: dated, kept, and what follows where one has ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.token_checks import TokenChecks
from app.domain.errors import TokenEnded
from app.domain.handover_words import ended
from app.domain.history import What
from app.domain.typed import CheckOutcome, GuidedKind
from tests.actions.conftest import Account
from tests.actions.guided_parts import first_of, rotated, started


async def test_a_leaked_token_is_remembered_tried_and_dated(account: Account, home: Path) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.to_paste(GuidedKind.LEAKED)
        assert at.state.guided is not None
        began = at.state.guided.began_at
        await at.tried(await rotated(account))
        await at.guided.finish(at.account, began)
        assert at.state.old_leaked_at == began
        checks = TokenChecks(at.typed, at.parts.clock)
        checked = await checks.try_leaked(at.account)
        assert checked is not None
        assert checked.check.outcome is CheckOutcome.WORKS
        assert at.state.old_check == checked.check
        await account.api.revoke_previous()
        checked = await checks.try_leaked(at.account)
        assert checked is not None
        assert at.outcomes[1] is CheckOutcome.REFUSED
        assert [(entry.what, entry.result) for entry in at.parts.store.history.of(at.account)] == [
            (What.CHECKED, "does not work any more"),
            (What.CHECKED, "still works"),
            (What.ROTATED, "done"),
            (What.ROTATED_AWAY, "done"),
            (What.LEAKED, "done"),
            (What.ADDED, "done"),
        ]


async def test_tokens_are_tried_by_themselves_once_an_hour_and_an_end_is_told(account: Account, home: Path) -> None:
    async with started(home, account.relay.url + "/scim/v2", first_of(account)) as at:
        checks = TokenChecks(at.typed, at.parts.clock)
        await checks.try_all(at.account, if_due=True)
        assert at.outcomes == [CheckOutcome.WORKS, None]
        first_try = at.state.present_check
        await checks.try_all(at.account, if_due=True)
        assert at.state.present_check == first_try
        await rotated(account)
        await account.api.revoke_previous()
        await checks.try_all(at.account)
        assert at.outcomes == [CheckOutcome.REFUSED, None]
        assert isinstance(at.view.problem, TokenEnded)
    async with started(home) as at:  # it is still said after the next start
        assert isinstance(at.view.problem, TokenEnded)


async def test_that_nothing_was_learned_takes_nothing_away(account: Account, home: Path) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as at:
        checks = TokenChecks(at.typed, at.parts.clock)
        await at.typed.edit(at.account, name="W", endpoint="http://127.0.0.1:9/scim/v2", settings_page=None)
        await checks.keep(at.account, first_of(account), CheckOutcome.REFUSED)
        await checks.try_all(at.account)
        assert at.outcomes == [CheckOutcome.REFUSED, None]


@pytest.mark.parametrize(("days", "forgotten"), [(30.5, False), (32, True)])
async def test_once_its_time_is_over_the_old_token_has_ended_when_the_service_says_so(
    account: Account, home: Path, days: float, forgotten: bool
) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.to_paste()
        await at.tried(await rotated(account))
        await at.guided.finish(at.account, at.now - timedelta(days=days))
        old = at.section.previous_token
        assert old is not None
        ends_at = old.expires_at
        await TokenChecks(at.typed, at.parts.clock).try_all(at.account)
        assert at.outcomes == [CheckOutcome.WORKS, CheckOutcome.WORKS]  # the person had the wrong day
        assert not ended(at.state.old_check, ends_at)
        await account.api.revoke_previous()
        checks = TokenChecks(at.typed, at.parts.clock)
        await checks.keep(at.account, at.section.token.value or first_of(account), CheckOutcome.WORKS)
        assert await checks.try_all(at.account, if_due=True)
        assert (at.section.previous_token is None) == forgotten
        if not forgotten:
            assert ended(at.state.old_check, ends_at)
        assert not await checks.try_all(at.account, if_due=True)
