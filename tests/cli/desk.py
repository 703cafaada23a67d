"""A desk with accounts typed in by hand: adds them, through the program's own parts, to where its environment says.

Run as a program: one JSON array on standard input, of [name, environment, endpoint, token]; prints their ids.
"""

from __future__ import annotations

import asyncio
import json
import sys

from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import Environment
from app.domain.clock import SystemClock
from app.domain.tokens import AccessToken
from app.store.places import store_file, vault_folder
from app.store.store import open_store
from app.vault.keyring_port import SystemKeyring
from app.vault.vault import open_vault


async def add_all() -> list[str]:
    clock = SystemClock()
    with open_store(store_file(), clock) as store:
        vault = await open_vault(vault_folder(), SystemKeyring())
        assert vault.persistent, "a keyring is needed"
        typed = TypedAccounts(store, vault, clock)
        await typed.open()
        ids = []
        for name, environment, endpoint, token in json.load(sys.stdin):
            added = await typed.add(NewAccount(name, Environment(environment), endpoint, AccessToken(token)))
            ids.append(str(added.view.account.id))
        return ids


if __name__ == "__main__":
    print(json.dumps(asyncio.run(add_all())))
