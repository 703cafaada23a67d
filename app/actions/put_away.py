"""Tokens leave this program's memory while nobody is there, and come back from the vault, which asks the keyring."""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import TYPE_CHECKING

from app.accounts.kept_secrets import KeptTokens
from app.actions.account_view import AccountView
from app.domain.accounts import ScimSection, TokenRecord

if TYPE_CHECKING:
    from app.actions.connections import Connection
    from app.actions.program import Program
    from app.actions.typed_connection import TypedConnection


class PuttingAway:
    """One program's. Only what the vault on the disk has is put away: nothing else could bring it back."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._away = False

    @property
    def away(self) -> bool:
        """Whether tokens are put away now."""
        vault = self._program.vault
        return self._away and vault is not None and vault.persistent

    @property
    def complete(self) -> bool:
        """Whether no account has its token, and the vault not its key: what was under way when they were put away may
        have asked for one since."""
        if self._program.vault is not None and not self._program.vault.is_away:
            return False
        sections = (view.section for view in self._program.views.values())
        return not any(section is not None and section.token.value is not None for section in sections)

    def put_away(self) -> bool:
        """Forget tokens, session and key. False where that cannot be now (a rotation is under way, or tokens are being
        fetched: ask again soon), or where there is no vault on the disk. May be repeated."""
        vault = self._program.vault
        if vault is None or not vault.persistent:
            return False
        if any(each.busy for each in self._connections()) or not vault.put_away():
            return False
        for each in self._connections():
            each.put_away()
        self._away = True
        # What referred to itself still holds what it referred to.
        gc.collect()
        return True

    async def bring_back(self) -> None:
        """Fetch them again. Raises what keyring and vault raise: then they are still away."""
        if not self.away or self._program.vault is None:
            return
        await self._program.vault.ask_again()
        if self._program.typed is not None:
            for typed in self._program.typed.connections.values():
                typed.come_back()
            await self._program.typed.open()
        for each in self._connections():
            await each.bring_back()
        self._away = False

    def _connections(self) -> list[Connection | TypedConnection]:
        found = (self._program.connection(account) for account in self._program.views)
        return [each for each in found if each is not None]


def view_without_tokens(view: AccountView) -> AccountView:
    """What the window shows of an account whose tokens are put away."""
    if view.section is None:
        return view
    typed = None if view.typed is None else replace(view.typed, pasted=None)
    return replace(view, section=section_without_values(view.section), typed=typed, put_away=True)


def section_without_values(section: ScimSection) -> ScimSection:
    """The same tokens, by id and dates alone."""
    old = section.previous_token
    return replace(
        section,
        token=replace(section.token, value=None),
        previous_token=None if old is None else replace(old, value=None),
    )


def section_with_values(section: ScimSection, kept: KeptTokens | None) -> ScimSection | None:
    """The same tokens with what the vault has; None where it has not the present one."""
    if kept is None or kept.token_id != section.token.id:
        return None
    values = {kept.token_id: kept.token, kept.previous_token_id: kept.previous_token}

    def filled(record: TokenRecord) -> TokenRecord:
        return replace(record, value=values.get(record.id))

    old = section.previous_token
    return replace(section, token=filled(section.token), previous_token=None if old is None else filled(old))
