"""What happened to an account's tokens, one line each, ids increasing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, func, insert, select

from app.service.moments import HOUR
from app.service.tables import event as events
from app.service.token_uses import printable


class EventKind(Enum):
    """The words of the settings API."""

    ROTATED = "rotated"
    """A token was made; `token_id` is the new one's."""
    REVOKED = "revoked"
    """A token was ended by somebody before its time; `token_id` is the ended one's."""
    REFUSED_USE = "refused_use"
    """A client used an ended token; `token_id` is that one's, `user_agent` the client's."""


@dataclass(frozen=True)
class Event:
    """One of them. `at` is milliseconds (see moments.py)."""

    id: int
    at: int
    kind: str
    token_id: str
    user_agent: str


def add_event(connection: Connection, account: str, kind: EventKind, token_id: str, user_agent: str, now: int) -> None:
    """Write one down."""
    values = {"account_id": account, "at": now, "kind": kind.value, "token_id": token_id}
    connection.execute(insert(events).values(values).values(user_agent=printable(user_agent)))


def add_refused_use(connection: Connection, account: str, token_id: str, user_agent: str, now: int) -> None:
    """Write down the use of an ended token, one an hour each."""
    of_token = (events.c.token_id == token_id) & (events.c.kind == EventKind.REFUSED_USE.value)
    last = connection.execute(select(func.max(events.c.at)).where(of_token)).scalar()
    if last is None or now - last >= HOUR:
        add_event(connection, account, EventKind.REFUSED_USE, token_id, user_agent, now)


def events_after(connection: Connection, account: str, after: int, limit: int) -> tuple[list[Event], int | None]:
    """Oldest first; and what to ask for after, None at the end."""
    query = select(events).where(events.c.account_id == account, events.c.id > after).order_by(events.c.id)
    rows = connection.execute(query.limit(limit + 1)).all()
    found = [Event(row.id, row.at, row.kind, row.token_id, row.user_agent) for row in rows[:limit]]
    return found, found[-1].id if len(rows) > limit else None
