"""uvicorn, set up so that it logs nothing, adds nothing, and ends when it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.domain.clock import Clock
from app.service.http_protocol import USUAL_LIMITS, BoundedProtocol, Limits
from app.service.moments import http_date
from app.service.problems import ProblemType, problem_response

_GRACE = 3
"""Seconds that open requests have when the service is told to end."""


@dataclass(frozen=True)
class Tls:
    """Files in PEM."""

    certificate: Path
    key: Path


class HttpServer(uvicorn.Server):
    """Calls `on_ready` once it answers."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._on_ready()

    async def main_loop(self) -> None:
        """Sleeps until the end; uvicorn's wakes up ten times a second."""
        if not self.should_exit:
            await self._ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """At once where nobody is connected; uvicorn's sleeps a while in any case."""
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
            await server.wait_closed()

    def end(self) -> None:
        """End soon. May be called from any thread and from a signal handler."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed already
                self._loop.call_soon_threadsafe(self._ending.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self.end()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but does not raise the signal again afterwards: to be told to end is no failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def server_config(
    application: ASGIApp,
    clock: Clock,
    base_url: str,
    log: Callable[[str], None],
    tls: Tls | None,
    limits: Limits = USUAL_LIMITS,
) -> uvicorn.Config:
    """Raises OSError, ssl.SSLError for a certificate or key that cannot be used."""
    # uvicorn's words may repeat what a client sent, and its tracebacks hold values.
    logger = logging.getLogger("uvicorn")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    config = uvicorn.Config(
        application,
        http=_protocol(clock, base_url, log, limits),
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,  # the Date is our clock's
        timeout_graceful_shutdown=_GRACE,
        ssl_certfile=None if tls is None else tls.certificate,
        ssl_keyfile=None if tls is None else tls.key,
        # Without one, a key that is encrypted would be asked for on the terminal; it is an error instead.
        ssl_keyfile_password=None if tls is None else "none",
    )
    config.load()
    return config


def _protocol(clock: Clock, base_url: str, log: Callable[[str], None], limits: Limits) -> type[H11Protocol]:
    class Protocol(BoundedProtocol):
        """Answers what is no HTTP at all like every other error."""

        def send_400_response(self, msg: str) -> None:
            del msg
            log("- - 400")
            if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
                self.transport.close()
                return
            body = bytes(problem_response(base_url, ProblemType.BAD_REQUEST).body)
            headers = [
                (b"content-type", b"application/problem+json"),
                (b"date", http_date(clock.now()).encode()),
                (b"connection", b"close"),
            ]
            events = (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=body),
                h11.EndOfMessage(),
            )
            for event in events:
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()

    Protocol.limits = limits
    return Protocol
