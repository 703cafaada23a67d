"""The two pretend accounts that the first start makes, for exercise."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from sqlalchemy import Connection, insert

from app.service import tables
from app.service.comparing import without_case
from app.service.moments import milliseconds
from app.service.practice_people import GROUPS, PEOPLE, PracticeGroup, PracticePerson
from app.service.scim_tokens import add_token
from app.service.storage_key import StorageKey

_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
_ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"

_STAFF = (
    ("Olivia Hart", "olivia.hart@{domain}", ["account_owner"]),
    ("Noah Berger", "noah.berger@{domain}", ["account_administrator"]),
)


def make_practice_accounts(connection: Connection, key: StorageKey, now: datetime) -> None:
    """`Widget Data Center` and its QA account, each with two people, a token, users and groups."""
    _make(connection, key, now, 1, "widget-data-center", "Widget Data Center", "production", "widget.example", 44)
    _make(connection, key, now, 2, "widget-data-center-qa", "Widget Data Center QA", "qa", "qa.widget.example", 30)


def _make(
    connection: Connection,
    key: StorageKey,
    now: datetime,
    position: int,
    account: str,
    name: str,
    environment: str,
    domain: str,
    users: int,
) -> None:
    values = {"id": account, "position": position, "name": name, "environment": environment, "practice": True}
    connection.execute(insert(tables.account).values(values))
    for place, (person, email, roles) in enumerate(_STAFF):
        values = {"account_id": account, "email": email.format(domain=domain), "position": place, "name": person}
        connection.execute(insert(tables.person).values(values).values(roles=json.dumps(roles)))
    add_token(connection, key, account, milliseconds(now))
    _make_records(connection, account, milliseconds(now), domain, PEOPLE[:users])


def _make_records(
    connection: Connection, account: str, now: int, domain: str, people: tuple[PracticePerson, ...]
) -> None:
    ids = {person: str(uuid.uuid4()) for person in people}
    users = [_user(ids[person], person, number, domain) for number, person in enumerate(people, start=1)]
    groups, members = [], []
    for number, group in enumerate(GROUPS, start=1):
        group_id = str(uuid.uuid4())
        groups.append(_group(group_id, group, number))
        inside = [person for person in people if group.department in ("", person.department)]
        members += [
            {"group_id": group_id, "member_id": ids[person], "position": place} for place, person in enumerate(inside)
        ]
    same = {"account_id": account, "created_at": now, "modified_at": now, "version": 1}
    # Lists show the newest first, so the first ones go in last.
    connection.execute(insert(tables.record), [same | one for one in reversed(users + groups)])
    connection.execute(insert(tables.member), members)


def _user(record_id: str, person: PracticePerson, number: int, domain: str) -> dict[str, object]:
    name = f"{person.given} {person.family}"
    user_name = f"{person.given}.{person.family}@{domain}".lower().replace(" ", "")
    document = {
        "schemas": [_USER, _ENTERPRISE],
        "externalId": f"W{number:04d}",
        "userName": user_name,
        "name": {"formatted": name, "givenName": person.given, "familyName": person.family},
        "displayName": name,
        "title": person.title,
        "emails": [{"value": user_name, "type": "work", "primary": True}],
        "active": True,
        _ENTERPRISE: {
            "employeeNumber": f"W{number:04d}",
            "department": person.department,
            "organization": "Widget Data Center",
        },
    }
    return _record(record_id, "User", document) | {"user_name": user_name}


def _group(record_id: str, group: PracticeGroup, number: int) -> dict[str, object]:
    document: dict[str, object] = {"schemas": [_GROUP], "externalId": f"G{number:02d}", "displayName": group.name}
    return _record(record_id, "Group", document) | {"user_name": None}


def _record(record_id: str, kind: str, document: dict[str, object]) -> dict[str, object]:
    label = str(document["displayName"])
    return {
        "id": record_id,
        "type": kind,
        "document": json.dumps(document),
        "label": label,
        "external_id": document["externalId"],
        "display_name": without_case(label),
    }
