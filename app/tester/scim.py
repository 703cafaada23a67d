"""What an answer is in SCIM's terms (RFC 7644), as far as a provisioning client relies on it.

Read once, right after the answer came; the answer itself is then dropped: it holds people's data, and may be large.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.tester.body import JsonBody
from app.tester.shape import shape_of

LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
_LOOKED_AT = 10
"""Resources of a page whose hosts and ids are looked at: one is asked for."""
_LARGEST = 2**53
_HOST = re.compile(r"[\w.:-]{1,253}")
"""A host's name, in any script, or an address; something else in its place may tell of people."""


@dataclass(frozen=True)
class ScimBody:
    """What a body is. Nothing in it tells who the people are."""

    problem: str | None
    """Why it is not JSON, as the end of a sentence; None where it is."""
    is_object: bool = False
    is_list: bool = False
    """A ListResponse (section 3.4.2): the schema named, numbers as numbers, Resources a list unless there are none."""
    is_error: bool = False
    """A SCIM Error (section 3.12)."""
    total: int | None = None
    """totalResults of a ListResponse."""
    count: int = 0
    """Resources in this page."""
    page: int = 0
    """Differs from another page's where the resources have other ids."""
    identities: frozenset[int] = frozenset()
    """One number for each resource of this page, the same in every answer of this run that holds the resource."""
    location_hosts: tuple[str, ...] = ()
    """The hosts that the resources call themselves by (`meta.location`): untrusted text."""
    patch_supported: bool | None = None
    """What a ServiceProviderConfig says."""
    holds_resources: bool = False
    """Whether there are JSON objects in a list where resources stand: in `Resources`, or as the whole body."""
    shape: str = ""
    """Key names and types (untrusted text); empty where it is not JSON."""


def read_scim(body: JsonBody) -> ScimBody:
    """Reads what there is to know from a body."""
    value = body.value
    if body.problem is not None:
        return ScimBody(body.problem)
    if not isinstance(value, dict):
        return ScimBody(None, holds_resources=_are_resources(value), shape=shape_of(value))
    is_list = _is_list(value)
    resources: list[dict[str, Any]] = value.get("Resources", []) if is_list else []
    patch = value.get("patch")
    supported = patch.get("supported") if isinstance(patch, dict) else None
    return ScimBody(
        problem=None,
        is_object=True,
        is_list=is_list,
        is_error=_names_schema(value, ERROR),
        total=min(value["totalResults"], _LARGEST) if is_list else None,
        count=len(resources),
        page=hash(repr([resource.get("id") for resource in resources[:_LOOKED_AT]])),
        identities=frozenset(map(_identity, resources[:_LOOKED_AT])),
        location_hosts=_hosts(resources),
        patch_supported=supported if isinstance(supported, bool) else None,
        holds_resources=_are_resources(value.get("Resources")),
        shape=shape_of(value),
    )


def _are_resources(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _is_list(value: dict[str, Any]) -> bool:
    total, resources = value.get("totalResults"), value.get("Resources", [])
    numbers = [value.get(name, 0) for name in ("totalResults", "startIndex", "itemsPerPage")]
    return (
        _names_schema(value, LIST_RESPONSE)
        and total is not None
        and all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in numbers)
        and (total == 0 or "Resources" in value)
        and isinstance(resources, list)
        and all(isinstance(resource, dict) for resource in resources)
    )


def _identity(resource: dict[str, Any]) -> int:
    """Ids alone would not do: many services count them up from 1 in every account."""
    meta = resource.get("meta")
    made = (meta.get("location"), meta.get("created")) if isinstance(meta, dict) else ()
    return hash(repr((*(resource.get(name) for name in ("id", "userName", "displayName")), made)))


def _hosts(resources: list[dict[str, Any]]) -> tuple[str, ...]:
    hosts: dict[str, None] = {}
    for resource in resources[:_LOOKED_AT]:
        meta = resource.get("meta")
        location = meta.get("location") if isinstance(meta, dict) else None
        try:
            host = urlsplit(location).hostname if isinstance(location, str) else None
        except ValueError:
            continue
        if host and _HOST.fullmatch(host):
            hosts[host] = None
    return tuple(hosts)


def _names_schema(value: dict[str, Any], schema: str) -> bool:
    schemas = value.get("schemas")
    return isinstance(schemas, list) and any(
        isinstance(name, str) and name.lower() == schema.lower() for name in schemas
    )
