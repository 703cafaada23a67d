"""What somebody or something can do to accounts typed in by hand, and what must come of it: no token lost, none sent
elsewhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.actions.token_checks import TokenChecks
from app.actions.typed_accounts import TypedAccounts
from app.domain.errors import CannotWrite, TokenEnded
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome, GuidedKind
from app.tester.tried import Tried
from tests.actions.conftest import Account
from tests.actions.guided_parts import first_of, rotated, started
from tests.actions.parts import opened
from tests.actions.test_typed_accounts import new


async def test_what_was_removed_is_not_listed_again_while_it_can_be_undone(tmp_path: Path) -> None:
    """Else its new token would be kept there, and be deleted with the rest when the ten seconds end."""
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        connection = await typed.add(new())
        await typed.remove(connection.view.account.id)
        await typed.open()  # "Try again", for whatever else could not be opened
        assert typed.connections == {}
        await typed.undo_removal(connection)
        await typed.open()
        assert list(typed.connections) == [connection.view.account.id]


async def test_what_could_not_be_deleted_at_the_start_is_not_listed_again(tmp_path: Path) -> None:
    """Else its new token would be kept there, and be deleted with the rest at the start after the next."""
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        removed = (await typed.add(new())).view.account.id
        await typed.remove(removed)
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)

        async def fails(owner: str) -> None:
            raise CannotWrite

        parts.vault.delete = fails  # type: ignore[method-assign]  # as with a full disk
        await typed.open()
        assert typed.connections == {}
    async with opened(tmp_path, keyring=False) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        assert typed.connections == {}


async def test_what_another_address_said_of_a_token_is_forgotten_with_that_address(
    account: Account, home: Path
) -> None:
    """An endpoint was mistyped, and what stands there refuses everybody. Else the token would count as ended at the
    right address too, and be thrown away as an old one that has ended, while its 30 days run."""
    first = first_of(account)
    async with started(home, "https://wrong.r-service.example/scim/v2", first) as it:
        checks = TokenChecks(it.typed, it.parts.clock)
        await checks.keep(it.account, first, CheckOutcome.REFUSED)
        await it.typed.connections[it.account].open()
        assert it.problem_code == TokenEnded.code
        await it.typed.edit(it.account, name="Widget", endpoint=account.service.endpoint, settings_page=None)
        assert it.problem_code == ""
        await it.to_paste()
        await it.guided.paste(it.account, await rotated(account))
        await it.guided.go_on(it.account)  # without trying: R-Service did not answer
        await it.guided.finish(it.account, it.now)
        assert it.section.previous_token is not None
        assert it.section.previous_token.value == first


async def test_a_rename_forgets_nothing(account: Account, home: Path) -> None:
    first = first_of(account)
    async with started(home, account.service.endpoint, first) as it:
        await TokenChecks(it.typed, it.parts.clock).keep(it.account, first, CheckOutcome.REFUSED)
        await it.typed.edit(it.account, name="Gadget", endpoint=account.service.endpoint, settings_page=None)
        assert isinstance(it.view.problem, TokenEnded)


async def test_a_rotation_while_the_old_token_is_tried_keeps_the_one_that_is_old_by_then(
    account: Account, home: Path
) -> None:
    """R-Service is slow: its word that the old token has ended arrives when another token is the old one."""
    first = first_of(account)
    async with started(home, account.service.endpoint, first) as it:
        await it.to_paste()
        await it.guided.paste(it.account, second := await rotated(account))
        await it.guided.finish(it.account, it.now - timedelta(days=40))

        async def slow(_: str, token: AccessToken) -> Tried:
            if token == first:
                await it.to_paste()
                await it.guided.paste(it.account, AccessToken("c3" * 32))
                await it.guided.finish(it.account, it.now)
                return Tried(CheckOutcome.REFUSED)
            return Tried(CheckOutcome.WORKS)

        await TokenChecks(it.typed, it.parts.clock, slow).try_all(it.account)
        old = it.section.previous_token
        assert old is not None
        assert old.value == second


async def test_what_an_address_says_after_it_was_edited_counts_for_nothing(account: Account, home: Path) -> None:
    async with started(home, "https://wrong.r-service.example/scim/v2", first_of(account)) as it:

        async def slow(endpoint: str, token: AccessToken) -> Tried:
            await it.typed.edit(it.account, name="W", endpoint=account.service.endpoint, settings_page=None)
            return Tried(CheckOutcome.REFUSED)

        await TokenChecks(it.typed, it.parts.clock, slow).try_all(it.account)
        assert it.view.problem is None
        assert it.outcomes == [None, None]


async def test_an_account_that_is_removed_while_its_leaked_token_is_tried(account: Account, home: Path) -> None:
    async with started(home, account.service.endpoint, first_of(account)) as it:
        await it.to_paste(GuidedKind.LEAKED)
        await it.guided.paste(it.account, await rotated(account))
        await it.guided.finish(it.account, it.now)

        async def slow(endpoint: str, token: AccessToken) -> Tried:
            await it.typed.remove(it.account)
            await it.typed.end_removal(it.account)
            return Tried(CheckOutcome.WORKS)

        fingerprint = it.typed.tokens.fingerprint(first_of(account))
        await TokenChecks(it.typed, it.parts.clock, slow).try_leaked(it.account)
        assert it.parts.store.token_marks.last_check(it.account, fingerprint) is None
        assert await it.typed.tokens.read(it.account) is None
