"""Opens connections to one origin, step by step, each step timed and its failure named."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import ip_address
from socket import SOCK_STREAM, getaddrinfo
from typing import Any

import httpcore

from app.domain.endpoints import Endpoint
from app.tester.daemon_thread import in_daemon_thread
from app.tester.trouble import Trouble, while_connecting, while_resolving, while_securing

STAGGER = 0.25
"""Seconds before the next address is tried beside the last one (RFC 8305 section 5)."""
MOST_ADDRESSES = 8
READ_AT_ONCE = 8 * 1024
"""Bytes. Small, so that a server that sends thousands of tiny chunks cannot keep the event loop busy at a stretch."""
MOST_RAW_BYTES = 4 * 1024 * 1024
"""Between two requests, as they come from the network: headers, chunk marks and body before decompression."""
_LAST_MOMENT = 0.02
"""Seconds."""
_HTTP = b"HTTP/"
"""How every answer begins. Something else (a mail or SSH server's greeting) would be waited on until the time is up."""


class Line(httpcore.AsyncNetworkStream):
    """An open connection as httpcore takes it: secured already where it has to be, and bounded in what it reads."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, secured: bool) -> None:
        self._stream = stream
        self._secured = secured
        self._read = 0
        self._start = b""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  httpcore's interface
        await asyncio.sleep(0)
        data = await self._stream.read(min(max_bytes, READ_AT_ONCE), timeout)
        self._read += len(data)
        if self._read > MOST_RAW_BYTES:
            raise Trouble("http.too-large")
        if len(self._start) < len(_HTTP):
            self._start = (self._start + data).lstrip(b"\r\n")[: len(_HTTP)]
            if not _HTTP.startswith(self._start):
                raise Trouble("http.malformed")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  httpcore's interface
        self._read, self._start = 0, b""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,  # noqa: ARG002  httpcore's interface
        server_hostname: str | None = None,  # noqa: ARG002  httpcore's interface
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  httpcore's interface
    ) -> httpcore.AsyncNetworkStream:
        """Nothing is left to do: the connector has secured it, and trusts no other way."""
        if not self._secured:
            raise Trouble("tls.handshake")
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Connector:
    """Resolves, connects and secures, for one origin; every one of these raises Trouble. `close` ends all of it: a
    connection that is made in the very moment in which nobody wants it any more is nobody else's to close."""

    def __init__(self, endpoint: Endpoint, place: tuple[str, int] | None = None) -> None:
        """`place` is the host and port to connect to, where they are not the endpoint's own."""
        self._endpoint = endpoint
        self._place = place or (endpoint.host, endpoint.port)
        self.trust: ssl.SSLContext | None = None
        """What `secure` trusts unless told otherwise; has to be set before it is called for https."""
        self._backend = httpcore.AnyIOBackend()
        self._addresses: tuple[str, ...] = ()
        self._connecting: list[asyncio.Task[httpcore.AsyncNetworkStream]] = []
        self.address: str | None = None
        """The address that answered, once one did."""

    async def resolve(self) -> tuple[str, ...]:
        """The addresses to try. Plain HTTP goes to loopback addresses alone, whatever the name service says."""
        host, port = self._place
        try:
            found = await in_daemon_thread(lambda: getaddrinfo(host, port, type=SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            raise while_resolving(error) from None
        addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))[:MOST_ADDRESSES]
        if self._endpoint.scheme == "http":
            addresses = tuple(address for address in addresses if ip_address(address).is_loopback)
        if not addresses:
            raise Trouble("dns.not-found")
        self._addresses = addresses
        return addresses

    async def connect(self) -> httpcore.AsyncNetworkStream:
        """A TCP connection to the first address that answers; to the same one from then on."""
        address, stream = await self._race(self._addresses if self.address is None else (self.address,))
        self.address = address
        return stream

    async def secure(
        self, stream: httpcore.AsyncNetworkStream, trust: ssl.SSLContext | None = None
    ) -> httpcore.AsyncNetworkStream:
        """The same connection under TLS, the certificate trusted; as it is where the endpoint is plain HTTP."""
        if self._endpoint.scheme == "http":
            return stream
        context = trust or self.trust
        assert context is not None
        try:
            return await stream.start_tls(context, self._endpoint.host)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as error:
            raise while_securing(error) from error

    async def close(self) -> None:
        """Closes every connection that was ever made, and those that are being made."""
        pending = [task for task in self._connecting if not task.done()]
        if pending:
            # One that is just succeeding would be lost by cancelling it now.
            await asyncio.wait(pending, timeout=_LAST_MOMENT)
        for task in self._connecting:
            task.cancel()
        for outcome in await asyncio.gather(*self._connecting, return_exceptions=True):
            if isinstance(outcome, httpcore.AsyncNetworkStream):
                with suppress(OSError):
                    await outcome.aclose()

    async def _race(self, addresses: Sequence[str]) -> tuple[str, httpcore.AsyncNetworkStream]:
        """Tries one address after the other, a quarter of a second apart or as soon as one fails; the first wins."""
        attempts: dict[asyncio.Task[httpcore.AsyncNetworkStream], str] = {}
        failures: list[Trouble] = []
        waiting = list(addresses)
        try:
            while waiting or attempts:
                if waiting:
                    address = waiting.pop(0)
                    attempts[asyncio.create_task(self._attempt(address))] = address
                done, _ = await asyncio.wait(
                    attempts, timeout=STAGGER if waiting else None, return_when=asyncio.FIRST_COMPLETED
                )
                for attempt in done:
                    address = attempts.pop(attempt)
                    error = attempt.exception()
                    if error is None:
                        return address, attempt.result()
                    failures.append(while_connecting(error))
        finally:
            for attempt in attempts:
                attempt.cancel()
            await asyncio.gather(*attempts, return_exceptions=True)
        raise min(failures, key=lambda trouble: _TELLING.index(trouble.code))

    async def _attempt(self, address: str) -> httpcore.AsyncNetworkStream:
        connecting = asyncio.create_task(self._backend.connect_tcp(address, self._place[1]))
        self._connecting.append(connecting)
        return await asyncio.shield(connecting)


_TELLING = ("connect.refused", "connect.reset", "connect.timeout", "connect.unreachable")
"""Which failure is told where the addresses of one name fail differently: the one closest to a server."""
