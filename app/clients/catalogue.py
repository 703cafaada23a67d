"""Reads what is known of each provisioning client. The files are our own; a test holds them to their schema."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import resources
from app.domain.clients import (
    ConsoleField,
    Demand,
    Expected,
    FieldKind,
    KnownError,
    ProvisioningClient,
    RefusedInUrl,
    Source,
    Sure,
    TestRequest,
    UserAgent,
)
from app.domain.text import tr

FOLDER = "clients"


def read_clients() -> tuple[ProvisioningClient, ...]:
    """Every client, in the order shown. Reads files: not for an event loop."""
    found = [
        _client(json.loads(entry.read_text(encoding="utf-8")))
        for entry in files(resources).joinpath(FOLDER).iterdir()
        if entry.name.endswith(".json")
    ]
    return tuple(sorted(found, key=lambda client: client.position))


def _client(data: dict[str, Any]) -> ProvisioningClient:
    appends = data["appends"]
    return ProvisioningClient(
        **{name: data[name] for name in _AS_THEY_STAND},
        name=_ANOTHER if data["id"] == "other" else data["name"],
        appends=None if appends is None else tuple(appends),
        url_flags=tuple(data["url_flags"]),
        refused_in_url=tuple(RefusedInUrl(**each) for each in data["refused_in_url"]),
        user_agents=tuple(UserAgent(each["text"], Sure(each["sure"]), each["source"]) for each in data["user_agents"]),
        fields=tuple(
            ConsoleField(each["label"], FieldKind(each["kind"]), each["value"], each["hint"]) for each in data["fields"]
        ),
        test_requests=tuple(_request(each) for each in data["test_requests"]),
        demands=tuple(Demand(each["code"], Sure(each["sure"]), each["source"]) for each in data["demands"]),
        errors=tuple(
            KnownError(each["message"], each["cause"], Sure(each["sure"]), each["source"]) for each in data["errors"]
        ),
        first_steps=tuple(data["first_steps"]),
        replace_steps=tuple(data["replace_steps"]),
        sure=Sure(data["sure"]),
        sources=tuple(Source(**each) for each in data["sources"]),
    )


_ANOTHER = tr("Another client")
"""The one name that is no product's."""
_AS_THEY_STAND = ("id", "note", "position", "in_cloud", "adds_bearer", "test_button", "test_note")


def _request(each: dict[str, Any]) -> TestRequest:
    return TestRequest(each["path"], Expected(each["expects"]), each["accepts"], Sure(each["sure"]), each["source"])
