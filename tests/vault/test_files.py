"""The vault's folder: who may read it, which generation counts, and what is left alone."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from app.domain.errors import CannotWrite, SecretDamaged, SecretGone, StorageBusy
from app.domain.file_lock import locked
from app.vault.files import VaultFiles
from app.vault.sealing import VaultKey, seal
from tests.rig.leaks import Secrets as Wanted
from tests.rig.leaks import in_files

KEY, OTHER = VaultKey(b"1" * 32), VaultKey(b"2" * 32)
TOKEN = b"f00dfeed" * 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "vault"


def sealed_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_nothing_is_there_at_first(folder: Path) -> None:
    assert VaultFiles(folder, KEY).read("owner") is None
    assert not folder.exists()


def test_only_the_newest_generation_is_kept(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    for number in range(1, 13):
        files.write("owner", b"%d" % number)
        assert files.read("owner") == b"%d" % number
        assert sealed_names(folder) == [f"of-owner.{number}.sealed"]


def test_owners_do_not_meet(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    owners = ["a", "A", "a-1", "a_1", "con", "x" * 64]
    for owner in owners:
        files.write(owner, owner.encode())
    assert [files.read(owner) for owner in owners] == [owner.encode() for owner in owners]
    assert len({name.lower() for name in sealed_names(folder)}) == len(owners)


def test_owners_are_found_by_their_files(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    assert files.owners() == ()
    owners = ["a", "A", "a-1", "a_1", "con", "x" * 64, "typed_0aF", "of-"]
    for owner in owners:
        files.write(owner, b"1")
        files.write(owner, b"2")
    VaultFiles(folder, OTHER).write("other", b"sealed by another key")
    files.write("gone", b"")
    files.delete("gone")
    for name in ("of-+A.1.sealed", "of-+1.1.sealed", "of-B.1.sealed", "c.1.sealed", "of-.1.sealed", "of-d.1.abc.new"):
        (folder / name).touch()
    assert sorted(files.owners()) == sorted([*owners, "other"])


@pytest.mark.parametrize("owner", ["", "x" * 65, "../out", "a.b", "a/b", "ä", "a b", "a\n", "a\0"])
def test_a_name_that_is_no_owner_is_refused(folder: Path, owner: str) -> None:
    with pytest.raises(ValueError, match="owner"):
        VaultFiles(folder, KEY).write(owner, b"")
    with pytest.raises(ValueError, match="owner"):
        VaultFiles(folder, KEY).read(owner)


def test_nobody_else_may_look(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o755)
    VaultFiles(folder, KEY).write("owner", TOKEN)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_nothing_of_a_secret_is_in_the_folder(folder: Path) -> None:
    VaultFiles(folder, KEY).write("owner", TOKEN)
    assert in_files([folder], Wanted({"token": TOKEN.decode(), "key": KEY.reveal().decode()})) == []


def test_a_damaged_generation_falls_back_to_the_one_before(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    files.write("owner", b"old")
    (folder / "of-owner.2.sealed").write_bytes(seal(KEY, "owner", 2, b"new")[:-1])
    assert files.read("owner") == b"old"
    files.write("owner", b"newest")
    assert files.read("owner") == b"newest"
    assert sealed_names(folder) == ["of-owner.3.sealed"]


def test_every_flipped_byte_of_the_only_generation_is_told(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    files.write("owner", b"text")
    path = folder / "of-owner.1.sealed"
    whole = path.read_bytes()
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        with pytest.raises(SecretDamaged):
            files.read("owner")
        assert path.exists()
    path.write_bytes(whole)
    assert files.read("owner") == b"text"


def test_a_file_of_another_owner_is_not_taken(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    files.write("one", b"text")
    (folder / "of-one.1.sealed").rename(folder / "of-two.1.sealed")
    with pytest.raises(SecretDamaged):
        files.read("two")


def test_a_lost_key_leaves_the_file_until_it_is_back(folder: Path) -> None:
    VaultFiles(folder, KEY).write("owner", b"text")
    with pytest.raises(SecretGone) as raised:
        VaultFiles(folder, OTHER).read("owner")
    assert not isinstance(raised.value, SecretDamaged)
    assert VaultFiles(folder, KEY).read("owner") == b"text"


def test_what_another_key_sealed_stays_when_the_owner_is_written_anew(folder: Path) -> None:
    VaultFiles(folder, KEY).write("owner", b"text")
    anew = VaultFiles(folder, OTHER)
    anew.write("owner", b"anew")
    anew.write("owner", b"again")
    assert anew.read("owner") == b"again"
    assert sealed_names(folder) == ["of-owner.1.sealed", "of-owner.3.sealed"]
    with pytest.raises(SecretGone):  # the old key is back, and what it opens is not what was kept last
        VaultFiles(folder, KEY).read("owner")


def test_an_update_needs_what_was_there(folder: Path) -> None:
    VaultFiles(folder, KEY).write("owner", b"text")
    with pytest.raises(SecretGone):
        VaultFiles(folder, OTHER).update("owner", lambda _: b"anew")
    assert sealed_names(folder) == ["of-owner.1.sealed"]


def test_an_update_that_fails_changes_nothing(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    files.update("owner", lambda plain: b"first" if plain is None else b"wrong")
    with pytest.raises(ZeroDivisionError):
        files.update("owner", lambda _: b"%d" % (1 // 0))
    assert files.read("owner") == b"first"


def test_deleting_leaves_nothing_of_the_owner(folder: Path) -> None:
    VaultFiles(folder, OTHER).write("owner", b"lost")
    files = VaultFiles(folder, KEY)
    files.write("owner", b"text")
    files.write("owner-2", b"neighbour")
    (folder / "of-owner.9.abcd0123.new").write_bytes(b"left over by a crash")
    files.delete("owner")
    files.delete("owner")
    assert files.read("owner") is None
    assert sealed_names(folder) == ["of-owner-2.1.sealed"]


def test_a_file_that_is_none_of_ours_is_left(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    files.write("owner", b"text")
    for name in ("of-owner.1.sealed.bak", "of-owner.x.sealed", "notes.txt"):
        (folder / name).write_text("kept")
    files.write("owner", b"more")
    files.delete("owner")
    assert sealed_names(folder) == ["notes.txt", "of-owner.1.sealed.bak", "of-owner.x.sealed"]


@pytest.mark.parametrize("kept", [b"", b"old"])
def test_a_disk_that_does_not_give_back_what_it_took_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kept: bytes
) -> None:
    files = VaultFiles(folder, KEY)
    if kept:
        files.write("owner", kept)
    before = sealed_names(folder) if kept else []
    write = os.write
    monkeypatch.setattr(
        os, "write", lambda descriptor, data: write(descriptor, bytes(data)[:-1] + bytes([data[-1] ^ 1]))
    )
    with pytest.raises(CannotWrite) as raised:
        files.write("owner", b"new")
    monkeypatch.undo()
    assert "did not give back" in raised.value.happened
    assert files.read("owner") == (kept or None)
    assert sealed_names(folder) == before


def test_a_lock_that_is_never_let_go_ends_in_a_problem(folder: Path) -> None:
    folder.mkdir(parents=True)
    with locked(folder / "x.lock"), pytest.raises(StorageBusy), locked(folder / "x.lock", wait_seconds=0.05):
        pytest.fail("two held the same lock")


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("in the way")
    files = VaultFiles(tmp_path / "vault", KEY)
    with pytest.raises(CannotWrite):
        files.write("owner", b"text")
    with pytest.raises(CannotWrite):
        files.read("owner")


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child does nothing that threads share
@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_of_somebody_else_is_told(folder: Path, mode: int) -> None:
    """In a child, which gives up root's rights where the tests have them."""
    VaultFiles(folder, KEY).write("owner", b"text")
    child = os.fork()
    if child == 0:
        outcome = 1
        try:
            # From inside, so that the folder itself refuses and none above it.
            os.chdir(folder.parent)
            folder.chmod(mode)
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            try:
                VaultFiles(Path(folder.name), KEY).write("owner", b"new")
            except CannotWrite:
                outcome = 0
        finally:
            os._exit(outcome)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    folder.chmod(0o700)
    assert VaultFiles(folder, KEY).read("owner") == b"text"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes among files there")
def test_a_pipe_in_a_generations_place_is_not_waited_for(folder: Path) -> None:
    files = VaultFiles(folder, KEY)
    files.write("owner", TOKEN)
    os.mkfifo(folder / "of-owner.2.sealed")
    assert files.read("owner") == TOKEN
    (folder / "of-owner.1.sealed").unlink()
    with pytest.raises(SecretDamaged):
        files.read("owner")
    files.write("owner", TOKEN)
    assert files.read("owner") == TOKEN
    assert sealed_names(folder) == ["of-owner.3.sealed"]


def test_many_are_read_as_each_one_alone(tmp_path: Path) -> None:
    files = VaultFiles(tmp_path / "vault", KEY)
    assert files.read_many(("one", "Two")) == {"one": None, "Two": None}
    for owner in ("one", "Two", "two", "cut"):
        files.write(owner, b"first")
        files.write(owner, owner.encode())
    (cut,) = (tmp_path / "vault").glob("of-cut.*.sealed")
    cut.write_bytes(b"")
    found = files.read_many(("one", "Two", "two", "cut", "nobody"))
    assert {name: found[name] for name in ("one", "Two", "two", "nobody")} == {
        "one": b"one",
        "Two": b"Two",
        "two": b"two",
        "nobody": None,
    }
    assert isinstance(found["cut"], SecretDamaged)
