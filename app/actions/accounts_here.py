"""The accounts of this computer without a window: found by a word, with the token that the vault holds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from app.accounts.kept_secrets import KeptSecrets
from app.accounts.typed import TypedVault
from app.actions.connections import AccountView, remembered
from app.actions.typed_connection import TypedConnection
from app.domain.accounts import Account, Environment, Source
from app.domain.clock import Clock
from app.domain.errors import KeyringMissing, SecretGone
from app.domain.plain_text import shown
from app.domain.sharing import NameNotUnique, NoSuchAccount
from app.domain.text import tr
from app.store.accounts import KeptAccount
from app.store.places import data_folder
from app.store.store import Store, open_store
from app.vault.keyring_port import KeyringPort, SystemKeyring
from app.vault.vault import Vault, open_vault

__all__ = ["AccountHere", "open_account"]


@dataclass(frozen=True)
class AccountHere:
    """One account, opened: what is known of it, and where that is kept. `close` is for whoever opened it."""

    view: AccountView
    store: Store
    vault: Vault

    async def close(self) -> None:
        await asyncio.to_thread(self.store.close)


async def open_account(
    word: str, clock: Clock, *, folder: Path | None = None, keyring: KeyringPort | None = None
) -> AccountHere:
    """The account of this id, or of this name where it is unique, with its section and its token's value. Nothing is
    asked of any service, and no other account is touched.

    Raises NoSuchAccount and NameNotUnique before the keyring is asked; then what store and vault raise, KeyringMissing
    and SecretGone.
    """
    folder = folder or data_folder()
    if not await asyncio.to_thread((folder / "store.sqlite3").exists):  # opening would make one
        raise NoSuchAccount
    store = await asyncio.to_thread(open_store, folder / "store.sqlite3", clock)
    try:
        kept = _find(word, await asyncio.to_thread(store.accounts.all))
        vault = await open_vault(folder / "vault", keyring or SystemKeyring())
        if not vault.persistent:
            raise _without_keyring()
        view = await _view(kept, store, vault, clock)
        if view.section is None or view.section.token.value is None:
            raise view.problem or SecretGone()
    except BaseException:  # cancelled or interrupted, too: what was opened is closed, then it goes on
        await asyncio.to_thread(store.close)
        raise
    return AccountHere(view, store, vault)


def _find(word: str, accounts: tuple[KeptAccount, ...]) -> KeptAccount:
    for each in accounts:
        if each.account.id == word:
            return each
    named = [each for each in accounts if each.account.name.casefold() == word.casefold()]
    if not named:
        raise NoSuchAccount
    if len(named) > 1:
        ids = ", ".join(f"{each.account.id} ({_which(each.account)})" for each in named)
        raise NameNotUnique(next_step=tr("Use the id of the one that you mean: {ids}.", ids=shown(ids, 1_000)))
    return named[0]


def _which(account: Account) -> str:
    environment = "QA" if account.environment is Environment.QA else "Production"
    return f"{account.badge}, {environment}" if account.practice else environment


async def _view(kept: KeptAccount, store: Store, vault: Vault, clock: Clock) -> AccountView:
    if kept.account.source is not Source.TYPED:
        return await remembered(store, KeptSecrets(vault), kept.account)
    details = await asyncio.to_thread(store.typed_accounts.get, kept.account.id)
    if details is None:
        raise NoSuchAccount
    # Not all of them, as a window opens them: that would clear away what another process is just adding.
    return await TypedConnection(kept, details, TypedVault(vault, clock), store).open()


def _without_keyring() -> KeyringMissing:
    return KeyringMissing(
        means=tr("The tokens of your accounts are encrypted under a key that only the keyring of your desktop holds."),
        next_step=tr("Run this command inside your desktop session, with its keyring open."),
    )
