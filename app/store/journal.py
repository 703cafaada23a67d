"""The journal of rotations: each state is on the disk before the next step begins, so that none is done twice."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from app.domain.accounts import AccountId
from app.domain.errors import RotationUnfinished
from app.domain.rotation import FINISHED, Rotation, RotationKind, RotationPlan, RotationState
from app.store.columns import moment_from_text, moment_to_text
from app.store.database import Database, read_rows


class Journal:
    """The table of them. Only the state and the new token's id of an entry ever change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, rotation: Rotation) -> None:
        """Writes it down, before its request leaves. Raises RotationUnfinished, and writes nothing, where a rotation of
        that account has to be repeated first, also one that another window began."""
        with self._database.writing() as connection:
            others = read_rows(connection, _from_row, _UNFINISHED, (rotation.account, *_FINISHED))
            if any(other.must_be_repeated for other in others):
                raise RotationUnfinished
            values = (
                rotation.key, rotation.account, rotation.plan.kind.value, rotation.plan.present_token_id,
                rotation.new_token_id, rotation.state.value, moment_to_text(rotation.asked_at),
            )  # fmt: skip
            connection.execute(_INSERT, values)

    def advance(self, rotation: Rotation) -> Rotation:
        """Writes down how far it has come, and returns what stands there now: another window that finishes the same
        rotation may be further, and nothing goes back. Raises KeyError where it was never begun."""
        with self._database.writing() as connection:
            found = read_rows(connection, _from_row, f"{_SELECT} WHERE key = ?", (rotation.key,))
            if not found:
                raise KeyError(rotation.key)
            kept = found[0]
            if _ORDER.index(rotation.state) < _ORDER.index(kept.state):
                return kept
            if rotation.state is RotationState.REFUSED and not kept.must_be_repeated:
                return kept  # another window has its token
            connection.execute(
                "UPDATE rotations SET state = ?, new_token_id = ? WHERE key = ?",
                (rotation.state.value, rotation.new_token_id, rotation.key),
            )
        return replace(kept, state=rotation.state, new_token_id=rotation.new_token_id)

    def unfinished(self, account: AccountId) -> tuple[Rotation, ...]:
        """Those of an account that are not finished, oldest first. However many have been finished over the years, they
        are few: each that is asked for ends the old token of the one before, or waits for its end."""
        return self._database.rows(_from_row, _UNFINISHED, (account, *_FINISHED))

    def hand_over(self, account: AccountId, token_id: str) -> None:
        """The token of that id was given on. Nothing is written where no rotation waits for that."""
        waiting = (RotationState.STORED, RotationState.SHOWN)
        self._advance_those(
            account, lambda each: each.new_token_id == token_id and each.state in waiting, Rotation.handed_over
        )

    def end_old(self, account: AccountId, living: Collection[str]) -> None:
        """The service has tokens of these ids alone: the rotations whose old token is none of them are done. One that
        nobody has seen yet waits until it is shown. Nothing is written where there is none."""
        waiting = (RotationState.SHOWN, RotationState.HANDED_OVER)
        self._advance_those(
            account,
            lambda each: each.plan.present_token_id not in living and each.state in waiting,
            Rotation.old_ended,
        )

    def made(self, account: AccountId, token_id: str) -> bool:
        """Whether the token of that id was made from this computer."""
        query = "SELECT count(*) FROM rotations WHERE account = ? AND new_token_id = ?"
        (found,) = self._database.rows(int, query, (account, token_id))
        return found > 0

    def _advance_those(
        self, account: AccountId, wanted: Callable[[Rotation], bool], step: Callable[[Rotation], Rotation]
    ) -> None:
        for rotation in self.unfinished(account):
            if wanted(rotation):
                self.advance(step(rotation))

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read: none is passed over, for it may be unfinished."""
        self._database.rows(_from_row, _SELECT)


_SELECT = "SELECT key, account, kind, present_token_id, new_token_id, state, asked_at FROM rotations"
_INSERT = (
    "INSERT INTO rotations (key, account, kind, present_token_id, new_token_id, state, asked_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_FINISHED = tuple(sorted(state.value for state in FINISHED))
# A state that nobody knows is none of the finished ones: it is read, and refused.
_UNFINISHED = f"{_SELECT} WHERE account = ? AND state NOT IN ({', '.join('?' * len(_FINISHED))}) ORDER BY asked_at"
_ORDER = list(RotationState)


def _from_row(
    key: str, account: str, kind: str, present_token_id: str, new_token_id: str | None, state: str, asked_at: str
) -> Rotation:
    plan = RotationPlan(RotationKind(kind), present_token_id)
    return Rotation(key, AccountId(account), plan, moment_from_text(asked_at), RotationState(state), new_token_id)
