"""What is written down, how it is read, and the file it is exported to."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.history import PAGE, HistoryReader, proposed_history_name
from app.actions.records import Records
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import AccountId, Environment
from app.domain.errors import CannotWrite, DiskFull, KeyringMissing, ServiceUnreachable
from app.domain.history import DONE, Show, What
from app.domain.rotation import RotationKind
from app.domain.tokens import AccessToken
from tests.actions.typed_program import ENDPOINT, Home, typed_program
from tests.rig.leaks import Secrets, in_files
from tests.ui.samples import NOW, MovedClock

FIRST, SECOND, THIRD = ("3f9a" * 15 + "b3ad", "77c0" * 15 + "0d1e", "aa01" * 15 + "5c5c")
SECRETS = Secrets({"first": FIRST, "second": SECOND, "third": THIRD})


class NoKeyring:
    """A computer without one."""

    async def get_key(self) -> bytes | None:
        raise KeyringMissing

    async def set_key(self, key: bytes) -> None:
        raise KeyringMissing

    async def delete_key(self) -> None:
        raise KeyringMissing


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
async def home(tmp_path: Path, clock: MovedClock) -> AsyncIterator[Home]:
    async with typed_program(tmp_path / "home", clock) as opened:
        yield opened


@pytest.fixture
async def account(home: Home) -> AccountId:
    return await home.add("Widget <b>Data</b>", FIRST)


async def lines(home: Home, account: AccountId, show: Show = Show.EVERYTHING) -> list[tuple[str, str, str]]:
    page = await HistoryReader(home.program).page(home.view(account), show)
    return [(entry.what, entry.result, page.names.of(entry.token_fingerprint)) for entry in page.entries]


async def test_tokens_are_written_down_when_they_are_seen_first_and_once(home: Home, account: AccountId) -> None:
    records = Records(home.program)
    told: list[None] = []
    records.noted = lambda: told.append(None)
    views = [home.view(account)]
    assert not records.all_seen(views)
    await records.see(views)
    await records.see(views)
    assert records.all_seen(views)
    await Records(home.program).see(views)  # another run
    assert await lines(home, account) == [("kept on this computer", "done", "present token · b3ad")]
    assert len(told) == 1

    await home.rotate(account, SECOND, NOW + timedelta(days=30))
    await records.see([home.view(account)])
    assert await lines(home, account) == [
        ("rotated away", "done", "old token · b3ad"),
        ("kept on this computer", "done", "present token · 0d1e"),
        ("kept on this computer", "done", "old token · b3ad"),
    ]


async def test_a_rotation_is_written_once_however_often_it_is_told(home: Home, account: AccountId) -> None:
    records = Records(home.program)
    for _ in range(2):
        await records.note_rotation(
            account, RotationKind.REPLACE_PREVIOUS, AccessToken(SECOND), AccessToken(FIRST), AccessToken(THIRD)
        )
        await records.see([home.view(account)])
    whole = [(what, result) for what, result, _ in await lines(home, account)]
    assert whole == [("rotated", "done"), ("rotated away", "done"), ("old token revoked", "done")]
    await records.note_failure(account, What.ROTATED, ServiceUnreachable("3f9a said the server"), AccessToken(FIRST))
    assert (await lines(home, account))[0] == ("rotated", "failed: R-Service did not answer", "present token · b3ad")


async def test_a_token_that_the_vault_has_no_more_is_told_apart_by_its_fingerprint(
    home: Home, account: AccountId
) -> None:
    records = Records(home.program)
    for token in (SECOND, THIRD):
        await records.note(account, What.COPIED, DONE, AccessToken(token))
    (third, second) = [words for _, _, words in await lines(home, account)]
    assert third != second
    assert third == f"token {home.vault.fingerprint(THIRD)[: len(third) - 6]}"
    assert "0d1e" not in second, "its digits are not kept"


async def test_what_becomes_of_an_account_is_written_down(home: Home) -> None:
    typed = home.program.typed
    assert typed is not None
    added = await typed.add(NewAccount("Widget", Environment.QA, ENDPOINT, AccessToken(FIRST)))
    account = added.view.account.id
    await typed.edit(account, name="Widget", endpoint=ENDPOINT + "/", settings_page=None)
    await typed.edit(account, name="Other", endpoint=ENDPOINT, settings_page=None)
    await typed.remove(account)
    await typed.undo_removal(added)
    await Records(home.program).see([home.view(account)])
    assert [what for what, _, _ in await lines(home, account)] == ["removal undone", "removed", "renamed", "added"]
    assert {words for _, _, words in await lines(home, account)} == {"present token · b3ad"}


async def test_a_disk_that_is_full_holds_nobody_up(
    home: Home, account: AccountId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull

    monkeypatch.setattr(home.store.history, "add", full)
    await Records(home.program).note(account, What.COPIED, DONE, AccessToken(FIRST))
    assert await lines(home, account) == []


async def test_without_a_keyring_nothing_is_kept(tmp_path: Path, clock: MovedClock) -> None:
    async with typed_program(tmp_path / "home", clock, NoKeyring()) as home:
        account = await home.add("Widget", FIRST)
        records = Records(home.program)
        await records.note(account, What.COPIED, DONE, AccessToken(FIRST))
        await records.see([home.view(account)])
        await records.note_rotation(account, RotationKind.PLANNED, AccessToken(SECOND), AccessToken(FIRST))
        reader = HistoryReader(home.program)
        assert not reader.kept
        assert (await reader.page(home.view(account), Show.EVERYTHING)).entries == ()
        assert home.store.history.of(account) == ()


async def test_page_by_page_and_filtered(home: Home, account: AccountId, clock: MovedClock) -> None:
    for number in range(PAGE + 5):
        home.store.history.add(account, What.COPIED if number else What.SHARED, str(number))
        clock.at += timedelta(seconds=1)
    reader, view = HistoryReader(home.program), home.view(account)
    first = await reader.page(view, Show.EVERYTHING)
    rest = await reader.page(view, Show.EVERYTHING, first.entries[-1])
    assert (len(first.entries), first.more, len(rest.entries), rest.more) == (PAGE, True, 5, False)
    assert [entry.result for entry in rest.entries] == ["4", "3", "2", "1", "0"]
    shares = await reader.page(view, Show.SHARES)
    assert [entry.result for entry in shares.entries] == ["0"]


async def test_the_file(home: Home, account: AccountId, tmp_path: Path) -> None:
    records = Records(home.program)
    await records.see([home.view(account)])
    await records.note(account, What.COPIED, DONE, AccessToken(SECOND))
    for whom in ('Kim, "the" admin', '=HYPERLINK("http://x.example")', "Zoë\n=1+1\r\n", " @SUM(A1)", "\u202eevil"):
        await records.note(account, What.SHARED, DONE, AccessToken(FIRST), with_whom=whom)
    target = tmp_path / "history.csv"
    target.write_text("older")
    number = await HistoryReader(home.program).export(home.view(account), Show.EVERYTHING, target)
    content = target.read_bytes()
    assert number == 7
    assert content.startswith(b"\xef\xbb\xbf"), "Excel reads it as UTF-8"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert table[0] == [
        "When (UTC)", "Account", "Environment", "What", "Result", "Token", "State of the token", "With whom",
    ]  # fmt: skip
    assert [row[-1] for row in table[1:6]] == [
        "\\u202eevil", "' @SUM(A1)", "Zoë\\x0a=1+1\\x0d\\x0a", "'=HYPERLINK(\"http://x.example\")", 'Kim, "the" admin',
    ]  # fmt: skip
    assert table[1][0] == "2026-11-24T12:00:00Z"
    assert table[1][1:5] == ["Widget <b>Data</b>", "Production", "shared", "done"]
    assert [row[6] for row in table[6:]] == ["earlier", "present"]
    assert all(row[5].startswith("token ") for row in table[1:])
    assert in_files([target], SECRETS) == []
    for token in (FIRST, SECOND):
        assert token[-4:] not in content.decode()


async def test_the_file_holds_what_is_shown_and_pages_are_no_limit(
    home: Home, account: AccountId, tmp_path: Path
) -> None:
    with home.store._database.writing() as connection:
        connection.executemany(
            "INSERT INTO history (at, account, what, result) VALUES (?, ?, ?, ?)",
            [("2026-11-24T11:00:00.000000+00:00", account, "copied", str(n)) for n in range(2500)],
        )
    home.store.history.add(account, "tested", "ready")
    reader = HistoryReader(home.program)
    assert await reader.export(home.view(account), Show.COPIES, tmp_path / "copies.csv") == 2500
    assert await reader.export(home.view(account), Show.TESTS, tmp_path / "tests.csv") == 1


async def test_a_file_that_cannot_be_written_leaves_the_older_one(
    home: Home, account: AccountId, tmp_path: Path
) -> None:
    with pytest.raises(CannotWrite):
        await HistoryReader(home.program).export(home.view(account), Show.EVERYTHING, tmp_path)
    with pytest.raises(CannotWrite):
        await HistoryReader(home.program).export(home.view(account), Show.EVERYTHING, tmp_path / "none" / "x.csv")


def test_its_name(home: Home) -> None:
    from tests.ui.samples import account

    assert proposed_history_name(account("Zoë & Söhne"), home.clock).startswith("scim-history-zoe-sohne-2026-11-2")
