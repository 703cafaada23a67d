"""An import that ends in the middle: each account is whole or away, and importing again goes on."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.actions.accounts_here import open_account
from app.actions.move_in import candidates, move_in
from app.domain.errors import DiskFull
from app.domain.moved import MovedFile
from app.share.moved_payload import to_text
from tests.actions.move_once import DIED
from tests.actions.moving import FIRST, SECOND, computer, filled, moved, token
from tests.actions.parts import KeyFile
from tests.actions.typed_program import ENDPOINT, Home
from tests.ui.samples import MovedClock

pytestmark = pytest.mark.once

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


@pytest.mark.parametrize("what", ["import", "edit"])
async def test_a_crash_at_any_write_leaves_no_token_with_an_address_that_it_was_not_given_for(
    tmp_path: Path, what: str
) -> None:
    """The account here, and the one of the file that replaces it, are at different addresses. The next start asks
    without being told to: as a window, and before one was opened on the command line."""
    clock, elsewhere = MovedClock(), "https://other.example/scim/v2"
    async with computer(tmp_path / "old", clock) as old:
        account = await old.add("Widget", FIRST)
        assert old.program.typed is not None
        await old.program.typed.edit(account, name="Widget", endpoint=elsewhere, settings_page=None)
        file = await moved(old, tmp_path / "x.age")
    async with computer(tmp_path / "new", clock) as new:
        here = await new.add("Widget", SECOND)
    after = (FIRST, elsewhere, "Widget") if what == "import" else (SECOND, elsewhere, "Gadget")
    seen = []
    for number in range(1, 20):
        folder = tmp_path / f"new-{number}"
        shutil.copytree(tmp_path / "new", folder)
        more = () if what == "import" else (elsewhere,)
        ended = await asyncio.to_thread(import_and_die, folder, file, number, *more)
        alone = await open_account(here, clock, folder=folder / "data", keyring=KeyFile(folder / "key"))
        section = alone.view.section
        await alone.close()
        async with computer(folder, clock) as home:
            view = home.view(here)
            assert view.section == section
            assert view.section is not None
            seen.append((token(home, here), view.section.endpoint, view.account.name))
            kept, details = home.store.accounts.get(here), home.store.typed_accounts.get(here)
            assert kept is not None
            assert details is not None
            assert (details.endpoint, kept.account.name) == seen[-1][1:], "the store is put right"
        if ended == 0:
            break
        assert ended == DIED
    before = (SECOND, ENDPOINT, "Widget")
    assert set(seen) == {before, after}
    assert seen == sorted(seen, key=lambda each: each == after), "from one to the other, and never back"
    assert len(seen) > 3, "it ended between the vault and the store"


async def test_an_edit_that_the_store_refuses_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = MovedClock()

    def full(*_: object) -> None:
        raise DiskFull

    async with computer(tmp_path / "here", clock) as home:
        account = await home.add("Widget", FIRST)
        assert home.program.typed is not None
        with monkeypatch.context() as patched:
            patched.setattr(home.store.typed_accounts, "keep", full)
            with pytest.raises(DiskFull):
                await home.program.typed.edit(
                    account, name="Gadget", endpoint="https://other.example/scim/v2", settings_page=None
                )
        before = home.view(account)
    async with computer(tmp_path / "here", clock) as home:
        assert home.view(account) == before
        assert before.account.name == "Widget"


def import_and_die(folder: Path, file: MovedFile, after: int, *endpoint: str) -> int:
    """How a program ended that imports the file there and has so many writes to do it."""
    command = [sys.executable, "-m", "tests.actions.move_once", str(folder), str(after), *endpoint]
    return subprocess.run(command, input=to_text(file).encode(), timeout=60, check=False).returncode


def _later(call: object) -> object:
    async def later(*arguments: object) -> None:
        assert callable(call)
        call(*arguments)

    return later
