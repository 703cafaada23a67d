from __future__ import annotations

import base64

import pytest
from pyrage import passphrase as by_passphrase

from app.share.age_file import ENOUGH_WORK, is_whole, seal
from tests.share.weak_age import sealed_weakly

HEADER = b"age-encryption.org/v1\n-> scrypt " + b"A" * 22 + b" 19\n" + b"B" * 43 + b"\n--- " + b"C" * 43 + b"\n"
BODY = bytes(16 + 2048 + 16)


def armored(binary: bytes) -> bytes:
    lines = base64.b64encode(binary)
    wrapped = b"\n".join(lines[start : start + 64] for start in range(0, len(lines), 64))
    return b"-----BEGIN AGE ENCRYPTED FILE-----\n" + wrapped + b"\n-----END AGE ENCRYPTED FILE-----\n"


@pytest.mark.parametrize("sealed", [HEADER + BODY, armored(HEADER + BODY)], ids=["binary", "armored"])
def test_a_whole_file_is_known_by_its_header_and_length(sealed: bytes) -> None:
    assert is_whole(sealed, 2048)
    assert not is_whole(sealed, 4096)


def test_a_second_chunk_has_a_tag_of_its_own() -> None:
    assert is_whole(HEADER + bytes(16 + 65536 + 16), 65536)
    assert is_whole(HEADER + bytes(16 + 67584 + 32), 67584)


@pytest.mark.parametrize(
    "sealed",
    [
        b"",
        HEADER + BODY[:-1],
        HEADER + BODY + b"\n",
        HEADER.replace(b"/v1", b"/v2") + BODY,
        HEADER.replace(b" 19\n", b" 23\n") + BODY,
        HEADER.replace(b" 19\n", b" 0\n") + BODY,
        HEADER.replace(b"scrypt", b"X25519") + BODY,
        armored(HEADER + BODY)[:-40],
        armored(HEADER + BODY).replace(b"A", b"*", 1),
    ],
    ids=["empty", "cut", "longer", "version", "too much work", "no work", "recipient", "armor cut", "armor damaged"],
)
def test_anything_else_is_not_whole(sealed: bytes) -> None:
    assert not is_whole(sealed, 2048)


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [([4, 5, ENOUGH_WORK], ENOUGH_WORK), ([5, 4, 8, 4, 5], 8), ([ENOUGH_WORK], ENOUGH_WORK)],
    ids=["busy for a moment", "busy all the time", "free"],
)
def test_a_busy_moment_does_not_make_it_easy_to_guess(
    monkeypatch: pytest.MonkeyPatch, chosen: list[int], kept: int
) -> None:
    """pyrage chooses by a measurement of a moment; in its place stands one that was held up so often."""
    works = iter(chosen)

    def encrypt(payload: bytes, passphrase: str, *, armored: bool) -> bytes:
        return sealed_weakly(payload, passphrase, next(works))

    monkeypatch.setattr(by_passphrase, "encrypt", encrypt)
    assert int(seal(b"payload", "for a test").split(b"\n")[1].split()[-1]) == kept
    assert next(works, None) is None
