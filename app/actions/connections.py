"""Connections to accounts: open them, look at them again, and remember what was last seen of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from app.accounts.kept_secrets import KeptSecrets, KeptTokens
from app.accounts.source import SettingsApiSource
from app.actions.account_view import AccountView, TypedState
from app.actions.old_token_ends import seen_to_end
from app.actions.put_away import section_with_values, section_without_values, view_without_tokens
from app.actions.rotation import Rotated, Rotations
from app.actions.sections import fetch_section
from app.domain.accounts import Account, Person, ScimSection, TokenRecord
from app.domain.errors import NotTheOwner, Problem, TokenChanged, TokenUnreadable
from app.domain.rotation import RotationKind, RotationPlan
from app.domain.switching import latest_client_use
from app.store.accounts import KeptAccount
from app.store.last_known import LastKnown
from app.store.store import Store

__all__ = ["AccountView", "Connection", "TypedState", "remembered", "section_without_tokens"]

_OFFSET_WORTH_KEEPING = timedelta(seconds=1)


class Connection:
    """One account: its source, and what is known of it. Its calls raise nothing but what they say."""

    def __init__(
        self,
        kept_account: KeptAccount,
        person: Person,
        source: SettingsApiSource,
        kept: KeptSecrets,
        store: Store,
        rotations: Rotations,
        last_seen: ScimSection | None = None,
    ) -> None:
        """`last_seen`: the section as an earlier run saw it."""
        self.view = AccountView(kept_account.account, person)
        self._last_seen = last_seen
        self._kept_account = kept_account
        self._source = source
        self._kept = kept
        self._store = store
        self._rotations = rotations
        self._opened = False
        self._unreadable: TokenUnreadable | None = None
        self._last_kept: LastKnown | None = None
        self._ends_noted: tuple[str, str | None] | None = None

    async def open(self) -> AccountView:
        """Ask who is signed in, finish what an earlier run left undone, fetch the section. A Problem is in the view."""
        unfinished: Problem | None = None
        try:
            answer = await self._source.account()
            account = replace(
                self.view.account,
                name=answer.name,
                environment=answer.environment,
                capabilities=answer.capabilities,
            )
            self.view = replace(self.view, account=account, person=answer.person)
            try:
                await self._rotations.finish_unfinished(self._source)
            except Problem as problem:
                unfinished = problem  # the section may be had all the same
            await self._fetch()
            not_shown = await self._rotations.not_shown(account.id)
            await self._keep_account(account)
        except Problem as problem:
            return await self._failed(problem)
        self._opened = unfinished is None
        self.view = replace(self.view, problem=unfinished or self._unreadable, not_shown=not_shown)
        return self.view

    async def refresh(self) -> AccountView:
        """Look again. Secrets are fetched only where another token is there than before. A Problem is in the view."""
        if not self._opened:
            return await self.open()
        try:
            await self.bring_back()
            async with self._kept.fetching(self.view.account.id):
                seen = await self._source.section(values=False)
                known = self.view.section
                if known is not None and self._unreadable is None and _ids(seen) == _ids(known):
                    await self._show(_with_values(seen, known))
                else:
                    await self._fetch_held()
        except Problem as problem:
            return await self._failed(problem)
        return self.view

    @property
    def busy(self) -> bool:
        """Whether its tokens are being fetched or rotated."""
        return self._rotations.running or self._kept.fetching(self.view.account.id).locked()

    def put_away(self) -> None:
        """Forget its tokens until `bring_back`."""
        self._source.put_away()
        self._last_seen = section_without_values(self._last_seen) if self._last_seen else None
        self.view = view_without_tokens(self.view)

    async def bring_back(self) -> None:
        """Have its tokens again, where they were put away. Raises what the vault raises."""
        if self.view.put_away and self.view.section is not None:
            section = section_with_values(self.view.section, await self._kept.tokens(self.view.account.id))
            self.view = replace(self.view, section=section, put_away=False)

    async def watch(self, every: float) -> AsyncIterator[AccountView]:
        """Look again and again, `every` so many seconds, until the caller stops asking."""
        while True:
            await asyncio.sleep(every)
            yield await self.refresh()

    async def rotate(self, kind: RotationKind, present_token_id: str) -> Rotated:
        """Rotate the token that the person saw. The view shows the new one when this returns. Raises as
        `Rotations.rotate` does; after TokenChanged the view shows the token that somebody else made."""
        try:
            rotated = await self._rotations.rotate(self._source, RotationPlan(kind, present_token_id))
        except (TokenChanged, TokenUnreadable):
            await self.refresh()
            raise
        self._unreadable = None
        await self._show_changed(rotated.section)
        return rotated

    async def mark_shown(self) -> None:
        """To be called once the page has painted a new token. Raises a Problem."""
        await self._rotations.mark_shown(self.view.account.id)
        self.view = replace(self.view, not_shown=())
        self._ends_noted = None  # what could not end before it was seen can now
        await self._note_ends()

    async def revoke_previous(self) -> AccountView:
        """End the old token at once. Raises a Problem."""
        await self._show_changed(await self._rotations.revoke_previous(self._source))
        return self.view

    async def _fetch(self) -> None:
        async with self._kept.fetching(self.view.account.id):
            await self._fetch_held()

    async def _fetch_held(self) -> None:
        section, self._unreadable = await fetch_section(self._source, self._kept)
        await self._show(section)

    async def _show(self, section: ScimSection) -> None:
        """Its tokens are in the vault: it may be shown. What it says without secrets is kept for the next start."""
        offset = self._source.clock_offset
        at = self._source.service_now()
        ended = seen_to_end(self._last_seen, section, at, self.view.old_token_ended_at)
        self._last_seen = section
        self.view = replace(self.view, section=section, clock_offset=offset, seen_at=at, problem=self._unreadable)
        away = self.view.put_away and section.token.value is None
        self.view = replace(self.view, old_token_ended_at=ended, put_away=away)
        await self._note_ends()
        state = _last_known(section, offset)
        if self._kept.persistent and (self._last_kept is None or _differs(state, self._last_kept)):
            await asyncio.to_thread(self._store.last_known.keep, self.view.account.id, state)
            self._last_kept = state

    async def _note_ends(self) -> None:
        """Write down which rotations are done, now that the service has shown which tokens live. Asked once for each
        pair of tokens. A journal that lags behind holds nobody up: it is told again at the next look."""
        section = self.view.section
        if section is None or _ids(section) == self._ends_noted:
            return
        living = [each for each in _ids(section) if each is not None]
        with suppress(Problem):
            await self._rotations.mark_old_ended(self.view.account.id, living)
            self._ends_noted = _ids(section)

    async def _show_changed(self, section: ScimSection) -> None:
        # What the person asked for is done. That the next start may paint something older does not change that.
        with suppress(Problem):
            await self._show(section)

    async def _failed(self, problem: Problem) -> AccountView:
        section, seen_at = self.view.section, self.view.seen_at
        if isinstance(problem, NotTheOwner):
            section = seen_at = None  # it is not theirs to see any more
        elif section is None:
            section = (await remembered(self._store, self._kept, self.view.account)).section
        self.view = replace(self.view, section=section, seen_at=seen_at, problem=problem)
        return self.view

    async def _keep_account(self, account: Account) -> None:
        if self._kept.persistent and account != self._kept_account.account:
            self._kept_account = replace(self._kept_account, account=account)
            await asyncio.to_thread(self._store.accounts.keep, self._kept_account)


async def remembered(store: Store, kept: KeptSecrets, account: Account) -> AccountView:
    """An account as this computer remembers it. The section is None where nothing was seen of it; where its tokens are
    missing in the vault, it is there without their values."""
    view = AccountView(account)
    try:
        known = await asyncio.to_thread(store.last_known.get, account.id)
        if known is None:
            return view
    except Problem:
        return view
    try:
        tokens = await kept.tokens(account.id)
    except Problem:
        tokens = None
    section = section_without_tokens(known) if tokens is None else _remembered(known, tokens)
    return replace(view, section=section, clock_offset=known.clock_offset)


def section_without_tokens(known: LastKnown) -> ScimSection:
    """What is kept beside the tokens: the endpoint, and when the old one ends."""
    token = TokenRecord("", None, known.token_created_at)
    ends = known.old_token_expires_at
    old = None if ends is None else TokenRecord("", None, known.token_created_at, expires_at=ends)
    return ScimSection(known.endpoint, token, old)


def _remembered(known: LastKnown, tokens: KeptTokens) -> ScimSection:
    token = TokenRecord(tokens.token_id, tokens.token, known.token_created_at)
    if tokens.previous_token is None or tokens.previous_token_id is None or known.old_token_expires_at is None:
        return ScimSection(known.endpoint, token)
    # When the old one was made is not kept: nothing shows it. It was made before the present one.
    old = TokenRecord(
        tokens.previous_token_id,
        tokens.previous_token,
        known.token_created_at,
        expires_at=known.old_token_expires_at,
    )
    return ScimSection(known.endpoint, token, old)


def _ids(section: ScimSection) -> tuple[str, str | None]:
    return section.token.id, section.previous_token.id if section.previous_token else None


def _with_values(seen: ScimSection, known: ScimSection) -> ScimSection:
    """The section as just seen, with the values of the same tokens from before."""
    old = seen.previous_token
    if old is not None and known.previous_token is not None:
        old = replace(old, value=known.previous_token.value)
    return replace(seen, token=replace(seen.token, value=known.token.value), previous_token=old)


def _last_known(section: ScimSection, offset: timedelta) -> LastKnown:
    old = section.previous_token
    use = latest_client_use(old) if old is not None else None
    return LastKnown(
        section.endpoint,
        section.token.created_at,
        old.expires_at if old else None,
        offset,
        old_token_used_at=use.last_at if use else None,
    )


def _differs(state: LastKnown, kept: LastKnown) -> bool:
    if abs(state.clock_offset - kept.clock_offset) >= _OFFSET_WORTH_KEEPING:
        return True
    return state._replace(clock_offset=kept.clock_offset) != kept
