"""The vault's entries of an account, by the names that stand in it, as values of the domain."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.accounts import AccountId, ScimSection, TokenRecord
from app.domain.errors import SecretGone
from app.domain.tokens import AccessToken
from app.vault.secrets import Secrets
from app.vault.vault import Vault


@dataclass(frozen=True)
class KeptTokens:
    """The tokens of an account that this computer has, for copying, sharing and testing also without the network."""

    token: AccessToken
    token_id: str
    previous_token: AccessToken | None = None
    previous_token_id: str | None = None


class KeptSecrets:
    """Reads and writes an account's tokens and session in the vault. Raises what the vault raises."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._locks: dict[AccountId, asyncio.Lock] = {}

    @property
    def persistent(self) -> bool:
        """Whether it outlives this run."""
        return self._vault.persistent

    def fetching(self, account: AccountId) -> asyncio.Lock:
        """To be held from the request for a section until its tokens are kept: else an answer that was on its way
        while another call rotated would put the older tokens over the new ones."""
        return self._locks.setdefault(account, asyncio.Lock())

    async def tokens(self, account: AccountId) -> KeptTokens | None:
        """What is kept; None where nothing is. Raises SecretGone."""
        secrets = await self._vault.read(account)
        if secrets is None:
            return None
        token, token_id = secrets.get("token"), secrets.get("token_id")
        if token is None or token_id is None:
            return None
        previous = secrets.get("previous_token")
        return KeptTokens(
            AccessToken(token), token_id, AccessToken(previous) if previous else None, secrets.get("previous_token_id")
        )

    async def keep_section(self, account: AccountId, section: ScimSection) -> None:
        """Keep the section's tokens: they are on the disk, and have been read back, when this returns.

        Where they did not come about by rotating what was kept (a new database knows nothing of it), what was kept
        stays in the entry under names of its own, once. Nothing is written where they are kept already. Raises
        DiskFull, CannotWrite or StorageBusy.
        """
        present, previous = section.token, section.previous_token
        values = {
            "token": _text(present),
            "token_id": present.id,
            "previous_token": previous.value.reveal() if previous and previous.value else None,
            "previous_token_id": previous.id if previous else None,
        }

        def change(kept: Secrets) -> Secrets:
            before = kept.get("token_id")
            if previous is not None and previous.value is None:
                # The service cannot read it any more; we may still have it.
                values["previous_token"] = _kept_value(kept, previous.id)
            if before is not None and before not in (values["token_id"], values["previous_token_id"]):
                kept = kept.with_values(**{f"replaced_{name}": kept.get(name) for name in values})
            return kept.with_values(**values)

        await self._keep(account, change)

    async def session(self, account: AccountId) -> AccessToken | None:
        """The session of the account's owner; None where none is kept, or it cannot be read any more: it is renewed."""
        try:
            secrets = await self._vault.read(account)
        except SecretGone:
            return None
        session = secrets.get("session") if secrets else None
        return AccessToken(session) if session else None

    async def keep_session(self, account: AccountId, session: AccessToken) -> None:
        await self._keep(account, lambda kept: kept.with_values(session=session.reveal()))

    async def _keep(self, account: AccountId, change: Callable[[Secrets], Secrets]) -> None:
        try:
            kept = await self._vault.read(account) or Secrets()
            if change(kept) != kept:
                await self._vault.update(account, change)
        except SecretGone:
            # What is there cannot be read any more, and what we hold is newer: the vault leaves a lost key's file.
            await self._vault.write(account, change(Secrets()))


def _kept_value(kept: Secrets, token_id: str) -> str | None:
    for name in ("token", "previous_token"):
        if kept.get(f"{name}_id") == token_id:
            return kept.get(name)
    return None


def _text(record: TokenRecord) -> str:
    if record.value is None:
        raise ValueError("a section without its tokens' values cannot be kept")
    return record.value.reveal()
