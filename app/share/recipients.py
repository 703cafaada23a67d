"""Encrypts to people's public keys instead of a passphrase: age's X25519 keys, and SSH keys (ed25519 and RSA)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain.errors import SealingFailed
from app.domain.sharing import RecipientUnusable
from app.domain.text import tr
from app.share.age_reading import read_age_file

if TYPE_CHECKING:
    from pyrage import ssh, x25519

LONGEST = 4_096
"""Characters of a key. One of RSA with 8192 bits has some 1400."""


def check_recipients(keys: Sequence[str]) -> None:
    """Raises RecipientUnusable where one of them is no public key that we can encrypt to."""
    for key in keys:
        _recipient(key)


def seal_to_recipients(payload: str, keys: Sequence[str], *, armor: bool = False) -> bytes:
    """An age file that each of these public keys' owners can open. Takes less than a millisecond.

    Raises RecipientUnusable and SealingFailed.
    """
    import pyrage

    recipients = [_recipient(key) for key in keys]
    try:
        sealed = pyrage.encrypt(payload.encode(), recipients, armored=armor)
    except pyrage.EncryptError:
        raise SealingFailed from None
    if read_age_file(sealed).to_passphrase:
        raise SealingFailed
    return sealed


def _recipient(key: str) -> x25519.Recipient | ssh.Recipient:
    from pyrage import RecipientError, ssh, x25519

    key = key.strip()
    kind = ssh.Recipient if key.startswith("ssh-") else x25519.Recipient
    if len(key) > LONGEST:
        raise RecipientUnusable
    if key.upper().startswith("AGE-SECRET-KEY-") or "PRIVATE KEY" in key:
        raise RecipientUnusable(
            tr("This is a private key: it opens shares, and is for nobody but its owner."),
            tr("Other users of this computer may have seen it among the arguments. Nothing was written."),
            tr("Give its public key (age1…) instead, and make a new pair of keys."),
        )
    try:
        return kind.from_str(key)
    except RecipientError:
        raise RecipientUnusable from None
