"""Who is in which group of an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.service.tables import member as members
from app.service.tables import record as records

_AT_ONCE = 500
"""Ids in one query; databases limit them."""


class Memberships:
    """Reads and writes them within the caller's transaction."""

    def __init__(self, connection: Connection, account: str) -> None:
        self._connection = connection
        self._account = account

    def members_of(self, groups: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """`members` of each group (RFC 7643 §4.2)."""
        found: dict[str, list[dict[str, Any]]] = {}
        query = select(members.c.group_id, members.c.display, records.c.id, records.c.type, records.c.label).join(
            records, records.c.id == members.c.member_id
        )
        for some in _in_parts(groups):
            order = members.c.group_id, members.c.position
            for row in self._connection.execute(query.where(members.c.group_id.in_(some)).order_by(*order)):
                entry = {"value": row.id, "$ref": f"{row.type}s/{row.id}", "type": row.type}
                shown = row.display or row.label
                found.setdefault(row.group_id, []).append(entry | ({"display": shown} if shown else {}))
        return found

    def groups_of(self, users: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """`groups` of each user (RFC 7643 §4.1.2)."""
        found: dict[str, list[dict[str, Any]]] = {}
        query = select(members.c.member_id, records.c.id, records.c.label).join(
            records, records.c.id == members.c.group_id
        )
        live = records.c.deleted_at.is_(None)
        for some in _in_parts(users):
            of_these = query.where(members.c.member_id.in_(some), live).order_by(records.c.number)
            for row in self._connection.execute(of_these):
                entry = {"value": row.id, "$ref": f"Groups/{row.id}", "type": "direct"}
                found.setdefault(row.member_id, []).append(entry | ({"display": row.label} if row.label else {}))
        return found

    def set_members(self, group: str, wanted: Mapping[str, str | None]) -> bool:
        """The group has exactly these members, under the names that the client gave; False (and nothing is changed)
        where one is not a live record of the account."""
        if not all(self._live(some) for some in _in_parts(list(wanted))):
            return False
        self._connection.execute(delete(members).where(members.c.group_id == group))
        rows = [
            {"group_id": group, "member_id": one, "position": place, "display": display}
            for place, (one, display) in enumerate(wanted.items())
        ]
        if rows:
            self._connection.execute(insert(members), rows)
        return True

    def leave_all(self, member: str) -> None:
        """A deleted record is in no group any more."""
        self._connection.execute(delete(members).where(members.c.member_id == member))

    def _live(self, ids: Sequence[str]) -> bool:
        live = (records.c.account_id == self._account) & records.c.deleted_at.is_(None)
        return len(self._connection.execute(select(records.c.id).where(live, records.c.id.in_(ids))).all()) == len(ids)


def _in_parts(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
