"""A real gnome-keyring-daemon on a private bus: open, locked, not answering, or not there at all."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from tests.rig.bus import Bus
from tests.rig.environment import private_environment
from tests.rig.polling import RigError, poll
from tests.rig.private_bus import start_private_bus
from tests.rig.processes import Processes, end

SECRETS = "org.freedesktop.secrets"
PATH = "/org/freedesktop/secrets"
_SERVICE = "org.freedesktop.Secret.Service"
_LOCKED = "org.freedesktop.Secret.Collection.Locked"


class KeyringState(Enum):
    """How the keyring is when the program starts."""

    ABSENT = "absent"
    UNLOCKED = "unlocked"
    LOCKED = "locked"
    HUNG = "hung"


class Keyring:
    """One gnome-keyring-daemon. Its collection `login` is the default one and opens with `password`."""

    def __init__(self, processes: Processes, bus_address: str, password: str = "open sesame") -> None:
        self.password = password
        self._processes = processes
        self._bus_address = bus_address
        self._daemon: subprocess.Popen[bytes] | None = None

    def start(self, state: KeyringState = KeyringState.UNLOCKED) -> None:
        """Start the daemon and bring it to `state`. A collection of an earlier start is opened again."""
        if state is KeyringState.ABSENT:
            return
        self._daemon = self._processes.start(
            "keyring",
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE,
        )
        _give(self._daemon, self.password)
        poll(self._answers, "keyring on the bus")
        if state is KeyringState.LOCKED:
            self.lock()
        elif state is KeyringState.HUNG:
            self.stop_answering()

    @property
    def pid(self) -> int:
        return self._running().pid

    @property
    def gone(self) -> bool:
        """Whether the daemon that was started has ended by itself."""
        return self._daemon is not None and self._daemon.poll() is not None

    @property
    def locked(self) -> bool:
        bus = Bus(self._bus_address)
        try:
            return bool(bus.get(SECRETS, self._collection(bus), _LOCKED))
        finally:
            bus.close()

    def lock(self) -> None:
        """Lock it, as when the person locks the collection by hand or after a pause."""
        bus = Bus(self._bus_address)
        try:
            bus.call(SECRETS, PATH, f"{_SERVICE}.Lock", "ao", [self._collection(bus)])
        finally:
            bus.close()
        poll(lambda: self.locked, "locked keyring")

    def unlock(self) -> None:
        """Open it without a prompt. Through gnome-keyring's own interface for that, whose name warns of depending on
        it: the Secret Service has none."""
        bus = Bus(self._bus_address)
        try:
            session = bus.call(SECRETS, PATH, f"{_SERVICE}.OpenSession", "sv", "plain", ("s", ""))[1]
            secret = (session, b"", self.password.encode(), "text/plain")
            bus.call(
                SECRETS,
                PATH,
                "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.UnlockWithMasterPassword",
                "o(oayays)",
                self._collection(bus),
                secret,
            )
        finally:
            bus.close()
        poll(lambda: not self.locked, "open keyring")

    def stop_answering(self) -> None:
        """Keep the name on the bus and answer nothing."""
        self._running().send_signal(signal.SIGSTOP)

    def answer_again(self) -> None:
        self._running().send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """Take it off the bus. What it kept is still on the disk."""
        daemon = self._running()
        self._daemon = None
        end(daemon)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._daemon is None:
            raise RigError("no keyring was started")
        return self._daemon

    def _answers(self) -> bool:
        if self._running().poll() is not None:
            raise RuntimeError(self._processes.log_of("keyring").read_text(errors="replace"))
        bus = Bus(self._bus_address)
        try:
            # The name is on the bus a moment before the collection is open.
            return bus.has_owner(SECRETS) and not bus.get(SECRETS, self._collection(bus), _LOCKED)
        finally:
            bus.close()

    @staticmethod
    def _collection(bus: Bus) -> str:
        return str(bus.call(SECRETS, PATH, f"{_SERVICE}.ReadAlias", "s", "default")[0])


@contextmanager
def private_keyring(state: KeyringState = KeyringState.UNLOCKED) -> Iterator[tuple[Keyring, dict[str, str]]]:
    """A keyring without a desktop: yields it and the environment of a program that is to find it.

    Nobody can answer a prompt there: a locked keyring fails at once, as on a server.
    """
    folder = Path(tempfile.mkdtemp(prefix="rig-keyring-"))
    env = private_environment(folder)
    processes = Processes(folder / "logs", env)
    try:
        address = start_private_bus(processes, folder / "bus")
        env["DBUS_SESSION_BUS_ADDRESS"] = processes.env["DBUS_SESSION_BUS_ADDRESS"] = address
        keyring = Keyring(processes, address)
        keyring.start(state)
        yield keyring, env
    finally:
        processes.close()
        shutil.rmtree(folder, ignore_errors=True)


def _give(process: subprocess.Popen[bytes], password: str) -> None:
    """The password, up to the end of its input: a line's end would be part of it."""
    assert process.stdin is not None
    process.stdin.write(password.encode())
    process.stdin.close()
    process.stdin = None
