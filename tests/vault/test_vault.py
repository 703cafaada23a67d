"""Opening the vault with a real keyring: first time, again, with the key lost, replaced, and without a keyring."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import CannotWrite, SecretDamaged, SecretGone
from app.vault.keyring_port import SystemKeyring
from app.vault.secrets import Secrets
from app.vault.vault import Vault, open_vault
from tests.rig.keyring import Keyring
from tests.vault.conftest import Enter

TOKEN = Secrets({"token": "a" * 64, "token_id": "t1"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


async def opened(folder: Path) -> Vault:
    return await open_vault(folder, SystemKeyring())


async def test_what_is_kept_is_there_after_opening_again(open_keyring: Keyring, folder: Path) -> None:
    vault = await opened(folder)
    assert vault.persistent
    assert await vault.read("acct") is None
    await vault.write("acct", TOKEN)
    again = await opened(folder)
    assert await again.read("acct") == TOKEN
    assert again.fingerprint("token") == vault.fingerprint("token")
    await again.delete("acct")
    assert await vault.read("acct") is None


async def test_it_says_of_whom_something_is_kept(open_keyring: Keyring, folder: Path) -> None:
    for vault in (await opened(folder), await open_vault(folder, None)):
        assert await vault.owners() == ()
        await vault.write("acct", TOKEN)
        await vault.update("Acct-2", lambda _: TOKEN)
        await vault.write("gone", TOKEN)
        await vault.delete("gone")
        assert sorted(await vault.owners()) == ["Acct-2", "acct"]


async def test_a_change_builds_on_what_was_kept(open_keyring: Keyring, folder: Path) -> None:
    vault = await opened(folder)
    await vault.update("acct", lambda kept: kept.with_values(token="one", previous_token=kept.get("token")))
    result = await vault.update("acct", lambda kept: kept.with_values(token="two", previous_token=kept.get("token")))
    assert result == Secrets({"token": "two", "previous_token": "one"}) == await vault.read("acct")


async def test_a_lost_key_leaves_the_files_until_it_is_back(open_keyring: Keyring, folder: Path) -> None:
    await (await opened(folder)).write("acct", TOKEN)
    lost = await SystemKeyring().get_key()
    assert lost is not None
    await SystemKeyring().delete_key()
    before = {path.name: path.read_bytes() for path in folder.glob("*.sealed")}

    vault = await opened(folder)
    assert vault.persistent
    with pytest.raises(SecretGone) as raised:
        await vault.read("acct")
    assert not isinstance(raised.value, SecretDamaged)
    await vault.write("another", Secrets({"token": "b"}))
    assert await (await opened(folder)).read("another") == Secrets({"token": "b"})
    assert {name: (folder / name).read_bytes() for name in before} == before

    await SystemKeyring().set_key(lost)
    assert await (await opened(folder)).read("acct") == TOKEN


async def test_a_damaged_file_is_told_apart_from_a_lost_key(open_keyring: Keyring, folder: Path) -> None:
    vault = await opened(folder)
    await vault.write("acct", TOKEN)
    [path] = folder.glob("*.sealed")
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(SecretDamaged):
        await vault.read("acct")
    await vault.write("acct", TOKEN)
    assert await vault.read("acct") == TOKEN


async def test_without_a_keyring_it_lives_in_memory_and_leaves_the_files(
    open_keyring: Keyring, folder: Path, enter: Enter, tmp_path: Path
) -> None:
    await (await opened(folder)).write("acct", TOKEN)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    enter({"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"})
    for vault in (await opened(folder), await open_vault(folder, None)):
        assert not vault.persistent
        assert await vault.read("acct") is None
        await vault.write("acct", Secrets({"token": "other"}))
        await vault.update("acct", lambda kept: kept.with_values(session="s"))
        assert await vault.read("acct") == Secrets({"token": "other", "session": "s"})
        await vault.delete("acct")
        await vault.delete("acct")
        assert await vault.read("acct") is None
        with pytest.raises(ValueError, match="owner"):
            await vault.write("../x", TOKEN)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


async def test_a_memory_vault_makes_no_folder(folder: Path) -> None:
    await (await open_vault(folder, None)).write("acct", TOKEN)
    assert not folder.exists()


async def test_a_folder_that_cannot_be_made_is_told_before_a_key_is_stored(
    open_keyring: Keyring, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite):
        await opened(tmp_path / "file" / "vault")
    assert await SystemKeyring().get_key() is None


async def test_two_that_open_at_once_share_one_key(open_keyring: Keyring, folder: Path) -> None:
    """One keyring among them, as a program has it: gnome-keyring leaves the bus now and then when one process asks it
    over several connections at once. Programs of their own are below."""
    keyring = SystemKeyring()
    first, second, third = await asyncio.gather(*(open_vault(folder, keyring) for _ in range(3)))
    await first.write("acct", TOKEN)
    assert await second.read("acct") == TOKEN == await third.read("acct")


def test_two_programs_that_open_at_once_share_one_key(
    open_keyring: Keyring, gnome_keyring: tuple[Keyring, dict[str, str]], folder: Path
) -> None:
    """Each writes an owner of its own under the key that it found or made; at the end one key opens them all."""
    program = (
        "import asyncio, sys; from pathlib import Path; from app.vault.vault import open_vault;"
        "from app.vault.keyring_port import SystemKeyring; from app.vault.secrets import Secrets\n"
        "async def main():\n"
        "    vault = await open_vault(Path(sys.argv[1]), SystemKeyring())\n"
        "    await vault.write(sys.argv[2], Secrets({'token': sys.argv[2]}))\n"
        "asyncio.run(main())"
    )
    owners = ["one", "two", "three"]
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(folder), owner], env=gnome_keyring[1]) for owner in owners
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]

    async def read() -> list[Secrets | None]:
        vault = await opened(folder)
        return [await vault.read(owner) for owner in owners]

    assert asyncio.run(read()) == [Secrets({"token": owner}) for owner in owners]


@pytest.mark.alone
async def test_the_loop_goes_on_while_the_vault_writes(open_keyring: Keyring, folder: Path) -> None:
    vault = await opened(folder)
    longest, running = 0.0, True

    async def tick() -> None:
        nonlocal longest
        loop = asyncio.get_running_loop()
        while running:
            before = loop.time()
            await asyncio.sleep(0)
            longest = max(longest, loop.time() - before)

    ticking = asyncio.create_task(tick())
    for number in range(20):
        await vault.write("acct", Secrets({"token": str(number) * 2000}))
    running = False
    await ticking
    print(f"longest stall while writing 20 times: {longest * 1000:.1f} ms")
    assert longest < 0.25  # the bound for the window is 50 ms; a shared computer of two cores adds its own
