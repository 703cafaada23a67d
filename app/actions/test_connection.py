"""Testing a connection: whether a provisioning client can use an endpoint with a token. Nothing is changed there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.clients.catalogue import read_clients
from app.domain.clients import ProvisioningClient
from app.domain.clock import Clock, SystemClock
from app.domain.report import Event, Report
from app.domain.report_words import verdict_sentence, what_to_do
from app.domain.tokens import AccessToken
from app.domain.version import VERSION
from app.tester.daemon_thread import in_daemon_thread
from app.tester.question import Question

if TYPE_CHECKING:
    from app.tester.engine import Run

__all__ = ["ConnectionTest", "check_ca_file", "in_daemon_thread", "load_engine", "verdict_sentence", "what_to_do"]


class ConnectionTest:
    """One run of the connection test.

    `async for event in test.events()` gives CheckStarted, CheckEnded and Progress as it goes and, last, the Report.
    A check may end a second time, judged better; the report's checks have the last word. `stop` (from the event loop's
    thread) makes the report come at once, with `run.cancelled`. A task that is cancelled while it reads the events ends
    the run as well; `report` then holds what was seen.
    """

    def __init__(
        self,
        endpoint: str,
        token: AccessToken | str | None,
        *,
        old_token: AccessToken | str | None = None,
        seconds: float = 30.0,
        client: str | None = None,
        ca_file: Path | None = None,
        clock: Clock | None = None,
    ) -> None:
        """`endpoint` and tokens as typed; `seconds` for the whole run; `client` is the id of the provisioning client
        that the verdict is for; `ca_file` holds certificates (PEM) to trust."""
        self._endpoint = endpoint
        self._token = _as_token(token)
        self._old_token = _as_token(old_token)
        self._seconds = seconds
        self._client = client
        self._ca_file = ca_file
        self._clock = clock or SystemClock()
        self._run: Run | None = None
        self._stopped = False
        self.report: Report | None = None
        """The last event, once it has come."""

    @property
    def token(self) -> AccessToken | None:
        """The token as it is tested, without what does not belong to it; None where it cannot be used, or before the
        run has begun."""
        return None if self._run is None else self._run.token

    def stop(self) -> None:
        """Ends the run at once. Nothing happens where it has ended already."""
        self._stopped = True
        if self._run is not None:
            self._run.stop()

    async def events(self) -> AsyncGenerator[Event, None]:
        """Runs the test. To be called once."""
        began = time.monotonic()
        engine, agent, clients = await in_daemon_thread(load_engine)
        events: asyncio.Queue[Event | None] = asyncio.Queue()
        left = max(self._seconds - (time.monotonic() - began), 0.0)
        question = Question(
            self._endpoint, self._token, self._old_token, left, clients, client=self._client, ca_file=self._ca_file
        )
        run = self._run = await in_daemon_thread(lambda: engine(question, self._clock, agent, events.put_nowait))
        if self._stopped:
            run.stop()
        going = asyncio.create_task(run.go())
        going.add_done_callback(lambda _task: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                if isinstance(event, Report):
                    self.report = event
                yield event
            await going
        finally:
            if not going.done():
                going.cancel()
                await asyncio.wait({going})
                self.report = run.report_now()


def load_engine() -> tuple[type[Run], str, tuple[ProvisioningClient, ...]]:
    """The engine, how it calls itself in requests, and the provisioning clients that it judges for.

    For a thread: importing an HTTP library takes too long for a window's event loop. May be called early, so that the
    first run begins sooner."""
    from importlib import import_module

    from app.tester.engine import Run

    with suppress(ImportError):  # only warmed up here: at the first connection, anyio would load it in the event loop
        import_module("anyio._backends._asyncio")
    return Run, f"scim-connection/{VERSION}", read_clients()


def check_ca_file(ca_file: Path) -> None:
    """Raises CaFileUnusable where the file cannot be read or holds no certificate (PEM)."""
    from app.tester.trust import file_alone

    file_alone(ca_file)


def _as_token(typed: AccessToken | str | None) -> AccessToken | None:
    return AccessToken(typed) if isinstance(typed, str) and typed else typed or None
