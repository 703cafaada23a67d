"""What a run asks, and in which order: the paths below a base URL, the checks' ids and titles."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from app.domain.text import Text, tr

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


ENDPOINT = Step("endpoint", tr("Endpoint as you entered it"))
TOKEN = Step("token", tr("Token as you entered it"))
PROXY = Step("proxy", tr("Company proxy"))
NAME = Step("name", tr("Server name"))
CONNECTION = Step("connection", tr("Connection to the server"))
TLS = Step("tls", tr("Encryption and certificate"))
NO_TOKEN = Step("no-token", tr("Users without a token"))
MADE_UP_TOKEN = Step("made-up-token", tr("Users with a made-up token"))
OLD_TOKEN = Step("old-token", tr("Users with the old token"))
UNKNOWN_USER = Step("unknown-user", tr("A user that does not exist"))
PAGING = Step("paging", tr("The second page of users"))
RESOURCE_TYPE_LIST = Step("resource-types", tr("List of resource types"))
SCHEMA_LIST = Step("schemas", tr("List of schemas"))


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
        users, groups, discovery = _titles(base.removeprefix(origin))
        result.append(
            BaseSteps(
                base,
                Step(f"base-{number}-users", users),
                Step(f"base-{number}-groups", groups),
                Step(f"base-{number}-discovery", discovery),
            )
        )
    return tuple(result)


def _titles(path: str) -> tuple[Text, Text, Text]:
    if not path:
        return (
            tr("Users at the host alone"),
            tr("Groups at the host alone"),
            tr("Service description at the host alone"),
        )
    return (
        tr("Users at {path}", path=path),
        tr("Groups at {path}", path=path),
        tr("Service description at {path}", path=path),
    )
