"""A sealed file opens with its own key, for its own owner and generation, and in no other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.sealing import Damaged, OtherKey, VaultKey, seal, unseal

KEY = VaultKey(bytes(range(32)))
OWNERS = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)


@given(st.binary(min_size=32, max_size=32), OWNERS, st.integers(1, 2**63), st.binary(max_size=300))
def test_what_is_sealed_opens(key: bytes, owner: str, generation: int, plain: bytes) -> None:
    assert unseal(VaultKey(key), owner, generation, seal(VaultKey(key), owner, generation, plain)) == plain


def test_no_file_with_a_flipped_bit_opens() -> None:
    sealed = seal(KEY, "owner", 7, b'{"token": "abc"}')
    for position in range(len(sealed)):
        for bit in range(8):
            flipped = bytearray(sealed)
            flipped[position] ^= 1 << bit
            with pytest.raises(Damaged):
                unseal(KEY, "owner", 7, bytes(flipped))


def test_no_file_cut_short_or_lengthened_opens() -> None:
    sealed = seal(KEY, "owner", 7, b'{"token": "abc"}')
    for length in range(len(sealed)):
        with pytest.raises(Damaged):
            unseal(KEY, "owner", 7, sealed[:length])
    with pytest.raises(Damaged):
        unseal(KEY, "owner", 7, sealed + b"\0")


@pytest.mark.parametrize(("owner", "generation"), [("another", 7), ("owner", 8), ("owner", 6)])
def test_a_file_under_another_name_does_not_open(owner: str, generation: int) -> None:
    with pytest.raises(Damaged):
        unseal(KEY, owner, generation, seal(KEY, "owner", 7, b"{}"))


@given(st.binary(min_size=32, max_size=32).filter(lambda key: key != KEY.reveal()))
def test_another_key_is_told_apart_from_damage(key: bytes) -> None:
    with pytest.raises(OtherKey):
        unseal(VaultKey(key), "owner", 7, seal(KEY, "owner", 7, b"{}"))


def test_a_tampered_file_with_a_fitting_digest_does_not_open() -> None:
    """The digest is no secret: whoever changes a file can make one. The tag is what refuses."""
    import hashlib

    body = bytearray(seal(KEY, "owner", 7, b"{}")[:-32])
    body[-1] ^= 1
    with pytest.raises(Damaged):
        unseal(KEY, "owner", 7, bytes(body) + hashlib.sha256(body).digest())


def test_a_later_format_is_not_taken_for_damage() -> None:
    import hashlib

    body = b"SCIMVLT2" + seal(KEY, "owner", 7, b"{}")[8:-32]
    with pytest.raises(OtherKey):
        unseal(KEY, "owner", 7, body + hashlib.sha256(body).digest())


def test_the_same_secrets_never_give_the_same_bytes() -> None:
    assert len({seal(KEY, "owner", 7, b"{}") for _ in range(50)}) == 50


def test_neither_the_key_nor_the_secret_stands_in_the_file() -> None:
    sealed = seal(KEY, "owner", 7, b"a secret of many letters")
    assert b"a secret" not in sealed
    assert KEY.reveal()[:8] not in sealed


def test_a_fingerprint_needs_the_key() -> None:
    assert KEY.fingerprint("token") == KEY.fingerprint("token") != KEY.fingerprint("other")
    assert KEY.fingerprint("token") != VaultKey.make().fingerprint("token")
    assert len(KEY.fingerprint("\ud800")) == 16


def test_a_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        VaultKey(b"short")
