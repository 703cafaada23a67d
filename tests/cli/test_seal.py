"""The hidden command on its own, as a process."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from app.share.age_file import is_whole
from tests.share.parts import PASSPHRASE_TEXT, SEAL


def run(request: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(SEAL, input=request, capture_output=True, timeout=100, check=False)


def test_it_answers_with_the_file_alone() -> None:
    request = {"passphrase": PASSPHRASE_TEXT, "payload": "Schlüssel", "armor": True}
    done = run(json.dumps(request).encode())
    assert done.returncode == 0
    assert is_whole(done.stdout, len("Schlüssel".encode()))
    assert done.stderr == b""


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"",
        b"{",
        b"[]",
        b'{"passphrase": "hidden-words"}',
        b'{"passphrase": 5, "payload": "hidden-words", "armor": false}',
        b'{"passphrase": "hidden-words", "payload": "\\ud800 hidden-words", "armor": false}',
        b"hidden-words \xff\xfe",
    ],
)
def test_whatever_else_it_is_given_it_fails_without_a_word(request_bytes: bytes) -> None:
    failed = run(request_bytes)
    assert failed.returncode == 1
    assert (failed.stdout, failed.stderr) == (b"", b"")


def test_it_imports_neither_qt_nor_the_rest_of_the_program() -> None:
    code = "import sys, app.cli.seal; print([m for m in sys.modules if m.startswith(('PySide6', 'app.', 'asyncio'))])"
    loaded = subprocess.run([*SEAL[:2], "-c", code], capture_output=True, text=True, check=True).stdout
    for module in ("PySide6", "asyncio", "app.store", "app.vault", "app.domain"):
        assert f"'{module}" not in loaded, loaded


def test_it_leaves_nothing_in_its_folder(tmp_path: Path) -> None:
    subprocess.run(SEAL, input=b"{}", cwd=tmp_path, capture_output=True, timeout=100, check=False)
    assert list(tmp_path.iterdir()) == []
