"""Rotation by guidance, on a real store and vault, against the real service: what is judged, kept, and left alone."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.actions.guided_rotation import MAY_GO_ON, Judgement
from app.actions.program import Program
from app.domain.clock import SystemClock
from app.domain.countdown import OVERLAP
from app.domain.errors import CannotWrite, DiskFull, KeyringLocked, NotANewToken, Problem
from app.domain.history import What
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome, GuidedKind, GuidedStep
from tests.actions.conftest import Account
from tests.actions.guided_parts import first_of, rotated, started
from tests.actions.parts import KeyFile
from tests.tester.scim_server import TOKEN, Reply, Request, Service, page, serving

NEW = AccessToken("b2" * 32)


async def test_from_the_first_step_to_the_last(account: Account, home: Path) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.guided.begin(at.account, GuidedKind.PLANNED)
        assert (at.step, at.pressed_at) == (GuidedStep.CHECK, None)
        await at.guided.go_to(at.account, GuidedStep.PRESS)
        pressed_at = at.pressed_at
        assert pressed_at is not None
        new = await rotated(account)
        await at.guided.go_to(at.account, GuidedStep.PASTE)
        assert (await at.tried(new)).judgement is Judgement.GOOD
        assert (at.step, at.pressed_at) == (GuidedStep.CONFIRM, pressed_at)
        assert at.section.token.value == first_of(account)
        await at.guided.finish(at.account, pressed_at)
        section = at.section
        assert section.previous_token is not None
        assert (section.token.value, section.previous_token.value) == (new, first_of(account))
        assert (section.token.created_at, section.previous_token.expires_at) == (pressed_at, pressed_at + OVERLAP)
        assert at.state.guided is None
        assert at.outcomes == [CheckOutcome.WORKS, CheckOutcome.WORKS]
        noted = [entry.what for entry in at.parts.store.history.of(at.account)]
        assert noted == [What.ROTATED, What.ROTATED_AWAY, What.ADDED]


async def test_a_date_to_come_counts_from_now(account: Account, home: Path) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.to_paste()
        await at.tried(await rotated(account))
        await at.guided.finish(at.account, datetime(2199, 1, 1, tzinfo=UTC))
        old = at.section.previous_token
        assert old is not None
        assert old.expires_at is not None
        assert old.expires_at <= at.now + OVERLAP


async def test_what_is_no_new_token_changes_nothing(account: Account, home: Path) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.to_paste()
        with pytest.raises(NotANewToken):
            await at.guided.paste(at.account, first_of(account))
        assert at.state.pasted is None
        new = await rotated(account)
        await at.tried(new)
        await at.guided.finish(at.account, at.now)
        await at.to_paste()
        with pytest.raises(NotANewToken) as caught:
            await at.guided.paste(at.account, first_of(account))
        assert "old token" in caught.value.happened


async def test_a_refused_token_is_kept_and_another_may_be_pasted(account: Account, home: Path) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.to_paste()
        assert (await at.tried(NEW)).judgement is Judgement.REFUSED
        assert (at.step, at.state.pasted) == (GuidedStep.PASTE, NEW)
        await at.guided.paste_another(at.account)
        assert (at.step, at.state.pasted) == (GuidedStep.PASTE, None)
        assert (await at.tried(await rotated(account))).judgement is Judgement.GOOD


async def test_a_token_of_another_account_is_told(account: Account, home: Path) -> None:
    other = AccessToken(await asyncio.to_thread(account.service.scim_token, 1))
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.to_paste()
        assert (await at.tried(other)).judgement is Judgement.ANOTHER_ACCOUNT
        assert at.step is GuidedStep.PASTE


async def test_an_old_token_that_has_ended_is_told_and_not_counted_down(account: Account, home: Path) -> None:
    new = await rotated(account)
    await account.api.revoke_previous()
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.to_paste()
        assert (await at.tried(new)).judgement is Judgement.OLD_REFUSED
        assert at.step is GuidedStep.PASTE
        await at.guided.go_on(at.account)
        await at.guided.finish(at.account, at.now)
        section = at.section
        assert (section.token.value, section.previous_token) == (new, None)
        assert at.view.problem is None


async def test_without_a_network_it_is_kept_and_tried_again_after_the_next_start(account: Account, home: Path) -> None:
    new = await rotated(account)
    async with started(home, "http://127.0.0.1:9/scim/v2", first_of(account)) as at:
        await at.to_paste()
        tried = await at.tried(new)
        assert (tried.judgement, tried.why) == (Judgement.UNREACHABLE, "The service's server cannot be reached.")
        await at.typed.edit(at.account, name="Widget", endpoint=account.service.endpoint, settings_page=None)
    async with started(home) as at:
        assert (at.step, at.state.pasted) == (GuidedStep.PASTE, new)
        assert (await at.guided.try_pasted(at.account)).judgement is Judgement.GOOD


async def test_an_empty_account_is_for_the_person_to_judge(home: Path) -> None:
    def nobody(request: Request) -> Reply | None:
        return page([], request) if request.token in (TOKEN, NEW.reveal()) else None

    async with serving(Service(instead=nobody)) as served, started(home, served.endpoint, AccessToken(TOKEN)) as at:
        await at.to_paste()
        assert (await at.tried(NEW)).judgement is Judgement.EMPTY
        assert Judgement.EMPTY in MAY_GO_ON


async def test_an_old_token_of_which_nothing_can_be_learned(home: Path) -> None:
    def old_in_trouble(request: Request) -> Reply:
        if request.token == TOKEN:
            return Reply(503)
        return page([{"id": "1"}], request) if request.token == NEW.reveal() else Reply(401)

    service = Service(instead=old_in_trouble)
    async with serving(service) as served, started(home, served.endpoint, AccessToken(TOKEN)) as at:
        await at.to_paste()
        tried = await at.tried(NEW)
        assert tried.judgement is Judgement.OLD_UNKNOWN
        assert "503" in tried.why


@pytest.mark.parametrize("step", list(GuidedStep))
async def test_giving_up_leaves_everything_as_it_was(account: Account, home: Path, step: GuidedStep) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as at:
        before = at.section
        await at.guided.begin(at.account, GuidedKind.LEAKED)
        if step is not GuidedStep.CHECK:
            await at.to_paste(GuidedKind.LEAKED)
        if step is GuidedStep.PASTE:
            await at.guided.paste(at.account, NEW)
        if step is GuidedStep.CONFIRM:
            assert (await at.tried(await rotated(account))).judgement is Judgement.GOOD
        await at.guided.give_up(at.account)
        assert at.section == before
        assert (at.state.guided, at.state.pasted) == (None, None)
        assert [entry.what for entry in at.parts.store.history.of(at.account)] == [What.ADDED]


async def test_without_a_keyring_it_is_guided_too_and_leaves_nothing_behind(account: Account, home: Path) -> None:
    async with started(home, account.service.endpoint, first_of(account), keyring=False) as at:
        await at.to_paste(GuidedKind.LEAKED)
        new = await rotated(account)
        assert (await at.tried(new)).judgement is Judgement.GOOD
        assert at.step is GuidedStep.CONFIRM
        await at.guided.finish(at.account, at.now)
        assert at.section.token.value == new
        assert at.state.old_leaked_at is not None
        store = at.parts.store
        assert store.guided.get(at.account) is None
        assert store.history.of(at.account) == ()
        assert store.accounts.all() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
async def test_a_full_disk_at_any_step_loses_nothing(account: Account, home: Path) -> None:
    from tests.actions.test_rotation_disk_full import _filling_disk

    new = await rotated(account)
    async with started(home, account.service.endpoint, first_of(account)) as at:

        async def refused(step: Callable[[], Awaitable[object]]) -> None:
            before = await at.typed.tokens.read(at.account), at.parts.store.guided.get(at.account)
            with _filling_disk() as fill:
                fill()
                with pytest.raises(Problem) as caught:
                    await step()
            assert isinstance(caught.value, DiskFull | CannotWrite)
            assert (await at.typed.tokens.read(at.account), at.parts.store.guided.get(at.account)) == before

        account_id, guided = at.account, at.guided
        await refused(lambda: guided.begin(account_id, GuidedKind.LEAKED))
        await guided.begin(account_id, GuidedKind.LEAKED)
        await refused(lambda: guided.go_to(account_id, GuidedStep.PRESS))
        await guided.go_to(account_id, GuidedStep.PRESS)
        await refused(lambda: guided.go_to(account_id, GuidedStep.PASTE))
        await guided.go_to(account_id, GuidedStep.PASTE)
        await refused(lambda: guided.paste(account_id, new))
        await guided.paste(account_id, new)
        await refused(lambda: guided.try_pasted(account_id))
        assert (await guided.try_pasted(account_id)).judgement is Judgement.GOOD
        await refused(lambda: guided.finish(account_id, at.now))
        await refused(lambda: guided.give_up(account_id))
        await guided.finish(account_id, at.now - timedelta(hours=1))
        tokens = await at.typed.tokens.read(account_id)
        assert tokens is not None
        assert tokens.old is not None
        assert (tokens.present.value, tokens.old.value) == (new, first_of(account))
        assert at.state.guided is None


class LockedKeyring(KeyFile):
    """A keyring that is locked until somebody opens it."""

    locked = True

    async def get_key(self) -> bytes | None:
        if self.locked:
            raise KeyringLocked
        return await super().get_key()


async def test_a_locked_keyring_holds_a_rotation_up_and_loses_nothing(account: Account, home: Path) -> None:
    new = await rotated(account)
    async with started(home, account.service.endpoint, first_of(account)) as at:
        await at.to_paste()
        await at.guided.paste(at.account, new)
        account_id = at.account
    keyring = LockedKeyring(home.parent / "key")
    program = Program(SystemClock(), changed=lambda: None, folder=home, keyring=keyring)
    try:
        await program.open(practice=False)
        assert isinstance(program.problem, KeyringLocked)
        keyring.locked = False
        await program.open(practice=False)
        state = program.views[account_id].typed
        assert state is not None
        assert state.guided is not None
        assert (state.guided.step, state.pasted) == (GuidedStep.PASTE, new)
    finally:
        await program.close()
