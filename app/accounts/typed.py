"""The tokens of an account typed in by hand, with their dates, in one entry of the vault.

A change of token is one write. What the account is called, and the address that its tokens are for, is in it too.

Beside the present and the old token there is room for one that was pasted and has not been tried yet: it is kept before
anything is done with it, so that no crash can lose what R-Service shows only where somebody looks for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.typed_about import About, about
from app.domain.accounts import AccountId, ScimSection, TokenRecord
from app.domain.clock import Clock
from app.domain.errors import Problem, SecretGone
from app.domain.tokens import AccessToken
from app.vault.secrets import Secrets
from app.vault.vault import Vault


@dataclass(frozen=True)
class TypedToken:
    """One token. Moments are UTC."""

    id: str
    """Made here: R-Service names none."""
    value: AccessToken
    known_since: datetime
    """When this computer first had it."""
    made_at: datetime | None = None
    """When it was made by rotating, as the person said; None where nobody knows."""


@dataclass(frozen=True)
class TypedTokens:
    """What is kept of one account."""

    present: TypedToken
    old: TypedToken | None = None
    old_ends_at: datetime | None = None
    """When the old one's 30 days are over; None without an old one."""
    pasted: AccessToken | None = None
    """Pasted as the new token of a rotation, and not taken yet."""
    about: About | None = None
    """Whose they are; None in an entry from before it was kept there: then the store alone knows."""

    def section(self, endpoint: str) -> ScimSection:
        """Settings › Apps › SCIM, as far as it is known."""
        present = TokenRecord(self.present.id, self.present.value, self.present.made_at)
        if self.old is None or self.old_ends_at is None:
            return ScimSection(endpoint, present)
        old = TokenRecord(self.old.id, self.old.value, self.old.made_at, expires_at=self.old_ends_at)
        return ScimSection(endpoint, present, old)


class TypedVault:
    """Reads and changes them. Every call raises what the vault raises; what was kept before still is then."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    @property
    def persistent(self) -> bool:
        """Whether it outlives this run."""
        return self._vault.persistent

    def fingerprint(self, token: AccessToken) -> str:
        """By which the store tells tokens apart, without telling anything about them."""
        return self._vault.fingerprint(token.reveal())

    async def read(self, account: AccountId) -> TypedTokens | None:
        """What is kept; None where nothing is. Raises SecretGone."""
        secrets = await self._vault.read(account)
        return None if secrets is None else _tokens(secrets)

    async def read_many(self, accounts: Sequence[AccountId]) -> dict[AccountId, TypedTokens | Problem | None]:
        """`read` of each; what it raises for one stands in that one's place."""
        found = await self._vault.read_many(accounts)
        return {
            account: _tokens(each) if isinstance(each, Secrets) else each
            for account, each in ((account, found[account]) for account in accounts)
        }

    async def owners(self) -> tuple[AccountId, ...]:
        """The accounts typed in by hand of which something is kept, also where it cannot be read."""
        return tuple(AccountId(owner) for owner in await self._vault.owners() if owner.startswith("typed_"))

    async def begin(
        self, account: AccountId, token: AccessToken, made_at: datetime | None, whose: About
    ) -> TypedTokens:
        """Keep the first token of an account, also where what was kept cannot be read any more."""
        present = TypedToken(str(uuid.uuid4()), token, self._clock.now(), made_at)
        secrets = whose.beside(_with_present(Secrets(), present))
        await self._vault.write(account, secrets)
        return _known(secrets)

    async def keep(self, account: AccountId, tokens: TypedTokens, whose: About) -> None:
        """Keep these instead of what was kept (brought from another computer). Tokens that were kept and are not among
        them stay in the entry under names of their own, once: they may still be somebody's."""
        secrets = whose.beside(_with_present(Secrets(), tokens.present))
        if tokens.old is not None:
            secrets = _with_old(secrets, tokens.old, tokens.old_ends_at)
        secrets = secrets.with_values(pasted_token=_text(tokens.pasted))

        def bring(kept: Secrets) -> Secrets:
            there = {secrets.get(name) for name in _TOKENS}
            gone = {f"replaced_{name}": kept.get(name) for name in _TOKENS if kept.get(name) not in there}
            earlier = {f"replaced_{name}": kept.get(f"replaced_{name}") for name in _TOKENS}
            return secrets.with_values(**(gone or earlier))

        try:
            await self._vault.update(account, bring)
        except SecretGone:
            await self._vault.write(account, secrets)  # what was kept cannot be read any more

    async def describe(self, account: AccountId, whose: About) -> None:
        """Keep what the account is called now, and where its tokens are sent from now on. Raises SecretGone where no
        token is kept."""

        def change(kept: Secrets) -> Secrets:
            _known(kept)
            return whose.beside(kept)

        await self._vault.update(account, change)

    async def paste(self, account: AccountId, token: AccessToken) -> TypedTokens:
        """Keep a new token that has not been tried yet, beside those there are."""
        return await self._change(account, lambda kept: kept.with_values(pasted_token=token.reveal()))

    async def drop_pasted(self, account: AccountId) -> TypedTokens:
        """Forget it: it is not the account's."""
        return await self._change(account, lambda kept: kept.with_values(pasted_token=None))

    async def take_pasted(self, account: AccountId, made_at: datetime | None, old_ends_at: datetime) -> TypedTokens:
        """The pasted token becomes the present one, and the present one the old one, in one write. Where none is pasted
        (it was taken before a crash), only the dates are set."""
        fresh = str(uuid.uuid4())

        def take(kept: Secrets) -> Secrets:
            pasted = kept.get("pasted_token")
            tokens = _known(kept)
            if pasted is None or pasted == tokens.present.value.reveal():
                taken = kept.with_values(pasted_token=None, token_made_at=_moment(made_at))
                return taken if tokens.old is None else taken.with_values(previous_ends_at=_moment(old_ends_at))
            present = TypedToken(fresh, AccessToken(pasted), self._clock.now(), made_at)
            return _with_present(_with_old(kept, tokens.present, old_ends_at), present).with_values(pasted_token=None)

        return await self._change(account, take)

    async def correct(self, account: AccountId, token: AccessToken) -> TypedTokens:
        """The present token was mistyped: this is what it should have been. Its dates stay, and an old one too."""
        fresh = str(uuid.uuid4())
        return await self._change(account, lambda kept: kept.with_values(token=token.reveal(), token_id=fresh))

    async def set_made_at(self, account: AccountId, made_at: datetime | None) -> TypedTokens:
        """The person has found out, or put right, when the present token was made."""
        return await self._change(account, lambda kept: kept.with_values(token_made_at=_moment(made_at)))

    async def drop_old(self, account: AccountId, token: AccessToken) -> TypedTokens:
        """This old token has ended: nothing is left to do with it. Nothing happens where another one is the old one by
        now: the token was rotated while R-Service was asked."""

        def drop(kept: Secrets) -> Secrets:
            same = kept.get("previous_token") == token.reveal()
            return kept.with_values(**dict.fromkeys(_OLD, None)) if same else kept

        return await self._change(account, drop)

    async def forget(self, account: AccountId) -> None:
        """Delete everything of the account."""
        await self._vault.delete(account)

    async def _change(self, account: AccountId, change: Callable[[Secrets], Secrets]) -> TypedTokens:
        return _known(await self._vault.update(account, change))


_TOKENS = ("token", "previous_token", "pasted_token")
_OLD = ("previous_token", "previous_token_id", "previous_made_at", "previous_known_since", "previous_ends_at")


def _with_present(kept: Secrets, token: TypedToken) -> Secrets:
    return kept.with_values(
        token=token.value.reveal(),
        token_id=token.id,
        token_made_at=_moment(token.made_at),
        token_known_since=_moment(token.known_since),
    )


def _with_old(kept: Secrets, token: TypedToken, ends_at: datetime | None) -> Secrets:
    return kept.with_values(
        previous_token=token.value.reveal(),
        previous_token_id=token.id,
        previous_made_at=_moment(token.made_at),
        previous_known_since=_moment(token.known_since),
        previous_ends_at=_moment(ends_at),
    )


def _known(kept: Secrets) -> TypedTokens:
    tokens = _tokens(kept)
    if tokens is None:
        raise SecretGone
    return tokens


def _tokens(kept: Secrets) -> TypedTokens | None:
    present = _token(kept, "token")
    if present is None:
        return None
    pasted = kept.get("pasted_token")
    old, ends = _token(kept, "previous"), _read(kept.get("previous_ends_at"))
    taken = AccessToken(pasted) if pasted else None
    return TypedTokens(present, old if ends else None, ends if old else None, taken, about(kept))


def _token(kept: Secrets, name: str) -> TypedToken | None:
    prefix = "token" if name == "token" else "previous"
    text = kept.get("token" if name == "token" else "previous_token")
    identity = kept.get("token_id" if name == "token" else "previous_token_id")
    since = _read(kept.get(f"{prefix}_known_since"))
    if not text or identity is None or since is None:
        return None
    return TypedToken(identity, AccessToken(text), since, _read(kept.get(f"{prefix}_made_at")))


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _text(token: AccessToken | None) -> str | None:
    return None if token is None else token.reveal()
