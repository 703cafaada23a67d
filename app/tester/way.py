"""The way to the server: proxy, name, connection, encryption. Each is a check with its own time."""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import httpcore

from app.domain.clock import Clock
from app.domain.endpoints import Endpoint
from app.tester import checks, plan, proxies, trust
from app.tester.certificate import described, distrusted
from app.tester.connector import Connector
from app.tester.daemon_thread import in_daemon_thread
from app.tester.evidence import Evidence, Stage
from app.tester.lanes import MOST_LANES, Lanes
from app.tester.plan import Step
from app.tester.question import Question
from app.tester.teller import Teller
from app.tester.trouble import Trouble, while_exchanging
from app.tester.tunnel import TunnelConnector

LONGEST_STAGE = 10.0
"""Seconds for one of the four; never more than half of what the run still has."""
LONGEST_ASKING = 5.0
"""Seconds for the system to say which proxy it uses, or for its proxy script to do so."""
LONGEST_LOOK = 5.0
"""Seconds for a connection that only looks at the certificate."""
LONGEST_LISTENING = 2.0
"""Seconds for a server to say, after the handshake, that it wants a client certificate."""
_T = TypeVar("_T")


class Way:
    """Opens the way, and keeps what it was opened with until `close`."""

    def __init__(self, question: Question, evidence: Evidence, clock: Clock, teller: Teller, user_agent: str) -> None:
        self._question = question
        self._evidence = evidence
        self._clock = clock
        self._teller = teller
        self._user_agent = user_agent
        self._connector: Connector | None = None
        self._lanes: Lanes | None = None
        self._looks: list[asyncio.Task[None]] = []
        self._public: asyncio.Task[ssl.SSLContext] | None = None
        """The public list, which takes a while to load."""

    async def open(self, endpoint: Endpoint) -> Lanes | None:
        """The lanes that requests can take; None where the way is barred, with the trouble in the evidence."""
        ca_file = self._question.ca_file
        own = asyncio.create_task(in_daemon_thread(lambda: trust.for_scheme(endpoint.scheme, ca_file)))
        self._looks.append(asyncio.create_task(_quietly(own)))
        if endpoint.scheme == "https":
            self._public = asyncio.create_task(in_daemon_thread(trust.public_list))
            self._looks.append(asyncio.create_task(_quietly(self._public)))

        proxied = self._by_proxy(endpoint, own)
        self._evidence.proxy, reached = await self._stage(plan.PROXY, proxied, "proxy.unreachable")
        if reached is None:
            return None
        self._report(plan.PROXY, self._evidence.proxy)
        connector, stream = reached
        if stream is None:
            stream = await self._directly(connector)
        if stream is None:
            return None

        lanes = self._lanes = Lanes(endpoint, connector)
        if self._evidence.token.token is not None:
            lanes.widen(MOST_LANES - 1)
        if endpoint.scheme == "https":
            connector.trust = await own
            self._evidence.tls, secured = await self._stage(plan.TLS, connector.secure(stream), "http.timeout")
            if secured is None:
                await self._look_at_what_is_wrong(endpoint, connector)
                return None
            stream = secured
            self._evidence.certificate = described(_tls_of(stream), None)
            self._report(plan.TLS, self._evidence.tls)
            self._look_who_trusts(connector)
        lanes.trusted(stream)
        return lanes

    async def _by_proxy(
        self, endpoint: Endpoint, own: asyncio.Task[ssl.SSLContext]
    ) -> tuple[Connector, httpcore.AsyncNetworkStream | None]:
        """A first connection through the proxy, or none yet where there is no proxy."""
        seconds = min(LONGEST_ASKING, self._teller.left() / 4)
        route = self._evidence.route = await proxies.route_to(endpoint, os.environ, seconds)
        if route.proxy is None:
            connector = self._connector = Connector(endpoint)
            return connector, None
        self._evidence.redactor = self._evidence.redactor.hiding_login(route.proxy.secrets)
        tunnels = self._connector = TunnelConnector(endpoint, route.proxy, self._user_agent)
        if route.proxy.scheme == "https":
            tunnels.trust = await asyncio.shield(own)
        await tunnels.resolve()
        return tunnels, await tunnels.connect()

    async def _directly(self, connector: Connector) -> httpcore.AsyncNetworkStream | None:
        """A first connection from this computer to the server."""
        self._evidence.name, addresses = await self._stage(plan.NAME, connector.resolve(), "dns.not-found")
        if addresses is None:
            return None
        self._evidence.address = addresses[0]
        self._report(plan.NAME, self._evidence.name)

        self._evidence.connection, stream = await self._stage(plan.CONNECTION, connector.connect(), "connect.timeout")
        if stream is None:
            return None
        self._evidence.address = connector.address
        self._report(plan.CONNECTION, self._evidence.connection)
        return stream

    async def look_for_a_late_refusal(self) -> None:
        """Where a server with TLS 1.3 wants a client certificate, it says so after the handshake, and a request that is
        on its way then may lose that word. So where all was closed without an answer, a connection only listens."""
        users = [self._evidence.exchange(base.users.id) for base in self._evidence.bases]
        closed = [each for each in users if each is not None and each.trouble == Trouble("connect.reset")]
        if self._evidence.certificate is None or len(closed) < len(users) or self._connector is None:
            return
        try:
            async with asyncio.timeout(min(LONGEST_LISTENING, self._teller.left() / 2)):
                stream = await self._connector.secure(await self._connector.connect())
                try:
                    await stream.read(1)
                finally:
                    await stream.aclose()
        except TimeoutError:
            return
        except (Trouble, httpcore.NetworkError, OSError) as error:
            if while_exchanging(error).code == "tls.client-certificate":
                for each in closed:
                    refused = replace(each, trouble=Trouble("tls.client-certificate"))
                    self._evidence.exchanges[each.check] = refused

    async def finish_looking(self) -> None:
        """Waits for the connections that only look, for a while."""
        if self._looks:
            await asyncio.wait(self._looks, timeout=min(LONGEST_LOOK, self._teller.left() / 2))

    async def close(self) -> None:
        """Closes every connection."""
        for look in self._looks:
            look.cancel()
        await asyncio.gather(*self._looks, return_exceptions=True)
        if self._lanes is not None:
            await self._lanes.close()
        if self._connector is not None:
            await self._connector.close()

    async def _stage(self, step: Step, work: Awaitable[_T], late: str) -> tuple[Stage, _T | None]:
        """Runs one step. What fails or takes too long is told, and gives None."""
        self._teller.started(step)
        start = time.monotonic()
        result: _T | None = None
        trouble: Trouble | None = None
        try:
            async with asyncio.timeout(min(LONGEST_STAGE, self._teller.left() / 2)):
                result = await work
        except TimeoutError:
            trouble = Trouble(late, "timeout")
        except Trouble as raised:
            trouble = raised.bare()
        stage = Stage((start - self._teller.began()) * 1000, (time.monotonic() - start) * 1000, trouble)
        if trouble is not None:
            self._teller.ended(checks.of_stage(step, stage, ""))
        return stage, result

    def _report(self, step: Step, stage: Stage) -> None:
        self._teller.ended(checks.of_stage(step, stage, checks.stage_detail(self._evidence, step)))

    async def _look_at_what_is_wrong(self, endpoint: Endpoint, connector: Connector) -> None:
        """Reads the certificate that was not trusted, over a connection that carries no request."""
        stage = self._evidence.tls
        assert stage is not None
        if stage.trouble is None or stage.trouble.code != "tls.untrusted":
            return
        with suppress(Trouble, TimeoutError):
            async with asyncio.timeout(min(LONGEST_LOOK, self._teller.left() / 2)):
                stream = await self._secured_by(connector, trust.looking_only())
                try:
                    tls, now = _tls_of(stream), self._clock.now()
                    self._evidence.distrust = await in_daemon_thread(lambda: distrusted(tls, endpoint.host, now))
                finally:
                    await stream.aclose()
        if self._evidence.distrust is not None:
            self._evidence.certificate = self._evidence.distrust.seen

    def _look_who_trusts(self, connector: Connector) -> None:
        """Whether the public list trusts the certificate, too, and whether `--ca-file` does, by a connection each."""
        self._looks.append(asyncio.create_task(self._look_for_public_trust(connector)))
        if (ca_file := self._question.ca_file) is not None:
            self._looks.append(asyncio.create_task(self._look_for_trust_by(ca_file, connector)))

    async def _look_for_public_trust(self, connector: Connector) -> None:
        assert self._public is not None
        public = await self._would_trust(connector, await asyncio.shield(self._public))
        assert self._evidence.certificate is not None
        self._evidence.certificate = replace(self._evidence.certificate, publicly_trusted=public)

    async def _look_for_trust_by(self, ca_file: Path, connector: Connector) -> None:
        alone = await in_daemon_thread(lambda: trust.file_alone(ca_file))
        self._evidence.trusted_by_ca_file = await self._would_trust(connector, alone) is True

    async def _would_trust(self, connector: Connector, context: ssl.SSLContext) -> bool | None:
        try:
            stream = await self._secured_by(connector, context)
        except Trouble as trouble:
            return False if trouble.code == "tls.untrusted" else None
        await stream.aclose()
        return True

    async def _secured_by(self, connector: Connector, context: ssl.SSLContext) -> httpcore.AsyncNetworkStream:
        return await connector.secure(await connector.connect(), context)


def _tls_of(stream: httpcore.AsyncNetworkStream) -> ssl.SSLObject:
    tls = stream.get_extra_info("ssl_object")
    assert isinstance(tls, ssl.SSLObject)
    return tls


async def _quietly(task: asyncio.Task[ssl.SSLContext]) -> None:
    """Takes a result that may not be wanted any more."""
    with suppress(Exception):
        await task
