"""The key that the local service keeps the pretend accounts under. It rests in the vault, never beside the database."""

from __future__ import annotations

import asyncio
import base64
import binascii
import secrets
from pathlib import Path

from app.accounts.service_state import ServiceData, practice_key_gone
from app.domain.errors import SecretGone
from app.vault.secrets import Secrets
from app.vault.vault import Vault

OWNER = "practice-service"
_KEY_BYTES = 32


async def practice_data(vault: Vault, folder: Path) -> ServiceData:
    """What the local service is to be started with.

    The first time a key is made, and is in the vault before the service first uses it. Without a keyring everything
    stays in memory, and a database in the folder is left untouched. Raises SecretGone where there is a database and no
    key to it any more, and what the vault raises.
    """
    if not vault.persistent:
        return ServiceData(secrets.token_bytes(_KEY_BYTES), None)
    # A folder with anything in it may hold accounts. A new key would lock them for good.
    in_use = await asyncio.to_thread(_holds_anything, folder)
    try:
        kept = await vault.read(OWNER)
    except SecretGone:
        if in_use:
            raise practice_key_gone(folder) from None
        # Their folder was moved away, so nothing needs the lost key any more.
        await vault.write(OWNER, Secrets())
        kept = None
    text = kept.get("key") if kept else None
    if text is None:
        if in_use:
            raise practice_key_gone(folder)
        text = await _make_key(vault)
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _KEY_BYTES:
        raise practice_key_gone(folder)
    return ServiceData(key, folder)


async def _make_key(vault: Vault) -> str:
    def add(kept: Secrets) -> Secrets:
        # Another window or command line may have made one since we looked.
        if kept.get("key") is not None:
            return kept
        return kept.with_values(key=base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode())

    text = (await vault.update(OWNER, add)).get("key")
    assert text is not None
    return text


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
