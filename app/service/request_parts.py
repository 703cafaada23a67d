"""Reading the parts of a request that both APIs share: the body within its limits, the bearer token, the User-Agent."""

from __future__ import annotations

import asyncio

from starlette.types import Receive, Scope

LARGEST_BODY = 1024 * 1024
"""Bytes of a request's body that are read at most."""
SLOWEST_BODY = 30
"""Seconds in which a body has to arrive."""


class BodyTooLarge(Exception):  # noqa: N818  says what is the matter
    """The body is larger than LARGEST_BODY."""


class BodyTooSlow(Exception):  # noqa: N818  says what is the matter
    """The body did not arrive within SLOWEST_BODY."""


class ClientGone(Exception):  # noqa: N818  says what happened
    """The client went away before its request was whole: it must not be carried out."""


def header(scope: Scope, name: str) -> str | None:
    """A header's value; None where there is none, or where it is there more than once."""
    values = [value for key, value in scope["headers"] if key == name.encode()]
    return values[0].decode("latin-1") if len(values) == 1 else None


def bearer_token(scope: Scope) -> str | None:
    """The token of the Authorization header (RFC 6750 §2.1), None where there is none."""
    scheme, _, token = (header(scope, "authorization") or "").partition(" ")
    return token.strip(" ") or None if scheme.lower() == "bearer" else None


def user_agent(scope: Scope) -> str:
    """The client's own words about itself, as they came; empty where it says nothing."""
    return header(scope, "user-agent") or ""


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """The whole body. Raises BodyTooLarge, BodyTooSlow, ClientGone."""
    announced = header(scope, "content-length") or ""
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > LARGEST_BODY:
        raise BodyTooLarge
    parts, size = [], 0
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                part: bytes = message.get("body", b"")
                size += len(part)
                if size > LARGEST_BODY:
                    raise BodyTooLarge
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise BodyTooSlow from None
