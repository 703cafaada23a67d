"""One small question: does the service take this token, and do two tokens open the same account?

Asked over the connection test's own transport: this computer's trust and proxies, no redirect followed, plain HTTP to
this computer alone, bounded in time and size. A token goes to the endpoint's own origin, and there to the base URLs
that the connection test tries, in its order, until one of them says something.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.domain.endpoints import Endpoint, EndpointUnreadable, base_urls, read_endpoint
from app.domain.report import Sent
from app.domain.token_text import read_token
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome
from app.tester import plan, proxies, trust
from app.tester.connector import Connector
from app.tester.daemon_thread import in_daemon_thread
from app.tester.judge_auth import refused
from app.tester.lanes import Lanes
from app.tester.made_up_token import made_up_like
from app.tester.token_check_words import NOT_ENFORCED, UNSENT, why_unknown
from app.tester.tried import Compared, Same, Tried
from app.tester.trouble import Trouble
from app.tester.tunnel import TunnelConnector
from app.tester.wire import Exchange, Sending, Wire, quiet_http_logging

SECONDS = 20.0
"""For a whole check, however many requests it takes."""
_LONGEST_REQUEST = 10.0
_LONGEST_ASKING = 4.0
"""Seconds for the system to say which proxy it uses."""
_TIDY = 0.5
"""Seconds for closing what is open."""
_LOOK = "?startIndex=1&count=10"
"""Enough to find the same people again where somebody was added or removed between two answers."""
_SCIM_ENDINGS = ("/scim/v2", "/scim")
_OK = 200
"""To a made-up token, and without people: a page that asks to sign in. That is a refusal, too."""


async def check_token(endpoint: str, token: AccessToken, user_agent: str, seconds: float = SECONDS) -> Tried:
    """Try one token. Raises nothing."""
    try:
        async with _asker(endpoint, user_agent, seconds) as asker:
            return await asker.try_token(token)
    except _Unsent as unsent:
        return Tried(CheckOutcome.UNKNOWN, unsent.why)


async def compare_tokens(
    endpoint: str, new: AccessToken, old: AccessToken, user_agent: str, seconds: float = SECONDS
) -> Compared:
    """Try two tokens, and look whether they open the same account. Raises nothing."""
    try:
        async with _asker(endpoint, user_agent, seconds) as asker:
            compared = await asker.compare(new, old)
            if compared.same is Same.NO:
                # Things change between two requests, and some services list in no order: once more before it is said.
                again = await asker.compare(new, old)
                compared = again if again.same in (Same.YES, Same.NO) else compared
            return compared
    except _Unsent as unsent:
        nothing = Tried(CheckOutcome.UNKNOWN, unsent.why)
        return Compared(nothing, nothing, Same.UNKNOWN)


class _Unsent(Exception):  # noqa: N818  says what it is
    """Nothing could be sent at all."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Asker:
    """Asks one endpoint, one request after the other: a few requests are enough, and none looks like an attack."""

    def __init__(self, endpoint: Endpoint, wire: Wire, ends: float) -> None:
        self._bases = base_urls(endpoint)
        self._wire = wire
        self._ends = ends
        self._refusing: dict[str, Tried | None] = {}

    async def compare(self, new: AccessToken, old: AccessToken) -> Compared:
        first = await self.try_token(new, look=True)
        second = await self.try_token(old, look=True)
        if not first.outcome is second.outcome is CheckOutcome.WORKS:
            return Compared(first, second, Same.UNKNOWN)
        if not first.seen and not second.seen:
            return Compared(first, second, Same.EMPTY)
        return Compared(first, second, Same.YES if first.seen & second.seen else Same.NO)

    async def try_token(self, token: AccessToken, *, look: bool = False) -> Tried:
        """The first base that serves decides; else the first that says something of the token."""
        read = read_token(token)
        if read.token is None:
            return Tried(CheckOutcome.UNKNOWN, UNSENT["token"])
        asked: list[tuple[str, Exchange]] = []
        page = f"Users{_LOOK}" if look else plan.USERS
        for base in self._bases:
            users = await self._get(f"{base}/{page}", read.token)
            if users.serves:
                if (nothing_proven := await self._unless_it_refuses(base, read.token)) is not None:
                    return nothing_proven
                groups = await self._get(f"{base}/Groups{_LOOK}", read.token) if look else None
                return Tried(CheckOutcome.WORKS, base=base, seen=_seen(users) | _seen(groups))
            asked.append((base, users))
            if users.status is None or (base.endswith(_SCIM_ENDINGS) and _says_something(users)):
                break
        return _judge(asked)

    async def _unless_it_refuses(self, base: str, token: AccessToken) -> Tried | None:
        """Who answers a made-up token as well says nothing of a real one. Asked once a base; None: it is refused."""
        if base not in self._refusing:
            made_up = await self._get(f"{base}/{plan.USERS}", made_up_like(token), Sent.MADE_UP_TOKEN)
            why: str | None = None
            if made_up.serves:
                why = NOT_ENFORCED
            elif not refused(made_up) and made_up.status != _OK:
                why = why_unknown(made_up)
            self._refusing[base] = None if why is None else Tried(CheckOutcome.UNKNOWN, why)
        return self._refusing[base]

    async def _get(self, url: str, token: AccessToken, sent: Sent = Sent.TOKEN) -> Exchange:
        seconds = min(_LONGEST_REQUEST, max(self._ends - time.monotonic(), 0))
        return await self._wire.get("token", Sending(url, sent, token), seconds)


def _judge(asked: list[tuple[str, Exchange]]) -> Tried:
    """Nothing served. A base that ends as SCIM's do has the first word; one that only says that nothing is there, or
    leads to a web page, has the last."""
    likely = [exchange for base, exchange in asked if base.endswith(_SCIM_ENDINGS)]
    others = [exchange for base, exchange in asked if not base.endswith(_SCIM_ENDINGS)]
    telling = [each for each in (*likely, *others) if _says_something(each)]
    decisive = next(iter(telling), asked[0][1])
    if decisive.status == 401:
        return Tried(CheckOutcome.REFUSED)
    return Tried(CheckOutcome.UNKNOWN, why_unknown(decisive))


def _says_something(exchange: Exchange) -> bool:
    """Whether SCIM may well stand behind this answer: not "nothing here", no redirect, no page for people."""
    status = exchange.status
    if status is None or status in (401, 403, 407, 408, 429):
        return True
    return status >= 500


def _seen(exchange: Exchange | None) -> frozenset[int]:
    serves = exchange is not None and exchange.serves
    return exchange.answer.scim.identities if serves and exchange and exchange.answer else frozenset()


@asynccontextmanager
async def _asker(typed: str, user_agent: str, seconds: float) -> AsyncIterator[_Asker]:
    """Opens the way to the endpoint. Raises _Unsent."""
    quiet_http_logging()
    ends = time.monotonic() + seconds
    try:
        endpoint = read_endpoint(typed)
    except EndpointUnreadable:
        raise _Unsent(UNSENT["endpoint"]) from None
    if endpoint.insecure:
        raise _Unsent(UNSENT["insecure"])
    connector: Connector | None = None
    try:
        try:
            async with asyncio.timeout(seconds / 2):
                connector = await _connector(endpoint, user_agent)
        except TimeoutError:
            raise _Unsent(UNSENT["time"]) from None
        except Trouble as trouble:
            raise _Unsent(why_unknown(trouble.bare())) from None
        lanes = Lanes(endpoint, connector)
        wire = Wire(lanes, user_agent, time.monotonic(), lambda: None)
        try:
            yield _Asker(endpoint, wire, ends)
        finally:
            await wire.close()
            await lanes.close()
    finally:
        if connector is not None:
            await connector.close()


async def _connector(endpoint: Endpoint, user_agent: str) -> Connector:
    """What opens connections, its addresses known. Raises Trouble."""
    own = await in_daemon_thread(lambda: trust.for_scheme(endpoint.scheme, None))
    route = await proxies.route_to(endpoint, os.environ, _LONGEST_ASKING)
    connector: Connector = Connector(endpoint)
    if route.proxy is not None:
        connector = TunnelConnector(endpoint, route.proxy, user_agent)
    connector.trust = own
    await connector.resolve()
    return connector
