"""Rotate an account's token, and end its old one, so that nothing can lose the new one.

Each step is written down before the next begins: the request's key before it leaves, the token in the vault before it
is shown. Whatever goes wrong between two steps is finished by repeating the same request, which rotates once at most.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Collection, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from app.accounts.answers import RotationAnswer
from app.accounts.kept_secrets import KeptSecrets
from app.accounts.source import AccountSource
from app.actions.rotated_elsewhere import rotated_elsewhere
from app.actions.sections import fetch_section
from app.domain.accounts import AccountId, ScimSection
from app.domain.clock import Clock
from app.domain.errors import (
    PreviousStillValid,
    Problem,
    RotationUnfinished,
    ServiceUnreachable,
    TokenChanged,
    TokenUnreadable,
)
from app.domain.rotation import Rotation, RotationPlan, RotationState
from app.domain.text import tr
from app.store.journal import Journal

_T = TypeVar("_T")

PAUSES = (0.3, 1.0, 3.0)
"""Seconds to wait before each repetition of a request whose answer was lost."""

_NEVER_CARRIED_OUT = (TokenChanged, PreviousStillValid)
"""Refusals after which the request can never be carried out: its key is looked up before the tokens are compared."""
_DECIDED = (*_NEVER_CARRIED_OUT, TokenUnreadable)
"""Refusals after which nothing can come of the request any more. The last one says that it was carried out, and that
the service's record of its token is damaged: repeating it brings nothing either."""


@dataclass(frozen=True)
class Rotated:
    """A rotation whose new token is in the vault: it may be shown now."""

    rotation: Rotation
    section: ScimSection


class Rotations:
    """Rotates tokens. One rotation at a time runs for each account; others wait for it."""

    def __init__(
        self, journal: Journal, kept: KeptSecrets, clock: Clock, *, pauses: tuple[float, ...] = PAUSES
    ) -> None:
        self._journal = journal
        self._kept = kept
        self._clock = clock
        self._pauses = pauses
        self._running: set[asyncio.Task[Any]] = set()

    async def rotate(self, source: AccountSource, plan: RotationPlan) -> Rotated:
        """Rotate as planned. It goes on when the caller is cancelled.

        Raises ServiceUnreachable, NotSignedIn, NotTheOwner, PreviousStillValid or ServiceFailed where nothing was
        rotated; TokenChanged where somebody else did, whose token is in the vault then; TokenUnreadable where it was,
        and the service can tell the new token to nobody; RotationUnfinished where it may have been, or the vault did
        not take the new token: `finish_unfinished` goes on from there.
        """
        return await self._to_its_end(self._rotate(source, plan))

    async def finish_unfinished(self, source: AccountSource) -> tuple[Rotated, ...]:
        """Finish what an earlier run left behind: for every start, and for "Try again". Raises as `rotate` does."""
        return await self._to_its_end(self._finish_all(source))

    async def not_shown(self, account: AccountId) -> tuple[Rotation, ...]:
        """Rotations whose new token is in the vault, and which the person has not seen yet. Raises a Problem."""
        unfinished = await asyncio.to_thread(self._journal.unfinished, account)
        return tuple(rotation for rotation in unfinished if rotation.state is RotationState.STORED)

    async def mark_shown(self, account: AccountId) -> None:
        """To be called once the page has painted the account's new token. Raises a Problem."""
        for rotation in await self.not_shown(account):
            await asyncio.to_thread(self._journal.advance, rotation.shown())

    async def mark_old_ended(self, account: AccountId, living: Collection[str]) -> None:
        """The service has shown the account's section, with tokens of these ids and no others. Raises a Problem."""
        await asyncio.to_thread(self._journal.end_old, account, living)

    async def revoke_previous(self, source: AccountSource) -> ScimSection:
        """End the old token at once, and forget it. Returns what stands now. Raises a Problem."""

        async def revoke() -> ScimSection:
            async with self._kept.fetching(source.account_id):
                await source.revoke_previous()
                return (await fetch_section(source, self._kept))[0]

        return await self._to_its_end(revoke())

    @property
    def running(self) -> bool:
        """Whether one is under way, which is not to be disturbed."""
        return bool(self._running)

    async def close(self, patience: float = 5) -> None:
        """Let what runs come to its end, but no longer than `patience` seconds: the next start finishes the rest."""
        if self._running:
            await asyncio.wait(self._running, timeout=patience)
        for task in tuple(self._running):
            task.cancel()
            with suppress(asyncio.CancelledError, Problem):
                await task

    async def _rotate(self, source: AccountSource, plan: RotationPlan) -> Rotated:
        async with self._kept.fetching(source.account_id):
            for earlier in await self._finish_each(source):
                if earlier.rotation.plan == plan:
                    return earlier  # what the person asks for has just been done
                raise TokenChanged(
                    tr("An earlier rotation of this token had not been finished. It is now."),
                    tr("Nothing else was rotated; the new token is shown."),
                )
            rotation = Rotation(str(uuid.uuid4()), source.account_id, plan, self._clock.now())
            await asyncio.to_thread(self._journal.begin, rotation)
            return await self._carry_out(source, rotation, fresh=True)

    async def _finish_all(self, source: AccountSource) -> tuple[Rotated, ...]:
        async with self._kept.fetching(source.account_id):
            return await self._finish_each(source)

    async def _finish_each(self, source: AccountSource) -> tuple[Rotated, ...]:
        finished = []
        for rotation in await asyncio.to_thread(self._journal.unfinished, source.account_id):
            if not rotation.must_be_repeated:
                continue
            # Nothing is left of it then, and the section that stands now is in the vault.
            with suppress(*_NEVER_CARRIED_OUT):
                finished.append(await self._carry_out(source, rotation, fresh=False))
        return tuple(finished)

    async def _carry_out(self, source: AccountSource, rotation: Rotation, *, fresh: bool) -> Rotated:
        """Ask, and ask again where the answer is lost. `fresh`: nobody has asked for this rotation yet."""
        for pause in (*self._pauses, None):
            try:
                answer = await source.rotate(rotation.plan, rotation.key)
            except _DECIDED as refusal:
                await self._give_up(rotation)
                raise await self._after_refusal(source, refusal) from None
            except RotationUnfinished:
                fresh = False
                if pause is None:
                    raise
            except ServiceUnreachable:
                if fresh:
                    await self._give_up(rotation)
                    raise
                if pause is None:
                    raise RotationUnfinished from None
            except Problem:
                # Refused for who asks or how: the first time that settles it. Later it says nothing about the first.
                if fresh:
                    await self._give_up(rotation)
                raise
            else:
                return await self._take(source, rotation, answer)
            await asyncio.sleep(pause or 0)
        raise RotationUnfinished

    async def _take(self, source: AccountSource, rotation: Rotation, answer: RotationAnswer) -> Rotated:
        rotation = await self._note(rotation.answered(answer.section.token.id))
        try:
            await self._kept.keep_section(source.account_id, answer.section)
        except Problem as problem:
            raise RotationUnfinished(
                problem.happened,
                tr(
                    "The token was rotated, and the new one could not be kept on this computer yet. It is not lost: "
                    "R-Service has it, and the same request brings it again."
                ),
                problem.next_step,
            ) from None
        return Rotated(await self._note(rotation.stored()), answer.section)

    async def _note(self, rotation: Rotation) -> Rotation:
        """Write a step down that has been taken. Where that fails (a full disk), the journal lags behind, and the worst
        that follows is the same request once more: no reason to hold back a token that is safe in the vault."""
        with suppress(Problem):
            await asyncio.to_thread(self._journal.advance, rotation)
        return rotation

    async def _give_up(self, rotation: Rotation) -> None:
        """It was not carried out, and must not be later, when the person no longer expects it."""
        try:
            await asyncio.to_thread(self._journal.advance, rotation.refused())
        except Problem:
            raise RotationUnfinished(
                means=tr(
                    "The token was not rotated. SCIM Connection could not write that down, so it may still be, once."
                ),
                next_step=tr("Free some space on your disk, then choose Try again."),
            ) from None

    async def _after_refusal(self, source: AccountSource, refusal: Problem) -> Problem:
        """What to tell the person. The section is fetched anew, and its tokens are in the vault then."""
        if isinstance(refusal, TokenUnreadable):
            return TokenUnreadable(
                tr("The token was rotated, and R-Service can no longer read the new one."),
                tr("The old token works until it ends; nobody can be given the new one."),
            )
        if not isinstance(refusal, TokenChanged):
            return refusal
        try:
            section, unreadable = await fetch_section(source, self._kept)
            changed = await rotated_elsewhere(source, section, self._journal)
        except Problem:
            return TokenChanged(
                means=tr("Nothing was rotated now. The new token could not be fetched yet."),
                next_step=tr("Choose Try again to see the new token."),
            )
        if unreadable is not None and section.token.value is None:
            return TokenUnreadable(
                changed.happened, tr("Nothing was rotated now. R-Service cannot read its new token.")
            )
        return changed

    async def _to_its_end(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Cancelling the caller (a page that closes) does not stop the work half-way."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # heard by nobody else where the caller has gone
