"""An account found by a word, with its token: what the command line shares from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.accounts_here import open_account
from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.clock import SystemClock
from app.domain.errors import SecretGone
from app.domain.sharing import NameNotUnique, NoSuchAccount
from app.domain.tokens import AccessToken
from app.store.accounts import KeptAccount
from app.store.last_known import LastKnown
from tests.actions.parts import KeyFile, opened
from tests.share.parts import LATER, TOKEN, section

ENDPOINT = "https://api.r-service.tech/scim/v2"
CLOCK = SystemClock()


def practice(name: str, environment: Environment = Environment.PRODUCTION) -> KeptAccount:
    return KeptAccount(Account(AccountId(f"practice_{environment.value}"), name, environment, Source.PRACTICE))


async def test_a_pretend_account_as_it_was_last_known(tmp_path: Path) -> None:
    """No service is started for it."""
    kept = practice("Widget Data Center")
    async with opened(tmp_path / "home") as parts:
        parts.store.accounts.keep(kept)
        with_old = replace(section().token, value=AccessToken("old" * 10))
        seen = replace(section(), previous_token=replace(with_old, id="tok_1", expires_at=LATER))
        await parts.kept.keep_section(kept.account.id, seen)
        parts.store.last_known.keep(kept.account.id, LastKnown(ENDPOINT, LATER, LATER, timedelta(0)))
    here = await open_account("widget data CENTER", CLOCK, folder=tmp_path / "home", keyring=KeyFile(tmp_path / "key"))
    try:
        assert here.view.account.practice
        assert here.view.section is not None
        assert (here.view.section.endpoint, here.view.section.token.value) == (ENDPOINT, TOKEN)
        assert here.view.section.previous_token is not None
        assert here.view.section.previous_token.expires_at == LATER
    finally:
        await here.close()


async def test_what_another_window_is_just_adding_stays(tmp_path: Path) -> None:
    async with opened(tmp_path / "home") as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        added = await typed.add(NewAccount("Widget", Environment.QA, ENDPOINT, TOKEN))
        on_its_way = AccountId("typed_new")
        parts.store.typed_accounts.announce(on_its_way, parts.clock.now())
        await typed.tokens.begin(on_its_way, TOKEN, None, added.about)
        here = await open_account(
            added.view.account.id, CLOCK, folder=tmp_path / "home", keyring=KeyFile(tmp_path / "key")
        )
        await here.close()
        assert here.view.section == added.view.section
        assert await typed.tokens.read(on_its_way) is not None
        assert parts.store.typed_accounts.on_their_way_out() == (on_its_way,)


async def test_what_is_not_found(tmp_path: Path) -> None:
    home, keyring = tmp_path / "home", KeyFile(tmp_path / "key")
    with pytest.raises(NoSuchAccount):
        await open_account("Widget", CLOCK, folder=home, keyring=keyring)
    assert not home.exists()
    async with opened(home) as parts:
        for environment in Environment:
            parts.store.accounts.keep(practice("Twin", environment))
    with pytest.raises(NoSuchAccount):
        await open_account("Widget", CLOCK, folder=home, keyring=keyring)
    with pytest.raises(NameNotUnique) as told:
        await open_account("twin", CLOCK, folder=home, keyring=keyring)
    assert "practice_qa (Practice, QA)" in told.value.next_step
    with pytest.raises(SecretGone):
        await open_account("practice_qa", CLOCK, folder=home, keyring=keyring)
