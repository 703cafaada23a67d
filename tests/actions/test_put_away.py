"""Tokens that leave the memory and come back from the vault, which asks the keyring again."""

from __future__ import annotations

import asyncio
import gc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

import pytest

from app.actions.program import Program
from app.actions.put_away import PuttingAway
from app.domain.clock import SystemClock
from app.domain.errors import KeyGone, KeyringLocked
from app.domain.rotation import RotationKind
from app.domain.tokens import AccessToken
from tests.actions.parts import KeyFile
from tests.actions.typed_program import typed_program

TEXT, OLD, PASTED = (token_hex(32) for _ in range(3))  # no other test of this process has them


class CountingKeyring(KeyFile):
    """Counts how often it is asked, and can be locked."""

    asked = 0
    locked = False

    async def get_key(self) -> bytes | None:
        self.asked += 1
        if self.locked:
            raise KeyringLocked
        return await super().get_key()


def tokens_in_memory(*texts: str) -> set[str]:
    """Those of these texts that a token object of this process still holds."""
    gc.collect()
    tokens = [each for each in gc.get_objects() if type(each) is AccessToken]
    return {token.reveal() for token in tokens} & set(texts)


async def test_a_typed_accounts_tokens_go_and_come_back_by_the_keyring(tmp_path: Path) -> None:
    keyring = CountingKeyring(tmp_path / "key")
    async with typed_program(tmp_path / "home", SystemClock(), keyring) as home:
        account = await home.add("Widget", OLD)
        await home.rotate(account, TEXT, datetime.now(UTC) + timedelta(days=20))
        assert home.program.typed is not None
        await home.program.typed.tokens.paste(account, AccessToken(PASTED))
        await home.program.look_again(account)
        before = home.view(account)
        assert tokens_in_memory(TEXT, OLD, PASTED) == {TEXT, OLD, PASTED}
        mark, asked = home.vault.fingerprint(TEXT), keyring.asked

        away = PuttingAway(home.program)
        del before
        await asyncio.sleep(0)  # else the future that has just woken us holds what was read
        assert away.put_away()
        assert away.put_away()
        assert tokens_in_memory(TEXT, OLD, PASTED) == set()
        view = home.view(account)
        assert view.put_away
        assert view.section is not None
        assert view.section.token.value is None
        assert view.section.previous_token is not None
        assert view.section.previous_token.value is None
        assert view.section.previous_token.expires_at is not None
        assert home.vault.fingerprint(TEXT) == mark
        assert keyring.asked == asked

        keyring.locked = True
        with pytest.raises(KeyringLocked):
            await away.bring_back()
        assert bool(away.away)
        assert home.view(account).put_away
        keyring.locked = False
        await away.bring_back()
        assert away.away is False
        assert keyring.asked == asked + 2
        view = home.view(account)
        assert not view.put_away
        assert view.section is not None
        assert view.section.token.value == AccessToken(TEXT)
        assert view.typed is not None
        assert view.typed.pasted == AccessToken(PASTED)
        await away.bring_back()
        assert keyring.asked == asked + 2


async def test_what_writes_while_they_are_away_asks_the_keyring_itself(tmp_path: Path) -> None:
    keyring = CountingKeyring(tmp_path / "key")
    async with typed_program(tmp_path / "home", SystemClock(), keyring) as home:
        away = PuttingAway(home.program)
        assert away.put_away()
        asked = keyring.asked
        account = await home.add("Widget", TEXT)
        assert keyring.asked == asked + 1
        assert away.put_away()
        await keyring.delete_key()
        with pytest.raises(KeyGone):
            await home.vault.read(account)


async def test_without_a_keyring_nothing_can_be_put_away(tmp_path: Path) -> None:
    async with typed_program(tmp_path / "home", SystemClock()) as home:
        await home.program.go_without_keyring()
        account = await home.add("Widget", TEXT)
        away = PuttingAway(home.program)
        assert not away.put_away()
        section = home.view(account).section
        assert section is not None
        assert section.token.value is not None


async def test_a_pretend_account_is_put_away_and_looked_at_and_rotated_again(tmp_path: Path) -> None:
    keyring = CountingKeyring(tmp_path / "key")
    program = Program(SystemClock(), changed=lambda: None, folder=tmp_path / "home", keyring=keyring)
    try:
        await program.open(practice=True)
        account = next(iter(program.views))
        connection = program.settings_connection(account)
        assert connection is not None
        token = connection.view.section.token.value if connection.view.section else None
        assert token is not None
        text = token.reveal()
        del token
        away = PuttingAway(program)

        rotating = asyncio.create_task(connection.rotate(RotationKind.PLANNED, _present(program)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert connection.busy
        assert not away.put_away(), "a rotation under way is not disturbed"
        rotated = (await rotating).section.token.value
        assert rotated is not None
        new = rotated.reveal()
        del rotated, rotating
        await connection.mark_shown()

        assert away.put_away()
        assert tokens_in_memory(text, new) == set()
        assert bool(connection.view.put_away)
        await away.bring_back()
        section = connection.view.section
        assert section is not None
        assert section.token.value == AccessToken(new)
        assert section.previous_token is not None
        assert section.previous_token.value == AccessToken(text)

        assert away.put_away()
        await connection.refresh()  # asked for by itself, it comes back by itself
        assert connection.view.problem is None
        assert connection.view.put_away is False
        assert connection.view.section is not None
        assert connection.view.section.token.value == AccessToken(new)
    finally:
        await program.close()


def _present(program: Program) -> str:
    section = next(iter(program.views.values())).section
    assert section is not None
    return section.token.id
