"""A rotation by guidance is killed (SIGKILL) at every boundary of a write, and the next start goes on: whatever the
person had pasted is there, and in the end the account has the new token and the old one with its 30 days."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import AccountId, Environment
from app.domain.countdown import OVERLAP
from app.domain.history import What
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedKind
from tests.actions import rotate_by_guidance
from tests.actions.conftest import Account
from tests.actions.parts import opened

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform == "win32", reason="forks, and kills as POSIX does"),
    pytest.mark.timeout(240),
]


@dataclass(frozen=True)
class Starts:
    """Starts the program, again and again, over one home."""

    process: asyncio.subprocess.Process
    told: dict[str, Any]

    async def __call__(self, home: Path, dies_at: int | None) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        line = json.dumps({**self.told, "home": str(home), "dies_at": dies_at})
        self.process.stdin.write(line.encode() + b"\n")
        answer: dict[str, Any] = json.loads(await asyncio.wait_for(self.process.stdout.readline(), 60))
        assert answer["killed"] or answer["status"] == 0, answer
        return answer


@asynccontextmanager
async def _starts(account: Account, kind: GuidedKind) -> AsyncIterator[Starts]:
    new = (await account.rotated_elsewhere()).token.value
    assert new is not None
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", rotate_by_guidance.__name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    told = {"new": new.reveal(), "kind": kind.value}
    try:
        yield Starts(process, told)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        assert await asyncio.wait_for(process.wait(), 30) == 0


async def _added(account: Account, home: Path) -> AccountId:
    first = account.first.token.value
    assert first is not None
    async with opened(home) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        new = NewAccount("Widget", Environment.PRODUCTION, account.service.endpoint, first)
        return (await typed.add(new)).view.account.id


async def _nothing_is_lost(home: Path, account: AccountId, first: AccessToken, new: AccessToken, *, kept: bool) -> None:
    """After a kill, before the next start."""
    async with opened(home) as parts:
        tokens = await TypedAccounts(parts.store, parts.vault, parts.clock).tokens.read(account)
        assert tokens is not None
        have = [tokens.present.value, tokens.old.value if tokens.old else None, tokens.pasted]
        assert first in have
        if kept:
            assert new in have


async def _finished(home: Path, account: AccountId, first: AccessToken, new: AccessToken, kind: GuidedKind) -> None:
    async with opened(home) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        tokens = await typed.tokens.read(account)
        assert tokens is not None
        assert tokens.old is not None
        assert (tokens.present.value, tokens.old.value, tokens.pasted) == (new, first, None)
        assert tokens.present.made_at is not None
        assert tokens.old_ends_at == tokens.present.made_at + OVERLAP
        state = typed.connections[account].view.typed
        assert state is not None
        assert state.guided is None
        assert (state.old_leaked_at is not None) is (kind is GuidedKind.LEAKED)
        noted = [each.what for each in parts.store.history.of(account)]
        leaked = [What.LEAKED] if kind is GuidedKind.LEAKED else []
        assert noted == [What.ROTATED, What.ROTATED_AWAY, *leaked, What.ADDED]


@pytest.mark.parametrize("kind", list(GuidedKind))
async def test_killed_at_every_boundary_of_a_write(account: Account, tmp_path: Path, kind: GuidedKind) -> None:
    seed = tmp_path / "seed"
    typed = await _added(account, seed / "home")
    async with _starts(account, kind) as starts:
        first, new = account.first.token.value, AccessToken(starts.told["new"])
        assert first is not None
        whole = tmp_path / "whole"
        await asyncio.to_thread(copytree, seed, whole)
        boundaries = (await starts(whole / "home", None))["passed"]
        killed = 0
        await _finished(whole / "home", typed, first, new, kind)
        assert boundaries > 20
        # The two kinds part in one write alone.
        for dies_at in range(1, boundaries + 1, 1 if kind is GuidedKind.PLANNED else 3):
            copy = tmp_path / str(dies_at)
            await asyncio.to_thread(copytree, seed, copy)
            died = await starts(copy / "home", dies_at)
            assert died["killed"], dies_at
            killed += 1
            await _nothing_is_lost(copy / "home", typed, first, new, kept=died["kept"])
            if dies_at % 3 == 0:  # and once more, wherever
                again = await starts(copy / "home", random.randrange(1, 12))
                await _nothing_is_lost(copy / "home", typed, first, new, kept=died["kept"] or again["kept"])
            await starts(copy / "home", None)
            await _finished(copy / "home", typed, first, new, kind)
        print(f"{killed} of {boundaries} boundaries killed in a rotation by guidance ({kind.value})")
