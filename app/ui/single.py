"""One window for each person: a second start brings the first one to the front.

A lock says who is first; it costs a first start one system call, and the system lets go of it however that one ends. A
socket beside it takes the messages `activate` and `open PATH`, from the same user alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from types import TracebackType

_LONGEST_PATH = 4096  # bytes, as Linux has it
_LONGEST = _LONGEST_PATH + 8  # bytes of a message: a path and its word


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class FolderUnusable(Exception):  # noqa: N818  says what it is
    """The folder for lock and socket cannot be used; it is the argument."""


class FirstWindow:
    """Held while this program's window is the only one."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self._lock = lock

    @classmethod
    def claim(cls, to_open: str = "") -> FirstWindow | None:
        """Become the first, or bring the one that is first to the front, with the file at the path `to_open` where one
        is given, and return None. Raises FolderUnusable."""
        folder = _runtime_folder()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _ours_alone(folder):
                raise PermissionError
            lock = os.open(folder / "window.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | _NO_LINK, 0o600)
        except OSError:
            raise FolderUnusable(folder) from None
        if _try_lock(lock):
            return cls(folder, lock)
        os.close(lock)
        _ring(folder, _message(to_open))
        return None

    @property
    def address(self) -> Path:
        """Where the socket is."""
        return _address(self.folder)

    def __enter__(self) -> FirstWindow:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        os.close(self._lock)


def _address(folder: Path) -> Path:
    return folder / "window.socket"


def _runtime_folder() -> Path:
    """A folder of this person's alone: under XDG_RUNTIME_DIR where there is one (XDG Base Directory Specification)."""
    given = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if given.is_absolute() and given.is_dir():
        return given / "scim-connection"
    from app.actions.places import data_folder

    return data_folder()


def _ours_alone(folder: Path) -> bool:
    """Whether nobody else can put a lock or a socket of theirs there."""
    if not hasattr(os, "getuid"):
        return True
    kept = folder.stat()
    return kept.st_uid == os.getuid() and not kept.st_mode & 0o022


def _try_lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows alone has it
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _message(to_open: str) -> bytes:
    path = os.fsencode(to_open)
    if path and b"\n" not in path and len(path) <= _LONGEST_PATH:
        return b"open " + path + b"\n"
    if path:
        sys.stderr.write("The path of this file is too unusual to be handed over. Open it in the window.\n")
    return b"activate\n"


def _ring(folder: Path, message: bytes) -> None:
    """Tell the first window. It may be between its lock and its socket, so this tries for a few seconds."""
    import socket
    import time

    if not hasattr(socket, "AF_UNIX"):
        return
    end = time.monotonic() + 5
    while True:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as bell:
            bell.settimeout(1)
            try:
                bell.connect(str(_address(folder)))
                bell.sendall(message)
                sys.stdout.write("SCIM Connection is open already. Its window is in front now.\n")
                return
            except OSError:
                if time.monotonic() > end:
                    sys.stderr.write("SCIM Connection is open already, and its window does not answer.\n")
                    return
        time.sleep(0.05)


class Doorbell:
    """Listens for later starts. `activated` is called for each, in the event loop; then `opened` with the path of the
    file that it brings, where it brings one."""

    def __init__(self, first: FirstWindow, activated: Callable[[], None], opened: Callable[[str], None]) -> None:
        self._first = first
        self._activated = activated
        self._opened = opened
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Start listening. Where the system has no such sockets, nothing listens."""
        import asyncio
        from contextlib import suppress

        if not hasattr(asyncio, "start_unix_server"):
            return
        with suppress(FileNotFoundError):
            self._first.address.unlink()  # left behind by one that was killed; the lock says that nobody is there
        # The folder lets nobody else in. (A umask would hold for what other threads make meanwhile, too.)
        self._server = await asyncio.start_unix_server(self._heard, str(self._first.address), limit=_LONGEST)
        self._first.address.chmod(0o600)

    def close(self) -> None:
        """Stop listening."""
        from contextlib import suppress

        if self._server is not None:
            self._server.close()
            self._server = None
            with suppress(OSError):
                self._first.address.unlink()

    async def _heard(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        import asyncio
        from contextlib import suppress

        try:
            if not _same_user(writer):
                return
            with suppress(TimeoutError, ValueError, OSError):
                line = await asyncio.wait_for(reader.readline(), 2)
                word, _, path = line.removesuffix(b"\n").partition(b" ")
                if word == b"activate" and not path:
                    self._activated()
                elif word == b"open" and Path(os.fsdecode(path)).is_absolute():
                    self._activated()
                    self._opened(os.fsdecode(path))
        finally:
            writer.close()


def _same_user(writer: asyncio.StreamWriter) -> bool:
    import socket
    import struct

    peer = writer.get_extra_info("socket")
    if not hasattr(socket, "SO_PEERCRED"):
        return True  # macOS and the BSDs: the folder's mode is what keeps others out
    credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return bool(struct.unpack("3i", credentials)[1] == os.getuid())
