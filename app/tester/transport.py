"""What is between httpx and httpcore's pool: httpx's own transport takes no network backend."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

import httpcore
import httpx

from app.tester.lanes import MOST_LANES, Lanes

_KEPT_FROM_HTTPX = (b"set-cookie", b"location")
"""httpx parses both even where it neither keeps cookies nor follows: a hostile value would become its error."""


def _header(answer: httpcore.Response, name: bytes) -> str:
    return next((value.decode("latin-1") for each, value in answer.headers if each.lower() == name), "")


class Transport(httpx.AsyncBaseTransport):
    """Sends each request over the lanes, and takes from its answer what httpx would stumble over."""

    def __init__(self, lanes: Lanes) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            # Never used: the lanes have secured the connection. Without any authority in it, it would trust nobody.
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            max_connections=MOST_LANES,
            network_backend=lanes,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=[(name, value) for name, value in answer.headers if name.lower() not in _KEPT_FROM_HTTPX],
            stream=_Stream(answer, self._drop_what_holds_more),
            extensions={"location": _header(answer, b"location")},
        )

    async def aclose(self) -> None:
        await self._pool.aclose()

    async def _drop_what_holds_more(self) -> None:
        """Closes idle connections on which more came than was asked for: it would pass for the answer to the next
        request. httpcore looks for it at the socket alone, where h11 has taken it from already."""
        for connection in self._pool.connections:
            protocol = getattr(getattr(connection, "_connection", None), "_h11_state", None)
            if protocol is not None and connection.is_idle() and protocol.trailing_data[0]:
                await connection.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response, closed: Callable[[], Awaitable[None]]) -> None:
        self._answer = answer
        self._closed = closed

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()
        await self._closed()
