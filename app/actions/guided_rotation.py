"""Rotate the token of an account typed in by hand: R-Service makes the new one, the person brings it here.

Each step is on the disk before it is shown, and the new token is in the vault before it is tried. So the program may be
closed, or killed, at any line: the next start goes on where the person was, and asks for nothing twice.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.accounts.typed import TypedTokens
from app.actions.token_checks import CompareTokens, TokenChecks, compare_tokens
from app.actions.typed_accounts import TypedAccounts
from app.actions.typed_connection import TypedConnection
from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.domain.countdown import OVERLAP
from app.domain.errors import NotANewToken, Problem, SecretGone
from app.domain.history import DONE, What
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome, GuidedKind, GuidedRotation, GuidedStep
from app.tester.tried import Compared, Same


class Judgement(Enum):
    """What trying a pasted token beside the present one has shown."""

    GOOD = "good"
    """It works, the old one still does, and both open the same account."""
    REFUSED = "refused"
    """R-Service does not take it: it is not the account's, or not whole."""
    UNREACHABLE = "unreachable"
    """Nothing could be learned of it."""
    OLD_REFUSED = tr("old refused")
    """It works, and the old one does not any more: whether both are of one account cannot be seen."""
    OLD_UNKNOWN = tr("old unknown")
    """It works, and nothing could be learned of the old one."""
    EMPTY = "empty"
    """Both work, and the account has nobody in it by whom to tell it from another."""
    ANOTHER_ACCOUNT = tr("another account")
    """Both work, and show other people."""
    OLD_WORKS = tr("old works")
    """It works, and the one that it is to correct does so too. (Of corrections alone.)"""


MAY_GO_ON = frozenset(Judgement) - {Judgement.GOOD, Judgement.REFUSED}
"""What the person may overrule, knowing what was said of it."""


@dataclass(frozen=True)
class Tried:
    """A pasted token was tried. It is in the vault, whatever came of it."""

    judgement: Judgement
    why: str = ""
    """Where something could not be learned: why, as a whole sentence."""


class GuidedRotations:
    """Goes through the steps. Every call raises what vault and store raise; what was kept before still is then."""

    def __init__(self, typed: TypedAccounts, clock: Clock, compare: CompareTokens = compare_tokens) -> None:
        self._typed = typed
        self._clock = clock
        self._compare = compare
        self._store = typed.marks
        self._checks = TokenChecks(typed, clock)

    async def begin(self, account: AccountId, kind: GuidedKind) -> None:
        """Step 1. One that was under way and had not got beyond it begins again."""
        await self._keep(account, GuidedRotation(kind, GuidedStep.CHECK, self._clock.now()))

    async def begin_at_paste(self, account: AccountId) -> None:
        """The token was rotated elsewhere: straight to the new one."""
        await self._keep(account, GuidedRotation(GuidedKind.PLANNED, GuidedStep.PASTE, self._clock.now()))

    async def go_to(self, account: AccountId, step: GuidedStep) -> None:
        """Another step of the one that is under way. Nothing happens where none is."""
        rotation = await asyncio.to_thread(self._store.guided.get, account)
        if rotation is not None and rotation.step is not step:
            await self._keep(account, rotation.at_step(step, self._clock.now()))

    async def paste(self, account: AccountId, token: AccessToken) -> None:
        """Keep a new token before anything is done with it. Raises NotANewToken where it is one of those there are."""
        tokens = await self._tokens(account)
        if token == tokens.present.value:
            raise NotANewToken
        if tokens.old is not None and token == tokens.old.value:
            raise NotANewToken(
                tr("This is the old token, the one from before the present one."),
                tr("Nothing was changed."),
                tr("Copy the SCIM access token that R-Service shows now, then paste again."),
            )
        await self._typed.tokens.paste(account, token)
        await self._show(account)

    async def try_pasted(self, account: AccountId) -> Tried:
        """Ask R-Service about the pasted token and the present one. Where all is well the next step is written down."""
        tokens = await self._tokens(account)
        if tokens.pasted is None:
            raise SecretGone
        connection = self._connection(account)
        connection.heed(tokens)
        endpoint = connection.details.endpoint
        compared = await self._compare(endpoint, tokens.pasted, tokens.present.value)
        await self._checks.keep(account, tokens.pasted, compared.new.outcome)
        await self._checks.keep(account, tokens.present.value, compared.old.outcome)
        tried = _judged(compared)
        if tried.judgement is Judgement.GOOD:
            await self.go_to(account, GuidedStep.CONFIRM)
        return tried

    async def go_on(self, account: AccountId) -> None:
        """The person takes the pasted token, knowing what was said of it."""
        await self.go_to(account, GuidedStep.CONFIRM)

    async def paste_another(self, account: AccountId) -> None:
        """The pasted token is not the one: back to pasting."""
        await self.go_to(account, GuidedStep.PASTE)
        await self._typed.tokens.drop_pasted(account)
        await self._show(account)

    async def finish(self, account: AccountId, rotated_at: datetime) -> None:
        """The pasted token becomes the present one, whose old one has 30 days from `rotated_at`, UTC. When this
        returns it may be shown."""
        rotation = await asyncio.to_thread(self._store.guided.get, account)
        if rotation is None:
            return
        tokens = await self._tokens(account)
        if tokens.pasted is not None:
            replaced = self._fingerprint(tokens.present.value)
            if rotation.kind is GuidedKind.LEAKED:
                await asyncio.to_thread(self._store.token_marks.keep_leaked, account, replaced, rotation.began_at)
        at = min(rotated_at, self._clock.now())
        taken = await self._typed.tokens.take_pasted(account, at, at + OVERLAP)
        await self._settle(account, rotation, taken)

    async def settle(self, account: AccountId) -> None:
        """Finish what a crash left between the new token's taking and the end of the rotation."""
        rotation = await asyncio.to_thread(self._store.guided.get, account)
        if rotation is None or rotation.step is not GuidedStep.CONFIRM:
            return
        tokens = await self._typed.tokens.read(account)
        if tokens is not None and tokens.pasted is None:
            await self._settle(account, rotation, tokens)

    async def give_up(self, account: AccountId) -> None:
        """Nothing was rotated: everything is as it was before step 1."""
        with suppress(SecretGone):
            await self._typed.tokens.drop_pasted(account)
        await asyncio.to_thread(self._store.guided.end, account)
        await self._show(account)

    async def _settle(self, account: AccountId, rotation: GuidedRotation, taken: TypedTokens) -> None:
        with suppress(Problem):  # a history that cannot be written holds nobody up
            await asyncio.to_thread(self._note, account, rotation, taken)
        if taken.old is not None and await self._has_ended(account, taken.old.value):
            await self._typed.tokens.drop_old(account, taken.old.value)
        await asyncio.to_thread(self._store.guided.end, account)
        await self._show(account)

    async def _has_ended(self, account: AccountId, old: AccessToken) -> bool:
        """Whether R-Service refused it when it was last tried: nothing is left to count down then. A leaked one stays,
        so that it can be tried again."""
        marks, fingerprint = self._store.token_marks, self._fingerprint(old)
        check = await asyncio.to_thread(marks.last_check, account, fingerprint)
        leaked = await asyncio.to_thread(marks.leaked_at, account, fingerprint)
        return check is not None and check.outcome is CheckOutcome.REFUSED and leaked is None

    def _note(self, account: AccountId, rotation: GuidedRotation, taken: TypedTokens) -> None:
        """Each line is added once, however often this is called: a start after a crash says it again."""
        lines = [(What.REPLACED if rotation.elsewhere else What.ROTATED, taken.present)]
        if taken.old is not None:
            lines.insert(0, (What.ROTATED_AWAY, taken.old))
            if rotation.kind is GuidedKind.LEAKED:
                lines.insert(0, (What.LEAKED, taken.old))
        for what, token in lines:
            self._store.history.add_once(account, what, DONE, self._fingerprint(token.value))

    async def _keep(self, account: AccountId, rotation: GuidedRotation) -> None:
        await asyncio.to_thread(self._store.guided.keep, account, rotation)
        await self._show(account)

    async def _show(self, account: AccountId) -> None:
        await self._connection(account).open()

    async def _tokens(self, account: AccountId) -> TypedTokens:
        tokens = await self._typed.tokens.read(account)
        if tokens is None:
            raise SecretGone
        return tokens

    def _connection(self, account: AccountId) -> TypedConnection:
        return self._typed.connections[account]

    def _fingerprint(self, token: AccessToken) -> str:
        return self._typed.tokens.fingerprint(token)


async def finish_rotations(typed: TypedAccounts, clock: Clock) -> None:
    """At every start: what a crash left of any account's rotation whose new token is taken. What cannot be finished now
    is at the next start."""
    guided = GuidedRotations(typed, clock)
    for account, connection in typed.connections.items():
        state = connection.view.typed
        if state is not None and state.guided is not None:
            with suppress(Problem):
                await guided.settle(account)


def _judged(compared: Compared) -> Tried:
    new, old = compared.new, compared.old
    if new.outcome is CheckOutcome.REFUSED:
        return Tried(Judgement.REFUSED)
    if new.outcome is CheckOutcome.UNKNOWN:
        return Tried(Judgement.UNREACHABLE, new.why)
    if old.outcome is CheckOutcome.REFUSED:
        return Tried(Judgement.OLD_REFUSED)
    if old.outcome is CheckOutcome.UNKNOWN or compared.same is Same.UNKNOWN:
        return Tried(Judgement.OLD_UNKNOWN, old.why)
    if compared.same is Same.EMPTY:
        return Tried(Judgement.EMPTY)
    return Tried(Judgement.GOOD if compared.same is Same.YES else Judgement.ANOTHER_ACCOUNT)
