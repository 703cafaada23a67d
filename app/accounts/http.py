"""One careful HTTP request to a settings API: what httpx leaves unbounded or open is bounded and decided here.

httpx is imported in a worker thread at the first request (0.2 s), so that importing this module stays cheap and the
window never waits for it.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.domain.version import VERSION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

BODY_CAP = 1024 * 1024
"""Bytes that an answer may have at most."""


class NotSent(Exception):  # noqa: N818  what happened, not shown to a person
    """No connection came about: the service has certainly not seen the request."""


class AnswerLost(Exception):  # noqa: N818  as above
    """The request may have been carried out; its answer did not arrive whole or in time."""


class AnswerUnusable(AnswerLost):
    """An answer did arrive, and is too large or packed in a way that was not asked for."""


@dataclass(frozen=True)
class Answer:
    """An answer as it came. The body may hold tokens."""

    status: int
    date: str | None
    """The `Date` header's own words: not to be trusted."""
    body: bytes = field(repr=False)


def is_loopback(host: str) -> bool:
    """Whether the host is this computer: 127.0.0.0/8, ::1 or localhost (RFC 6761 §6.3)."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def may_carry_secrets(url: str) -> bool:
    """Whether a secret may be sent there: HTTPS with a host, or plain HTTP to this computer; no user in the address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def is_safe_base(url: str) -> bool:
    """Whether it may carry secrets, and paths may be put behind it."""
    return may_carry_secrets(url) and "?" not in url and "#" not in url


async def send(
    method: str, url: str, *, headers: Mapping[str, str], content: bytes | None = None, deadline: float
) -> Answer:
    """Send one request and read its answer.

    `deadline` is in seconds, for all of it. Redirects are not followed: a token goes to the origin that was named and
    to no other. Raises NotSent, AnswerLost or AnswerUnusable, and ValueError where `may_carry_secrets` says no.
    """
    if not may_carry_secrets(url):
        raise ValueError("not an address that a secret may be sent to")
    try:
        async with asyncio.timeout(deadline):
            context = await asyncio.to_thread(_prepare, url.startswith("https:"))
            return await _exchange(method, url, headers, content, deadline, context)
    except TimeoutError:
        raise AnswerLost from None


async def _exchange(
    method: str, url: str, headers: Mapping[str, str], content: bytes | None, deadline: float, context: ssl.SSLContext
) -> Answer:
    import httpx  # in sys.modules since _prepare

    # Kept connections are left out: the local service may have been restarted since, and a request on a connection
    # that is closing is one whose answer is lost.
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
    try:
        async with (
            # trust_env=False: no proxy of the environment sees a session token, and no .netrc adds credentials.
            httpx.AsyncClient(
                verify=context, trust_env=False, follow_redirects=False, limits=limits, timeout=deadline
            ) as client,
            client.stream(method, url, headers={**headers, "Accept-Encoding": "identity"}, content=content) as answer,
        ):
            if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise AnswerUnusable  # not asked for, and a small answer may unpack to gigabytes
            body = await _capped(answer.aiter_raw())
            return Answer(answer.status_code, answer.headers.get("Date"), body)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL):
        raise NotSent from None
    except (httpx.HTTPError, httpx.StreamError):
        # "from None", here and above: httpx's exceptions hold the request, and so the session token.
        raise AnswerLost from None


async def _capped(chunks: AsyncIterator[bytes]) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > BODY_CAP:
            raise AnswerUnusable
    return bytes(body)


@cache
def _prepare(encrypted: bool) -> ssl.SSLContext:
    """Import httpx, silence it, and make a TLS context: in a worker thread, since all three are slow."""
    import logging

    # httpcore writes headers to the log at DEBUG, and httpx each address: neither has anything to say to a person.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    # These two would be imported at the first request, in the event loop.
    import anyio._backends._asyncio  # noqa: F401  for the reason above
    import httpcore  # noqa: F401  for the reason above
    import httpx  # noqa: F401  as this module says at its top

    if not encrypted:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody; httpx wants one even for plain HTTP
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def own_user_agent() -> str:
    """`scim-connection/<version>`: services list it and never count it as a client's use of a token."""
    return f"scim-connection/{VERSION}"
