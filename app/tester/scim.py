"""Whether an answer is what SCIM says (RFC 7644), as far as a provisioning client relies on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from app.tester.wire import Answer, Exchange

LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def as_object(answer: Answer) -> dict[str, Any] | None:
    """The JSON object of an answer, or None."""
    return answer.json.value if answer.json.problem is None and isinstance(answer.json.value, dict) else None


def is_list_response(answer: Answer) -> bool:
    """RFC 7644 section 3.4.2: the schema named, numbers as numbers, and Resources a list unless there are none."""
    body = as_object(answer)
    if body is None or not _names_schema(body, LIST_RESPONSE):
        return False
    total, resources = body.get("totalResults"), body.get("Resources", [])
    numbers = [body.get(name, 0) for name in ("totalResults", "startIndex", "itemsPerPage")]
    return (
        total is not None
        and all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in numbers)
        and (total == 0 or "Resources" in body)
        and isinstance(resources, list)
        and all(isinstance(resource, dict) for resource in resources)
    )


def serves(exchange: Exchange | None) -> bool:
    """Whether this was answered with 200 and a ListResponse."""
    answer = None if exchange is None else exchange.answer
    return answer is not None and answer.status == 200 and is_list_response(answer)


def resources(answer: Answer) -> list[dict[str, Any]]:
    """The resources of a ListResponse. They are people's data: counted and compared, never shown."""
    body = as_object(answer) or {}
    found = body.get("Resources", [])
    return found if isinstance(found, list) else []


def total(exchange: Exchange | None) -> int | None:
    """totalResults of a ListResponse."""
    if not serves(exchange):
        return None
    assert exchange is not None
    assert exchange.answer is not None
    number = (as_object(exchange.answer) or {}).get("totalResults")
    return number if isinstance(number, int) and number < 2**53 else None


def is_scim_error(answer: Answer) -> bool:
    """RFC 7644 section 3.12."""
    body = as_object(answer)
    return body is not None and _names_schema(body, ERROR)


def location_hosts(exchange: Exchange | None) -> tuple[str, ...]:
    """The hosts that the resources of a ListResponse call themselves by (`meta.location`)."""
    if not serves(exchange):
        return ()
    assert exchange is not None
    assert exchange.answer is not None
    hosts: dict[str, None] = {}
    for resource in resources(exchange.answer)[:10]:
        meta = resource.get("meta")
        location = meta.get("location") if isinstance(meta, dict) else None
        if isinstance(location, str):
            try:
                host = urlsplit(location).hostname
            except ValueError:
                continue
            if host:
                hosts[host] = None
    return tuple(hosts)


def _names_schema(body: dict[str, Any], schema: str) -> bool:
    schemas = body.get("schemas")
    return isinstance(schemas, list) and any(
        isinstance(name, str) and name.lower() == schema.lower() for name in schemas
    )
