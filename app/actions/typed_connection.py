"""One account typed in by hand: what is known of it. R-Service is asked nothing but what a person asks for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from app.accounts.typed import TypedTokens, TypedVault
from app.accounts.typed_about import About
from app.actions.connections import AccountView, TypedState, section_without_tokens
from app.actions.put_away import view_without_tokens
from app.domain.accounts import ScimSection
from app.domain.errors import KeyringMissing, Problem, SecretGone, TokenEnded
from app.domain.text import tr
from app.domain.typed import CheckOutcome, TypedDetails
from app.store.accounts import KeptAccount
from app.store.last_known import LastKnown
from app.store.store import Store


class TypedConnection:
    """Its view is made of the vault and the store alone. Its calls raise nothing but what they say."""

    def __init__(self, kept: KeptAccount, details: TypedDetails, tokens: TypedVault, store: Store) -> None:
        self.view = AccountView(kept.account)
        self.kept_account = kept
        self.details = details
        self._tokens = tokens
        self._store = store
        self._last_kept: LastKnown | None = None
        self._away = False

    async def open(self) -> AccountView:
        """Read what is kept. A Problem is in the view."""
        try:
            tokens = await self._tokens.read(self.view.account.id)
            if tokens is None:
                raise SecretGone if self._tokens.persistent else _not_in_this_run()
            await self.show(tokens)
        except Problem as problem:
            self._failed(problem)
        return self.view

    async def opened(
        self, tokens: TypedTokens | Problem | None, state: TypedState | Problem | None, last: LastKnown | None
    ) -> None:
        """As `open`, with what was read for many at once. `last` is what is kept for the next start."""
        self._last_kept = last
        try:
            if isinstance(tokens, Problem):
                raise tokens
            if isinstance(state, Problem):
                raise state
            if tokens is None or state is None:
                raise SecretGone if self._tokens.persistent else _not_in_this_run()
            await self._show(tokens, state)
        except Problem as problem:
            self._failed(problem)

    async def refresh(self) -> AccountView:
        """Look again at what is kept: another program of ours may have changed it. A Problem is in the view."""
        return await self.open()

    busy = False
    """Nothing of it is disturbed when its tokens are put away."""

    def put_away(self) -> None:
        """Forget its tokens until `come_back`, also those that something under way reads meanwhile."""
        self._away = True
        self.view = view_without_tokens(self.view)

    def come_back(self) -> None:
        """What is read from now on may be shown."""
        self._away = False

    async def bring_back(self) -> None:
        """Have its tokens again, where they were put away. A Problem is in the view."""
        self.come_back()
        if self.view.put_away:
            await self.open()

    async def mark_shown(self) -> None:
        """Nothing is left to be told."""

    def changed(self, kept: KeptAccount, details: TypedDetails) -> None:
        """The account was renamed or edited; both are in the store already."""
        self.kept_account, self.details = kept, details
        self.view = replace(self.view, account=kept.account)

    @property
    def about(self) -> About:
        """What stands beside its tokens in the vault."""
        account = self.view.account
        return About(account.name, account.environment, self.details)

    def heed(self, tokens: TypedTokens) -> bool:
        """Take what stands beside these in the vault for what the account is, so that they meet no other address.
        Whether that is something new."""
        about = tokens.about
        if about is None or about == self.about:
            return False
        account = replace(self.view.account, name=about.name, environment=about.environment)
        self.changed(replace(self.kept_account, account=account), about.details)
        return True

    async def show(self, tokens: TypedTokens) -> None:
        """These are in the vault: show them, with what the store knows of them. Raises a Problem where it cannot be
        read."""
        self.heed(tokens)
        await self._show(tokens, await asyncio.to_thread(self.look, tokens))

    async def _show(self, tokens: TypedTokens, state: TypedState) -> None:
        section = tokens.section(self.details.endpoint)
        ended = state.present_check is not None and state.present_check.outcome is CheckOutcome.REFUSED
        problem = TokenEnded() if ended else None
        self.view = replace(self.view, section=section, typed=state, problem=problem, put_away=False)
        if self._away:
            self.view = view_without_tokens(self.view)
        await self._keep_last_known(section, state)

    def _failed(self, problem: Problem) -> None:
        known = self._last_kept or LastKnown(self.details.endpoint, None, None, timedelta(0))
        self.view = replace(self.view, section=section_without_tokens(known), problem=problem)

    def look(self, tokens: TypedTokens) -> TypedState:
        """What the store knows of them. Waits for the disk: for a worker thread. Raises what the store raises."""
        account, marks = self.view.account.id, self._store.token_marks
        present = self._tokens.fingerprint(tokens.present.value)
        old = None if tokens.old is None else self._tokens.fingerprint(tokens.old.value)
        return TypedState(
            self.details,
            tokens.present.known_since,
            guided=self._store.guided.get(account),
            pasted=tokens.pasted,
            present_check=marks.last_check(account, present),
            old_check=None if old is None else marks.last_check(account, old),
            handover=marks.handover(account, present),
            old_leaked_at=None if old is None else marks.leaked_at(account, old),
        )

    async def _keep_last_known(self, section: ScimSection, state: TypedState) -> None:
        """What it says without secrets, for the next start and for the command line."""
        old = section.previous_token
        last = LastKnown(
            section.endpoint,
            section.token.created_at,
            old.expires_at if old else None,
            self.view.clock_offset,
            state.token_known_since,
        )
        if self._tokens.persistent and last != self._last_kept:
            await asyncio.to_thread(self._store.last_known.keep, self.view.account.id, last)
            self._last_kept = last


def _not_in_this_run() -> KeyringMissing:
    return KeyringMissing(
        tr("Without your system keyring SCIM Connection cannot read the token of this account."),
        tr("The token is kept on this computer, and nothing of it is lost."),
        tr("Unlock or install your keyring, then restart SCIM Connection."),
    )
