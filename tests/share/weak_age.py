"""Writes age files to a passphrase with whatever work factor a test wants, after the specification alone
(https://age-encryption.org/v1): ours has the one that pyrage chooses, which takes a second each time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def sealed_weakly(payload: bytes, passphrase: str, work: int = 4) -> bytes:
    """An age file that is opened at once; for payloads of one chunk (64 KiB)."""
    assert len(payload) <= 64 * 1024
    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapping = hashlib.scrypt(
        passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=2**work, r=8, p=1, maxmem=2**28, dklen=32
    )
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_base64(salt), work, _base64(wrapped))
    mac = hmac.digest(HKDF(SHA256(), 32, None, b"header").derive(file_key), header, "sha256")
    stream = HKDF(SHA256(), 32, nonce, b"payload").derive(file_key)
    return (
        header
        + b" "
        + _base64(mac)
        + b"\n"
        + nonce
        + ChaCha20Poly1305(stream).encrypt(bytes(11) + b"\1", payload, None)
    )


def armored(binary: bytes) -> bytes:
    """As `age --armor` writes it."""
    text = base64.b64encode(binary)
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return b"\n".join([b"-----BEGIN AGE ENCRYPTED FILE-----", *lines, b"-----END AGE ENCRYPTED FILE-----", b""])


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")
