"""Of a file for a key, binary and armored, no change of a single byte opens; of a passphrase file, none of forty.

In this process, through what the child does: a child for each of some ten thousand changes would take hours.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pyrage
import pytest

from app.domain.errors import Problem
from app.share.age_opening import Refused, open_with_identity, open_with_passphrase
from app.share.age_reading import read_age_file
from tests.share import keys
from tests.share.parts import PASSPHRASE_TEXT
from tests.share.weak_age import sealed_weakly

pytestmark = pytest.mark.once

PAYLOAD = b"x" * 2048
RECIPIENTS = [pyrage.x25519.Recipient.from_str(keys.X25519_PUBLIC)]
WHITE_SPACE = b" \t\r\n\v\f>|"
"""What readers of armor forgive somewhere."""


def with_key(content: bytes) -> bytes:
    return open_with_identity(read_age_file(content).binary, keys.X25519)


def with_passphrase(content: bytes) -> bytes:
    return open_with_passphrase(read_age_file(content).binary, [PASSPHRASE_TEXT])


def opened(content: bytes, how: Callable[[bytes], bytes]) -> bool:
    try:
        how(content)
    except (Problem, Refused):
        return False
    return True


def changes(content: bytes, values: Callable[[int], bytes]) -> Iterator[bytes]:
    for place, byte in enumerate(content):
        for value in values(byte):
            if value != byte:
                yield content[:place] + bytes([value]) + content[place + 1 :]


@pytest.mark.parametrize("armor", [False, True], ids=["binary", "armored"])
def test_no_byte_can_be_changed(armor: bool) -> None:
    """One bit, the case of a letter, one value of chance, and all that counts as white space."""
    sealed = pyrage.encrypt(PAYLOAD, RECIPIENTS, armored=armor)
    assert opened(sealed, with_key)
    chance = random.Random(5)
    forgiven = WHITE_SPACE if armor else b""
    tried = list(changes(sealed, lambda byte: bytes([byte ^ 1, byte ^ 0x20, chance.randrange(256)]) + forgiven))
    assert len(tried) > 2.9 * len(sealed)
    assert [each for each in tried if opened(each, with_key)] == []


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("armor", [False, True], ids=["binary", "armored"])
def test_all_changes_of_one_byte(armor: bool) -> None:
    sealed = pyrage.encrypt(PAYLOAD, RECIPIENTS, armored=armor)
    every = bytes(range(256))
    assert not any(opened(each, with_key) for each in changes(sealed, lambda _: every))


def test_forty_changes_of_a_passphrase_file() -> None:
    """At the least work that scrypt takes: what is shown does not depend on it."""
    sealed = sealed_weakly(PAYLOAD, PASSPHRASE_TEXT)
    assert opened(sealed, with_passphrase)
    chance = random.Random(40)
    for place in chance.sample(range(len(sealed)), 40):
        changed = sealed[:place] + bytes([sealed[place] ^ chance.randrange(1, 256)]) + sealed[place + 1 :]
        assert not opened(changed, with_passphrase), place
