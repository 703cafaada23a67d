"""Debian's Chromium without a window, driven by the DevTools protocol over a pair of pipes.

https://chromedevtools.github.io/devtools-protocol: one JSON object a message, a NUL after each.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import time
from pathlib import Path
from typing import Any

from tests.rig.environment import private_environment
from tests.rig.polling import RigError
from tests.rig.processes import Processes
from tests.rig.tools import require

_QUIET = (
    "--headless=new",
    "--no-sandbox",  # which root must not have, and a person in a container often cannot
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider,AutofillServerCommunication",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--metrics-recording-only",
    "--password-store=basic",
    "--use-mock-keychain",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
_ANSWERS_IN = 60.0
_COMPLAINTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Audits.issueAdded")


class Chromium:
    """`proxy` is the port of one on this computer that gets every request, also those to this computer."""

    name = "chromium"

    def __init__(self, folder: Path, proxy: int) -> None:
        require("bash", "chromium")
        environment = private_environment(folder)
        self._processes = Processes(folder / "logs", environment)
        commands, self._to = os.pipe()
        self._from, answers = os.pipe()
        inside = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (commands, answers)]
        arguments = [
            *_QUIET,
            f"--user-data-dir={folder / 'profile'}",
            f"--proxy-server=http://127.0.0.1:{proxy}",
            "--proxy-bypass-list=<-loopback>",
            "about:blank",
        ]
        shell = f'exec "$@" 3<&{inside[0]} 4>&{inside[1]}'
        self._processes.start("chromium", ["bash", "-c", shell, "bash", "chromium", *arguments], pass_fds=inside)
        for end in (commands, answers, *inside):
            os.close(end)
        self._waiting = b""
        self._events: list[dict[str, Any]] = []
        self._number = 0
        self._session = ""
        self._begin()

    def _begin(self) -> None:
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Audits", "Accessibility"):
            self._ask(f"{domain}.enable")
        self._ask("Page.setLifecycleEventsEnabled", enabled=True)
        self._ask("Emulation.setFocusEmulationEnabled", enabled=True)

    def open(self, url: str) -> None:
        self._events.clear()
        # The load of this very document: that of the empty page before it may be told late.
        document = self._ask("Page.navigate", url=url)["loaderId"]
        self._wait_for("Page.lifecycleEvent", name="load", loaderId=document)

    def run(self, expression: str) -> Any:
        inside = f"(async (page) => ({expression}))(window)"
        answer = self._ask("Runtime.evaluate", expression=inside, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RigError(f"the page's script failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def click(self, selector: str) -> None:
        find = f"const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
        middle = "const r = e.getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + r.height / 2};"
        at = self.run(f"(() => {{ {find} {middle} }})()")
        for kind in ("mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)

    def type(self, text: str) -> None:
        for character in text:
            if character in "\n\t":
                key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
                if character == "\t":
                    key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
                self._ask("Input.dispatchKeyEvent", type="keyDown", **key)
                self._ask("Input.dispatchKeyEvent", type="keyUp", **key)
            else:
                self._ask("Input.insertText", text=character)

    def requests(self) -> list[str]:
        self.run("1")  # what was under way has been told by now
        return [
            each["params"]["request"]["url"] for each in self._events if each["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        self.run("1")
        return [json.dumps(each["params"]) for each in self._events if each["method"] in _COMPLAINTS]

    def accessible(self) -> list[tuple[str, str]]:
        """Role and name of everything that a screen reader finds."""
        nodes = self._ask("Accessibility.getFullAXTree")["nodes"]
        return [
            (node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")
        ]

    def allow_scripts(self, allowed: bool) -> None:
        """Whether pages that are opened from now on may run scripts, as previews do not let them."""
        self._ask("Emulation.setScriptExecutionDisabled", value=not allowed)

    def allow_reading_the_clipboard(self) -> None:
        """Lets `run` read it; writing needs a click alone."""
        self._ask("Browser.grantPermissions", permissions=["clipboardReadWrite"])

    def look(self, width: int, height: int, *, dark: bool) -> None:
        self._ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, path: Path) -> None:
        data = self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        self._processes.close()
        os.close(self._to)
        os.close(self._from)

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + _ANSWERS_IN
        while True:
            answer = self._receive(deadline)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RigError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._events.append(answer)

    def _wait_for(self, method: str, **params: str) -> None:
        deadline = time.monotonic() + _ANSWERS_IN
        while not any(
            each.get("method") == method and params.items() <= each["params"].items() for each in self._events
        ):
            self._events.append(self._receive(deadline))

    def _receive(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            ready, _, _ = select.select([self._from], [], [], max(0.0, deadline - time.monotonic()))
            part = os.read(self._from, 1 << 16) if ready else b""
            if not part:
                raise RigError(f"Chromium does not answer: {self._processes.log_of('chromium').read_text()[-2000:]}")
            self._waiting += part
        first, self._waiting = self._waiting.split(b"\0", 1)
        message: dict[str, Any] = json.loads(first)
        return message
