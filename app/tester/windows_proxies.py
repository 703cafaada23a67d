"""Windows' proxy settings, and what a proxy script there says, by WinHTTP (learn.microsoft.com/windows/win32/winhttp).

WinHttpGetIEProxyConfigForCurrentUser gives what stands in Settings, Network, Proxy: in Windows' own order, automatic
detection, a script's address, a proxy by hand with its exceptions. WinHttpGetProxyForUrl runs the script.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from app.domain.endpoints import Endpoint, address_of
from app.tester.system_proxies import SystemProxy

_AUTO_DETECT, _CONFIG_URL = 0x1, 0x2
"""WINHTTP_AUTOPROXY_AUTO_DETECT, WINHTTP_AUTOPROXY_CONFIG_URL."""
_BY_DHCP_AND_DNS = 0x1 | 0x2
"""WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A."""
_ACCESS_TYPE_NO_PROXY, _ACCESS_TYPE_NAMED_PROXY = 1, 3
_LOGIN_FAILURE, _AUTODETECTION_FAILED = 12015, 12180
"""ERROR_WINHTTP_LOGIN_FAILURE; ERROR_WINHTTP_AUTODETECTION_FAILED: detection is on, and there is nothing to detect."""
_AGENT = "scim-connection"


class CurrentUserConfig(ctypes.Structure):
    """WINHTTP_CURRENT_USER_IE_PROXY_CONFIG. Texts are pointers, since they have to be freed."""

    _fields_ = [
        ("fAutoDetect", ctypes.c_int32),
        ("lpszAutoConfigUrl", ctypes.c_void_p),
        ("lpszProxy", ctypes.c_void_p),
        ("lpszProxyBypass", ctypes.c_void_p),
    ]


class AutoProxyOptions(ctypes.Structure):
    """WINHTTP_AUTOPROXY_OPTIONS."""

    _fields_ = [
        ("dwFlags", ctypes.c_uint32),
        ("dwAutoDetectFlags", ctypes.c_uint32),
        ("lpszAutoConfigUrl", ctypes.c_wchar_p),
        ("lpvReserved", ctypes.c_void_p),
        ("dwReserved", ctypes.c_uint32),
        ("fAutoLogonIfChallenged", ctypes.c_int32),
    ]


class ProxyInfo(ctypes.Structure):
    """WINHTTP_PROXY_INFO."""

    _fields_ = [
        ("dwAccessType", ctypes.c_uint32),
        ("lpszProxy", ctypes.c_void_p),
        ("lpszProxyBypass", ctypes.c_void_p),
    ]


SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "WinHttpGetIEProxyConfigForCurrentUser": (ctypes.c_int32, (ctypes.POINTER(CurrentUserConfig),)),
    "WinHttpOpen": (
        ctypes.c_void_p,
        (ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_uint32),
    ),
    "WinHttpGetProxyForUrl": (
        ctypes.c_int32,
        (ctypes.c_void_p, ctypes.c_wchar_p, ctypes.POINTER(AutoProxyOptions), ctypes.POINTER(ProxyInfo)),
    ),
    "WinHttpCloseHandle": (ctypes.c_int32, (ctypes.c_void_p,)),
    "GlobalFree": (ctypes.c_void_p, (ctypes.c_void_p,)),
}
"""Result and arguments of every function that is called."""


@dataclass(frozen=True)
class Settings:
    """What stands in Settings, Network, Proxy."""

    detect: bool = False
    script: str | None = None
    by_hand: str | None = None
    exceptions: str | None = None


class ScriptFailed(OSError):  # noqa: N818  says what happened
    """WinHttpGetProxyForUrl said no; `errno` is Windows' error number."""


class WinHttp:
    """The two questions, over functions with the signatures above."""

    def __init__(self, functions: dict[str, Callable[..., Any]], last_error: Callable[[], int]) -> None:
        self._call = functions
        self._last_error = last_error

    @classmethod
    def of_this_computer(cls) -> WinHttp:
        """Raises OSError where there is no Windows."""
        if sys.platform == "win32":
            libraries = [ctypes.WinDLL(name, use_last_error=True) for name in ("winhttp", "kernel32")]
            functions: dict[str, Callable[..., Any]] = {}
            for name, (result, arguments) in SIGNATURES.items():
                function = getattr(libraries[name == "GlobalFree"], name)
                function.restype, function.argtypes = result, arguments
                functions[name] = function
            return cls(functions, ctypes.get_last_error)
        raise OSError("this is not Windows")

    def settings(self) -> Settings:
        """The current user's settings; empty ones where there are none."""
        config = CurrentUserConfig()
        if not self._call["WinHttpGetIEProxyConfigForCurrentUser"](ctypes.byref(config)):
            return Settings()
        return Settings(
            bool(config.fAutoDetect),
            self._text(config.lpszAutoConfigUrl),
            self._text(config.lpszProxy),
            self._text(config.lpszProxyBypass),
        )

    def by_script(self, url: str, script: str | None) -> tuple[str | None, str | None]:
        """What the script at this address (None: the one that is detected) says for a URL: proxies or None, and
        exceptions. Raises ScriptFailed."""
        session = self._call["WinHttpOpen"](_AGENT, _ACCESS_TYPE_NO_PROXY, None, None, 0)
        if not session:
            raise ScriptFailed(self._last_error(), "WinHttpOpen")
        try:
            # Windows asks for the script without signing in first, as its documentation advises: that is faster.
            try:
                return self._by_script(session, url, script, sign_in=False)
            except ScriptFailed as failed:
                if failed.errno != _LOGIN_FAILURE:
                    raise
            return self._by_script(session, url, script, sign_in=True)
        finally:
            self._call["WinHttpCloseHandle"](session)

    def _by_script(self, session: int, url: str, script: str | None, *, sign_in: bool) -> tuple[str | None, str | None]:
        options, info = AutoProxyOptions(), ProxyInfo()
        if script is None:
            options.dwFlags, options.dwAutoDetectFlags = _AUTO_DETECT, _BY_DHCP_AND_DNS
        else:
            options.dwFlags, options.lpszAutoConfigUrl = _CONFIG_URL, script
        options.fAutoLogonIfChallenged = int(sign_in)
        if not self._call["WinHttpGetProxyForUrl"](session, url, ctypes.byref(options), ctypes.byref(info)):
            raise ScriptFailed(self._last_error(), "WinHttpGetProxyForUrl")
        proxies, exceptions = self._text(info.lpszProxy), self._text(info.lpszProxyBypass)
        return (proxies if info.dwAccessType == _ACCESS_TYPE_NAMED_PROXY else None), exceptions

    def _text(self, pointer: int | None) -> str | None:
        """The text behind a pointer, which is freed."""
        if not pointer:
            return None
        text = ctypes.wstring_at(pointer)
        self._call["GlobalFree"](pointer)
        return text or None


def ask(endpoint: Endpoint, windows: WinHttp) -> SystemProxy:
    """What Windows says for this endpoint. The script gets its origin, not its path."""
    settings = windows.settings()
    failed = False
    if settings.detect:
        try:
            return _of_script(endpoint, *windows.by_script(endpoint.origin + "/", None))
        except ScriptFailed as failure:
            failed = failure.errno != _AUTODETECTION_FAILED
    if settings.script is not None:
        with suppress(ScriptFailed):
            return _of_script(endpoint, *windows.by_script(endpoint.origin + "/", settings.script))
        failed = True
    written = first_for_https(settings.by_hand or "")
    if written is not None and excepted_by(settings.exceptions or "", endpoint):
        return SystemProxy(excepted=True, script_unfollowed=failed)
    return SystemProxy(written, script_unfollowed=failed)


def _of_script(endpoint: Endpoint, proxies: str | None, exceptions: str | None) -> SystemProxy:
    if excepted_by(exceptions or "", endpoint):
        return SystemProxy(by_script=True)
    return SystemProxy(first_for_https(proxies or ""), by_script=True)


def first_for_https(proxies: str) -> str | None:
    """The first proxy for https of a list as WINHTTP_PROXY_INFO has it: `([scheme=][scheme"://"]server[":"port])`,
    parted by semicolons or white space. One for SOCKS serves every scheme that has none of its own."""
    socks = None
    for entry in re.split(r"[;\s]+", proxies):
        scheme, equals, server = entry.rpartition("=")
        if server and (not equals or scheme.lower() == "https"):
            return server
        if server and scheme.lower() == "socks":
            socks = socks or f"socks4://{server.rpartition('://')[2]}"
    return socks


def excepted_by(exceptions: str, endpoint: Endpoint) -> bool:
    """Whether a list of exceptions names the host: names with `*`, parted by semicolons or white space, with or without
    a scheme or port; `<local>` is every name without a dot."""
    return any(_names(entry, endpoint) for entry in re.split(r"[;\s]+", exceptions.lower()) if entry)


def _names(entry: str, endpoint: Endpoint) -> bool:
    if entry == "<local>":
        return "." not in endpoint.host and address_of(endpoint.host) is None
    scheme, separator, host = entry.rpartition("://")
    if separator and scheme != endpoint.scheme:
        return False
    with_port = re.fullmatch(r"(\[[^\]]+\]|[^:]+):([0-9]{1,5})", host)
    if with_port:
        host, port = with_port.groups()
        if int(port) != endpoint.port:
            return False
    return fnmatchcase(endpoint.host, host.strip("[]"))
