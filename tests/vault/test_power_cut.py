"""A power cut between any two calls to the system: what was not flushed may be lost, and the secret is still there.

The real calls run and are recorded. Then, for every moment between two of them, the folder is built anew as a disk may
have kept it: of the changes of names since the folder's last flush any of them without the others, and content that was
not flushed empty, half or whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import compress, product
from pathlib import Path
from typing import Any

import pytest

from app.vault.files import VaultFiles
from app.vault.sealing import VaultKey

KEY = VaultKey(b"k" * 32)
RECORDED = ("open", "write", "fsync", "replace", "unlink")


@dataclass
class Content:
    """One file's bytes: as a running system sees them, and as they certainly are on the disk."""

    seen: bytes = b""
    flushed: bytes = b""

    def possible(self) -> set[bytes]:
        return {self.flushed, self.seen[: len(self.seen) // 2] if self.flushed != self.seen else self.seen, self.seen}


@dataclass(frozen=True)
class Change:
    """One change of names: what goes, and what comes with which content."""

    gone: str = ""
    come: str = ""
    content: Content | None = None


@dataclass
class Disk:
    """A folder's names as they certainly are, and what was changed since."""

    certain: dict[str, Content] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def now(self) -> dict[str, Content]:
        return self._with(self.changes)

    def _with(self, changes: Iterable[Change]) -> dict[str, Content]:
        names = dict(self.certain)
        for change in changes:
            names.pop(change.gone, None)
            if change.content is not None:
                names[change.come] = change.content
        return names

    def possible(self) -> Iterator[dict[str, bytes]]:
        """Every folder that may be found after a power cut now."""
        for kept_changes in product((True, False), repeat=len(self.changes)):
            folders: list[dict[str, bytes]] = [{}]
            for name, content in self._with(compress(self.changes, kept_changes)).items():
                folders = [{**folder, name: kept} for folder in folders for kept in content.possible()]
            yield from folders


class Recorder:
    """Stands between the vault and the system, lets every call through, and follows what it does to the disk."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.disk = Disk({path.name: Content(*[path.read_bytes()] * 2) for path in folder.glob("*.sealed")})
        self.states: list[list[dict[str, bytes]]] = [list(self.disk.possible())]
        self._folder = folder
        self._open: dict[int, Content | None] = {}
        for name in RECORDED:
            patch.setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Any) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            result = real(*arguments, **options)
            getattr(self, f"_after_{name}")(result, *arguments)
            self.states.append(list(self.disk.possible()))
            return result

        return call

    def _after_open(self, descriptor: int, path: Any, flags: int, *_: Any) -> None:
        self._open[descriptor] = None
        if Path(path) == self._folder or Path(path).suffix == ".lock":
            return
        if flags & os.O_CREAT:
            self._open[descriptor] = content = Content()
            self.disk.changes.append(Change(come=Path(path).name, content=content))

    def _after_write(self, count: int, descriptor: int, data: Any) -> None:
        content = self._open[descriptor]
        assert content is not None
        content.seen += bytes(data)[:count]

    def _after_fsync(self, _: None, descriptor: int) -> None:
        content = self._open[descriptor]
        if content is not None:
            content.flushed = content.seen
        else:
            self.disk.certain, self.disk.changes = self.disk.now(), []

    def _after_replace(self, _: None, source: Any, target: Any) -> None:
        content = self.disk.now()[Path(source).name]
        self.disk.changes.append(Change(gone=Path(source).name, come=Path(target).name, content=content))

    def _after_unlink(self, _: None, path: Any) -> None:
        self.disk.changes.append(Change(gone=Path(path).name))


def test_a_power_cut_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    files = VaultFiles(folder, KEY)
    files.write("owner", b"old")
    with pytest.MonkeyPatch.context() as patch:
        recorder = Recorder(folder, patch)
        files.write("owner", b"new")
    found = read_all(recorder, tmp_path)
    assert found[0] == {b"old"}
    assert found[-1] == {b"new"}
    assert all(state <= {b"old", b"new"} for state in found)
    assert sum(len(state) for state in recorder.states) > 20


def test_a_power_cut_while_deleting_leaves_the_newest_or_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    files = VaultFiles(folder, KEY)
    files.write("owner", b"older")
    older = (folder / "of-owner.1.sealed").read_bytes()
    files.write("owner", b"old")
    (folder / "of-owner.1.sealed").write_bytes(older)  # as after a crash before it was removed
    with pytest.MonkeyPatch.context() as patch:
        recorder = Recorder(folder, patch)
        files.delete("owner")
    found = read_all(recorder, tmp_path)
    assert found[-1] == {None}
    assert all(state <= {b"old", None} for state in found)


def read_all(recorder: Recorder, tmp_path: Path) -> list[set[bytes | None]]:
    """For each moment, what reading gives in any of the folders that a power cut may have left."""
    folder = tmp_path / "after"
    folder.mkdir()
    found = []
    for state in recorder.states:
        texts: set[bytes | None] = set()
        for names in state:
            for path in folder.iterdir():
                path.unlink()
            for name, content in names.items():
                (folder / name).write_bytes(content)
            texts.add(VaultFiles(folder, KEY).read("owner"))
        found.append(texts)
    return found
