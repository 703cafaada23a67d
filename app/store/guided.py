"""Rotations by guidance: each step is on the disk before it is shown."""

from __future__ import annotations

from app.domain.accounts import AccountId
from app.domain.typed import GuidedKind, GuidedRotation, GuidedStep
from app.store.columns import moment_from_text, moment_to_text
from app.store.database import Database


class GuidedRotations:
    """The table of them: one an account at most."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, account: AccountId) -> GuidedRotation | None:
        """The one that is under way; None where none is."""
        return next(iter(self._database.rows(from_row, f"{_SELECT} WHERE account = ?", (account,))), None)

    def keep(self, account: AccountId, rotation: GuidedRotation) -> None:
        """Keeps how far it has come."""
        pressed = None if rotation.pressed_at is None else moment_to_text(rotation.pressed_at)
        values = (account, rotation.kind.value, rotation.step.value, moment_to_text(rotation.began_at), pressed)
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO guided_rotations (account, kind, step, began_at, pressed_at) "
                "VALUES (?, ?, ?, ?, ?)",
                values,
            )

    def end(self, account: AccountId) -> None:
        """It is finished, or was given up."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM guided_rotations WHERE account = ?", (account,))

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self._database.rows(from_row, _SELECT)


_SELECT = "SELECT kind, step, began_at, pressed_at FROM guided_rotations"


def from_row(kind: str, step: str, began_at: str, pressed_at: str | None) -> GuidedRotation:
    """Raises ValueError or TypeError where a value is none that was ever written."""
    pressed = None if pressed_at is None else moment_from_text(pressed_at)
    return GuidedRotation(GuidedKind(kind), GuidedStep(step), moment_from_text(began_at), pressed)
