"""Opening an age file: with its passphrase alone, in a child, and whatever else it is given with a clear sentence."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from app.domain.errors import Problem
from app.domain.opening import (
    FileDamaged,
    FileTooLarge,
    FileUnreadable,
    LockedToKey,
    NoMemoryToOpen,
    NotEncrypted,
    TooMuchWork,
    UnsealingFailed,
    WrongPassphrase,
)
from app.share.age_file import MOST_WORK_TO_OPEN, Flaw, flaw_of
from app.share.passphrase import Passphrase
from app.share.sealing import seal
from app.share.unsealing import LARGEST, read_sealed, unseal
from tests.rig.leaks import Secrets
from tests.rig.tools import require
from tests.share.parts import PASSPHRASE_TEXT, SEAL, TOKEN_TEXT
from tests.share.watch import watched

UNSEAL = [sys.executable, "-P", "-m", "app.cli.unseal"]
PASSPHRASE = Passphrase(PASSPHRASE_TEXT)
PAYLOAD = f"the token is {TOKEN_TEXT}, and so on. " * 3000
"""More than one of age's chunks (64 KiB)."""
SECRETS = Secrets({"token": TOKEN_TEXT, "passphrase": PASSPHRASE_TEXT})


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return asyncio.run(seal(PAYLOAD, PASSPHRASE, command=SEAL))


@pytest.fixture(scope="module")
def armored() -> bytes:
    return asyncio.run(seal("payload", PASSPHRASE, armor=True, command=SEAL))


async def test_its_passphrase_opens_it_and_nobody_sees_the_secrets(sealed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file.age"
    file.write_bytes(sealed)
    with watched(SECRETS) as seen:
        opened = await unseal(read_sealed(file), PASSPHRASE, command=UNSEAL)
    assert opened == PAYLOAD.encode()
    assert seen.leaks == set()


@pytest.mark.parametrize(
    "mailed",
    [
        lambda text: text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: b"\n\n  " + text.replace(b"\n", b"  \n") + b"\n\n",
        lambda text: text.rstrip(),
    ],
    ids=["as it is", "other line ends", "blanks around", "no last line end"],
)
async def test_armored_text_is_opened_as_mail_programs_leave_it(
    armored: bytes, mailed: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    (tmp_path / "x.age").write_bytes(mailed(armored))
    assert await unseal(read_sealed(tmp_path / "x.age"), PASSPHRASE, command=UNSEAL) == b"payload"


async def test_what_debians_age_wrote_is_opened(tmp_path: Path) -> None:
    require("age")
    (tmp_path / "plain").write_text("from age")
    child = pexpect.spawn("age", ["-p", "-o", str(tmp_path / "x.age"), str(tmp_path / "plain")], timeout=30)
    for prompt in ("Enter passphrase", "Confirm passphrase"):
        child.expect(prompt)
        child.sendline(PASSPHRASE_TEXT)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert await unseal(read_sealed(tmp_path / "x.age"), PASSPHRASE, command=UNSEAL) == b"from age"


@pytest.mark.parametrize("text", ["", "cactus", PASSPHRASE_TEXT.upper(), "x" * 100_000, "\ud800"])
async def test_another_passphrase_is_told(armored: bytes, text: str) -> None:
    expected = UnsealingFailed if text == "\ud800" else WrongPassphrase  # half a character is nobody's passphrase
    with pytest.raises(expected):
        await unseal(armored, Passphrase(text), command=UNSEAL)


async def test_what_was_cut_or_changed_is_told(sealed: bytes) -> None:
    head = sealed.index(b"\n--- ") + 49
    for changed in (
        sealed[:-1],
        sealed[: head + 70_000],
        sealed + b"x",
        sealed[:-9] + bytes([sealed[-9] ^ 1]) + sealed[-8:],
        sealed[:head] + sealed[head + 1 :],
    ):
        with pytest.raises(FileDamaged):
            await unseal(changed, PASSPHRASE, command=UNSEAL)


def test_flaws_that_are_seen_at_once(sealed: bytes, armored: bytes, tmp_path: Path) -> None:
    stanza = sealed.split(b"\n")[1]
    work = stanza.rsplit(b" ", 1)[0]
    key = b"-> X25519 " + b"A" * 43
    for content, problem in (
        (b"", NotEncrypted),
        (b"{}", NotEncrypted),
        (b"<html>", NotEncrypted),
        (os.urandom(3000), NotEncrypted),
        (sealed[:10], NotEncrypted),
        (b"age-encryption.org/v2\n" + sealed[22:], NotEncrypted),
        (sealed[:60], FileDamaged),
        (sealed[: sealed.index(b"\n--- ") + 50], FileDamaged),
        (sealed.replace(stanza, key), LockedToKey),
        (sealed.replace(stanza, b"%s %d" % (work, MOST_WORK_TO_OPEN + 1)), TooMuchWork),
        (sealed.replace(stanza, work + b" 99"), TooMuchWork),
        (sealed.replace(stanza, work + b" 0"), TooMuchWork),
        (sealed.replace(stanza, work + b" 999999999"), FileDamaged),
        (sealed.replace(stanza, stanza + b"\n" + b"A" * 43 + b"\n" + stanza), FileDamaged),
        (armored[:80], FileDamaged),
        (armored.replace(b"a", b"!", 3), FileDamaged),
        (bytes(LARGEST + 1), FileTooLarge),
    ):
        file = tmp_path / "x.age"
        file.write_bytes(content)
        with pytest.raises(Problem) as told:
            read_sealed(file)
        assert type(told.value) is problem, content[:100]


def test_what_is_no_file_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "none", tmp_path / "pipe", Path("/dev/zero"), Path("nul\0")):
        with pytest.raises(FileUnreadable):
            read_sealed(path)


def test_no_bytes_whatever_surprise_it(sealed: bytes, armored: bytes) -> None:
    chosen = random.Random(7)
    for _ in range(3000):
        content = bytearray(chosen.choice((sealed[:400], armored)))
        for _ in range(chosen.choice((1, 1, 3, 20))):
            place = chosen.randrange(len(content))
            content[place : place + chosen.choice((0, 1, 1, 5))] = chosen.randbytes(chosen.choice((0, 1, 1, 4)))
        assert flaw_of(bytes(content)) in (None, *Flaw)


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (["/nonexistent/scim-connection"], UnsealingFailed),
        ([sys.executable, "-c", "raise SystemExit(1)"], UnsealingFailed),
        ([sys.executable, "-c", "raise SystemExit(3)"], NoMemoryToOpen),
        (["sh", "-c", 'ulimit -v 100000; exec "$@"', "sh", *UNSEAL], NoMemoryToOpen),
    ],
    ids=["not there", "fails", "Python without memory", "pyrage without memory"],
)
async def test_a_child_that_fails(armored: bytes, command: list[str], problem: type[Problem]) -> None:
    with pytest.raises(problem):
        await unseal(armored, PASSPHRASE, command=command)


async def test_a_deadline_and_cancelling_end_it(sealed: bytes) -> None:
    with pytest.raises(UnsealingFailed):
        await unseal(sealed, PASSPHRASE, command=UNSEAL, deadline=0.2)
    running = asyncio.ensure_future(unseal(sealed, PASSPHRASE, command=UNSEAL))
    await asyncio.sleep(0.05)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


@pytest.mark.parametrize("request_bytes", [b"", b"{", b"[]", b'{"passphrase": "hidden-words"}', b"\xff", b"null"])
def test_the_child_fails_without_a_word(request_bytes: bytes) -> None:
    failed = subprocess.run(UNSEAL, input=request_bytes, capture_output=True, timeout=60, check=False)
    assert (failed.returncode, failed.stdout, failed.stderr) == (1, b"", b"")


def test_the_program_itself_has_the_command() -> None:
    script = shutil.which("scim-connection", path=str(Path(sys.executable).parent))
    assert script is not None
    failed = subprocess.run([script, "_unseal"], input=b"{}", capture_output=True, timeout=60, check=False)
    assert (failed.returncode, failed.stdout, failed.stderr) == (1, b"", b"")
