"""A program that rotates is killed (SIGKILL) at moments that a relay sees, and at any others: the next start finishes
the rotation, with one token made, not two."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.domain.rotation import RotationState
from tests.accounts.relay import Fate
from tests.actions import rotate_once
from tests.actions.conftest import Account
from tests.actions.parts import ACCOUNT, opened


@asynccontextmanager
async def _program(account: Account, home: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", rotate_once.__name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    told = {
        "home": str(home),
        "url": account.relay.url,
        "session": account.session,
        "token_id": account.first.token.id,
    }
    process.stdin.write(json.dumps(told).encode() + b"\n")
    assert await asyncio.wait_for(process.stdout.readline(), 30) == b"ready\n"
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _finished_at_the_next_start(account: Account, home: Path) -> None:
    account.relay.fates = []
    async with _program(account, home) as process:
        await asyncio.wait_for(process.wait(), 30)
        assert process.returncode == 0
    stands = await account.api.section()
    assert await account.rotations() == 1
    async with opened(home) as parts:
        kept = await parts.kept.tokens(ACCOUNT)
        assert kept is not None
        assert (kept.token_id, kept.token) == (stands.token.id, stands.token.value)
        assert (kept.previous_token_id, kept.previous_token) == (account.first.token.id, account.first.token.value)
        assert await account.works(kept.token.reveal())
        assert kept.previous_token is not None
        assert await account.works(kept.previous_token.reveal())
        assert [each.state for each in parts.store.journal.unfinished(ACCOUNT)] == [RotationState.SHOWN]


@pytest.mark.parametrize("fate", [Fate.HOLD_BEFORE, Fate.HOLD_AFTER])
async def test_killed_while_it_waits_for_the_answer(account: Account, home: Path, fate: Fate) -> None:
    account.relay.fates = [fate]
    async with _program(account, home) as process:
        await asyncio.wait_for(account.relay.held.wait(), 20)
        process.kill()
    assert await account.rotations() == (1 if fate is Fate.HOLD_AFTER else 0)
    async with opened(home) as parts:
        (left,) = parts.store.journal.unfinished(ACCOUNT)
        assert left.state is RotationState.ASKED
        assert await parts.kept_token() is None
    await _finished_at_the_next_start(account, home)


async def test_killed_in_the_moment_of_the_answer(account: Account, home: Path) -> None:
    async with _program(account, home) as process:
        answered = asyncio.Event()
        account.relay.answered = answered.set
        await asyncio.wait_for(answered.wait(), 20)
        process.kill()
    await _finished_at_the_next_start(account, home)


@pytest.mark.parametrize("round_", range(4))
async def test_killed_at_any_moment(account: Account, home: Path, round_: int) -> None:
    after = random.uniform(0, 0.12)
    async with _program(account, home) as process:
        try:
            await asyncio.wait_for(process.wait(), after)
        except TimeoutError:
            process.kill()
    assert await account.rotations() <= 1, f"killed after {after} s"
    await _finished_at_the_next_start(account, home)
