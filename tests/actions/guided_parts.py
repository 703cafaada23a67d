"""One account typed in by hand, and the guide through its rotation, over a real store and vault."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.actions.connections import AccountView, TypedState
from app.actions.guided_rotation import GuidedRotations, Tried, finish_rotations
from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import AccountId, Environment, ScimSection
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome, GuidedKind, GuidedStep
from tests.actions.conftest import Account
from tests.actions.parts import Parts, opened


@dataclass(frozen=True)
class Guided:
    """One account typed in by hand, and the guide."""

    parts: Parts
    typed: TypedAccounts
    guided: GuidedRotations
    account: AccountId

    @property
    def view(self) -> AccountView:
        return self.typed.connections[self.account].view

    @property
    def problem_code(self) -> str:
        """Of what is wrong with the account; empty where nothing is."""
        return self.view.problem.code if self.view.problem is not None else ""

    @property
    def state(self) -> TypedState:
        assert self.view.typed is not None
        return self.view.typed

    @property
    def section(self) -> ScimSection:
        assert self.view.section is not None
        return self.view.section

    @property
    def outcomes(self) -> list[CheckOutcome | None]:
        """Of the last check of the present token, and of the old one."""
        return [check.outcome if check else None for check in (self.state.present_check, self.state.old_check)]

    @property
    def pressed_at(self) -> datetime | None:
        return self.state.guided.pressed_at if self.state.guided else None

    @property
    def now(self) -> datetime:
        return self.parts.clock.now()

    @property
    def step(self) -> GuidedStep | None:
        return self.state.guided.step if self.state.guided else None

    async def to_paste(self, kind: GuidedKind = GuidedKind.PLANNED) -> None:
        await self.guided.begin(self.account, kind)
        await self.guided.go_to(self.account, GuidedStep.PRESS)
        await self.guided.go_to(self.account, GuidedStep.PASTE)

    async def tried(self, token: AccessToken) -> Tried:
        await self.guided.paste(self.account, token)
        return await self.guided.try_pasted(self.account)


@asynccontextmanager
async def started(
    home: Path, endpoint: str = "", token: AccessToken | None = None, *, keyring: bool = True
) -> AsyncIterator[Guided]:
    """A start of the program; with a token, the account is added first."""
    async with opened(home, keyring=keyring) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        if token is not None:
            await typed.add(NewAccount("Widget", Environment.PRODUCTION, endpoint, token))
        await finish_rotations(typed, parts.clock)
        (account,) = typed.connections
        yield Guided(parts, typed, GuidedRotations(typed, parts.clock), account)


def first_of(account: Account) -> AccessToken:
    assert account.first.token.value is not None
    return account.first.token.value


async def rotated(account: Account) -> AccessToken:
    value = (await account.rotated_elsewhere()).token.value
    assert value is not None
    return value
