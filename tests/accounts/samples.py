"""Answers of a settings API as the contract describes them, for tests to spoil."""

from __future__ import annotations

from typing import Any

PRESENT = "0123456789abcdef" * 4
PREVIOUS = "fedcba9876543210" * 4
SESSION = "rss_" + "s3cr3t" * 7 + "x"


def account() -> dict[str, Any]:
    return {
        "id": "widget",
        "name": "Widget Data Center",
        "environment": "production",
        "practice": True,
        "person": {"name": "Jane Doe", "email": "jane@widget.example", "roles": ["account_owner"]},
        "capabilities": {"rotate": True, "revoke_previous": True, "end_present": True, "uses": True},
    }


def token(identity: str, value: str) -> dict[str, Any]:
    use = {
        "user_agent": "Okta SCIM Client 1.0.0",
        "first_at": "2026-11-01T08:00:00Z",
        "last_at": "2026-11-24T08:29:59.123Z",
        "count": 7,
    }
    return {"id": identity, "value": value, "created_at": "2026-10-01T00:00:00Z", "uses": [use]}


def section() -> dict[str, Any]:
    return {
        "endpoint": "http://127.0.0.1:8080/scim/v2",
        "token": token("tok_2", PRESENT),
        "previous_token": {**token("tok_1", PREVIOUS), "expires_at": "2026-10-31T00:00:00+00:00"},
    }


def without_values(answer: dict[str, Any]) -> dict[str, Any]:
    for name in ("token", "previous_token"):
        if answer[name] is not None:
            answer[name].pop("value")
    return answer
