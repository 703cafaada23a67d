"""Passphrases of shares, kept for a week in the vault beside the token, to be read out on tomorrow's call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.domain.errors import Problem
from app.domain.tokens import AccessToken
from app.share.passphrase import Passphrase
from app.vault.secrets import Secrets
from app.vault.vault import Vault

DAYS = 7
_PHRASE, _TOKEN, _UNTIL = "share_passphrase", "share_token", "share_passphrase_until"
_NOTHING = dict.fromkeys((_PHRASE, _TOKEN, _UNTIL))


@dataclass(frozen=True)
class KeptPassphrase:
    """The passphrase of the account's last share."""

    passphrase: Passphrase
    until: datetime
    """When it is forgotten, by this computer's clock."""


class KeptPassphrases:
    """One an account: that of its last share. Raises what the vault raises."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    async def keep(self, account: AccountId, token: AccessToken, passphrase: Passphrase) -> datetime:
        """Keep it instead of an earlier share's, until the moment that is returned."""
        until = (self._clock.now() + timedelta(days=DAYS)).replace(microsecond=0)
        values = {
            _PHRASE: passphrase.reveal(),
            _TOKEN: self._vault.fingerprint(token.reveal()),
            _UNTIL: until.isoformat(),
        }
        await self._vault.update(account, lambda kept: kept.with_values(**values))
        return until

    async def find(self, account: AccountId, token: AccessToken) -> KeptPassphrase | None:
        """That of this token's last share; None where none is kept, or its time is over."""
        kept = await self._vault.read(account)
        if kept is None or kept.get(_TOKEN) != self._vault.fingerprint(token.reveal()):
            return None
        text, until = kept.get(_PHRASE), _end(kept)
        if text is None or until is None or self._is_over(until):
            return None
        return KeptPassphrase(Passphrase(text), until)

    async def forget(self, account: AccountId) -> None:
        """Delete it now. Nothing is written where nothing is kept."""
        kept = await self._vault.read(account)
        if kept is not None and _PHRASE in kept.names:
            await self._vault.update(account, lambda kept: kept.with_values(**_NOTHING))

    async def forget_ended(self, accounts: Iterable[AccountId]) -> None:
        """Delete those of these accounts whose time is over. What cannot be read is left for whoever needs it."""
        for account, kept in (await self._vault.read_many(list(accounts))).items():
            if isinstance(kept, Problem) or kept is None or _PHRASE not in kept.names:
                continue
            until = _end(kept)
            if until is None or self._is_over(until):
                await self.forget(AccountId(account))

    def _is_over(self, until: datetime) -> bool:
        """Also where the clock was set back by more than a passphrase is ever kept."""
        left = until - self._clock.now()
        return left <= timedelta(0) or left > timedelta(days=DAYS, hours=1)


def _end(kept: Secrets) -> datetime | None:
    try:
        until = datetime.fromisoformat(kept.get(_UNTIL) or "")
    except ValueError:
        return None
    return until if until.tzinfo is not None else None
