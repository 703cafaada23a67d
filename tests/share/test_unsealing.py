"""Opening age files in the real child. Most files here ask for little work: theirs is the form, not the strength."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

import psutil
import pyrage
import pytest

from app.domain.errors import Problem
from app.domain.opening import (
    FileDamaged,
    FileTooLarge,
    FileUnreadable,
    IdentityLocked,
    IdentityUnusable,
    LockedToKey,
    LockedWithPassphrase,
    NoMemoryToOpen,
    OtherKey,
    UnsealingFailed,
    WrongPassphrase,
)
from app.share.age_reading import LARGEST
from app.share.identity import Identity
from app.share.passphrase import Passphrase
from app.share.sealing import seal
from app.share.unsealing import read_sealed, unseal
from tests.rig.leaks import Secrets, in_files, in_processes
from tests.rig.polling import poll
from tests.share import keys
from tests.share.parts import PASSPHRASE_TEXT, TOKEN_TEXT, UNSEAL, unseal_children
from tests.share.weak_age import armored, sealed_weakly

pytestmark = pytest.mark.once

PASSPHRASE = Passphrase(PASSPHRASE_TEXT)
PAYLOAD = f"a payload with {TOKEN_TEXT}".encode()
WEAK = sealed_weakly(PAYLOAD, PASSPHRASE_TEXT)
SECRETS = Secrets({"token": TOKEN_TEXT, "passphrase": PASSPHRASE_TEXT})


def to(*recipients: str, payload: bytes = PAYLOAD) -> bytes:
    found = [
        pyrage.x25519.Recipient.from_str(each) if each.startswith("age1") else pyrage.ssh.Recipient.from_str(each)
        for each in recipients
    ]
    return pyrage.encrypt(payload, found)


@pytest.mark.parametrize(
    "typed",
    [
        PASSPHRASE_TEXT,
        PASSPHRASE_TEXT.upper(),
        PASSPHRASE_TEXT.replace("-", " "),
        "Cactus  dagger – eagle-fabric Gallon hamster ",
        "CACTUS DAGGER EAGLE FABR\u0130C GALLON HAMSTER",
    ],
)
async def test_capitals_and_blanks_are_forgiven(typed: str) -> None:
    assert await unseal(WEAK, Passphrase(typed), command=UNSEAL) == PAYLOAD


@pytest.mark.parametrize("made_with", ["Großer Bär -- ÄÖ", "x", "e\u0301t\xe9", "  many   blanks  "])
async def test_what_was_typed_by_the_sender_opens_it_exactly(made_with: str) -> None:
    sealed = sealed_weakly(PAYLOAD, Passphrase(made_with).reveal())
    assert await unseal(sealed, Passphrase(made_with), command=UNSEAL) == PAYLOAD


@pytest.mark.parametrize(
    "typed", ["", "cactus", "cactus-dagger-eagle-fabric-gallon", "half \ud800", "x\0y", "x" * 10_000]
)
async def test_a_wrong_passphrase_is_one_sentence(typed: str) -> None:
    with pytest.raises(WrongPassphrase) as told:
        await unseal(WEAK, Passphrase(typed), command=UNSEAL)
    assert told.value.sentences == WrongPassphrase().sentences


async def test_an_armored_text_from_a_mail() -> None:
    mailed = b"Hello,\r\n\r\n> " + armored(WEAK).replace(b"\n", b"\r\n> ")
    assert await unseal(mailed, PASSPHRASE, command=UNSEAL) == PAYLOAD


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 3_000_000])
async def test_whatever_is_inside_comes_out(size: int) -> None:
    payload = bytes(range(256)) * (size // 256) + bytes(size % 256)
    sealed = to(keys.X25519_PUBLIC, payload=payload)
    assert await unseal(sealed, Identity(keys.X25519.encode()), command=UNSEAL) == payload


@pytest.mark.parametrize(
    ("public", "private"),
    [
        (keys.X25519_PUBLIC, keys.X25519),
        (keys.X25519_PUBLIC, f"# created: today\r\n# public key: …\r\n\r\n{keys.X25519}\r\n"),
        (keys.X25519_PUBLIC, f"{keys.OTHER_X25519}\n{keys.X25519}"),
        (keys.ED25519_PUBLIC, keys.ED25519),
        (keys.RSA_PUBLIC, keys.RSA),
        (keys.RSA_PUBLIC, keys.RSA_PEM),
    ],
    ids=["X25519", "with comments", "two keys", "ssh ed25519", "ssh RSA", "ssh RSA as PEM"],
)
async def test_identity_files(public: str, private: str) -> None:
    assert await unseal(to(public), Identity(private.encode()), command=UNSEAL) == PAYLOAD


@pytest.mark.parametrize("private", [keys.OTHER_X25519, keys.ED25519, keys.RSA])
async def test_another_key(private: str) -> None:
    with pytest.raises(OtherKey):
        await unseal(to(keys.OTHER_RSA_PUBLIC, keys.X25519_PUBLIC), Identity(private.encode()), command=UNSEAL)


@pytest.mark.parametrize("private", [keys.LOCKED_ED25519, keys.LOCKED_RSA_PEM, "age-encryption.org/v1\n-> scrypt"])
async def test_a_key_with_a_passphrase_of_its_own(private: str) -> None:
    with pytest.raises(IdentityLocked) as told:
        await unseal(to(keys.ED25519_PUBLIC), Identity(private.encode()), command=UNSEAL)
    assert "age --decrypt" in told.value.next_step


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no private key"),
        (b"\xff\xfe\x00", "holds no private key"),
        (b"AGE-SECRET-KEY-1" + b"Q" * 300_000, "holds no private key"),
        (b"AGE-SECRET-KEY-1QQQQ", "holds no private key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "holds no private key"),
        (keys.ECDSA.encode(), "holds no private key"),
        (keys.X25519_PUBLIC.encode(), "public key"),
        (keys.ED25519_PUBLIC.encode(), "public key"),
        (b"AGE-PLUGIN-YUBIKEY-1QQQQ", "only the age command"),
        (b"AGE-SECRET-KEY-PQ-1QQQQ", "only the age command"),
    ],
)
async def test_no_identity_at_all(content: bytes, said: str) -> None:
    with pytest.raises(IdentityUnusable) as told:
        await unseal(to(keys.X25519_PUBLIC), Identity(content), command=UNSEAL)
    assert said in told.value.happened


async def test_the_other_way_is_named() -> None:
    with pytest.raises(LockedToKey):
        await unseal(to(keys.X25519_PUBLIC), PASSPHRASE, command=UNSEAL)
    with pytest.raises(LockedWithPassphrase):
        await unseal(WEAK, Identity(keys.X25519.encode()), command=UNSEAL)


@pytest.mark.parametrize("cut", [1, 16, 17, 33, len(PAYLOAD) + 1])
async def test_a_cut_file_is_damaged(cut: int) -> None:
    for sealed, key in ((WEAK, PASSPHRASE), (to(keys.X25519_PUBLIC), Identity(keys.X25519.encode()))):
        with pytest.raises(FileDamaged):
            await unseal(sealed[:-cut], key, command=UNSEAL)
        with pytest.raises(FileDamaged):
            await unseal(sealed + b"\0" * cut, key, command=UNSEAL)


async def test_the_whole_program_opens_what_it_sealed_and_nobody_sees_it(tmp_path: Path) -> None:
    """At full strength, through `_seal` and `_unseal` of the program itself."""
    own = [sys.executable, "-P", "-m", "app"]
    sealed = await seal(PAYLOAD.decode(), PASSPHRASE, armor=True, command=[*own, "_seal"])
    running = asyncio.ensure_future(unseal(sealed, Passphrase(PASSPHRASE_TEXT.upper()), command=[*own, "_unseal"]))
    leaks: set[str] = set()
    looks = 0
    while not running.done():
        children = [child.pid for child in psutil.Process().children(recursive=True)]
        leaks |= set(in_processes(children, SECRETS))
        looks += len(children)
        await asyncio.sleep(0.02)
    assert await running == PAYLOAD
    assert looks > 5
    assert leaks == set()
    assert in_files([tmp_path], SECRETS) == []


@pytest.mark.alone
async def test_cancelling_kills_the_child_at_once() -> None:
    asks_for_much = re.sub(rb" 4\n", b" 20\n", WEAK, count=1)
    running = asyncio.ensure_future(unseal(asks_for_much, PASSPHRASE, command=UNSEAL))
    await asyncio.to_thread(poll, unseal_children, "child that decrypts")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, 0.5)
    assert unseal_children() == []


async def test_a_deadline_ends_it() -> None:
    asks_for_much = re.sub(rb" 4\n", b" 20\n", WEAK, count=1)
    with pytest.raises(UnsealingFailed) as told:
        await unseal(asks_for_much, PASSPHRASE, command=UNSEAL, deadline=0.2)
    assert "too long" in told.value.happened
    assert unseal_children() == []


async def test_too_little_memory_is_told_apart() -> None:
    asks_for_much = re.sub(rb" 4\n", b" 19\n", WEAK, count=1)
    limited = ["sh", "-c", 'ulimit -v 300000; exec "$@"', "sh", *UNSEAL]
    with pytest.raises(NoMemoryToOpen) as told:
        await unseal(asks_for_much, PASSPHRASE, command=limited)
    assert "memory" in told.value.happened


@pytest.mark.parametrize("command", [["/nonexistent/scim-connection"], [sys.executable, "-c", "raise SystemExit(1)"]])
async def test_a_child_that_fails(command: list[str]) -> None:
    with pytest.raises(UnsealingFailed):
        await unseal(WEAK * 20, PASSPHRASE, command=command)


async def test_a_problem_holds_no_secret() -> None:
    for sealed in (WEAK[:-1], WEAK):
        with pytest.raises(Problem) as told:
            await unseal(sealed, Passphrase("another-passphrase"), command=UNSEAL)
        assert SECRETS.in_bytes(repr(told.getrepr()).encode()) == []


def test_what_is_no_file_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "none", tmp_path / "pipe", Path("/dev/zero"), Path("nul\0")):
        with pytest.raises(FileUnreadable):
            read_sealed(path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(bytes(LARGEST + 1), FileTooLarge), (to(keys.X25519_PUBLIC), LockedToKey)],
    ids=["large", "key"],
)
def test_a_file_that_no_passphrase_opens(tmp_path: Path, content: bytes, problem: type[Problem]) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(problem):
        read_sealed(tmp_path / "file")
