"""Watches a process and its event loop while something is encrypted in a child."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.rig.leaks import Secrets, in_processes
from tests.rig.processes import resident_bytes
from tests.rig.scheduling import RunDelay
from tests.share.parts import seal_children

BEAT = 0.002
LOOK = 0.05


@dataclass
class Seen:
    """What was seen of this process and of its child, while it was watched."""

    longest_stall: float = 0.0
    """Seconds that the loop came late, without what the machine had no core for."""
    leaks: set[str] = field(default_factory=set)
    looks_at_a_child: int = 0
    child_peak: int = 0
    """Bytes, VmHWM."""
    child_core_limit: str = ""
    grown: int = 0
    """Bytes that this process has more than before, VmRSS."""


@contextmanager
def watched(secrets: Secrets | None = None) -> Iterator[Seen]:
    """Watches from a running loop until the block ends."""
    seen = Seen()
    before = resident_bytes(psutil.Process().pid)
    tasks = [asyncio.ensure_future(_heartbeat(seen))]
    if secrets is not None:
        tasks.append(asyncio.ensure_future(_look(seen, secrets)))
    try:
        yield seen
    finally:
        for task in tasks:
            task.cancel()
        seen.grown = resident_bytes(psutil.Process().pid) - before


async def _heartbeat(seen: Seen) -> None:
    delay = RunDelay.of_this_thread()
    while True:
        begin, waited = time.monotonic(), delay.seconds()
        await asyncio.sleep(BEAT)
        stall = time.monotonic() - begin - BEAT - (delay.seconds() - waited)
        seen.longest_stall = max(seen.longest_stall, stall)


async def _look(seen: Seen, secrets: Secrets) -> None:
    """In a thread, so that looking does not hold up the loop that is measured."""
    while True:
        await asyncio.to_thread(_look_once, seen, secrets)
        await asyncio.sleep(LOOK)


def _look_once(seen: Seen, secrets: Secrets) -> None:
    for child in seal_children():
        seen.leaks |= set(in_processes([child.pid], secrets))
        try:
            status = dict(line.split(":\t", 1) for line in _lines(child.pid, "status"))
            limits = {line[:26].strip(): line[26:].split()[0] for line in _lines(child.pid, "limits")}
        except OSError:
            continue  # it ended
        if "VmHWM" not in status:
            continue  # it is ending
        seen.looks_at_a_child += 1
        seen.child_peak = max(seen.child_peak, int(status["VmHWM"].split()[0]) * 1024)
        seen.child_core_limit = limits["Max core file size"]


def _lines(pid: int, name: str) -> list[str]:
    return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8").splitlines()
