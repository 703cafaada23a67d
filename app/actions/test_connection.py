"""Testing a connection: whether a provisioning client can use an endpoint with a token. Nothing is changed there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.clock import Clock, SystemClock
from app.domain.report import Event, Report, verdict_sentence, what_to_do
from app.domain.tokens import AccessToken

if TYPE_CHECKING:
    from app.tester.engine import Run

__all__ = ["ConnectionTest", "verdict_sentence", "what_to_do"]


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
        ca_file: Path | None = None,
        clock: Clock | None = None,
    ) -> None:
        """`endpoint` and tokens as typed; `seconds` for the whole run; `ca_file` holds certificates (PEM) to trust."""
        self._endpoint = endpoint
        self._token = _as_token(token)
        self._old_token = _as_token(old_token)
        self._seconds = seconds
        self._ca_file = ca_file
        self._clock = clock or SystemClock()
        self._run: Run | None = None
        self._stopped = False
        self.report: Report | None = None
        """The last event, once it has come."""

    def stop(self) -> None:
        """Ends the run at once. Nothing happens where it has ended already."""
        self._stopped = True
        if self._run is not None:
            self._run.stop()

    async def events(self) -> AsyncIterator[Event]:
        """Runs the test. To be called once."""
        from app.tester.engine import Run
        from app.tester.question import Question

        events: asyncio.Queue[Event | None] = asyncio.Queue()
        question = Question(self._endpoint, self._token, self._old_token, self._seconds, self._ca_file)
        run = self._run = Run(question, self._clock, user_agent(), events.put_nowait)
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


def user_agent() -> str:
    """How the tester calls itself in requests."""
    return f"scim-connection/{metadata.version('scim-connection')}"


def _as_token(typed: AccessToken | str | None) -> AccessToken | None:
    return AccessToken(typed) if isinstance(typed, str) and typed else typed or None
