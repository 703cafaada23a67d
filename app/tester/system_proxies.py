"""What the system's own settings say about proxies: Windows' and macOS'. On Linux the environment alone is asked, since
the desktops' settings are for their own programs."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field

from app.domain.endpoints import Endpoint

_SCUTIL = "/usr/sbin/scutil"
_SCUTIL_SECONDS = 3.0


@dataclass(frozen=True)
class SystemProxy:
    """What the settings say for one host."""

    written: str | None = field(default=None, repr=False)
    """The proxy as it is written there; None: connect directly. Hidden, since it may hold a password."""
    by_script: bool = False
    """Whether a proxy script said so."""
    excepted: bool = False
    """Whether there is a proxy, but not for this host."""
    script_unfollowed: bool = False
    """Whether there is a proxy script that could not be followed."""


def ask(endpoint: Endpoint) -> SystemProxy:
    """Asks the system. Blocks, for as long as a proxy script takes: for a thread that may be given up."""
    with suppress(OSError):
        if sys.platform == "win32":
            from app.tester import windows_proxies

            return windows_proxies.ask(endpoint, windows_proxies.WinHttp.of_this_computer())
        if sys.platform == "darwin":
            return _ask_macos(endpoint)
    return SystemProxy()


if sys.platform == "darwin":

    def _ask_macos(endpoint: Endpoint) -> SystemProxy:
        """System settings, Network, Proxies, by the way that Python has for it. It cannot follow a script."""
        from urllib.request import getproxies_macosx_sysconf, proxy_bypass_macosx_sysconf

        script = _macos_script(_scutil())
        found = getproxies_macosx_sysconf()
        written = found.get("https")
        if written is None and "socks" in found:
            # Python writes every one of them with http:// before it.
            written = "socks5://" + found["socks"].rpartition("://")[2]
        if written is not None and proxy_bypass_macosx_sysconf(endpoint.host):
            return SystemProxy(excepted=True, script_unfollowed=script)
        return SystemProxy(written, script_unfollowed=script)


def _scutil() -> str:
    """`scutil --proxy` (its manual: "reports the current system proxy configuration"); empty where it cannot be had."""
    with suppress(OSError, subprocess.SubprocessError):
        answer = subprocess.run(  # noqa: S603  a program of the system's own, and nothing of a person's
            [_SCUTIL, "--proxy"], capture_output=True, timeout=_SCUTIL_SECONDS, check=False
        )
        return answer.stdout.decode(errors="replace")
    return ""


def _macos_script(settings: str) -> bool:
    """Whether a proxy script is switched on (SystemConfiguration's kSCPropNetProxiesProxyAutoConfigEnable). Automatic
    discovery alone says nothing: it is often on where there is nothing to be discovered."""
    return any(line.strip() == "ProxyAutoConfigEnable : 1" for line in settings.splitlines())
