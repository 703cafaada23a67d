"""The whole program but for its window, as a process of its own that a test can kill: the program's own actions, vault
and store, and the real `_serve` as its child. The keyring's stand-in is a file.

`without_window.py FOLDER NUMBER`: the service that it starts dies before the line of that number, once it has been
asked to rotate (0: never). Then a conversation in lines of JSON: it says how it stands, is told what to do, and says
how it stands then.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from app.accounts.kept_secrets import KeptSecrets
from app.actions import program as program_module
from app.actions.connections import AccountView, Connection
from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.clock import SystemClock
from app.domain.errors import Problem
from app.domain.rotation import RotationKind
from tests.actions.parts import KeyFile
from tests.rig.tripwire import Tripwire, die, empty_disk, fill_disk
from tests.whole_program import fragile_service

ACCOUNT = AccountId("practice_widget-data-center")
TRACED = ("app/actions", "app/accounts", "app/store", "app/vault")


class WithoutWindow:
    """One life of the program."""

    def __init__(self, folder: Path) -> None:
        self._program = Program(
            SystemClock(), changed=lambda: None, folder=folder / "data", keyring=KeyFile(folder / "key")
        )
        self._wire = Tripwire(0, die)

    async def converse(self) -> None:
        await self._program.open(practice=True)
        loop = asyncio.get_running_loop()
        while True:
            try:
                stands = await self._how_it_stands()
            except Problem as problem:
                stands = {"problem": problem.code}
            _say(stands)
            order = json.loads(await loop.run_in_executor(None, sys.stdin.readline) or "null")
            if order is None:
                break
            await (self._try_again() if order.get("again") else self._do(order))
        await self._program.close()

    @property
    def _connection(self) -> Connection:
        connection = self._program.connection(ACCOUNT)
        if not isinstance(connection, Connection):
            raise self._program.problem or Problem
        return connection

    async def _try_again(self) -> None:
        """What the button of that name does."""
        if self._program.connection(ACCOUNT) is None:
            await self._program.open(practice=True)
        else:
            await self._connection.open()

    async def _how_it_stands(self) -> dict[str, Any]:
        """What this person has, and what the service says of it."""
        connection, vault, store = self._connection, self._program.vault, self._program.store
        assert vault is not None
        assert store is not None
        view = connection.view
        if view.problem is not None or view.section is None:
            raise view.problem or Problem
        kept = await KeptSecrets(vault).tokens(ACCOUNT)
        seen = await connection._source.section()
        assert kept is not None
        assert seen.token.value is not None
        return {
            "endpoint": seen.endpoint,
            "present": seen.token.value.reveal(),
            "kept": kept.token.reveal(),
            "kept old": kept.previous_token.reveal() if kept.previous_token else None,
            "old": _old(view),
            "old lives": _seconds_of_the_old(view),
            "lines": self._wire.seen,
            "tripped": self._wire.tripped,
            "rotations": [e.token_id for e in await connection._source.events() if e.kind == "rotated"],
            "unfinished": [each.state.value for each in store.journal.unfinished(ACCOUNT)],
        }

    async def _do(self, order: dict[str, Any]) -> None:
        """Rotate; what `trip` names happens before the line of the number `line` of ours."""
        connection = self._connection
        section = connection.view.section
        assert section is not None
        self._wire = Tripwire(order.get("line", 0), self._trips[order.get("trip", "program")])
        self._wire.arm(TRACED)
        kind = RotationKind.REPLACE_PREVIOUS if section.previous_token else RotationKind.PLANNED
        # As in the window: what went wrong is shown, and the person chooses Try again.
        try:
            await connection.rotate(kind, section.token.id)
            await connection.mark_shown()
        except Problem:
            pass
        self._wire.disarm()
        empty_disk()
        self._service_disk(full=False)
        if connection.view.problem is not None or order.get("trip") is not None:
            await connection.open()
            with suppress(Problem):
                await connection.mark_shown()

    @property
    def _trips(self) -> dict[str, Callable[[], None]]:
        return {
            "program": die,
            "service": self._kill_service,
            "both": self._kill_both,
            "cut": self._cut,
            "disk": fill_disk,
            "service's disk": lambda: self._service_disk(full=True),
        }

    def _service_pid(self) -> int | None:
        practice = self._program._practice
        return practice.service_pid if practice is not None else None

    def _kill_service(self) -> None:
        pid = self._service_pid()
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _kill_both(self) -> None:
        self._kill_service()
        die()

    def _service_disk(self, *, full: bool) -> None:
        import resource

        pid = self._service_pid()
        if pid is not None:
            with suppress(ProcessLookupError):
                hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (0 if full else hard, hard))

    def _cut(self) -> None:
        """Every connection to the service breaks here and now."""
        for connection in psutil.Process().net_connections("tcp"):
            if connection.status == psutil.CONN_ESTABLISHED and connection.fd > 2:
                with socket.socket(fileno=os.dup(connection.fd)) as broken, suppress(OSError):
                    broken.shutdown(socket.SHUT_RDWR)


def _old(view: AccountView) -> str | None:
    old = view.section.previous_token if view.section else None
    return old.value.reveal() if old and old.value else None


def _seconds_of_the_old(view: AccountView) -> float | None:
    """From the rotation to the old token's end."""
    section = view.section
    old = section.previous_token if section else None
    if section is None or old is None or old.expires_at is None or section.token.created_at is None:
        return None
    return (old.expires_at - section.token.created_at).total_seconds()


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


def main(folder: Path, number: int) -> None:
    if number:
        fragile = fragile_service.command(number, folder / "mark")
        program_module.own_command = lambda *_: fragile  # type: ignore[attr-defined]  # the program knows no other
    asyncio.run(WithoutWindow(folder).converse())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
