"""An import that ends in the middle: each account is whole or away, and importing again goes on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from app.actions.move_in import candidates, move_in
from app.domain.errors import DiskFull
from app.domain.moved import MovedFile
from app.share.moved_payload import to_text
from tests.actions.move_once import DIED
from tests.actions.moving import FIRST, SECOND, computer, filled, moved, token
from tests.actions.typed_program import Home
from tests.ui.samples import MovedClock

FAILING = {
    "announcing": ("typed_accounts", "announce"),
    "the marks": ("guided", "end"),
    "listing it": ("typed_accounts", "keep"),
}


@pytest.mark.parametrize("where", [*FAILING, "the vault"])
async def test_a_full_disk_leaves_each_account_whole_or_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    clock = MovedClock()
    async with computer(tmp_path / "old", clock) as old:
        await old.add("One", FIRST)
        await old.add("Two", SECOND)
        file = await moved(old, tmp_path / "x.age")
    async with computer(tmp_path / "new", clock) as new:
        await _with_a_full_disk(new, file, monkeypatch, where)


async def _with_a_full_disk(new: Home, file: MovedFile, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    calls = 0

    def full(*_: object, **__: object) -> None:
        nonlocal calls
        calls += 1
        raise DiskFull

    with monkeypatch.context() as patched:
        if where == "the vault":
            patched.setattr(new.vault, "update", _later(full))
        else:
            table, method = FAILING[where]
            patched.setattr(getattr(new.store, table), method, full)
        taken = await move_in(new.program, candidates(new.program, file), {})
    assert calls == 2
    assert [(each.id, type(each.problem)) for each in taken] == [(None, DiskFull), (None, DiskFull)]
    assert new.program.views == {}
    assert new.store.typed_accounts.on_their_way_out() == () or where == "announcing"
    assert [await new.vault.read(each.account.id) for each in candidates(new.program, file)] == [None, None]
    taken = await move_in(new.program, candidates(new.program, file), {})
    assert [each.problem for each in taken] == [None, None]
    assert len(new.program.views) == 2


async def test_a_crash_at_any_write_loses_nothing_and_importing_again_goes_on(tmp_path: Path) -> None:
    """A child imports and ends after each of its writes in turn (os._exit, with nothing tidied up)."""
    clock = MovedClock()
    async with computer(tmp_path / "old", clock) as old:
        await filled(old, clock)
        file = await moved(old, tmp_path / "x.age")
    tokens = {account.id: account.token.value.reveal() for account in file.accounts}
    for number in range(1, 40):
        folder = tmp_path / f"new-{number}"
        ended = await asyncio.to_thread(import_and_die, folder, file, number)
        async with computer(folder, clock) as home:
            for account in home.program.views:
                assert token(home, account) == tokens[account], "whole"
            await move_in(home.program, candidates(home.program, file), {})
            assert {account: token(home, account) for account in home.program.views} == tokens
            assert len(home.store.typed_accounts.twins()) == 1
        if ended == 0:
            assert number > 8, "it ended at every write before"
            return
        assert ended == DIED
    pytest.fail("it never came to its end")


def import_and_die(folder: Path, file: MovedFile, after: int) -> int:
    """How a program ended that imports the file there and has so many writes to do it."""
    command = [sys.executable, "-m", "tests.actions.move_once", str(folder), str(after)]
    return subprocess.run(command, input=to_text(file).encode(), timeout=60, check=False).returncode


def _later(call: object) -> object:
    async def later(*arguments: object) -> None:
        assert callable(call)
        call(*arguments)

    return later
