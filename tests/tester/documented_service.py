"""A service that answers as the documentation of R-Service and its kin says, and no better.

From the facts about SCIM connections, section 4: pages of at most 25, which is the default too; filters on few
attributes, with the operators eq, ne, lt, gt, joined by and, or; Schemas, but neither ServiceProviderConfig nor
ResourceTypes; errors are plain JSON with a `message`, as application/json; `meta.location` names the account's host
rather than the API's.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.tester.scim_server import LIST_RESPONSE, TOKEN, Reply, Request, Service

ACCOUNT_HOST = "widget.example.org"
MOST = 25
USERS = 60
GROUPS = 3
_CORE = "urn:ietf:params:scim:schemas:core:2.0"
SCHEMAS = (f"{_CORE}:User", f"{_CORE}:Group", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")
FILTERABLE = {
    "Users": ("userName", "externalId", "active", "meta.created", "meta.lastModified"),
    "Groups": ("displayName", "externalId", "meta.created", "meta.lastModified"),
}
_TERM = re.compile(r'\s*([\w.]+)\s+(eq|ne|lt|gt)\s+"([^"]*)"\s*', re.IGNORECASE)
_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "gt": operator.gt,
}
Resource = dict[str, object]


class Refused(Exception):  # noqa: N818  says what happened
    """A filter that the documentation does not know."""


@dataclass
class DocumentedService(Service):
    """The service. What its documentation leaves open is a field."""

    base: str = "/scim/v2"
    content_type: str = "application/scim+json; charset=utf-8"
    unauthorized: Reply | None = None
    """Instead of its own 401."""
    empty_without_resources: bool = False
    """RFC 7644 section 3.4.2: Resources is required only where there are some."""

    def usual(self, request: Request) -> Reply:
        if not request.path.startswith(self.base + "/"):
            return self._message(404, "Not Found")
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return self.unauthorized or self._message(401, "Unauthorized")
        match request.path.removeprefix(self.base + "/").split("/"):
            case ["Users"]:
                return self._page("Users", [user(number) for number in range(1, USERS + 1)], request)
            case ["Groups"]:
                return self._page("Groups", [group(number) for number in range(1, GROUPS + 1)], request)
            case ["Schemas"]:
                return self._page(
                    "Schemas", [{"id": name, "name": name.rsplit(":", 1)[1]} for name in SCHEMAS], request
                )
            case ["Schemas", name] if name in SCHEMAS:
                return self._json(200, {"id": name, "name": name.rsplit(":", 1)[1]}, self.content_type)
            case _:
                return self._message(404, "Not Found")

    def _page(self, kind: str, resources: list[Resource], request: Request) -> Reply:
        query = request.query
        try:
            wanted = [each for each in resources if "filter" not in query or fits(kind, each, query["filter"])]
        except Refused:
            return self._message(400, "Invalid filter")
        start = max(int(query.get("startIndex", "1")), 1)
        count = min(max(int(query.get("count", str(MOST))), 0), MOST)
        shown = wanted[start - 1 : start - 1 + count]
        body: Resource = {
            "schemas": [LIST_RESPONSE],
            "totalResults": len(wanted),
            "startIndex": start,
            "itemsPerPage": len(shown),
            "Resources": shown,
        }
        if not shown and self.empty_without_resources:
            del body["Resources"]
        return self._json(200, body, self.content_type)

    def _message(self, status: int, message: str) -> Reply:
        return self._json(status, {"message": message}, "application/json")

    @staticmethod
    def _json(status: int, body: Resource, content_type: str) -> Reply:
        limits = {"X-RateLimit-Limit": "3600", "X-RateLimit-Remaining": "3599", "X-RateLimit-Reset": "1795600800"}
        return Reply(status, json.dumps(body).encode(), {"Content-Type": content_type, **limits})


def user(number: int) -> Resource:
    return {
        "schemas": [SCHEMAS[0], SCHEMAS[2]],
        "id": f"u{number}",
        "externalId": f"x{number}",
        "userName": f"zebedee.quux{number}@example.org",
        "name": {"givenName": "Zebedee", "familyName": f"Quux {number}"},
        "active": True,
        "meta": _meta("User", f"Users/u{number}"),
    }


def group(number: int) -> Resource:
    return {
        "schemas": [SCHEMAS[1]],
        "id": f"g{number}",
        "displayName": f"Quux Society {number}",
        "members": [{"value": f"u{number}"}],
        "meta": _meta("Group", f"Groups/g{number}"),
    }


def _meta(kind: str, path: str) -> Resource:
    return {
        "resourceType": kind,
        "created": "2026-03-01T08:00:00Z",
        "lastModified": "2026-03-02T08:00:00Z",
        "location": f"https://{ACCOUNT_HOST}/scim/v2/{path}",
    }


def fits(kind: str, resource: Resource, text: str) -> bool:
    """Whether a filter matches. Raises Refused for one that is not documented."""
    return any(
        all(_term(kind, resource, term) for term in re.split(r"\sand\s", either, flags=re.IGNORECASE))
        for either in re.split(r"\sor\s", text, flags=re.IGNORECASE)
    )


def _term(kind: str, resource: Resource, text: str) -> bool:
    read = _TERM.fullmatch(text)
    if read is None or read.group(1) not in FILTERABLE.get(kind, ()):
        raise Refused
    value: object = resource
    for name in read.group(1).split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return _COMPARE[read.group(2).lower()]("" if value is None else str(value).lower(), read.group(3).lower())
