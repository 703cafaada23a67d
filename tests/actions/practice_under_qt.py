"""Opens the pretend accounts as the window does: an asyncio loop on top of a running Qt application. Run as a program;
prints what happened, and the longest stall of the loop in seconds, as JSON."""

from __future__ import annotations

import asyncio
import ctypes
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.domain.rotation import RotationKind
from tests.actions.practice_home import MAIN, started
from tests.rig.heartbeat import Heartbeat


async def work(home: Path) -> dict[str, object]:
    stalls: dict[str, float] = {}
    async with started(home) as program:
        with Heartbeat() as heart:
            connection = (await program.open())[MAIN]
        stalls["open"] = heart.worst
        section = connection.view.section
        assert section is not None
        with Heartbeat() as heart:
            await connection.rotate(RotationKind.PLANNED, section.token.id)
        stalls["rotate"] = heart.worst
        with Heartbeat() as heart:
            for _ in range(20):
                await connection.refresh()
        stalls["refresh"] = heart.worst
        with Heartbeat() as heart:
            await program.until_it_is_back(program.kill())
            await connection.refresh()
        stalls["killed"] = heart.worst
        problem = connection.view.problem
        with Heartbeat() as heart:
            await program.practice.close()
        stalls["close"] = heart.worst
    return {"problem": problem and problem.code, "child_left": program.practice.service_pid, "stalls": stalls}


def main() -> int:
    if sys.version_info < (3, 12):
        # PySide6 6.12.0 is built as for Python 3.12, where None never dies: on 3.11 every call that returns nothing
        # takes one reference of None away, and the interpreter ends itself after some thousand.
        for constant in (None, True, False):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40
    application = QApplication(sys.argv[:1])
    executor = ThreadPoolExecutor()
    tasks: list[asyncio.Task[None]] = []

    async def run() -> None:
        try:
            print(json.dumps(await work(Path(sys.argv[1]))), flush=True)
        finally:
            application.quit()

    def begin() -> None:
        loop = qasync.QEventLoop(application, already_running=True)
        asyncio.set_event_loop(loop)
        # qasync's own executor writes the arguments of each call to the log at DEBUG.
        loop.set_default_executor(executor)
        tasks.append(loop.create_task(run()))

    QTimer.singleShot(0, begin)
    status = application.exec()
    executor.shutdown()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
