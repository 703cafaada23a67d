"""Connections through a proxy: to the proxy, and from there by CONNECT (RFC 9110 section 9.3.6) to the endpoint.

The proxy is told the endpoint's host and port. What goes through the tunnel is encrypted for the endpoint.
"""

from __future__ import annotations

import re
from contextlib import suppress

import httpcore

from app.domain.endpoints import Endpoint
from app.tester.connector import READ_AT_ONCE, Connector
from app.tester.proxy import Proxy
from app.tester.trouble import Trouble, while_securing

MOST_HEAD = 16 * 1024
"""Bytes of a proxy's answer before the tunnel."""
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?=[ \r\n])")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_BEGINNING = b"HTTP/1."
_PROXY_AUTHENTICATION_REQUIRED = 407
_HTML = re.compile(rb"\ncontent-type:[ \t]*text/html", re.IGNORECASE)
_BASIC = re.compile(rb"\nproxy-authenticate:[^\n]*\bbasic\b", re.IGNORECASE)


class TunnelConnector(Connector):
    """As its base, but every connection leads through a proxy. The proxy's failures are `proxy.*`."""

    def __init__(self, endpoint: Endpoint, proxy: Proxy, user_agent: str) -> None:
        super().__init__(endpoint, (proxy.host, proxy.port))
        self._proxy = proxy
        self._user_agent = user_agent

    async def resolve(self) -> tuple[str, ...]:
        """The proxy's addresses. The endpoint's name is the proxy's to look up."""
        if not self._proxy.spoken:
            raise Trouble("proxy.unreachable", "socks")
        try:
            return await super().resolve()
        except Trouble:
            raise Trouble("proxy.unreachable", "name") from None

    async def connect(self) -> httpcore.AsyncNetworkStream:
        """A tunnel to the endpoint."""
        try:
            stream = await super().connect()
        except Trouble as trouble:
            raise Trouble("proxy.unreachable", trouble.code.removeprefix("connect.")) from None
        try:
            stream = await self._secured_for_the_proxy(stream)
            await self._ask_for_the_tunnel(stream)
        except BaseException:
            with suppress(OSError, httpcore.NetworkError):
                await stream.aclose()
            raise
        return stream

    async def _secured_for_the_proxy(self, stream: httpcore.AsyncNetworkStream) -> httpcore.AsyncNetworkStream:
        """Under TLS where the proxy wants it, its certificate trusted by this computer: a login may follow."""
        if self._proxy.scheme != "https":
            return stream
        assert self.trust is not None
        try:
            return await stream.start_tls(self.trust, self._proxy.host)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as error:
            raise Trouble("proxy.unreachable", while_securing(error).code) from None

    async def _ask_for_the_tunnel(self, stream: httpcore.AsyncNetworkStream) -> None:
        answered = b""
        try:
            await stream.write(self._request())
            while not self._opened(answered):
                data = await stream.read(READ_AT_ONCE)
                if not data:
                    break
                answered += data
                if len(answered) > MOST_HEAD + READ_AT_ONCE:
                    break
            else:
                return
        except (httpcore.NetworkError, OSError):
            pass  # closed harshly, or gently: the same to the person
        if answered:
            raise Trouble("proxy.refused", "itself")
        raise Trouble("proxy.unreachable", "closed")

    def _request(self) -> bytes:
        host = f"[{self._endpoint.host}]" if ":" in self._endpoint.host else self._endpoint.host
        place = f"{host}:{self._endpoint.port}"
        lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}", f"User-Agent: {self._user_agent}"]
        if self._proxy.authorization is not None:
            lines.append(f"Proxy-Authorization: {self._proxy.authorization.reveal()}")
        return "\r\n".join([*lines, "", ""]).encode("ascii")

    def _opened(self, answered: bytes) -> bool:
        """Whether the tunnel is open; False: more is to come. Raises Trouble where it never will be."""
        while True:
            if not answered.startswith(_BEGINNING[: len(answered)]):
                raise Trouble("proxy.refused", "not-http")
            end = _END_OF_HEAD.search(answered)
            first = _STATUS.match(answered)
            if first is None:
                if b"\n" in answered:
                    raise Trouble("proxy.refused", "not-http")
                return False
            status = int(first[1])
            if status == _PROXY_AUTHENTICATION_REQUIRED and (end or len(answered) > MOST_HEAD):
                raise self._login_wanted(answered)
            if status not in range(100, 300) and status != _PROXY_AUTHENTICATION_REQUIRED:
                raise Trouble("proxy.refused", str(status))
            if end is None:
                return False
            if status >= 200:
                break
            answered = answered[end.end() :]  # an interim answer (RFC 9110 section 15.2)
        if answered[end.end() :] or _HTML.search(answered):
            # Nobody speaks first in a tunnel, before the encryption is agreed on: this is a page of the proxy's own.
            raise Trouble("proxy.refused", "itself")
        return True

    def _login_wanted(self, answered: bytes) -> Trouble:
        if not _BASIC.search(answered):
            return Trouble("proxy.auth-required", "other")
        return Trouble("proxy.auth-required", "none" if self._proxy.authorization is None else "wrong")
