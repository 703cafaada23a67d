"""A rotation in the journal after its token was shown: shared, and the old one ended, where the program hears of it."""

from __future__ import annotations

from pathlib import Path

from app.actions.connections import Connection
from app.actions.share import Passphrase, ShareOrder, share
from app.domain.accounts import Account as KnownAccount
from app.domain.accounts import Environment, Person, Source
from app.domain.rotation import RotationKind, RotationState
from app.store.accounts import KeptAccount
from tests.actions.conftest import Account
from tests.actions.parts import ACCOUNT, Parts, opened
from tests.share.parts import PASSPHRASE_TEXT

KNOWN = KnownAccount(ACCOUNT, "Widget", Environment.PRODUCTION, Source.SETTINGS_API)
PERSON = Person("Olivia Hart", "olivia.hart@widget.example", ("account_owner",))


def _connection(parts: Parts, account: Account) -> Connection:
    source = parts.source(account.relay.url, account.session)
    return Connection(KeptAccount(KNOWN), PERSON, source, parts.kept, parts.store, parts.rotations)


def _states(parts: Parts) -> list[RotationState]:
    return [each.state for each in parts.store.journal.unfinished(ACCOUNT)]


async def _rotated(connection: Connection, kind: RotationKind) -> None:
    section = connection.view.section
    assert section is not None
    await connection.rotate(kind, section.token.id)
    await connection.mark_shown()


async def test_sharing_hands_it_over_and_revoking_ends_it(account: Account, home: Path, tmp_path: Path) -> None:
    async with opened(home) as parts:
        connection = _connection(parts, account)
        await connection.open()
        await _rotated(connection, RotationKind.PLANNED)
        assert _states(parts) == [RotationState.SHOWN]
        section = connection.view.section
        assert section is not None
        assert section.token.value is not None
        order = ShareOrder(KNOWN, section, section.token.value, Passphrase(PASSPHRASE_TEXT), tmp_path / "share.age")
        await share(order, clock=parts.clock, store=parts.store, vault=parts.vault)
        await connection.refresh()
        assert _states(parts) == [RotationState.HANDED_OVER]
        await connection.revoke_previous()
        assert _states(parts) == []


async def test_an_old_token_that_somebody_else_ended_is_seen_at_the_next_look(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connection(parts, account)
        await connection.open()
        await _rotated(connection, RotationKind.PLANNED)
        await account.api.revoke_previous()
        await connection.refresh()
        assert _states(parts) == []


async def test_one_that_replaced_another_leaves_itself_to_be_followed(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        connection = _connection(parts, account)
        await connection.open()
        await _rotated(connection, RotationKind.PLANNED)
        await _rotated(connection, RotationKind.REPLACE_PREVIOUS)
        (left,) = parts.store.journal.unfinished(ACCOUNT)
        assert (left.plan.kind, left.state) == (RotationKind.REPLACE_PREVIOUS, RotationState.SHOWN)
        await _rotated(connection, RotationKind.LEAKED)
        assert _states(parts) == []
