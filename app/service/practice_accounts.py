"""The two pretend accounts that the first start makes, for exercise."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from sqlalchemy import Connection, insert

from app.service import tables
from app.service.moments import milliseconds
from app.service.practice_people import GROUPS, PEOPLE, PracticePerson
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
    ids = [str(uuid.uuid4()) for _ in people]
    for number, (record_id, person) in enumerate(zip(ids, people, strict=True), start=1):
        user_name = f"{person.given}.{person.family}@{domain}".lower().replace(" ", "")
        external_id = f"W{number:04d}"
        document = {
            "schemas": [_USER, _ENTERPRISE],
            "externalId": external_id,
            "userName": user_name,
            "name": {
                "formatted": f"{person.given} {person.family}",
                "givenName": person.given,
                "familyName": person.family,
            },
            "displayName": f"{person.given} {person.family}",
            "title": person.title,
            "emails": [{"value": user_name, "type": "work", "primary": True}],
            "active": True,
            _ENTERPRISE: {
                "employeeNumber": external_id,
                "department": person.department,
                "organization": "Widget Data Center",
            },
        }
        _insert(connection, account, now, record_id, "User", document, user_name)
    for number, group in enumerate(GROUPS, start=1):
        inside = [
            record_id
            for record_id, person in zip(ids, people, strict=True)
            if group.department in ("", person.department)
        ]
        group_id = str(uuid.uuid4())
        document = {"schemas": [_GROUP], "externalId": f"G{number:02d}", "displayName": group.name}
        _insert(connection, account, now, group_id, "Group", document, None)
        rows = [{"group_id": group_id, "member_id": one, "position": place} for place, one in enumerate(inside)]
        if rows:
            connection.execute(insert(tables.member), rows)


def _insert(
    connection: Connection,
    account: str,
    now: int,
    record_id: str,
    kind: str,
    document: dict[str, object],
    user_name: str | None,
) -> None:
    label = str(document["displayName"])
    connection.execute(
        insert(tables.record).values(
            id=record_id,
            account_id=account,
            type=kind,
            document=json.dumps(document),
            label=label,
            user_name=user_name,
            external_id=document["externalId"],
            display_name=label.lower(),
            created_at=now,
            modified_at=now,
            version=1,
        )
    )
