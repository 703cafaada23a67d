"""The journal of rotations: each state is on the disk before the next step begins, so that none is done twice."""

from __future__ import annotations

from dataclasses import replace

from app.domain.accounts import AccountId
from app.domain.errors import RotationUnfinished
from app.domain.rotation import Rotation, RotationKind, RotationPlan, RotationState
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
            others = read_rows(connection, _from_row, f"{_SELECT} WHERE account = ?", (rotation.account,))
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
            connection.execute(
                "UPDATE rotations SET state = ?, new_token_id = ? WHERE key = ?",
                (rotation.state.value, rotation.new_token_id, rotation.key),
            )
        return replace(kept, state=rotation.state, new_token_id=rotation.new_token_id)

    def unfinished(self, account: AccountId) -> tuple[Rotation, ...]:
        """Those of an account that are not finished, oldest first."""
        rotations = self._database.rows(_from_row, f"{_SELECT} WHERE account = ? ORDER BY asked_at", (account,))
        return tuple(rotation for rotation in rotations if not rotation.finished)

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read: none is passed over, for it may be unfinished."""
        self._database.rows(_from_row, _SELECT)


_SELECT = "SELECT key, account, kind, present_token_id, new_token_id, state, asked_at FROM rotations"
_INSERT = (
    "INSERT INTO rotations (key, account, kind, present_token_id, new_token_id, state, asked_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ORDER = list(RotationState)


def _from_row(
    key: str, account: str, kind: str, present_token_id: str, new_token_id: str | None, state: str, asked_at: str
) -> Rotation:
    plan = RotationPlan(RotationKind(kind), present_token_id)
    return Rotation(key, AccountId(account), plan, moment_from_text(asked_at), RotationState(state), new_token_id)
