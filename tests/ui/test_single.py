"""One window for each person: the lock, and the doorbell that later starts ring."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.ui.single import Doorbell, FirstWindow, FolderUnusable

CLAIM = "from app.ui.single import FirstWindow; print('first' if FirstWindow.claim() else 'later')"
IN_FRONT = "SCIM Connection is open already. Its window is in front now.\nlater"
NOBODY = 65534


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The runtime folder: short, since a socket's address is at most 108 bytes, and reachable by other users."""
    runtime = Path(tempfile.mkdtemp(prefix="one-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    yield runtime / "scim-connection"
    shutil.rmtree(runtime)


class Front:
    """Counts how often the window was asked to come to the front."""

    def __init__(self, first: FirstWindow) -> None:
        self.times = 0
        self.rung = asyncio.Event()
        self.first = first
        self.opened: list[str] = []
        self.bell = Doorbell(first, self._activated, self.opened.append)

    def _activated(self) -> None:
        self.times += 1
        self.rung.set()


@pytest.fixture
async def front(folder: Path) -> AsyncIterator[Front]:
    first = FirstWindow.claim()
    assert first is not None
    with first:
        front = Front(first)
        await front.bell.open()
        yield front
        front.bell.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def claims_elsewhere() -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CLAIM, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    output, errors = await asyncio.wait_for(process.communicate(), 30)
    return (output + errors).decode().strip()


async def test_a_later_start_brings_the_first_to_the_front(front: Front) -> None:
    assert await claims_elsewhere() == IN_FRONT
    await asyncio.wait_for(front.rung.wait(), 30)
    assert front.times == 1
    assert await claims_elsewhere() == IN_FRONT
    async with asyncio.timeout(30):
        while front.times < 2:
            await asyncio.sleep(0.01)


async def test_nobody_else_can_reach_it(front: Front, folder: Path) -> None:
    assert mode(folder) == 0o700
    assert mode(folder / "window.lock") == 0o600
    assert mode(front.first.address) == 0o600


@pytest.mark.parametrize("others_may", [0o770, 0o702, 0o777])
def test_a_folder_that_others_can_write_to_is_refused(folder: Path, others_may: int) -> None:
    folder.mkdir()
    folder.chmod(others_may)
    with pytest.raises(FolderUnusable) as refused:
        FirstWindow.claim()
    assert refused.value.args == (folder,)
    assert list(folder.iterdir()) == []


def test_a_link_in_place_of_the_lock_is_not_followed(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "window.lock").symlink_to(folder / "elsewhere")
    with pytest.raises(FolderUnusable):
        FirstWindow.claim()
    assert not (folder / "elsewhere").exists()


def test_a_file_in_place_of_the_folder_is_refused(folder: Path) -> None:
    folder.touch()
    with pytest.raises(FolderUnusable):
        FirstWindow.claim()


async def test_a_socket_left_behind_is_replaced(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(folder / "window.socket"))
    first = FirstWindow.claim()
    assert first is not None
    with first:
        front = Front(first)
        await front.bell.open()
        assert await claims_elsewhere() == IN_FRONT
        await asyncio.wait_for(front.rung.wait(), 30)
        front.bell.close()
        assert not first.address.exists()


async def test_the_next_is_first_again_once_the_first_has_gone(folder: Path) -> None:
    first = FirstWindow.claim()
    assert first is not None
    with first:
        pass
    assert await claims_elsewhere() == "first"


def test_a_killed_window_holds_no_lock(folder: Path) -> None:
    script = "from app.ui.single import FirstWindow; first = FirstWindow.claim(); print('held', flush=True); input()"
    held = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with held:
        assert held.stdout is not None
        assert held.stdout.readline() == b"held\n"
        held.kill()
        held.wait(60)
    first = FirstWindow.claim()
    assert first is not None
    with first:
        assert first.folder == folder


async def say(address: Path, message: bytes) -> bytes:
    """Send this, and read until the other side hangs up."""
    reader, writer = await asyncio.open_unix_connection(str(address))
    writer.write(message)
    writer.write_eof()
    try:
        return await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.close()


@pytest.mark.parametrize(
    "message",
    [b"", b"\n", b"quit\n", b"activate me\n", b"open\n", b"open a share\n", b"x" * 5000 + b"\n", b"\xff\x00\n"],
)
async def test_other_words_do_nothing(front: Front, message: bytes) -> None:
    assert await say(front.first.address, message) == b""
    assert front.times == 0
    assert await say(front.first.address, b"activate\n") == b""
    assert front.times == 1
    assert front.opened == []


@pytest.mark.parametrize("name", ["a share.age", "Müller\u202e.html", "x" * 250])
async def test_a_later_start_hands_over_its_file(front: Front, tmp_path: Path, name: str) -> None:
    script = f"from app.ui.single import FirstWindow; assert FirstWindow.claim({str(tmp_path / name)!r}) is None"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=subprocess.DEVNULL)
    assert await asyncio.wait_for(process.wait(), 30) == 0
    await asyncio.wait_for(front.rung.wait(), 30)
    assert (front.times, front.opened) == (1, [str(tmp_path / name)])


@pytest.mark.parametrize("name", ["two\nlines", "x" * 5000])
async def test_a_path_that_cannot_be_handed_over_is_said_so(front: Front, name: str) -> None:
    script = f"from app.ui.single import FirstWindow; assert FirstWindow.claim({'/' + name!r}) is None"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert b"too unusual" in errors
    await asyncio.wait_for(front.rung.wait(), 30)
    assert (front.times, front.opened) == (1, [])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
async def test_another_user_is_not_heard(front: Front, folder: Path) -> None:
    for path in (folder.parent, folder):
        path.chmod(0o755)  # as if the modes had failed to keep them out
    front.first.address.chmod(0o666)
    ring = (
        "import socket, sys; bell = socket.socket(socket.AF_UNIX); bell.connect(sys.argv[1]);"
        "print('connected', flush=True);"
        "bell.sendall(b'activate\\n'); bell.settimeout(5); bell.recv(1)"
    )
    process = await asyncio.create_subprocess_exec(
        "/usr/bin/env", "python3", "-c", ring, str(front.first.address),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, user=NOBODY, cwd="/",
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    output, errors = await asyncio.wait_for(process.communicate(), 30)
    assert output == b"connected\n", errors
    assert front.times == 0
    await say(front.first.address, b"activate\n")
    assert front.times == 1


def test_a_first_window_that_does_not_answer_is_said_so(folder: Path) -> None:
    first = FirstWindow.claim()
    assert first is not None
    with first:  # its lock is held, and its doorbell never opened
        done = subprocess.run([sys.executable, "-c", CLAIM], capture_output=True, text=True, timeout=30)
    assert done.stdout == "later\n"
    assert done.stderr == "SCIM Connection is open already, and its window does not answer.\n"


def test_without_a_runtime_folder_it_is_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from app.actions.places import data_folder

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for value in ("", "not/absolute", str(tmp_path / "gone")):
        monkeypatch.setenv("XDG_RUNTIME_DIR", value)
        first = FirstWindow.claim()
        assert first is not None
        with first:
            assert first.folder == data_folder()
            assert first.folder.is_relative_to(tmp_path)
