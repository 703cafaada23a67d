"""A share's passphrase is kept for a week beside the token, and no longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.actions.kept_passphrases import KeptPassphrases
from app.domain.accounts import AccountId
from app.domain.tokens import AccessToken
from app.share.passphrase import Passphrase
from app.vault.secrets import Secrets
from app.vault.vault import MemoryVault

ACCOUNT, OTHER = AccountId("acc_1"), AccountId("acc_2")
TOKEN, NEXT = AccessToken("a" * 64), AccessToken("b" * 64)
PHRASE = Passphrase("cactus-dagger-eagle-fabric-gallon-hamster")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


class MovedClock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def elapsed(self) -> float:
        return 0.0


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def kept(vault: MemoryVault, clock: MovedClock) -> KeptPassphrases:
    return KeptPassphrases(vault, clock)


async def names(vault: MemoryVault, account: AccountId = ACCOUNT) -> set[str]:
    secrets = await vault.read(account)
    return set(secrets.names) if secrets is not None else set()


@pytest.mark.parametrize(
    ("passed", "found"),
    [
        (timedelta(0), True),
        (WEEK - timedelta(seconds=1), True),
        (WEEK, False),
        (timedelta(days=400), False),
        (timedelta(minutes=-30), True),
        (timedelta(days=-1), False),  # a clock that was set back must not keep it for longer
    ],
)
async def test_it_is_there_for_a_week(
    kept: KeptPassphrases, vault: MemoryVault, clock: MovedClock, passed: timedelta, found: bool
) -> None:
    await vault.write(ACCOUNT, Secrets({"token": TOKEN.reveal()}))
    assert await kept.keep(ACCOUNT, TOKEN, PHRASE) == NOW + WEEK
    clock.at = NOW + passed
    there = await kept.find(ACCOUNT, TOKEN)
    assert (there is not None) is found
    if there is not None:
        assert there.passphrase.reveal() == PHRASE.reveal()
        assert there.until == NOW + WEEK
        assert PHRASE.reveal() not in repr(there)
    await kept.forget_ended([ACCOUNT, OTHER])
    assert await names(vault) == {
        "token",
        *(("share_passphrase", "share_token", "share_passphrase_until") if found else ()),
    }


async def test_it_belongs_to_the_token_that_was_shared(kept: KeptPassphrases) -> None:
    await kept.keep(ACCOUNT, TOKEN, PHRASE)
    assert await kept.find(ACCOUNT, NEXT) is None
    assert await kept.find(OTHER, TOKEN) is None


async def test_the_last_share_counts(kept: KeptPassphrases) -> None:
    await kept.keep(ACCOUNT, TOKEN, Passphrase("of-the-share-before"))
    await kept.keep(ACCOUNT, NEXT, PHRASE)
    assert await kept.find(ACCOUNT, TOKEN) is None
    there = await kept.find(ACCOUNT, NEXT)
    assert there is not None
    assert there.passphrase.reveal() == PHRASE.reveal()


async def test_forgetting_leaves_what_else_is_there(kept: KeptPassphrases, vault: MemoryVault) -> None:
    await vault.write(ACCOUNT, Secrets({"token": TOKEN.reveal()}))
    await kept.forget(ACCOUNT)
    await kept.forget(OTHER)
    await kept.keep(ACCOUNT, TOKEN, PHRASE)
    await kept.forget(ACCOUNT)
    assert await names(vault) == {"token"}
    assert await names(vault, OTHER) == set()


@pytest.mark.parametrize("until", ["", "soon", "2026-11-30T12:00:00"])
async def test_one_without_a_readable_end_is_forgotten(kept: KeptPassphrases, vault: MemoryVault, until: str) -> None:
    await kept.keep(ACCOUNT, TOKEN, PHRASE)
    await vault.update(ACCOUNT, lambda secrets: secrets.with_values(share_passphrase_until=until))
    assert await kept.find(ACCOUNT, TOKEN) is None
    await kept.forget_ended([ACCOUNT])
    assert await names(vault) == set()
