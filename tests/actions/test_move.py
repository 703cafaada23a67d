"""Move to another computer: out of one real program, into another, with the real children that encrypt and decrypt."""

from __future__ import annotations

import asyncio
import stat
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.actions.move_in import Candidate, Choice, Passphrase, Standing, candidates, move_in, open_move, read_move
from app.actions.move_out import move_out, proposed_move_name
from app.domain.accounts import AccountId
from app.domain.errors import CannotWrite, DiskFull, PassphraseTooWeak
from app.domain.moved import MovedFile, NothingToMove
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedKind, GuidedRotation, GuidedStep
from tests.actions.moving import FIRST, PASSPHRASE, SECOND, THIRD, computer, filled, moved, standings, token
from tests.actions.test_history import NoKeyring
from tests.actions.typed_program import Home, typed_program
from tests.rig.leaks import Secrets, in_files
from tests.share.parts import PASSPHRASE_TEXT, QUICK_SEAL, SEAL, UNSEAL
from tests.ui.samples import NOW, MovedClock

pytestmark = pytest.mark.once

SECRETS = Secrets({"first": FIRST, "second": SECOND, "third": THIRD, "passphrase": PASSPHRASE_TEXT})


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
async def old(tmp_path: Path, clock: MovedClock) -> AsyncIterator[Home]:
    async with computer(tmp_path / "old", clock) as home:
        yield home


@pytest.fixture
async def new(tmp_path: Path, clock: MovedClock) -> AsyncIterator[Home]:
    async with computer(tmp_path / "new", clock) as home:
        yield home


async def test_everything_comes_along(old: Home, new: Home, clock: MovedClock, tmp_path: Path) -> None:
    production, qa = await filled(old, clock)
    target = tmp_path / proposed_move_name(clock)
    written = await move_out(old.program, PASSPHRASE, target, command=SEAL)
    assert (set(written.accounts), written.left_out) == ({production, qa}, ())
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    file = await open_move(await read_move(target), PASSPHRASE, command=UNSEAL)
    assert file.made_at == clock.at
    found = candidates(new.program, file)
    assert [each.standing for each in found] == [Standing.NEW, Standing.NEW]
    assert new.program.views == {}, "nothing is written before the person says so"
    taken = await move_in(new.program, found, {})
    assert {each.id for each in taken} == {production, qa}

    for account in (production, qa):
        before, after = old.view(account), new.view(account)
        assert after.account == before.account
        assert before.section is not None
        assert after.section is not None
        assert after.section.endpoint == before.section.endpoint
        assert after.section.token.value == before.section.token.value
        assert after.section.token.created_at == before.section.token.created_at
        assert after.typed is not None
        assert before.typed is not None
        assert replace(after.typed, details=before.typed.details) == before.typed
        assert after.typed.details.added_at == before.typed.details.added_at
    section = new.view(production).section
    assert section is not None
    assert section.previous_token is not None
    assert section.previous_token.value == AccessToken(FIRST)
    assert section.previous_token.expires_at == NOW + timedelta(days=30)
    share = new.store.shares.last(production, new.vault.fingerprint(FIRST))
    assert share is not None
    assert (share.at, share.with_whom, share.client) == (NOW, "Jane \u202e Doe", "entra")
    assert new.store.typed_accounts.twins() == {qa: production}
    assert in_files([tmp_path], SECRETS) == []

    assert standings(new, file) == [Standing.SAME, Standing.SAME]
    again = await move_in(new.program, candidates(new.program, file), {})
    assert [each.id for each in again] == [None, None]
    assert len(new.program.views) == 2


async def test_it_is_there_after_a_restart(old: Home, clock: MovedClock, tmp_path: Path) -> None:
    production, _ = await filled(old, clock)
    file = await moved(old, tmp_path / "x.age")
    async with computer(tmp_path / "new", clock) as new:
        await move_in(new.program, candidates(new.program, file), {})
        before = new.view(production)
    async with computer(tmp_path / "new", clock) as again:
        assert again.view(production) == before


async def test_an_account_of_the_same_name_is_the_persons_choice(
    old: Home, new: Home, clock: MovedClock, tmp_path: Path
) -> None:
    theirs = await old.add("Widget", FIRST)
    mine = await new.add("WIDGET", SECOND)
    file = await moved(old, tmp_path / "x.age")
    (found,) = candidates(new.program, file)
    assert (found.standing, found.here, found.here_ending, found.usual) == (
        Standing.DIFFERS, mine, SECOND[-4:], Choice.KEEP,
    )  # fmt: skip
    assert (await move_in(new.program, [found], {}))[0].id is None
    assert token(new, mine) == SECOND

    (beside,) = await move_in(new.program, [found], {theirs: Choice.BESIDE})
    assert beside.id == theirs
    assert new.view(theirs).account.name == "Widget (2)"
    assert (token(new, mine), token(new, theirs)) == (SECOND, FIRST)
    assert standings(new, file) == [Standing.SAME], "found again by its id"


async def test_replacing_keeps_the_token_that_was_here_in_the_vault(
    old: Home, new: Home, clock: MovedClock, tmp_path: Path
) -> None:
    theirs = await old.add("Widget", FIRST)
    mine = await new.add("Widget", SECOND)
    new.store.guided.keep(mine, GuidedRotation(GuidedKind.PLANNED, GuidedStep.PRESS, NOW, NOW))
    file = await moved(old, tmp_path / "x.age")
    (taken,) = await move_in(new.program, candidates(new.program, file), {theirs: Choice.REPLACE})
    assert (taken.id, taken.replaced) == (mine, True)
    assert token(new, mine) == FIRST
    state = new.view(mine).typed
    assert state is not None
    assert state.guided is None
    kept = await new.vault.read(mine)
    assert kept is not None
    assert kept.get("replaced_token") == SECOND
    assert standings(new, file) == [Standing.SAME]


async def test_one_that_cannot_be_read_here_any_more_is_restored(old: Home, clock: MovedClock, tmp_path: Path) -> None:
    account = await old.add("Widget", FIRST)
    file = await moved(old, tmp_path / "x.age")
    await old.vault.delete(account)
    await old.program.typed.connections[account].refresh()  # type: ignore[union-attr]  # it is open
    (found,) = candidates(old.program, file)
    assert (found.standing, found.usual) == (Standing.DIFFERS, Choice.REPLACE)
    await move_in(old.program, [found], {})
    assert token(old, account) == FIRST
    assert old.view(account).problem is None


async def test_one_that_was_renamed_here_is_the_same(old: Home, new: Home, clock: MovedClock, tmp_path: Path) -> None:
    await old.add("Widget", FIRST)
    mine = await new.add("Another name", FIRST)
    (found,) = candidates(new.program, await moved(old, tmp_path / "x.age"))
    assert (found.standing, found.here) == (Standing.SAME, mine)


async def test_an_id_that_is_on_its_way_out_is_not_used_again(old: Home, clock: MovedClock, tmp_path: Path) -> None:
    account = await old.add("Widget", FIRST)
    file = await moved(old, tmp_path / "x.age")
    typed = old.program.typed
    assert typed is not None
    await typed.remove(account)
    (taken,) = await move_in(old.program, candidates(old.program, file), {})
    assert taken.id not in (None, account)
    await typed.end_removal(account)
    assert token(old, taken.id) == FIRST


async def test_what_cannot_be_written_is_said_first(old: Home, tmp_path: Path) -> None:
    with pytest.raises(NothingToMove):
        await move_out(old.program, PASSPHRASE, tmp_path / "x.age")
    await old.add("Widget", FIRST)
    with pytest.raises(PassphraseTooWeak):
        await move_out(old.program, Passphrase("widget"), tmp_path / "x.age")
    with pytest.raises(CannotWrite):
        await move_out(old.program, PASSPHRASE, tmp_path / "none" / "x.age")


async def test_an_account_that_cannot_be_read_is_left_out_and_named(old: Home, tmp_path: Path) -> None:
    lost = await old.add("Lost", FIRST)
    await old.add("There", SECOND)
    await old.vault.delete(lost)
    written = await move_out(old.program, PASSPHRASE, tmp_path / "x.age", command=QUICK_SEAL)
    assert (len(written.accounts), written.left_out) == (1, ("Lost",))


async def test_without_a_keyring_it_works_for_this_run(old: Home, clock: MovedClock, tmp_path: Path) -> None:
    await filled(old, clock)
    file = await moved(old, tmp_path / "x.age")
    async with typed_program(tmp_path / "memory" / "data", clock, NoKeyring()) as home:
        taken = await move_in(home.program, candidates(home.program, file), {})
        assert all(each.id for each in taken)
        assert standings(home, file) == [Standing.SAME, Standing.SAME]
        assert home.store.accounts.all() == ()
    assert in_files([tmp_path / "memory"], SECRETS) == []


@pytest.mark.alone
async def test_comparing_takes_no_time(new: Home) -> None:
    from tests.share.test_moved_payload import FILE

    accounts = tuple(
        replace(
            FILE.accounts[0],
            id=AccountId(f"typed_{n:032x}"),
            name=f"Account {n}",
            token=replace(FILE.accounts[0].token, value=AccessToken(f"{n:064x}")),
        )
        for n in range(100)
    )
    found: tuple[Candidate, ...] = candidates(new.program, MovedFile(NOW, accounts))
    assert {each.standing for each in found} == {Standing.NEW}
    await move_in(new.program, found, {})
    began = time.perf_counter()
    assert {each.standing for each in candidates(new.program, MovedFile(NOW, accounts))} == {Standing.SAME}
    assert time.perf_counter() - began < 0.03, "it runs in the window's own thread"


async def test_a_new_token_that_waits_to_be_used_comes_along(
    old: Home, new: Home, clock: MovedClock, tmp_path: Path
) -> None:
    """The same account was moved before, and a rotation of it has begun since: the file has the only copy here of what
    R-Service made."""
    account = await old.add("Widget", FIRST, rotated_at=NOW)
    await move_in(new.program, candidates(new.program, await moved(old, tmp_path / "first.age")), {})
    assert old.program.typed is not None
    assert new.program.typed is not None
    await old.program.typed.tokens.paste(account, AccessToken(SECOND))
    old.store.guided.keep(account, GuidedRotation(GuidedKind.PLANNED, GuidedStep.CONFIRM, NOW, NOW))
    file = await moved(old, tmp_path / "second.age")
    (found,) = candidates(new.program, file)
    assert found.standing is Standing.DIFFERS
    await move_in(new.program, [found], {found.account.id: Choice.REPLACE})
    kept = await new.program.typed.tokens.read(account)
    assert kept is not None
    assert kept.pasted == AccessToken(SECOND)
    assert standings(new, file) == [Standing.SAME]


async def _elsewhere(old: Home, new: Home, target: Path) -> Candidate:
    """An account of the same name here and in the file, each with a token and an address of its own."""
    account = await old.add("Widget", FIRST)
    assert old.program.typed is not None
    await old.program.typed.edit(account, name="Widget", endpoint="https://other.example/scim/v2", settings_page=None)
    await new.add("Widget", SECOND)
    (found,) = candidates(new.program, await moved(old, target))
    return found


def _sent_to(home: Home, account: AccountId | None) -> tuple[str, str]:
    """The token that the account has, and the host to which it would be sent."""
    assert account is not None
    section = home.view(account).section
    assert section is not None
    return token(home, account), section.endpoint.split("/")[2]


async def test_a_token_from_the_file_never_meets_the_address_from_here_on_a_full_disk(
    old: Home, new: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await _elsewhere(old, new, tmp_path / "all.age")

    def full(*_: object) -> None:
        raise DiskFull

    monkeypatch.setattr(new.store.typed_accounts, "keep", full)
    (taken,) = await move_in(new.program, [found], {found.account.id: Choice.REPLACE})
    assert isinstance(taken.problem, DiskFull)
    assert _sent_to(new, found.here) == (SECOND, "api.r-service.example")


async def test_a_token_from_the_file_never_meets_the_address_from_here_when_the_window_closes(
    old: Home, new: Home, clock: MovedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await _elsewhere(old, new, tmp_path / "all.age")
    assert new.program.typed is not None
    reached, keep = asyncio.Event(), new.program.typed.tokens.keep

    async def kept(*both: Any) -> None:
        await keep(*both)
        reached.set()

    monkeypatch.setattr(new.program.typed.tokens, "keep", kept)
    taking = asyncio.create_task(move_in(new.program, [found], {found.account.id: Choice.REPLACE}))
    await reached.wait()
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert _sent_to(new, found.here) == (FIRST, "other.example")
