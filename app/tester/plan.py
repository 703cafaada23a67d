"""What a run asks, and in which order: the paths below a base URL, the checks' ids and titles."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

USERS = "Users?startIndex=1&count=1"
"""The decisive request: every provisioning client asks Users, and one resource is enough to see how they come."""
NEXT_PAGE = "Users?startIndex=2&count=1"
GROUPS = "Groups?startIndex=1&count=1"
SERVICE_PROVIDER_CONFIG = "ServiceProviderConfig"
RESOURCE_TYPES = "ResourceTypes"
SCHEMAS = "Schemas"
ASKED_FOR = 1
"""Resources: the `count` of the requests above."""


def unknown_user(user_name: str) -> str:
    """The look-up that Entra ID's Test Connection sends for a user that cannot exist (RFC 7644 section 3.4.2.2)."""
    return "Users?filter=" + quote(f'userName eq "{user_name}"', safe="")


@dataclass(frozen=True)
class Step:
    """A check's id and title, as they are in the report."""

    id: str
    title: str


ENDPOINT = Step("endpoint", "Endpoint as you entered it")
TOKEN = Step("token", "Token as you entered it")
PROXY = Step("proxy", "Company proxy")
NAME = Step("name", "Server name")
CONNECTION = Step("connection", "Connection to the server")
TLS = Step("tls", "Encryption and certificate")
NO_TOKEN = Step("no-token", "Users without a token")
MADE_UP_TOKEN = Step("made-up-token", "Users with a made-up token")
OLD_TOKEN = Step("old-token", "Users with the old token")
UNKNOWN_USER = Step("unknown-user", "A user that does not exist")
PAGING = Step("paging", "The second page of users")
RESOURCE_TYPE_LIST = Step("resource-types", "List of resource types")
SCHEMA_LIST = Step("schemas", "List of schemas")


@dataclass(frozen=True)
class BaseSteps:
    """The three checks of one base URL."""

    url: str
    users: Step
    groups: Step
    discovery: Step


def steps_of(bases: tuple[str, ...], origin: str) -> tuple[BaseSteps, ...]:
    """Checks for every base; their titles name what was added to the origin."""
    result = []
    for number, base in enumerate(bases, start=1):
        place = base.removeprefix(origin) or "the host alone"
        result.append(
            BaseSteps(
                base,
                Step(f"base-{number}-users", f"Users at {place}"),
                Step(f"base-{number}-groups", f"Groups at {place}"),
                Step(f"base-{number}-discovery", f"Service description at {place}"),
            )
        )
    return tuple(result)
