"""Runs a connection test: layer by layer, what does not depend on an answer at once, and always within its time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from app.domain.clock import Clock
from app.domain.endpoints import EndpointUnreadable, base_urls, read_endpoint
from app.domain.report import Check, CheckEnded, CheckStarted, Event, Progress, Report
from app.domain.token_text import LONGEST, read_token, unwrapped
from app.domain.tokens import AccessToken
from app.tester import checks, plan
from app.tester.evidence import Evidence
from app.tester.judge import judge
from app.tester.made_up_token import made_up_like
from app.tester.plan import Step, steps_of
from app.tester.question import Question
from app.tester.redact import Redactor
from app.tester.requests import Requests
from app.tester.way import Way
from app.tester.wire import quiet_http_logging

_TIDY = 0.3
"""Seconds at most that closing what is open may take, once the run is over."""


class Run:
    """One run. `go` gives the report; `stop` makes it give it at once. Every event goes to `emit`.

    Making one takes up to a tenth of a second of work on a long token: make it in a worker thread.
    """

    def __init__(self, question: Question, clock: Clock, user_agent: str, emit: Callable[[Event], None]) -> None:
        self._question = question
        self._clock = clock
        self._user_agent = user_agent
        self._emit = emit
        self._began = time.monotonic()
        self._stopped = asyncio.Event()
        self._done = 0
        self._total = 0
        token = read_token(question.token)
        old = read_token(question.old_token)
        self._made_up = None if token.token is None else made_up_like(token.token)
        # What was typed and is too long for a token is never sent, so that no server can repeat it.
        typed = [unwrapped(each.reveal())[0] for each in (question.token, question.old_token) if each]
        sought = [AccessToken(text) for text in typed if 0 < len(text) <= LONGEST]
        if self._made_up is not None:
            sought.append(self._made_up)
        exchanged = question.token is not None and "://" in question.token.reveal()
        self._evidence = Evidence(
            Redactor(sought),
            question.clients,
            question.client,
            token=token,
            old_token=old.token,
            exchanged=exchanged,
        )

    @property
    def token(self) -> AccessToken | None:
        """The token as it is tested: without what does not belong to it. None where it cannot be used."""
        return self._evidence.token.token

    def stop(self) -> None:
        """Ends the run at once, as the person asked for."""
        self._stopped.set()

    async def go(self) -> Report:
        """The report; when cancelled, what was seen is still to be had from `report_now`."""
        quiet_http_logging()
        work = asyncio.create_task(self._layers())
        stop = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait({work, stop}, timeout=self._left(), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._stopped.set()
            raise
        finally:
            self._evidence.cancelled = self._stopped.is_set() and not work.done()
            for task in (work, stop):
                task.cancel()
            await asyncio.wait({work, stop}, timeout=_TIDY)
        if work.done() and not work.cancelled():
            work.result()
        report = self.report_now()
        self._emit(report)
        return report

    def report_now(self) -> Report:
        """The report of what was seen until now."""
        self._evidence.total_ms = self._ms()
        return judge(self._evidence, self._clock.now())

    # The layers

    async def _layers(self) -> None:
        evidence = self._evidence
        self._read_endpoint()
        self._ended(checks.typed(plan.TOKEN, evidence.token.token is not None))
        endpoint = evidence.endpoint
        if endpoint is None or endpoint.insecure or evidence.token.problem == "token.malformed":
            return
        way = Way(self._question, evidence, self._clock, self, self._user_agent)
        try:
            lanes = await way.open(endpoint)
            token = evidence.token.token
            if lanes is None or token is None:
                return
            assert self._made_up is not None
            requests = Requests(evidence, lanes, self._user_agent, self, token, self._made_up)
            try:
                await requests.ask_bases()
                await way.look_for_a_late_refusal()
                await requests.ask_chosen()
                await way.finish_looking()
            finally:
                await requests.close()
        finally:
            await way.close()

    def _read_endpoint(self) -> None:
        self.started(plan.ENDPOINT)
        with suppress(EndpointUnreadable):
            flags = frozenset(flag for client in self._question.clients for flag in client.url_flags)
            endpoint = read_endpoint(self._question.endpoint, flags)
            self._evidence.endpoint = endpoint
            if not endpoint.insecure:
                self._evidence.bases = steps_of(base_urls(endpoint), endpoint.origin)
        readable = self._evidence.endpoint is not None and not self._evidence.endpoint.insecure
        self._ended(checks.typed(plan.ENDPOINT, readable))
        self.started(plan.TOKEN)

    # What the probes tell (they see this as `Teller`)

    def started(self, step: Step) -> None:
        self._total += 1
        self._emit(CheckStarted(step.id, step.title))

    def ended(self, check: Check) -> None:
        self._ended(check)

    def began(self) -> float:
        """The run's beginning, by `time.monotonic`."""
        return self._began

    def left(self) -> float:
        """Seconds that the run still has."""
        return self._left()

    def _ended(self, check: Check) -> None:
        self._done += 1
        self._emit(CheckEnded(self._evidence.redactor.clean(check)))
        self._emit(Progress(self._done, max(self._total, self._done)))

    def _left(self) -> float:
        return max(0.0, self._began + self._question.seconds - time.monotonic())

    def _ms(self) -> float:
        return (time.monotonic() - self._began) * 1000
