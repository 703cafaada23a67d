"""Move to another computer, second half: what is in the file, and taking it in account by account."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.accounts.typed import TypedToken, TypedTokens
from app.actions.program import Program
from app.actions.typed_accounts import TypedAccounts
from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.errors import Problem
from app.domain.moved import Choice, MovedAccount, MovedFile, MovedToken, Standing
from app.domain.tokens import AccessToken
from app.domain.typed import TypedDetails
from app.domain.typed_input import LONGEST_NAME
from app.share.moved_payload import from_bytes
from app.share.passphrase import Passphrase
from app.share.unsealing import read_sealed, unseal
from app.store.accounts import KeptAccount
from app.store.store import Store

__all__ = ["Candidate", "Choice", "Passphrase", "Standing", "Taken", "candidates", "move_in", "open_move", "read_move"]


@dataclass(frozen=True)
class Candidate:
    """One account of the file, beside what is on this computer."""

    account: MovedAccount
    standing: Standing
    here: AccountId | None = None
    """The account of this computer that it is, or that has its name."""
    here_ending: str = ""
    """The last four digits of that one's token."""
    here_readable: bool = True
    """Whether that one's token can be read on this computer."""
    other_name: str = ""
    """A name that is free, for adding it beside that one."""

    @property
    def usual(self) -> Choice:
        """What stands chosen until the person chooses: nothing that works here is ever replaced unasked."""
        return Choice.KEEP if self.here_readable else Choice.REPLACE


@dataclass(frozen=True)
class Taken:
    """What became of one account. `id` is None where it was left, or failed with `problem`."""

    name: str
    id: AccountId | None = None
    problem: Problem | None = None
    replaced: bool = False


async def read_move(path: Path) -> bytes:
    """The encrypted file at that path. Raises what `read_sealed` raises."""
    return await asyncio.to_thread(read_sealed, path)


async def open_move(sealed: bytes, passphrase: Passphrase, *, command: Sequence[str] | None = None) -> MovedFile:
    """What is in it. Nothing here is changed. Takes a few seconds; cancelling ends it at once. Raises what `unseal`
    raises, and NotAMove, IsAShare and MoveTooNew."""
    return await asyncio.to_thread(from_bytes, await unseal(sealed, passphrase, command=command))


def candidates(program: Program, file: MovedFile) -> tuple[Candidate, ...]:
    """Each account of the file beside those of this computer, as they are now."""
    typed = program.typed
    if typed is None:
        return ()
    here = _Here(typed)
    taken = set(here.by_name) | {_name(each.name, each.environment) for each in file.accounts}
    return tuple(_beside(here, each, taken) for each in file.accounts)


async def move_in(
    program: Program,
    wanted: Sequence[Candidate],
    choices: Mapping[AccountId, Choice],
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Taken, ...]:
    """Take them in, one after the other, each whole or not at all: tokens are in the vault first. `choices` is by the
    ids in the file, for those that differ; `stopped` is asked before each. Doing it again, also after a crash in the
    middle, is harmless."""
    typed = program.typed
    if typed is None:
        return ()
    results: list[Taken] = []
    known: dict[AccountId, AccountId] = {}
    for each in wanted:
        if stopped():
            break
        choice = choices.get(each.account.id, each.usual)
        if each.standing is Standing.SAME or (each.standing is Standing.DIFFERS and choice is Choice.KEEP):
            if each.here is not None and each.standing is Standing.SAME:
                known[each.account.id] = each.here
            results.append(Taken(each.account.name))
            continue
        taken = await _to_its_end(_take(program, typed, each, choice))
        if taken.id is not None:
            known[each.account.id] = taken.id
        results.append(taken)
    with suppress(Problem):  # without the mark no account is lost
        await asyncio.to_thread(_mark_twins, typed.marks, wanted, known)
    return tuple(results)


async def _to_its_end(work: Coroutine[Any, Any, Taken]) -> Taken:
    """Cancelled (the window closes), it ends first: else the file's token would stay with the address from here."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


async def _take(program: Program, typed: TypedAccounts, candidate: Candidate, choice: Choice) -> Taken:
    moved = candidate.account
    replaces = candidate.standing is Standing.DIFFERS and choice is Choice.REPLACE
    beside = candidate.standing is Standing.DIFFERS and choice is Choice.BESIDE
    if replaces and candidate.here is not None:
        account = typed.connections[candidate.here].view.account  # which keeps the name that it has here
    else:
        name = candidate.other_name if beside else moved.name
        account = Account(await _free_id(typed, moved.id), name, moved.environment, Source.TYPED)
    details = TypedDetails(moved.endpoint, moved.settings_page, moved.added_at)
    store = program.store if typed.tokens.persistent else None

    def mark(marks: Store) -> None:
        _mark(marks, store or marks, account.id, moved, typed.tokens.fingerprint)

    try:
        await typed.bring(KeptAccount(account), details, _tokens(moved), mark)
    except Problem as problem:
        return Taken(account.name, problem=problem)
    return Taken(account.name, account.id, replaced=replaces)


async def _free_id(typed: TypedAccounts, wanted: AccountId) -> AccountId:
    """The id that it had, so that another import finds it again; another one where that is in use or on its way out."""
    with suppress(Problem):
        if not await typed.in_use(wanted):
            return wanted
    return AccountId(f"typed_{uuid.uuid4().hex}")


class _Here:
    """The accounts of this computer, by what they can be found by."""

    def __init__(self, typed: TypedAccounts) -> None:
        self.views = {account: connection.view for account, connection in typed.connections.items()}
        self.by_name: dict[tuple[str, Environment], AccountId] = {}
        self.by_token: dict[AccessToken, AccountId] = {}
        for account, view in self.views.items():
            self.by_name[_name(view.account.name, view.account.environment)] = account
            if view.section is not None and view.section.token.value is not None:
                self.by_token[view.section.token.value] = account

    def find(self, moved: MovedAccount) -> AccountId | None:
        """The one that it is: by id, where it was moved before; by name; or by its token, where it was renamed."""
        if moved.id in self.views:
            return moved.id
        named = self.by_name.get(_name(moved.name, moved.environment))
        return named if named is not None else self.by_token.get(moved.token.value)


def _beside(known: _Here, moved: MovedAccount, taken: set[tuple[str, Environment]]) -> Candidate:
    here = known.find(moved)
    if here is None:
        return Candidate(moved, Standing.NEW)
    view = known.views[here]
    section, pasted = view.section, view.typed.pasted if view.typed is not None else None
    token = section.token.value if section is not None else None
    old = section.previous_token.value if section is not None and section.previous_token is not None else None
    same_old = moved.old_token is None or moved.old_token.value == old
    same_new = moved.pasted in (None, pasted, token, old)  # one that waits to be used may be in the file alone
    same_tokens = token == moved.token.value and same_old and same_new
    same = same_tokens and section is not None and section.endpoint == moved.endpoint
    return Candidate(
        moved,
        Standing.SAME if same else Standing.DIFFERS,
        here,
        token.last_four if token is not None else "",
        token is not None,
        _free_name(moved, taken),
    )


def _name(name: str, environment: Environment) -> tuple[str, Environment]:
    """By which names are compared: the case of letters makes no difference."""
    return name.casefold(), environment


def _free_name(moved: MovedAccount, taken: set[tuple[str, Environment]]) -> str:
    number = 2
    while _name(name := f"{moved.name[: LONGEST_NAME - 7]} ({number})", moved.environment) in taken:
        number += 1
    taken.add(_name(name, moved.environment))
    return name


def _tokens(moved: MovedAccount) -> TypedTokens:
    return TypedTokens(
        _token(moved.token),
        _token(moved.old_token) if moved.old_token is not None else None,
        moved.old_ends_at,
        moved.pasted,
    )


def _token(moved: MovedToken) -> TypedToken:
    return TypedToken(str(uuid.uuid4()), moved.value, moved.known_since, moved.made_at)


def _mark(
    marks: Store, shares: Store, account: AccountId, moved: MovedAccount, fingerprint: Callable[[AccessToken], str]
) -> None:
    """What is known of its tokens, by the fingerprints that they have on this computer."""
    for token in (moved.token, moved.old_token):
        if token is None:
            continue
        own = fingerprint(token.value)
        if token.shared is not None:
            shares.shares.keep(account, own, token.shared.with_whom, token.shared.client, token.shared.at)
        if token.handover is not None:
            marks.token_marks.keep_handover(account, own, token.handover)
        if token.check is not None:
            marks.token_marks.keep_check(account, own, token.check)
        if token.leaked_at is not None:
            marks.token_marks.keep_leaked(account, own, token.leaked_at)
    if moved.guided is not None:
        marks.guided.keep(account, moved.guided)
    else:
        marks.guided.end(account)


def _mark_twins(marks: Store, wanted: Sequence[Candidate], known: Mapping[AccountId, AccountId]) -> None:
    """Those of the file, where both are here and neither has another twin."""
    twins = marks.typed_accounts.twins()
    for each in wanted:
        qa, production = known.get(each.account.id), known.get(each.account.twin_of or each.account.id)
        if each.account.twin_of is None or qa is None or production is None:
            continue
        if qa not in twins and production not in twins.values():
            marks.typed_accounts.mark_twin(qa, production)
            twins[qa] = production
