"""The hidden command on its own, as a process."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from app.share.age_opening import Refusal
from tests.share.parts import PASSPHRASE_TEXT, UNSEAL
from tests.share.weak_age import sealed_weakly

WEAK = sealed_weakly(b"inside", PASSPHRASE_TEXT)
ASKED = json.dumps({"passphrases": [PASSPHRASE_TEXT], "work_factor": 4}).encode() + b"\n"


def run(request: bytes, *, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(UNSEAL, input=request, capture_output=True, timeout=100, check=False, cwd=cwd)


def test_it_answers_with_what_is_inside_alone() -> None:
    done = run(ASKED + WEAK)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"inside", b"")


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (ASKED.replace(b"cactus", b"CACTUS") + WEAK, Refusal.WRONG_PASSPHRASE),
        (ASKED + WEAK[:-1], Refusal.DAMAGED),
        (ASKED + WEAK.replace(b" 4\n", b" 40\n", 1), Refusal.TOO_MUCH_WORK),
        (b'{"identity": "hidden-words", "work_factor": null}\n' + WEAK, Refusal.IDENTITY_UNUSABLE),
        (b"", 1),
        (b"{\n", 1),
        (b"[]\n", 1),
        (b'{"passphrases": ["hidden-words"]}\n' + WEAK, 1),
        (b'{"passphrases": [5], "work_factor": 4}\n' + WEAK, 1),
        (b'{"passphrases": ["\\ud800 hidden-words"], "work_factor": 4}\n' + WEAK, 1),
        (b'{"passphrases": ["hidden-words"], "work_factor": "4"}\n' + WEAK, 1),
        (b"hidden-words \xff\xfe", 1),
    ],
)
def test_whatever_else_it_is_given_it_fails_without_a_word(request_bytes: bytes, status: int) -> None:
    failed = run(request_bytes)
    assert (failed.returncode, failed.stdout, failed.stderr) == (status, b"", b"")


def test_it_can_write_no_file(tmp_path: Path) -> None:
    code = (
        "from app.actions.unseal import write_no_file_and_take_no_more_than as limit\n"
        "limit(2**30)\n"
        "import pathlib\n"
        "pathlib.Path('file').write_text('plain')"
    )
    tried = subprocess.run(
        [*UNSEAL[:2], "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(Path.cwd())}, capture_output=True, timeout=60
    )
    assert tried.returncode != 0
    assert (tmp_path / "file").read_bytes() == b""


def test_it_imports_neither_qt_nor_the_rest_of_the_program() -> None:
    code = "import sys, app.cli.unseal; print([m for m in sys.modules if m.startswith(('PySide6', 'app.', 'asyncio'))])"
    loaded = subprocess.run([*UNSEAL[:2], "-c", code], capture_output=True, text=True, check=True).stdout
    for module in ("PySide6", "asyncio", "app.store", "app.vault", "app.domain"):
        assert f"'{module}" not in loaded, loaded


def test_it_leaves_nothing_in_its_folder(tmp_path: Path) -> None:
    run(ASKED + WEAK, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
