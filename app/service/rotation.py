"""Rotating an account's token: what is asked for, what refuses it, and never twice for the same key."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, delete, insert, select

from app.domain.countdown import OVERLAP
from app.service.events import EventKind, add_event
from app.service.moments import DAY
from app.service.people import SignedIn
from app.service.scim_tokens import (
    add_token,
    end_at,
    end_now,
    forget_ended_values,
    present_token,
    previous_token,
)
from app.service.storage_key import StorageKey
from app.service.tables import rotation as rotations

KEY_LIFE = 400 * DAY
"""Milliseconds that an `Idempotency-Key` is remembered."""
_OVERLAP = int(OVERLAP.total_seconds()) * 1000


class Refusal(Enum):
    """Why nothing was rotated; the words are those of the published problems."""

    KEY_REUSED = "key_reused"
    TOKEN_CHANGED = "token_changed"  # noqa: S105  a code
    PREVIOUS_STILL_VALID = "previous_token_still_valid"


class RotationRefused(Exception):  # noqa: N818  says what happened
    """Nothing was rotated, and the key is not used up."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.value)


@dataclass(frozen=True)
class RotationWish:
    """The body of the request. At most one of the flags is set."""

    present_token_id: str
    end_present_now: bool = False
    replace_previous: bool = False

    def as_text(self) -> str:
        """Equal for equal bodies."""
        return json.dumps([self.present_token_id, self.end_present_now, self.replace_previous])


@dataclass(frozen=True)
class Requester:
    """Who asks, with which key and program."""

    signed_in: SignedIn
    key: str
    user_agent: str


def known_rotation(connection: Connection, requester: Requester, wish: RotationWish | None, now: int) -> str | None:
    """The id of the rotation that this key made already, None where there is none. `wish` is None where the body makes
    no sense: it is another body, then. Raises RotationRefused."""
    query = select(rotations.c.id, rotations.c.request).where(
        rotations.c.account_id == requester.signed_in.account,
        rotations.c.email == requester.signed_in.person.email,
        rotations.c.key == requester.key,
        rotations.c.created_at > now - KEY_LIFE,
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    if wish is None or row.request != wish.as_text():
        raise RotationRefused(Refusal.KEY_REUSED)
    return str(row.id)


def rotate(connection: Connection, storage_key: StorageKey, requester: Requester, wish: RotationWish, now: int) -> str:
    """Rotate and give back the rotation's id. The caller commits before anything is answered. Raises RotationRefused,
    StorageFailed."""
    account = requester.signed_in.account
    present, previous = present_token(connection, account), previous_token(connection, account, now)
    if wish.present_token_id != present.id:
        raise RotationRefused(Refusal.TOKEN_CHANGED)
    if previous and not (wish.end_present_now or wish.replace_previous):
        raise RotationRefused(Refusal.PREVIOUS_STILL_VALID)
    revoked = [previous] if previous else []
    if wish.end_present_now:
        revoked.append(present)
    else:
        end_at(connection, present, now + _OVERLAP)
    for token in revoked:
        end_now(connection, token, now)
        add_event(connection, account, EventKind.REVOKED, token.id, requester.user_agent, now)
    forget_ended_values(connection, account, now)
    new_id = add_token(connection, storage_key, account, now)
    add_event(connection, account, EventKind.ROTATED, new_id, requester.user_agent, now)
    return _remember(connection, requester, wish, new_id, now)


def _remember(connection: Connection, requester: Requester, wish: RotationWish, token_id: str, now: int) -> str:
    connection.execute(delete(rotations).where(rotations.c.created_at <= now - KEY_LIFE))
    rotation_id = f"rot_{secrets.token_hex(8)}"
    connection.execute(
        insert(rotations).values(
            account_id=requester.signed_in.account,
            email=requester.signed_in.person.email,
            key=requester.key,
            id=rotation_id,
            request=wish.as_text(),
            token_id=token_id,
            created_at=now,
        )
    )
    return rotation_id


def revoke_previous(connection: Connection, signed_in: SignedIn, user_agent: str, now: int) -> bool:
    """End the old token at once; False where there is none."""
    previous = previous_token(connection, signed_in.account, now)
    if previous is None:
        return False
    end_now(connection, previous, now)
    add_event(connection, signed_in.account, EventKind.REVOKED, previous.id, user_agent, now)
    return True
