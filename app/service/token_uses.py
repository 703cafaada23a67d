"""Who uses a token: its uses, counted by User-Agent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from app.service.tables import token_use as uses

KEPT = 20
"""How many User-Agents are told apart; older ones are summed up."""
LONGEST = 200
"""Characters of a User-Agent that are kept."""
OTHERS = "others"
"""The name of the sum."""


@dataclass(frozen=True)
class Use:
    """Uses by one User-Agent. Moments are milliseconds (see moments.py)."""

    user_agent: str
    first_at: int
    last_at: int
    count: int


def printable(user_agent: str) -> str:
    """What of a User-Agent's own words is kept: printable characters, 200 at most."""
    return "".join(character for character in user_agent if character.isprintable())[:LONGEST]


def note_use(connection: Connection, token_id: str, user_agent: str, now: int) -> None:
    """Count one use, and sum up the User-Agents beyond the latest twenty."""
    name = printable(user_agent)
    this = (uses.c.token_id == token_id) & uses.c.rest.is_(False) & (uses.c.user_agent == name)
    known = connection.execute(update(uses).where(this).values(last_at=now, times=uses.c.times + 1))
    if known.rowcount:
        return
    values = {"token_id": token_id, "rest": False, "user_agent": name, "first_at": now, "last_at": now, "times": 1}
    connection.execute(insert(uses).values(values))
    mine = (uses.c.token_id == token_id) & uses.c.rest.is_(False)
    newest_first = (uses.c.last_at.desc(), uses.c.first_at.desc(), uses.c.user_agent)
    for row in connection.execute(select(uses).where(mine).order_by(*newest_first).offset(KEPT)).all():
        _add_to_rest(connection, token_id, Use(row.user_agent, row.first_at, row.last_at, row.times))
        connection.execute(delete(uses).where(mine, uses.c.user_agent == row.user_agent))


def uses_of(connection: Connection, token_id: str) -> list[Use]:
    """Latest first, the sum of the others at the end."""
    query = select(uses).where(uses.c.token_id == token_id).order_by(uses.c.rest, uses.c.last_at.desc())
    return [
        Use(OTHERS if row.rest else row.user_agent, row.first_at, row.last_at, row.times)
        for row in connection.execute(query.order_by(uses.c.first_at.desc(), uses.c.user_agent))
    ]


def _add_to_rest(connection: Connection, token_id: str, use: Use) -> None:
    rest = (uses.c.token_id == token_id) & uses.c.rest.is_(True)
    row = connection.execute(select(func.min(uses.c.first_at), func.max(uses.c.last_at)).where(rest)).one()
    if row[0] is None:
        values = {"token_id": token_id, "rest": True, "user_agent": OTHERS, "first_at": use.first_at}
        connection.execute(insert(uses).values(values).values(last_at=use.last_at, times=use.count))
        return
    values = {"first_at": min(row[0], use.first_at), "last_at": max(row[1], use.last_at)}
    connection.execute(update(uses).where(rest).values(values).values(times=uses.c.times + use.count))
