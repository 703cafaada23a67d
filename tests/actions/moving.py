"""Computers, files, and what stands on them, for the tests of moving from one to another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from app.actions.move_in import Passphrase, Standing, candidates, open_move, read_move
from app.actions.move_out import move_out
from app.domain.accounts import AccountId, Environment
from app.domain.clock import Clock
from app.domain.moved import MovedFile
from app.domain.typed import CheckOutcome, GuidedKind, GuidedRotation, GuidedStep, Handover, TokenCheck
from tests.actions.typed_program import Home, typed_program
from tests.share.parts import PASSPHRASE_TEXT, QUICK_SEAL, UNSEAL
from tests.ui.samples import NOW, MovedClock

FIRST, SECOND, THIRD = ("3f9a" * 15 + "b3ad", "77c0" * 15 + "0d1e", "aa01" * 15 + "5c5c")
PASSPHRASE = Passphrase(PASSPHRASE_TEXT)


@asynccontextmanager
async def computer(folder: Path, clock: Clock) -> AsyncIterator[Home]:
    """One computer: a data folder, and a keyring of its own beside it."""
    folder.mkdir(exist_ok=True)
    async with typed_program(folder / "data", clock) as home:
        yield home


async def filled(home: Home, clock: MovedClock) -> tuple[AccountId, AccountId]:
    """A production account in the middle of everything, and its QA twin."""
    production = await home.add("Widget", FIRST, rotated_at=NOW - timedelta(days=300))
    await home.rotate(production, SECOND, NOW + timedelta(days=30))
    qa = await home.add("Widget", THIRD, environment=Environment.QA)
    present, before = home.vault.fingerprint(SECOND), home.vault.fingerprint(FIRST)
    home.store.shares.keep(production, before, "Jane \u202e Doe", "entra")
    marks = home.store.token_marks
    marks.keep_handover(production, present, Handover(NOW, "Jane"))
    marks.keep_check(production, before, TokenCheck(NOW, CheckOutcome.REFUSED))
    marks.keep_leaked(production, before, NOW)
    home.store.guided.keep(qa, GuidedRotation(GuidedKind.PLANNED, GuidedStep.PRESS, NOW, NOW))
    home.store.typed_accounts.mark_twin(qa, production)
    for connection in home.program.typed.connections.values():  # type: ignore[union-attr]  # it is open
        await connection.refresh()
    clock.at += timedelta(days=3)
    return production, qa


async def moved(old: Home, target: Path) -> MovedFile:
    await move_out(old.program, PASSPHRASE, target, command=QUICK_SEAL)
    return await open_move(await read_move(target), PASSPHRASE, command=UNSEAL)


def standings(home: Home, file: MovedFile) -> list[Standing]:
    return [each.standing for each in candidates(home.program, file)]


def token(home: Home, account: AccountId | None) -> str:
    assert account is not None
    section = home.view(account).section
    assert section is not None
    assert section.token.value is not None
    return section.token.value.reveal()
