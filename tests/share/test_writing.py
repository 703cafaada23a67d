from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import CannotWrite, DiskFull, FileExists
from app.share.writing import Stopped, check_place, write_whole

DATA = b"sealed " * 1000
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
as_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_it_is_whole_alone_and_its_owners(tmp_path: Path, mask: int) -> None:
    old = os.umask(mask)
    try:
        write_whole(tmp_path / "share.age", DATA)
    finally:
        os.umask(old)
    assert (tmp_path / "share.age").read_bytes() == DATA
    assert stat.S_IMODE((tmp_path / "share.age").stat().st_mode) == 0o600
    assert names(tmp_path) == ["share.age"]


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "share.age"
    target.write_bytes(b"older")
    with pytest.raises(FileExists):
        write_whole(target, DATA)
    assert target.read_bytes() == b"older"
    assert names(tmp_path) == ["share.age"]


def test_an_existing_file_is_replaced_when_told_and_then_private(tmp_path: Path) -> None:
    target = tmp_path / "share.age"
    target.write_bytes(b"older")
    target.chmod(0o644)
    write_whole(target, DATA, replace=True)
    assert target.read_bytes() == DATA
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert names(tmp_path) == ["share.age"]


def test_a_link_is_neither_followed_nor_filled(tmp_path: Path) -> None:
    elsewhere, link = tmp_path / "elsewhere", tmp_path / "share.age"
    link.symlink_to(elsewhere)
    with pytest.raises(FileExists):
        write_whole(link, DATA)
    assert not elsewhere.exists()
    elsewhere.write_bytes(b"theirs")
    write_whole(link, DATA, replace=True)
    assert elsewhere.read_bytes() == b"theirs"
    assert not link.is_symlink()


def test_of_many_at_once_one_wins_and_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "share.age"
    together = threading.Barrier(8)
    won: list[bytes] = []

    def write(number: int) -> None:
        data = bytes([number]) * 50_000
        together.wait(timeout=30)
        try:
            write_whole(target, data)
        except FileExists:
            return
        won.append(data)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert [target.read_bytes()] == won
    assert names(tmp_path) == ["share.age"]


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(Stopped):
        write_whole(tmp_path / "share.age", DATA, stopped=stopped)
    assert names(tmp_path) == []


@pytest.mark.parametrize("replace", [False, True])
def test_places_that_cannot_be_are_told(tmp_path: Path, *, replace: bool) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for target, part in (
        (tmp_path / "gone" / "share.age", "not there any more"),
        (tmp_path / "file" / "share.age", "not there any more"),
        (tmp_path / ("x" * 256), "too long"),
        (tmp_path / "nul\0", "too long, or not one"),
        (tmp_path / "half \udcff \ud800", "too long, or not one"),
    ):
        with pytest.raises(CannotWrite, match="refused") as told:
            write_whole(target, DATA, replace=replace)
        assert part in told.value.happened
        assert "half-written" in told.value.means
    with pytest.raises((CannotWrite, FileExists)):
        write_whole(tmp_path / "folder", DATA, replace=replace)
    assert names(tmp_path) == ["file", "folder"]


def test_the_longest_name_that_the_system_takes_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("x" * 255), DATA)
    assert names(tmp_path) == ["x" * 255]


def test_the_place_is_checked_beforehand_in_the_same_words(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    check_place(tmp_path / "new", replace=False)
    check_place(tmp_path / "there", replace=True)
    with pytest.raises(FileExists):
        check_place(tmp_path / "there", replace=False)
    for target in (tmp_path, tmp_path / "gone" / "x", tmp_path / ("x" * 256)):
        with pytest.raises(CannotWrite):
            check_place(target, replace=True)
    assert names(tmp_path) == ["there"]


@as_user
def test_a_folder_without_permission(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o500)
    for attempt in (check_place, _write):
        with pytest.raises(CannotWrite):
            attempt(folder / "share.age", replace=False)
    assert names(folder) == []


def _write(target: Path, *, replace: bool) -> None:
    write_whole(target, DATA, replace=replace)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    yield folder
    subprocess.run(["umount", folder], check=True)


@as_root
@pytest.mark.parametrize("replace", [False, True])
def test_a_full_disk_leaves_what_was_there(small_disk: Path, *, replace: bool) -> None:
    target = small_disk / "share.age"
    if replace:
        target.write_bytes(b"older")
    with pytest.raises(DiskFull):
        write_whole(target, bytes(200_000), replace=replace)
    assert names(small_disk) == (["share.age"] if replace else [])
    if replace:
        assert target.read_bytes() == b"older"


@as_root
def test_a_disk_that_can_only_be_read(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(CannotWrite) as told:
        write_whole(small_disk / "share.age", DATA)
    assert "can only be read" in told.value.happened


def test_a_quota_leaves_nothing(tmp_path: Path) -> None:
    """A limit on a file's size strikes in the middle of the writing, for whatever user the tests run as."""
    code = (
        "import resource, sys; from pathlib import Path; from app.share.writing import write_whole\n"
        "from app.domain.errors import DiskFull\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_whole(Path(sys.argv[1]), bytes(10_000))\n"
        "except DiskFull: print('full')\n"
    )
    run = subprocess.run(
        [sys.executable, "-P", "-c", code, tmp_path / "share.age"], capture_output=True, text=True, check=True
    )
    assert run.stdout == "full\n"
    assert names(tmp_path) == []


class TestWhereFilesCannotBeLinked:
    """FAT, exFAT and some network file systems; no test machine can be relied on to mount one, so the system's refusal
    is put in by hand."""

    @pytest.fixture(autouse=True)
    def no_links(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)

    def test_it_is_written(self, tmp_path: Path) -> None:
        write_whole(tmp_path / "share.age", DATA)
        assert (tmp_path / "share.age").read_bytes() == DATA
        assert stat.S_IMODE((tmp_path / "share.age").stat().st_mode) == 0o600
        assert names(tmp_path) == ["share.age"]

    def test_an_existing_file_is_kept(self, tmp_path: Path) -> None:
        (tmp_path / "share.age").write_bytes(b"older")
        with pytest.raises(FileExists):
            write_whole(tmp_path / "share.age", DATA)
        assert (tmp_path / "share.age").read_bytes() == b"older"
        assert names(tmp_path) == ["share.age"]
