"""Debian's Firefox without a window, driven by Marionette, which is built into it.

https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html: `length:JSON` over a TCP connection; a command
is `[0, id, name, parameters]`, its answer `[1, id, error, result]`.
"""

from __future__ import annotations

import base64
import json
import socket
from pathlib import Path
from typing import Any

from tests.rig.environment import private_environment
from tests.rig.polling import RigError, poll
from tests.rig.processes import Processes
from tests.rig.tools import require

_ANSWERS_IN = 60.0
_STARTS_IN = 60.0
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_KEYS = {"\n": "\ue007", "\t": "\ue004"}
_NO_SERVICES = {
    "app.update.disabledForTesting": True,
    "browser.aboutConfig.showWarning": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "devtools.console.stdout.content": True,
    "dom.push.connection.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
}
_WATCH = """
const { Services } = globalThis;
if (!globalThis.scimSeen) {
  globalThis.scimSeen = { requests: [], complaints: [] };
  Services.obs.addObserver((channel) => {
    try {
      const http = channel.QueryInterface(Ci.nsIHttpChannel);
      // Those of a tab: the browser's own have none.
      if (http.loadInfo.browsingContextID) globalThis.scimSeen.requests.push(http.URI.spec);
    } catch (_) {}
  }, "http-on-opening-request");
  Services.console.registerListener({ observe(message) {
    try {
      const error = message.QueryInterface(Ci.nsIScriptError);
      globalThis.scimSeen.complaints.push(`${error.sourceName} ${error.category}: ${error.errorMessage}`);
    } catch (_) {}
  } });
}
"""


class Firefox:
    """`proxy` is the port of one on this computer that gets every request, also those to this computer."""

    name = "firefox"

    def __init__(self, folder: Path, proxy: int) -> None:
        require("firefox-esr")
        self._processes = Processes(folder / "logs", private_environment(folder))
        profile = folder / "profile"
        profile.mkdir()
        preferences = {
            **_NO_SERVICES,
            "marionette.port": 0,  # one that is free; it is then written into the profile
            "network.proxy.type": 1,
            "network.proxy.allow_hijacking_localhost": True,
            **{f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")},
            **{f"network.proxy.{kind}_port": proxy for kind in ("http", "ssl")},
        }
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
        (profile / "user.js").write_text("".join(lines))
        self._processes.start(
            "firefox",
            [
                *("firefox-esr", "--headless", "--marionette", "--remote-allow-system-access", "--no-remote"),
                *("--profile", profile),
            ],
        )
        port = int(poll((profile / "MarionetteActivePort").read_text, "port of Marionette", timeout=_STARTS_IN))
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_ANSWERS_IN)
        self._stream = self._socket.makefile("rb")
        self._message()  # its greeting
        self._number = 0
        self._url = ""
        self._ask("WebDriver:NewSession", {"timeouts": {"script": 60_000}})
        self._privileged(_WATCH)

    def open(self, url: str) -> None:
        self._privileged("scimSeen.requests.length = 0; scimSeen.complaints.length = 0;")
        self._url = url
        self._ask("WebDriver:Navigate", {"url": url})

    def run(self, expression: str) -> Any:
        # Beside the page, not in it: its policy does not let it make code of text. The page's own things are in `page`.
        script = "const done = arguments[0]; const page = window.wrappedJSObject;" + (
            f"Promise.resolve({expression}).then(v => done({{v}}), e => done({{e: String(e)}}));"
        )
        answer = self._ask("WebDriver:ExecuteAsyncScript", {"script": script, "args": [], "sandbox": "test"})["value"]
        if "e" in answer:
            raise RigError(f"the page's script failed: {answer['e']}")
        return answer.get("v")

    def click(self, selector: str) -> None:
        self._ask("WebDriver:ElementClick", {"id": self._find(selector)})

    def type(self, text: str) -> None:
        keys = [_KEYS.get(character, character) for character in text]
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def requests(self) -> list[str]:
        return list(self._privileged("return scimSeen.requests;"))

    def complaints(self) -> list[str]:
        # The browser's own, and what a page before said late, come from elsewhere.
        return [each for each in self._privileged("return scimSeen.complaints;") if each.startswith(self._url)]

    def look(self, width: int, height: int, *, dark: bool) -> None:
        self._privileged(
            f"Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', {int(not dark)});"
        )
        self._ask("WebDriver:SetWindowRect", {"width": width, "height": height})

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("WebDriver:TakeScreenshot", {"full": True})["value"]))

    def close(self) -> None:
        self._stream.close()
        self._socket.close()
        self._processes.close()

    def _find(self, selector: str) -> str:
        found = self._ask("WebDriver:FindElement", {"using": "css selector", "value": selector})["value"]
        return str(found[_ELEMENT])

    def _privileged(self, script: str) -> Any:
        self._ask("Marionette:SetContext", {"value": "chrome"})
        try:
            return self._ask(
                "WebDriver:ExecuteScript", {"script": script, "args": [], "sandbox": "watch", "newSandbox": False}
            )["value"]
        finally:
            self._ask("Marionette:SetContext", {"value": "content"})

    def _ask(self, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        data = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, number, error, result = self._message()
        if error is not None or number != self._number:
            raise RigError(f"{name}: {error}")
        answer: dict[str, Any] = result
        return answer

    def _message(self) -> Any:
        length = b""
        while (digit := self._stream.read(1)) != b":":
            if not digit:
                raise RigError("Firefox does not answer")
            length += digit
        return json.loads(self._stream.read(int(length)))
