"""Processes of one session: each started by us, ended by us, by its process id."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import psutil


class Processes:
    """Everything that was started for one session. `logs` gets one file each, `env` is its whole environment."""

    def __init__(self, logs: Path, env: Mapping[str, str]) -> None:
        self.logs = logs
        self.env = dict(env)
        self._running: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        name: str,
        arguments: Sequence[str | os.PathLike[str]],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stdin: int | IO[bytes] = subprocess.DEVNULL,
        stdout: int | None = None,
        pass_fds: Sequence[int] = (),
    ) -> subprocess.Popen[bytes]:
        """Start one. What it writes goes to the log of its name, but for `stdout` where that is given."""
        with self.log_of(name).open("ab") as log:
            process = subprocess.Popen(
                [os.fspath(argument) for argument in arguments],
                env={**self.env, **(env or {})},
                cwd=cwd,
                stdin=stdin,
                stdout=log if stdout is None else stdout,
                stderr=log,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def log_of(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def all_pids(self) -> set[int]:
        """The processes started here that live, and all their descendants."""
        return {pid for process in self._running if process.poll() is None for pid in family(process.pid)}

    def close(self) -> None:
        """End them all, the last one first, with their descendants."""
        for process in reversed(self._running):
            end(process)
        self._running.clear()


def family(pid: int) -> list[int]:
    """A process and its descendants, those that live now."""
    try:
        process = psutil.Process(pid)
        return [pid, *(child.pid for child in process.children(recursive=True))]
    except psutil.NoSuchProcess:
        return []


def end(process: subprocess.Popen[bytes], timeout: float = 5.0) -> None:
    """Ask a process and its descendants to end, then insist. Each is named by its own id."""
    if process.poll() is None:
        descendants = [psutil.Process(pid) for pid in family(process.pid)[1:] if psutil.pid_exists(pid)]
        process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout)
        _, stubborn = psutil.wait_procs(descendants, timeout=2)
        for child in stubborn:
            child.kill()
        psutil.wait_procs(stubborn, timeout=2)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def resident_bytes(pid: int) -> int:
    """VmRSS of one process."""
    return int(psutil.Process(pid).memory_info().rss)
