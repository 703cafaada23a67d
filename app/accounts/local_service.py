"""The R-Service of this computer: our own hidden child `_serve`, kept running while the window needs it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from app.accounts.answers import WrongAnswer
from app.accounts.child_process import ChildProcess
from app.accounts.service_state import (
    LocalAccount,
    Phase,
    ServiceData,
    ServiceState,
    read_local_account,
    why_not,
)
from app.domain.clock import Clock
from app.domain.errors import LocalServiceFailed, Problem, ServiceFailed, ServiceUnreachable
from app.domain.text import tr
from app.domain.tokens import AccessToken

__all__ = ["LocalAccount", "LocalService", "Phase", "ServiceData", "ServiceState"]

_DEATHS_ALLOWED = 5
_WITHIN = 60.0  # seconds
_FIRST_PAUSE = 0.05  # seconds; doubled with each further death within that minute


class LocalService:
    """Starts the service, starts it again when it dies, and asks it for accounts and sessions.

    `port` is the one of its last start (0: any). `on_change` is called in the event loop with each new state.
    `patience` is how many seconds it may take to start or to answer, `end_patience` to end when it is asked to.
    """

    def __init__(
        self,
        command: Sequence[str],
        data: ServiceData,
        clock: Clock,
        *,
        port: int = 0,
        on_change: Callable[[ServiceState], None] = lambda _: None,
        patience: float = 30,
        end_patience: float = 5,
        stderr: int | IO[bytes] = subprocess.DEVNULL,
    ) -> None:
        self.state = ServiceState(port=port)
        self._command = command
        self._data = data
        self._clock = clock
        self._on_change = on_change
        self._patience = patience
        self._end_patience = end_patience
        self._stderr = stderr
        self._child: ChildProcess | None = None
        self._ready_line: asyncio.Future[dict[str, Any]] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._settled.set()
        self._questions: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._child.pid if self._child else None

    async def start(self) -> ServiceState:
        """Start it, or start it again after it has failed, and wait until it is ready. Raises LocalServiceFailed,
        LocalServiceHeld, LocalServiceTooNew or SecretGone."""
        if self._keeper is None or self._keeper.done():
            self._settle(Phase.STARTING)
            self._keeper = asyncio.create_task(self._keep_running(), name="local service")
        return await self.ready()

    async def ready(self) -> ServiceState:
        """Wait until it is ready, also while it is being started again. Raises what `start` raises."""
        await self._settled.wait()
        if self.state.phase is not Phase.READY:
            raise self.state.problem or LocalServiceFailed()
        return self.state

    async def accounts(self) -> tuple[LocalAccount, ...]:
        """The accounts that it serves. Raises a Problem."""
        answer = await self._ask(list=True)
        listed = answer.get("accounts")
        if not isinstance(listed, list):
            raise ServiceFailed
        try:
            return tuple(read_local_account(item) for item in listed)
        except WrongAnswer:
            raise ServiceFailed from None

    async def session(self, account_id: str, email: str) -> AccessToken:
        """Sign a person in to an account. Raises a Problem."""
        answer = await self._ask(session={"account": account_id, "person": email})
        session = answer.get("session")
        if not isinstance(session, str) or not session.startswith("rss_") or not session.isascii():
            raise ServiceFailed
        return AccessToken(session)

    async def close(self) -> None:
        """End it: it is asked to first. Nothing of what it keeps is lost."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        if self.state.phase is not Phase.STOPPED:
            self._settle(Phase.STOPPED)

    async def _keep_running(self) -> None:
        deaths: deque[float] = deque(maxlen=_DEATHS_ALLOWED)
        try:
            while True:
                await self._run_once()
                now = self._clock.elapsed()
                deaths.append(now)
                recent = [moment for moment in deaths if now - moment <= _WITHIN]
                if len(recent) >= _DEATHS_ALLOWED:
                    raise LocalServiceFailed(tr("The R-Service on this computer stops again and again."))
                await asyncio.sleep(_FIRST_PAUSE * 2 ** (len(recent) - 1))
        except Problem as problem:
            self._settle(Phase.FAILED, problem)

    async def _run_once(self) -> None:
        """One life of the child: returns when it has died, raises a Problem where it cannot start."""
        self._ready_line = asyncio.get_running_loop().create_future()
        try:
            self._child = await ChildProcess.start(self._command, self._take, stderr=self._stderr)
        except OSError:
            raise LocalServiceFailed from None
        try:
            if not await self._become_ready(self._child, self._ready_line):
                return
            await self._child.exited.wait()
        finally:
            await self._bury(self._child)

    async def _become_ready(self, child: ChildProcess, ready_line: asyncio.Future[dict[str, Any]]) -> bool:
        """Whether it became ready; False where it died before it said anything."""
        folder = str(self._data.folder) if self._data.folder else None
        key = base64.b64encode(self._data.key).decode()
        expected = self._data.expected or bool(self.state.url)  # it was ready before
        child.write(_line({"key": key, "data": folder, "port": self.state.port, "expected": expected}))
        died = asyncio.create_task(child.exited.wait())
        try:
            first: set[asyncio.Future[Any]] = {ready_line, died}
            await asyncio.wait(first, timeout=self._patience, return_when=asyncio.FIRST_COMPLETED)
        finally:
            died.cancel()
        if ready_line.done():
            self._adopt(ready_line.result())
            return True
        if not child.exited.is_set():
            raise LocalServiceFailed(tr("The R-Service on this computer takes too long to start."))
        return False

    def _adopt(self, said: dict[str, Any]) -> None:
        """Take in the ready line. Raises the Problem that it tells."""
        if said.get("ready") is not True:
            raise why_not(said.get("reason"), self._data.folder)
        try:
            url, endpoint, moved = str(said["url"]), str(said["endpoint"]), said.get("database_moved_to")
            port = int(url.rsplit(":", 1)[1])
        except (KeyError, IndexError, ValueError):
            raise LocalServiceFailed from None
        # What was said once this run stays said: a restart finds the new port and the new database in order.
        self.state = ServiceState(
            Phase.READY,
            url,
            endpoint,
            port,
            port_changed=said.get("port_changed") is True or self.state.port_changed,
            database_moved_to=Path(str(moved)) if moved else self.state.database_moved_to,
            database_missing=said.get("database_missing") is True or self.state.database_missing,
        )
        self._settled.set()
        self._on_change(self.state)

    async def _bury(self, child: ChildProcess) -> None:
        self._settle(Phase.STARTING)
        for question in self._questions.values():
            if not question.done():
                question.set_exception(ServiceUnreachable())
        self._questions.clear()
        # Shielded: closing the window twice must not leave the child behind.
        await asyncio.shield(asyncio.create_task(child.end(self._end_patience)))
        self._child = None

    async def _ask(self, **question: object) -> dict[str, Any]:
        await self.ready()
        assert self._child is not None
        number = next(self._numbers)
        answer = self._questions[number] = asyncio.get_running_loop().create_future()
        self._child.write(_line({"id": number, **question}))
        try:
            return await asyncio.wait_for(answer, self._patience)
        except TimeoutError:
            raise ServiceUnreachable from None
        finally:
            self._questions.pop(number, None)

    def _take(self, line: bytes) -> None:
        """A line of the child's: the first is its ready line, the others answer questions."""
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            return
        if self._ready_line is not None and not self._ready_line.done():
            self._ready_line.set_result(said)
        elif (question := self._questions.get(said.get("id", 0))) is not None and not question.done():
            question.set_result(said)

    def _settle(self, phase: Phase, problem: Problem | None = None) -> None:
        self.state = replace(self.state, phase=phase, problem=problem)
        if phase is Phase.STARTING:
            self._settled.clear()
        else:
            self._settled.set()
        self._on_change(self.state)


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value).encode() + b"\n"
