"""One running program with windows."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.rig.node import Node
from tests.rig.polling import PATIENCE, RigError, Words, fits, poll
from tests.rig.processes import end, family

if TYPE_CHECKING:
    from tests.rig.session import Session


class App:
    """A program started by `Session.start`."""

    def __init__(self, session: Session, process: subprocess.Popen[bytes], log: Path) -> None:
        self.session = session
        self.process = process
        self.log = log

    @property
    def output(self) -> str:
        """What it wrote to standard output and standard error so far."""
        return self.log.read_text(errors="replace")

    @property
    def roots(self) -> list[Node]:
        """Its accessible applications (a child may hold one, as in a bundle of one file). Raises when it has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"it ended with {self.process.returncode}:\n{self.output[-4000:]}")
        pids = set(family(self.process.pid))
        return [node for node in self.session.desktop.children if _process_of(node) in pids]

    def windows(self) -> list[Node]:
        """Its top-level windows and dialogs that show."""
        return [window for root in self.roots for window in root.children if _shows(window)]

    def window(self, title: Words, timeout: float = 2 * PATIENCE) -> Node:
        """Wait for a window or dialog of this title."""
        try:
            return poll(
                lambda: next((window for window in self.windows() if fits(title, window.name)), None),
                f"window {title!r}",
                timeout=timeout,
            )
        except RigError as error:
            raise RigError(f"{error}\n{self.dump()}\n{self.output[-2000:]}") from None

    def wait_closed(self, title: Words, timeout: float = PATIENCE) -> None:
        """Wait until no window of this title shows."""
        poll(
            lambda: not any(fits(title, window.name) for window in self.windows()),
            f"end of window {title!r}",
            timeout=timeout,
        )

    def find(
        self, role: str | None = None, name: Words | None = None, *, timeout: float = PATIENCE, **more: Any
    ) -> Node:
        """Wait for a node in any of its windows (see Node.matches)."""
        try:
            return poll(
                lambda: next(
                    (node for window in self.windows() for node in window.walk() if node.matches(role, name, **more)),
                    None,
                ),
                f"{role or 'node'} {name!r} {more or ''}",
                timeout=timeout,
            )
        except RigError as error:
            raise RigError(f"{error}\n{self.dump()}") from None

    def dump(self) -> str:
        return "\n".join(root.dump() for root in self.roots)

    def close_window(self, title: str) -> None:
        """Close a window as its frame's button does."""
        self.session.run("wmctrl", "-F", "-c", title)

    def quit(self, title: str, timeout: float = PATIENCE) -> int:
        """Close the main window and wait for the program's end; returns its exit status."""
        self.close_window(title)
        return self.wait_ended(timeout)

    def wait_ended(self, timeout: float = PATIENCE) -> int:
        """Wait for the program's end; returns its exit status."""
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise RigError(f"it still runs after {timeout:g} s\n{self.dump()}") from None

    def kill(self) -> None:
        """End it as the system does when memory is short: nothing of it runs any more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)

    def stop(self) -> None:
        """End it and its descendants, however it is."""
        end(self.process)


def _process_of(node: Node) -> int:
    try:
        return node.process
    except RigError:
        return -1  # a program that is just going away


def _shows(node: Node) -> bool:
    try:
        return node.showing
    except RigError:
        return False
