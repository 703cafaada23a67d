"""A program with accounts typed in by hand, over a real store and a real vault whose key lies in a file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.typed_accounts import NewAccount
from app.domain.accounts import AccountId, Environment
from app.domain.clock import Clock
from app.domain.tokens import AccessToken
from app.store.store import Store
from app.vault.keyring_port import KeyringPort
from app.vault.vault import Vault
from tests.actions.parts import KeyFile

ENDPOINT = "https://api.r-service.example/scim/v2"


class Home:
    """The open program, and what a test does with it."""

    def __init__(self, program: Program, clock: Clock) -> None:
        self.program = program
        self.clock = clock

    @property
    def store(self) -> Store:
        assert self.program.store is not None
        return self.program.store

    @property
    def vault(self) -> Vault:
        assert self.program.vault is not None
        return self.program.vault

    def view(self, account: AccountId) -> AccountView:
        return self.program.views[account]

    async def add(
        self,
        name: str,
        token: str,
        *,
        environment: Environment = Environment.PRODUCTION,
        rotated_at: datetime | None = None,
    ) -> AccountId:
        """A new account with that token, so long ago that the history does not know any more that it was added."""
        assert self.program.typed is not None
        new = NewAccount(name, environment, ENDPOINT, AccessToken(token), None, rotated_at)
        account = (await self.program.typed.add(new)).view.account.id
        with self.store._database.writing() as connection:
            connection.execute("DELETE FROM history WHERE account = ?", (account,))
        return account

    async def rotate(self, account: AccountId, token: str, old_ends_at: datetime) -> None:
        """That token was pasted after a rotation in R-Service."""
        assert self.program.typed is not None
        tokens, connection = self.program.typed.tokens, self.program.typed.connections[account]
        await tokens.paste(account, AccessToken(token))
        await connection.show(await tokens.take_pasted(account, self.clock.now(), old_ends_at))


@asynccontextmanager
async def typed_program(folder: Path, clock: Clock, keyring: KeyringPort | None = None) -> AsyncIterator[Home]:
    """Opens what lies in that folder; the keyring's stand-in lies beside it."""
    program = Program(clock, changed=lambda: None, folder=folder, keyring=keyring or KeyFile(folder.parent / "key"))
    await program.open(practice=False)
    assert program.problem is None
    try:
        yield Home(program, clock)
    finally:
        await program.close()
