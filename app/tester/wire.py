"""One bounded GET over the lanes: no redirect is followed, no cookie kept, no proxy but the lanes' own."""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from app.domain.report import Sent
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.tester.body import BadEncoding, TooLarge, read_body, read_json
from app.tester.lanes import Lanes
from app.tester.scim import ScimBody, read_scim
from app.tester.transport import Transport
from app.tester.trouble import Trouble, while_exchanging

MOST_REQUESTS = 25
"""For a whole run."""


_UNCONNECTED = (
    *("connect.refused", "connect.timeout", "connect.reset", "connect.unreachable", "tls.handshake"),
    *("proxy.unreachable", "proxy.refused"),
)
_ONCE = (Sent.NONE, Sent.MADE_UP_TOKEN)
"""What is meant to be refused: a server that may have seen it sees it no second time, so that it bans nobody."""
ACCEPT = "application/scim+json, application/json"


@dataclass(frozen=True)
class Sending:
    """A request to be sent."""

    url: str
    sent: Sent
    token: AccessToken | None
    accepts: bool = True
    """Whether it names the media types that it takes; some clients' requests do not."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer that was read whole. Its texts are the server's: to be judged, not shown."""

    status: int
    content_type: str
    """Media type in lower case, without parameters."""
    location: str
    retry_after: str
    authenticate: str
    html: bool
    scim: ScimBody


@dataclass(frozen=True)
class Exchange:
    """One request and what became of it: an answer, or the trouble that kept it away."""

    check: str
    url: str
    start_ms: float
    duration_ms: float
    answer: Answer | None = None
    trouble: Trouble | None = None
    status: int | None = None
    """Also where the answer could not be read to its end."""
    sent: Sent = Sent.TOKEN
    accepts: bool = True

    @property
    def unconnected(self) -> bool:
        """Whether it got no connection: some servers take but a few of one client."""
        return self.status is None and self.trouble is not None and self.trouble.code in _UNCONNECTED and not self.cut

    @property
    def cut(self) -> bool:
        """Whether the connection was closed under a request that is meant to be refused, and is not asked again."""
        return self.sent in _ONCE and self.trouble == Trouble("connect.reset")

    @property
    def serves(self) -> bool:
        """Whether this was answered with 200 and a ListResponse."""
        return self.answer is not None and self.answer.status == 200 and self.answer.scim.is_list

    @property
    def total(self) -> int | None:
        """How many resources the service says it has."""
        return self.answer.scim.total if self.serves and self.answer is not None else None


class Wire:
    """Sends GETs to one origin over its lanes."""

    def __init__(self, lanes: Lanes, user_agent: str, began: float, on_request: Callable[[], None]) -> None:
        self._transport = Transport(lanes)
        self._client = httpx.AsyncClient(
            transport=self._transport,
            trust_env=False,
            follow_redirects=False,
            timeout=None,  # noqa: S113  `get` limits the whole exchange, which httpx cannot
            headers={"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
        )
        self._began = began
        self._parsing = asyncio.Lock()
        self._on_request = on_request
        self._requests = 0
        self.kept = 0
        """Requests that are left for what has not been asked for the first time yet."""

    @property
    def spare(self) -> int:
        """Requests that may be sent a second time."""
        return MOST_REQUESTS - self._requests - self.kept

    async def get(self, check: str, sending: Sending, seconds: float) -> Exchange:
        """Asks once (twice where a kept connection was closed under the request), for so many seconds at most."""
        start = time.monotonic()
        status: list[int] = []
        answer: Answer | None = None
        trouble: Trouble | None = None
        try:
            async with asyncio.timeout(seconds):
                answer = await self._ask(sending, status)
        except TimeoutError:
            trouble = Trouble("http.timeout")
        except Trouble as raised:
            trouble = raised.bare()
        return Exchange(
            check=check,
            url=sending.url,
            start_ms=(start - self._began) * 1000,
            duration_ms=(time.monotonic() - start) * 1000,
            answer=answer,
            trouble=trouble,
            status=status[-1] if status else None,
            sent=sending.sent,
            accepts=sending.accepts,
        )

    async def _ask(self, sending: Sending, status: list[int]) -> Answer:
        opened: list[str] = []
        try:
            return await self._ask_once(sending, status, opened)
        except Trouble as trouble:
            # A server may close a kept connection just as the next request is under way: that says nothing of it.
            again = trouble.code == "connect.reset" and not (opened or status) and sending.sent not in _ONCE
            if not again or self.spare <= 0:
                raise
        return await self._ask_once(sending, status, opened)

    async def _ask_once(self, sending: Sending, status: list[int], opened: list[str]) -> Answer:
        assert self._requests < MOST_REQUESTS
        self._requests += 1
        self._on_request()

        async def trace(name: str, _details: dict[str, Any]) -> None:
            if name == "connection.connect_tcp.started":
                opened.append(name)

        try:
            response = await self._client.send(self._request(sending, trace), stream=True)
            try:
                status.append(response.status_code)
                return await self._read(response)
            finally:
                await response.aclose()
        except (httpx.RequestError, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            # From None: an exception of these libraries may hold the request, and so the token.
            trouble = while_exchanging(error)
            if status and trouble.code == "connect.reset":
                trouble = Trouble("http.malformed", "incomplete")
            raise trouble from None
        except (ValueError, httpx.InvalidURL):  # a header that httpx cannot read
            raise Trouble("http.malformed") from None

    def _request(self, sending: Sending, trace: Callable[[str, dict[str, Any]], Awaitable[None]]) -> httpx.Request:
        headers = {} if sending.token is None else {"Authorization": sending.token.authorization_header()}
        request = self._client.build_request("GET", sending.url, headers=headers, extensions={"trace": trace})
        if not sending.accepts:
            del request.headers["Accept"]
        return request

    async def _read(self, response: httpx.Response) -> Answer:
        try:
            body = await read_body(response.aiter_raw(), response.headers.get("Content-Encoding", ""))
        except TooLarge:
            raise Trouble("http.too-large") from None
        except BadEncoding:
            raise Trouble("http.malformed", "encoding") from None
        async with self._parsing:
            await asyncio.sleep(0)  # between two large answers, others have their turn
            return _answer(response, body)

    async def close(self) -> None:
        await self._client.aclose()


def _answer(response: httpx.Response, body: bytes) -> Answer:
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    html = content_type in ("text/html", "application/xhtml+xml") or _looks_like_html(body)
    return Answer(
        status=response.status_code,
        content_type=content_type,
        location=response.extensions["location"],
        retry_after=response.headers.get("Retry-After", ""),
        authenticate=response.headers.get("WWW-Authenticate", ""),
        html=html,
        scim=ScimBody(tr("it is a web page")) if html else read_scim(read_json(body)),
    )


def _looks_like_html(body: bytes) -> bool:
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def quiet_http_logging() -> None:
    """httpcore writes the headers of answers to its debug log, where a server may have echoed the token."""
    names = {"httpx", "httpcore", *logging.root.manager.loggerDict}
    for name in names:
        if name.partition(".")[0] in ("httpx", "httpcore"):
            logger = logging.getLogger(name)
            if logger.getEffectiveLevel() < logging.WARNING:
                logger.setLevel(logging.WARNING)
