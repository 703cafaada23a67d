"""A full disk: the person is told so, and what was kept is still there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.vault.small_disk import on_small_disk

LIMITED = """
import resource, sys
from pathlib import Path
from app.domain.errors import DiskFull
from app.vault.files import VaultFiles
from app.vault.sealing import VaultKey
files = VaultFiles(Path(sys.argv[1]), VaultKey(b"k" * 32))
files.write("owner", b"old")
for limit in range(0, 400, 25):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        files.write("owner", b"n" * 400)
    except DiskFull:
        pass
    else:
        sys.exit("written")
    assert files.read("owner") == b"old"
    assert sorted(path.name for path in files._folder.iterdir()) == ["of-owner.1.sealed", "of-owner.lock"]
resource.setrlimit(resource.RLIMIT_FSIZE, (10000, resource.RLIM_INFINITY))
files.write("owner", b"new")
assert files.read("owner") == b"new"
"""

FILLED = """
import os, sys
from pathlib import Path
from app.domain.errors import DiskFull
from app.vault.files import VaultFiles
from app.vault.sealing import VaultKey
disk = Path(sys.argv[1])
files = VaultFiles(disk / "vault", VaultKey(b"k" * 32))
files.write("owner", b"old")
filler = disk / "filler"
with filler.open("wb", buffering=0) as file:
    try:
        while True:
            file.write(b"x" * 4096)
    except OSError:
        pass
for write in (lambda: files.write("owner", b"new"), lambda: files.update("owner", lambda old: old + b"new")):
    try:
        write()
    except DiskFull:
        pass
    else:
        sys.exit("written")
    assert files.read("owner") == b"old"
filler.unlink()
files.write("owner", b"new")
assert files.read("owner") == b"new"
print("seen")
"""


def test_a_file_that_may_not_grow_is_as_a_full_disk(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "vault")], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    answer = on_small_disk(tmp_path, FILLED)
    if answer is None:
        pytest.skip("this system lets nobody mount a small disk")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == "seen"
