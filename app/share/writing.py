"""Writes a file whole or not at all, readable by its owner alone."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import CannotWrite, DiskFull, FileExists, Problem
from app.domain.text import tr

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What os.link says on FAT, exFAT and some network file systems."""


class Stopped(Exception):  # noqa: N818  no error: the person asked for it
    """The person stopped it before the file was put in its place; nothing is left of it."""


def check_place(target: Path, *, replace: bool) -> None:
    """Says early, before a slow encryption, what `write_whole` would say afterwards. Raises as that does."""
    with _as_problems():
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if not replace and os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "")
        if target.exists() and not target.is_file():
            raise OSError(errno.EINVAL, "")  # a device or a pipe would be replaced by a file
        os.stat(target.parent)  # noqa: PTH116  Path.exists says "no" for whatever reason, and the reason is wanted
        if not os.access(target.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "")


def write_whole(target: Path, data: bytes, *, replace: bool = False, stopped: threading.Event | None = None) -> None:
    """Writes `data` to a new file of mode 0600 beside `target`, brings it to the disk, and only then gives it its name.

    An existing file is not replaced unless `replace`, also when it appears in between (a symbolic link is replaced
    itself, not what it points to). Setting `stopped` ends it until the moment of naming. For a worker thread. On
    Windows the file has the folder's access rights, as every file there: the mode says nothing.
    Raises DiskFull, FileExists, CannotWrite and Stopped; in each case what was at `target` is still there.
    """
    with _as_problems():
        temporary = target.parent / f".scim-{secrets.token_hex(8)}.part"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if stopped is not None and stopped.is_set():
                raise Stopped
            _put_in_place(temporary, target, replace=replace)
        finally:
            with contextlib.suppress(OSError):  # gone already where it was renamed
                temporary.unlink()
        _bring_folder_to_disk(target.parent)


def _put_in_place(temporary: Path, target: Path, *, replace: bool) -> None:
    if replace:
        temporary.replace(target)
    elif sys.platform == "win32":
        temporary.rename(target)  # refuses there when the target exists, in one step
    else:
        try:
            os.link(temporary, target)  # one step, too: a rename would replace
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            _reserve_and_replace(temporary, target)


def _reserve_and_replace(temporary: Path, target: Path) -> None:
    """Where files cannot be linked: takes the name with an empty file of our own, which the rename then replaces."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        temporary.replace(target)
    except OSError:
        target.unlink()
        raise


def _bring_folder_to_disk(folder: Path) -> None:
    if sys.platform == "win32":
        return  # folders cannot be opened there, and NTFS keeps names in its own journal
    with contextlib.suppress(OSError):  # the file itself is on the disk; some network file systems refuse this
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _as_problems() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise _problem(error) from None


def _problem(error: OSError | ValueError) -> Problem:
    """What the person is told. ValueError is Python's word for a path with a NUL in it."""
    number = error.errno if isinstance(error, OSError) else errno.EINVAL
    if number in _FULL:
        return DiskFull()
    if number == errno.EEXIST:
        return FileExists()
    if number in (errno.ENOENT, errno.ENOTDIR):
        return CannotWrite(
            tr("The folder that you chose is not there any more."), next_step=tr("Choose another folder.")
        )
    if number == errno.EISDIR:
        return CannotWrite(tr("There is a folder of this name."), next_step=tr("Choose another name."))
    if number in (errno.ENAMETOOLONG, errno.EINVAL):
        return CannotWrite(
            tr("This file name is too long, or not one that your system takes."), next_step=tr("Choose another name.")
        )
    if number == errno.EROFS:
        return CannotWrite(tr("The disk that you chose can only be read."))
    return CannotWrite()
