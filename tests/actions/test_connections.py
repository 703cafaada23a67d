"""One account's connection to the real service: opened, looked at again, lost, and remembered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.accounts.settings_api import SignedIn
from app.accounts.source import GivenSession, SettingsApiSource
from app.actions.connections import AccountView, Connection, remembered
from app.domain.accounts import Account as DomainAccount
from app.domain.accounts import Environment, Person, Source
from app.domain.clock import SystemClock
from app.domain.errors import (
    NotSignedIn,
    NotTheOwner,
    PreviousStillValid,
    RotationUnfinished,
    ServiceUnreachable,
    TokenChanged,
)
from app.domain.rotation import RotationKind
from app.domain.tokens import AccessToken
from app.store.accounts import KeptAccount
from tests.accounts.relay import Fate
from tests.actions.conftest import Account
from tests.actions.parts import ACCOUNT, Parts, opened

KEPT = KeptAccount(DomainAccount(ACCOUNT, "Not yet known", Environment.QA, Source.SETTINGS_API))
SOMEBODY = Person("Somebody", "somebody@widget.example")
VALUES, NO_VALUES = "GET /apps/scim", "GET /apps/scim?values=false"


@dataclass
class Changing:
    """A session that becomes another person's, as if the one had lost the role of an owner."""

    signed_in: SignedIn

    async def current(self) -> SignedIn:
        return self.signed_in

    def put_away(self) -> None:
        """Nobody else has it."""

    async def renew(self, ended: SignedIn) -> SignedIn:
        raise NotSignedIn


def _connection(parts: Parts, url: str, session: str) -> Connection:
    source = SettingsApiSource(ACCOUNT, GivenSession(SignedIn(url, AccessToken(session))), SystemClock())
    return Connection(KEPT, SOMEBODY, source, parts.kept, parts.store, parts.rotations)


def _connected(parts: Parts, account: Account) -> Connection:
    return _connection(parts, account.relay.url, account.session)


async def test_opening_tells_all_and_keeps_what_the_next_start_needs(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        view = await _connected(parts, account).open()
        assert view.problem is None
        assert view.section == account.first
        assert (view.account.name, view.account.environment) == ("Widget Data Center", Environment.PRODUCTION)
        assert view.account.capabilities.rotate
        assert view.person is not None
        assert view.person.is_owner
        assert abs(view.clock_offset.total_seconds()) < 5
        kept = await parts.kept.tokens(ACCOUNT)
        assert kept is not None
        assert kept.token == account.first.token.value
        known = parts.store.last_known.get(ACCOUNT)
        assert known is not None
        assert (known.endpoint, known.old_token_expires_at) == (account.first.endpoint, None)
        stored = parts.store.accounts.get(ACCOUNT)
        assert stored is not None
        assert stored.account == view.account


async def test_watching_fetches_secrets_only_where_another_token_is_there(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connected(parts, account)
        await connection.open()
        account.relay.asked.clear()
        for _ in range(2):
            view = await connection.refresh()
            assert view.section is not None
            assert view.section.token.value == account.first.token.value
        assert account.relay.asked == [NO_VALUES] * 2

        theirs = await account.rotated_elsewhere()
        account.relay.asked.clear()
        watching = connection.watch(0.01)
        async for view in watching:
            assert view.section == theirs
            break
        await watching.aclose()  # type: ignore[attr-defined]  # it is an async generator
        assert account.relay.asked == [NO_VALUES, VALUES]
        assert await parts.kept_token() == _text(theirs.token.value)
        assert account.first.token.value is not None
        known = parts.store.last_known.get(ACCOUNT)
        assert known is not None
        assert theirs.previous_token is not None
        assert known.old_token_expires_at == theirs.previous_token.expires_at


async def test_uses_are_seen_without_secrets(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connected(parts, account)
        opened_at = (await connection.open()).seen_at
        assert await account.works(_text(account.first.token.value))
        view = await connection.refresh()
        assert view.section is not None
        (use,) = view.section.token.uses
        assert use.count == 1
        # Dated by the service's clock, with which its uses are compared.
        assert opened_at is not None
        assert view.seen_at is not None
        assert opened_at < view.seen_at
        assert abs(view.seen_at - use.last_at) < timedelta(minutes=1)


async def test_rotating_and_revoking_show_what_stands(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connected(parts, account)
        await connection.open()
        await connection.rotate(RotationKind.PLANNED, account.first.token.id)
        section = await account.api.section()
        assert connection.view.section == section
        with pytest.raises(PreviousStillValid):
            await connection.rotate(RotationKind.PLANNED, section.token.id)
        view = await connection.revoke_previous()
        assert view.section == await account.api.section()
        assert view.section.previous_token is None


async def test_after_somebody_elses_rotation_their_token_is_shown(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connected(parts, account)
        await connection.open()
        theirs = await account.rotated_elsewhere()
        with pytest.raises(TokenChanged):
            await connection.rotate(RotationKind.PLANNED, account.first.token.id)
        assert connection.view.section == theirs


async def test_a_rotation_left_behind_is_finished_and_told_at_the_next_start(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connected(parts, account)
        await connection.open()
        account.relay.fates = [Fate.CUT_AFTER] * 3
        with pytest.raises(RotationUnfinished):
            await connection.rotate(RotationKind.PLANNED, account.first.token.id)
    async with opened(home) as parts:
        account.relay.fates = [Fate.CUT_AFTER] * 3
        connection = _connected(parts, account)
        view = await connection.open()
        assert isinstance(view.problem, RotationUnfinished)
        assert view.section == await account.api.section(), "what stands is shown all the same"
        view = await connection.refresh()
        assert view.problem is None
        assert [rotation.plan.present_token_id for rotation in view.not_shown] == [account.first.token.id]
        await connection.mark_shown()
        assert connection.view.not_shown == ()
        assert await account.rotations() == 1
    async with opened(home) as parts:
        assert (await _connected(parts, account).open()).not_shown == ()


async def test_who_is_no_owner_sees_the_account_and_not_the_token(account: Account, home: Path) -> None:
    stranger = await asyncio.to_thread(account.service.session, 0, owner=False)
    async with opened(home) as parts:
        connection = _connection(parts, account.relay.url, stranger)
        for view in (await connection.open(), await connection.refresh()):
            assert isinstance(view.problem, NotTheOwner)
            assert view.account.id == ACCOUNT
            assert view.section is None
        assert await parts.kept_token() is None


async def test_who_is_an_owner_no_more_stops_seeing_the_token(account: Account, home: Path) -> None:
    stranger = await asyncio.to_thread(account.service.session, 0, owner=False)
    session = Changing(SignedIn(account.relay.url, AccessToken(account.session)))
    async with opened(home) as parts:
        source = SettingsApiSource(ACCOUNT, session, SystemClock())
        connection = Connection(KEPT, SOMEBODY, source, parts.kept, parts.store, parts.rotations)
        assert (await connection.open()).section == account.first
        session.signed_in = SignedIn(account.relay.url, AccessToken(stranger))
        view = await connection.refresh()
        assert isinstance(view.problem, NotTheOwner)
        assert (view.section, view.seen_at) == (None, None)
        session.signed_in = SignedIn(account.relay.url, AccessToken(account.session))
        assert (await connection.refresh()).section == account.first


async def test_a_service_that_is_away_leaves_what_was_last_known(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connected(parts, account)
        await connection.open()
        await connection.rotate(RotationKind.PLANNED, account.first.token.id)
        last = connection.view.section
        assert last is not None
    async with opened(home) as parts:
        connection = _connection(parts, "http://127.0.0.1:9", account.session)
        view = await connection.open()
        assert isinstance(view.problem, ServiceUnreachable)
        _is_as_remembered(view, last.token.value, account)
        assert (await connection.refresh()).section == view.section
        _is_as_remembered(await remembered(parts.store, parts.kept, KEPT.account), last.token.value, account)


def _is_as_remembered(view: AccountView, token: AccessToken | None, account: Account) -> None:
    assert view.section is not None
    assert view.seen_at is None  # of who uses the tokens nothing is remembered
    assert view.section.endpoint == account.first.endpoint
    assert view.section.token.value == token
    assert view.section.previous_token is not None
    assert view.section.previous_token.value == account.first.token.value
    assert view.section.previous_token.expires_at is not None


async def test_it_comes_back_when_the_service_does(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connected(parts, account)
        seen_at = (await connection.open()).seen_at
        account.relay.down = True
        view = await connection.refresh()
        assert isinstance(view.problem, ServiceUnreachable)
        assert (view.section, view.seen_at) == (account.first, seen_at)
        account.relay.down = False
        view = await connection.refresh()
        assert view.problem is None


async def test_without_a_keyring_nothing_is_remembered(account: Account, home: Path) -> None:
    async with opened(home, keyring=False) as parts:
        connection = _connected(parts, account)
        assert (await connection.open()).section == account.first
        await connection.rotate(RotationKind.PLANNED, account.first.token.id)
        assert parts.store.last_known.get(ACCOUNT) is None
        assert parts.store.accounts.all() == ()
        assert not (home / "vault").exists()


def _text(token: AccessToken | None) -> str:
    assert token is not None
    return token.reveal()
