"""The folder that the service keeps its data in: readable by its owner alone, and held by one service at a time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

DATABASE_NAME = "r-service.sqlite3"
_LOCK_NAME = "r-service.lock"
_SUFFIXES = ("", "-wal", "-shm", "-journal")


class FolderHeld(Exception):  # noqa: N818  says what is the matter
    """Another service already uses this folder."""


class FolderLock:
    """Holds a folder until it is released or the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Raises FolderHeld, OSError."""
        self._descriptor = os.open(folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise FolderHeld from None

    def release(self) -> None:
        """Let another service have the folder."""
        os.close(self._descriptor)


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def make_private_folder(folder: Path) -> None:
    """Make the folder where it is missing, and leave its owner alone in it (mode 0700). Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


class FolderShared(Exception):  # noqa: N818  says what is the matter
    """Others may write to this folder: they could put another database there."""


def make_data_folder(folder: Path) -> None:
    """Make the folder where it is missing, for its owner alone; one that is there is left as it is. Raises
    FolderShared, OSError."""
    if not folder.exists():
        make_private_folder(folder)
    elif os.name == "posix" and folder.stat().st_mode & 0o022:
        raise FolderShared


def make_private_file(path: Path) -> None:
    """Make an empty file that its owner alone can read (mode 0600), or make an existing one so. SQLite gives the files
    beside a database the database's own mode. Raises OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)


def move_aside(path: Path, date: str) -> Path:
    """Give a damaged database and the files beside it a dated name that nothing has yet. Raises OSError."""
    number, target = 1, path.with_name(f"{path.stem}.damaged-{date}{path.suffix}")
    while any(Path(f"{target}{suffix}").exists() for suffix in _SUFFIXES):
        number += 1
        target = path.with_name(f"{path.stem}.damaged-{date}-{number}{path.suffix}")
    # The database goes last: were we killed in between, the next start finds it damaged again and moves it then.
    for suffix in reversed(_SUFFIXES):
        beside = Path(f"{path}{suffix}")
        if beside.exists():
            beside.rename(f"{target}{suffix}")
    return target
