"""A desktop of our own: X display, message bus, window manager, accessibility, and a keyring where wanted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from tests.rig import atspi
from tests.rig.app import App
from tests.rig.bus import Bus
from tests.rig.environment import private_environment
from tests.rig.keyring import Keyring, KeyringState
from tests.rig.node import Node
from tests.rig.polling import RigError, poll
from tests.rig.private_bus import ACCESSIBILITY, KEYRING_PROMPTS, start_private_bus
from tests.rig.processes import Processes
from tests.rig.x_server import start_x_server

_A11Y_PATH = "/org/a11y/bus"


class Session:
    """One person's desktop in a folder that is thrown away. Nothing of it touches the caller's own desktop.

    `home`, `logs` and `folder` (which holds both, the runtime folder and the temporary one) are for looking into.
    """

    def __init__(
        self,
        *,
        screen: str = "1280x900x24",
        keyring: KeyringState = KeyringState.ABSENT,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rig-"))
        self.env = {
            **private_environment(self.folder),
            "XDG_SESSION_TYPE": "x11",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            **(env or {}),
        }
        self.home = Path(self.env["HOME"])
        self.logs = self.folder / "logs"
        self.processes = Processes(self.logs, self.env)
        self._apps = 0
        self._buses: list[Bus] = []
        try:
            self._set("DISPLAY", start_x_server(self.processes, screen))
            self.bus_address = start_private_bus(self.processes, self.folder / "bus", (ACCESSIBILITY, KEYRING_PROMPTS))
            self._set("DBUS_SESSION_BUS_ADDRESS", self.bus_address)
            self._start_window_manager()
            self.keyring = Keyring(self.processes, self.bus_address)
            self.keyring.start(keyring)
            self.accessibility = self._open_accessibility()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def desktop(self) -> Node:
        """The accessible root, whose children are the programs."""
        return Node(self, atspi.REGISTRY, atspi.ROOT)

    def start(self, arguments: Sequence[str | os.PathLike[str]], *, env: Mapping[str, str] | None = None) -> App:
        """Start a program with windows; what it writes is in `App.output`."""
        self._apps += 1
        name = f"app-{self._apps}"
        process = self.processes.start(name, arguments, env=env, cwd=self.home)
        return App(self, process, self.processes.log_of(name))

    def run(self, *arguments: str, timeout: float = 30) -> subprocess.CompletedProcess[str]:
        """Run a command of this desktop to its end."""
        return subprocess.run(
            arguments, env=self.env, cwd=self.home, capture_output=True, text=True, timeout=timeout, check=False
        )

    def xdotool(self, *arguments: str) -> str:
        return self.run("xdotool", *arguments).stdout.strip()

    def keys(self, *names: str) -> None:
        """Press keys, to whatever has the focus."""
        self.xdotool("key", "--clearmodifiers", *names)

    def type(self, text: str) -> None:
        """Type ASCII: for other characters xdotool moves a key's meaning about, and now and then loses one."""
        if not text.isascii():
            raise RigError("type ASCII, and write the rest through accessibility")
        self.xdotool("type", "--clearmodifiers", "--delay", "8", "--", text)

    def clipboard(self, selection: str = "clipboard", target: str | None = None) -> str | None:
        """What another program would paste; None where there is nothing (of that target)."""
        arguments = ["xclip", "-o", "-selection", selection] + (["-t", target] if target else [])
        answer = subprocess.run(arguments, env=self.env, capture_output=True, timeout=60, check=False)
        return answer.stdout.decode("utf-8", "replace") if answer.returncode == 0 else None

    def clipboard_marked_secret(self) -> bool:
        """Whether clipboard managers are asked not to keep what is there (KDE's mark, which others look at too)."""
        return "x-kde-passwordManagerHint" in (self.clipboard(target="TARGETS") or "").split() and (
            self.clipboard(target="x-kde-passwordManagerHint") == "secret"
        )

    def picture(self, path: Path, window: Node | None = None) -> Path:
        """A PNG of the whole screen, or of one window."""
        number = "root" if window is None else self.window_number(window.name)
        subprocess.run(
            ["import", "-silent", "-window", number, str(path)],
            env=self.env,
            check=True,
            timeout=60,
            capture_output=True,
        )
        return path

    def window_number(self, title: str) -> str:
        """X's number of the newest window of this title that shows."""
        found = self.xdotool("search", "--onlyvisible", "--name", f"^{re.escape(title)}$").split()
        if not found:
            raise RigError(f"X shows no window {title!r}")
        return found[-1]

    def active_title(self) -> str:
        """The title of the window in front."""
        return self.xdotool("getactivewindow", "getwindowname")

    def close(self) -> None:
        """End all that was started, and throw the folder away."""
        for bus in self._buses:
            bus.close()
        self._buses.clear()
        self.processes.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _set(self, name: str, value: str) -> None:
        self.env[name] = self.processes.env[name] = value

    def _start_window_manager(self) -> None:
        """Without one no window is ever active, and keys go nowhere."""
        self.processes.start("openbox", ["openbox"])
        poll(
            lambda: "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").stdout,
            "window manager",
            timeout=60,
        )

    def _open_accessibility(self) -> Bus:
        self.bus = Bus(self.bus_address)
        self._buses.append(self.bus)
        address = self.bus.call(ACCESSIBILITY, _A11Y_PATH, f"{ACCESSIBILITY}.GetAddress", timeout=60)[0]
        for switch in ("IsEnabled", "ScreenReaderEnabled"):
            self.bus.set(ACCESSIBILITY, _A11Y_PATH, f"org.a11y.Status.{switch}", "b", True)
        bus = Bus(str(address))
        self._buses.append(bus)
        # The registry starts on demand: done before the first program could race it.
        poll(
            lambda: bus.call(atspi.REGISTRY, atspi.ROOT, f"{atspi.INTERFACE}.Accessible.GetRole", timeout=60),
            "accessibility registry",
            timeout=60,
        )
        return bus
