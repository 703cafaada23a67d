"""One owner's secrets on the disk: numbered generations, of which the newest readable one counts.

A generation is written to a new file, made durable, given its name, and read back; only then do the older ones go. So
there is a readable generation between any two lines of this, whatever ends the program or the computer there. Nothing
here is written in clear: what a crash leaves over is sealed too.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from app.domain.errors import CannotWrite, DiskFull, Problem, SecretDamaged, SecretGone
from app.domain.file_lock import locked
from app.domain.text import tr
from app.vault.sealing import Damaged, OtherKey, VaultKey, seal, unseal

_OWNER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUMBERED = re.compile(r"([1-9][0-9]{0,17})\.sealed")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOOKS = 5


class _Generation(NamedTuple):
    number: int
    path: Path


class VaultFiles:
    """The vault's folder under one key. Every method waits for the disk: call it in a worker thread."""

    def __init__(self, folder: Path, key: VaultKey) -> None:
        self._folder = folder
        self._key = key

    def read(self, owner: str) -> bytes | None:
        """What was written last; None where there is nothing. Raises SecretGone where another key sealed it, and
        SecretDamaged where no generation opens."""
        with disk_problems(self._folder, tr("read from")):
            for _ in range(_LOOKS):
                generations = self._generations(owner)
                if not generations:
                    return None
                # A generation that goes between the two looks has been replaced meanwhile: look again.
                with suppress(FileNotFoundError):
                    return self._newest_readable(owner, generations)
            raise SecretDamaged

    def read_many(self, owners: Sequence[str]) -> dict[str, bytes | Problem | None]:
        """`read` of each, with one look at the folder for all; what it raises for one stands in that one's place."""
        return {owner: self._read_one(owner, generations) for owner, generations in self._of_each(owners).items()}

    def owners(self) -> tuple[str, ...]:
        """Of whom something lies there, readable or not, in no order. Raises CannotWrite."""
        with disk_problems(self._folder, tr("read from")), suppress(FileNotFoundError):
            parts = (name.partition(".") for name in os.listdir(self._folder))  # noqa: PTH208  as below
            found = {stem for stem, _, rest in parts if _NUMBERED.fullmatch(rest)}
            return tuple(owner for owner in map(owner_of, found) if owner is not None)
        return ()

    def write(self, owner: str, plain: bytes) -> None:
        """Keeps this instead of what was kept; it is on the disk when this returns. Raises DiskFull or CannotWrite,
        and then what was kept before is still there."""
        with self._held(owner):
            self._write_next(owner, plain)

    def update(self, owner: str, change: Callable[[bytes | None], bytes]) -> None:
        """Reads, changes and writes while no other process of ours can write. Raises as `read` and `write` do."""
        with self._held(owner):
            self._write_next(owner, change(self.read(owner)))

    def delete(self, owner: str) -> None:
        """Forgets this owner, whichever key sealed it. The newest generation goes last: an older one never returns."""
        with self._held(owner):
            self._remove_unfinished(owner)
            for generation in reversed(self._generations(owner)):
                generation.path.unlink()
                _make_durable(self._folder)

    def _read_one(self, owner: str, generations: list[_Generation]) -> bytes | Problem | None:
        try:
            with disk_problems(self._folder, tr("read from")), suppress(FileNotFoundError):
                return self._newest_readable(owner, generations) if generations else None
            return self.read(owner)  # replaced since we looked
        except Problem as problem:
            return problem

    def _of_each(self, owners: Sequence[str]) -> dict[str, list[_Generation]]:
        """What lies there of each, newest first."""
        by_stem: dict[str, list[_Generation]] = {file_stem(owner): [] for owner in owners}
        with suppress(OSError):  # where it cannot be read, reading each one says so
            for name in os.listdir(self._folder):  # noqa: PTH208  a Path for each of hundreds is slow
                stem, _, rest = name.partition(".")
                match = _NUMBERED.fullmatch(rest)
                if match and stem in by_stem:
                    by_stem[stem].append(_Generation(int(match[1]), self._folder / name))
        return {owner: sorted(by_stem[file_stem(owner)], reverse=True) for owner in owners}

    def _newest_readable(self, owner: str, generations: list[_Generation]) -> bytes:
        for generation in generations:
            try:
                return unseal(self._key, owner, generation.number, _read_whole(generation.path))
            except OtherKey:
                # Whole, and newer than the rest: an older one would pass an outdated token off as the present one.
                raise SecretGone from None
            except (FileNotFoundError, PermissionError):
                raise
            except (Damaged, OSError):
                continue
        raise SecretDamaged

    def _write_next(self, owner: str, plain: bytes) -> None:
        older = self._generations(owner)
        number = older[0].number + 1 if older else 1
        target = self._folder / f"{file_stem(owner)}.{number}.sealed"
        self._remove_unfinished(owner)
        unfinished = self._folder / f"{file_stem(owner)}.{number}.{secrets.token_hex(4)}.new"
        try:
            _write_durably(unfinished, seal(self._key, owner, number, plain))
            unfinished.replace(target)
            _make_durable(self._folder)
            self._check(owner, number, target, plain)
        except BaseException:
            # Also when the program is being ended: a half-written generation must not stay.
            for path in (unfinished, target):
                with suppress(OSError):
                    path.unlink()
            raise
        # What is kept now is safe: an older generation that will not go is no reason to say otherwise.
        with suppress(OSError):
            for generation in reversed(older):
                if not self._sealed_by_another_key(owner, generation):
                    generation.path.unlink()
            _make_durable(self._folder)

    def _check(self, owner: str, number: int, path: Path, plain: bytes) -> None:
        try:
            same = unseal(self._key, owner, number, _read_whole(path)) == plain
        except (Damaged, OtherKey):
            same = False
        if not same:
            raise CannotWrite(
                happened=tr("Your disk did not give back what was written to it."),
                means=tr("Nothing was replaced; what was kept before is still there."),
                next_step=tr("Check your disk, then try again."),
            )

    def _sealed_by_another_key(self, owner: str, generation: _Generation) -> bool:
        try:
            unseal(self._key, owner, generation.number, _read_whole(generation.path))
        except OtherKey:
            return True
        except (Damaged, OSError):
            pass
        return False

    def _generations(self, owner: str) -> list[_Generation]:
        """What lies there, newest first."""
        start = f"{file_stem(owner)}."
        try:
            names = [name for name in os.listdir(self._folder) if name.startswith(start)]  # noqa: PTH208  as above
        except FileNotFoundError:
            return []
        found = [(_NUMBERED.fullmatch(name[len(start) :]), self._folder / name) for name in names]
        return sorted((_Generation(int(match[1]), path) for match, path in found if match), reverse=True)

    def _remove_unfinished(self, owner: str) -> None:
        """What a crash left over. Only while the owner's lock is held: nobody else is writing it then."""
        for path in self._folder.glob(f"{file_stem(owner)}.*.new"):
            path.unlink(missing_ok=True)

    @contextmanager
    def _held(self, owner: str) -> Iterator[None]:
        stem = file_stem(owner)
        with disk_problems(self._folder, tr("written to")):
            make_private(self._folder)
            with locked(self._folder / f"{stem}.lock"):
                yield


@contextmanager
def disk_problems(folder: Path, attempt: str) -> Iterator[None]:
    """Turns what the system says about the disk into DiskFull or CannotWrite. `attempt`: "read from", "written to"."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from None
        raise CannotWrite(
            happened=tr("Your tokens could not be {attempt} this computer.", attempt=attempt),
            means=tr("Nothing was half-written; what was kept before is still there."),
            next_step=tr("Check that {folder} is yours to read and write, then try again.", folder=folder),
        ) from None


def make_private(folder: Path) -> None:
    """Makes the folder, and lets nobody but its owner in. Raises OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)
        _make_durable(path.parent)
    if sys.platform != "win32" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def file_stem(owner: str) -> str:
    """How an owner's files begin: another for each owner also on systems that do not tell upper from lower case, and
    never a device's name. Raises ValueError."""
    if not _OWNER.fullmatch(owner):
        raise ValueError("an owner is named by up to 64 letters, digits, - and _")
    return "of-" + re.sub("[A-Z]", lambda capital: "+" + capital[0].lower(), owner)


def owner_of(stem: str) -> str | None:
    """Back from `file_stem`; None for what it does not make."""
    owner = re.sub(r"\+([a-z])", lambda small: small[1].upper(), stem.removeprefix("of-"))
    return owner if _OWNER.fullmatch(owner) and file_stem(owner) == stem else None


def _read_whole(path: Path) -> bytes:
    """Raises OSError, also where this is no file: a pipe would be waited for without end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


def _write_durably(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        _flush(descriptor)
    finally:
        os.close(descriptor)


def _make_durable(folder: Path) -> None:
    """Makes names in a folder survive a power cut. Windows does that by itself, and cannot be asked to."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _flush(descriptor)
    finally:
        os.close(descriptor)


def _flush(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        # fsync(2) on macOS leaves it in the disk's cache; see there.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)
