"""Windows' proxy settings and scripts, by the documented calls: no Windows here, so a recorder stands where WinHTTP is.

It is called through ctypes as WinHTTP would be, with the signatures of learn.microsoft.com/windows/win32/api/winhttp.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.endpoints import read_endpoint
from app.tester.system_proxies import SystemProxy
from app.tester.windows_proxies import SIGNATURES, WinHttp, ask, excepted_by, first_for_https

_ENDPOINT = read_endpoint("https://api.r-service.test/scim/v2")
_NOT_FOUND, _LOGIN_FAILURE, _UNABLE_TO_DOWNLOAD, _DETECTION_FAILED = 2, 12015, 12167, 12180
Said = tuple[str | None, str | None] | int
"""Proxies (None: go directly) and exceptions, or an error number."""


class Recorder:
    """Windows with these settings, and scripts that say this: the detected one under None."""

    def __init__(
        self,
        settings: tuple[int, str | None, str | None, str | None] | None,
        scripts: dict[str | None, Said] | None = None,
        wants_login: bool = False,
    ) -> None:
        self._settings = settings
        self._scripts = scripts or {}
        self._wants_login = wants_login
        self._kept: dict[int, Any] = {}
        self._error = 0
        self.sessions: list[int] = []
        self.asked: list[tuple[str, int, int, str | None, int]] = []

    def windows(self) -> WinHttp:
        functions: dict[str, Callable[..., Any]] = {}
        for name, (result, arguments) in SIGNATURES.items():
            functions[name] = ctypes.CFUNCTYPE(result, *arguments)(getattr(self, name))
        return WinHttp(functions, lambda: self._error)

    def ended_well(self) -> bool:
        """Whether every session was closed and every text freed."""
        return not self.sessions and not self._kept

    def _text(self, text: str | None) -> int | None:
        if text is None:
            return None
        buffer = ctypes.create_unicode_buffer(text)
        self._kept[ctypes.addressof(buffer)] = buffer
        return ctypes.addressof(buffer)

    def WinHttpGetIEProxyConfigForCurrentUser(self, config: Any) -> int:
        if self._settings is None:
            self._error = _NOT_FOUND
            return 0
        there = config.contents
        there.fAutoDetect = self._settings[0]
        there.lpszAutoConfigUrl, there.lpszProxy, there.lpszProxyBypass = map(self._text, self._settings[1:])
        return 1

    def WinHttpOpen(self, agent: str, access: int, proxy: str | None, bypass: str | None, flags: int) -> int:
        assert (agent, access, proxy, bypass, flags) == ("scim-connection", 1, None, None, 0)
        self.sessions.append(0x7FFF_0000_1234)
        return self.sessions[-1]

    def WinHttpGetProxyForUrl(self, session: int, url: str, options: Any, info: Any) -> int:
        assert session in self.sessions
        wish, there = options.contents, info.contents
        assert (wish.lpvReserved, wish.dwReserved) == (None, 0)
        script = wish.lpszAutoConfigUrl
        self.asked.append((url, wish.dwFlags, wish.dwAutoDetectFlags, script, wish.fAutoLogonIfChallenged))
        said = self._scripts[script]
        if self._wants_login and not wish.fAutoLogonIfChallenged:
            said = _LOGIN_FAILURE
        if isinstance(said, int):
            self._error = said
            return 0
        there.dwAccessType = 1 if said[0] is None else 3
        there.lpszProxy, there.lpszProxyBypass = map(self._text, said)
        return 1

    def WinHttpCloseHandle(self, session: int) -> int:
        self.sessions.remove(session)
        return 1

    def GlobalFree(self, memory: int) -> int | None:
        del self._kept[memory]
        return None


def _asked(recorder: Recorder) -> SystemProxy:
    said = ask(_ENDPOINT, recorder.windows())
    assert recorder.ended_well()
    return said


PAC = "http://wpad.example.org/proxy.pac"
BY_DETECTION = ("https://api.r-service.test/", 0x1, 0x3, None, 0)
BY_ADDRESS = ("https://api.r-service.test/", 0x2, 0, PAC, 0)


def test_no_settings() -> None:
    assert _asked(Recorder(None)) == SystemProxy()
    recorder = Recorder((0, None, None, None))
    assert _asked(recorder) == SystemProxy()
    assert recorder.asked == []


def test_a_proxy_by_hand_and_its_exceptions() -> None:
    by_hand = "http=a:80;https=proxy.example.org:8080"
    assert _asked(Recorder((0, None, by_hand, "*.example.org;<local>"))) == SystemProxy("proxy.example.org:8080")
    assert _asked(Recorder((0, None, by_hand, "*.r-service.test"))) == SystemProxy(excepted=True)


def test_a_script_by_its_address() -> None:
    recorder = Recorder((0, PAC, "hand:1", None), {PAC: ("proxy:8080;other:8080", None)})
    assert _asked(recorder) == SystemProxy("proxy:8080", by_script=True)
    assert recorder.asked == [BY_ADDRESS], "the script gets the origin, and not the path"


@pytest.mark.parametrize("said", [(None, None), ("proxy:8080", "api.r-service.test")])
def test_a_script_that_says_to_go_directly(said: tuple[str | None, str | None]) -> None:
    assert _asked(Recorder((0, PAC, "hand:1", None), {PAC: said})) == SystemProxy(by_script=True)


def test_a_script_that_is_detected_comes_first() -> None:
    recorder = Recorder((1, PAC, "hand:1", None), {None: ("found:8080", None)})
    assert _asked(recorder) == SystemProxy("found:8080", by_script=True)
    assert recorder.asked == [BY_DETECTION]


def test_nothing_to_be_detected_is_no_script() -> None:
    """Windows looks for one unless it is told not to."""
    assert _asked(Recorder((1, None, None, None), {None: _DETECTION_FAILED})) == SystemProxy()
    recorder = Recorder((1, PAC, None, None), {None: _DETECTION_FAILED, PAC: ("proxy:8080", None)})
    assert _asked(recorder) == SystemProxy("proxy:8080", by_script=True)
    assert recorder.asked == [BY_DETECTION, BY_ADDRESS]


def test_a_script_that_cannot_be_had_is_told_whatever_else_is_set() -> None:
    assert _asked(Recorder((0, PAC, None, None), {PAC: _UNABLE_TO_DOWNLOAD})) == SystemProxy(script_unfollowed=True)
    both = Recorder((0, PAC, "hand:1", None), {PAC: _UNABLE_TO_DOWNLOAD})
    assert _asked(both) == SystemProxy("hand:1", script_unfollowed=True)
    detected = Recorder((1, None, None, None), {None: _UNABLE_TO_DOWNLOAD})
    assert _asked(detected) == SystemProxy(script_unfollowed=True)


def test_a_script_behind_a_login_is_asked_for_again() -> None:
    recorder = Recorder((0, PAC, None, None), {PAC: ("proxy:8080", None)}, wants_login=True)
    assert _asked(recorder) == SystemProxy("proxy:8080", by_script=True)
    assert recorder.asked == [BY_ADDRESS, (*BY_ADDRESS[:4], 1)]


@pytest.mark.parametrize(
    ("proxies", "first"),
    [
        ("proxy:8080", "proxy:8080"),
        ("http://proxy:8080", "http://proxy:8080"),
        ("one:1 two:2", "one:1"),
        ("https=one:1;http=two:2", "one:1"),
        ("http=two:2", None),
        ("http=two:2;socks=three:3", "socks4://three:3"),
        ("socks=three:3;https=one:1", "one:1"),
        ("", None),
        (" ; ", None),
    ],
)
def test_the_first_proxy_of_a_list(proxies: str, first: str | None) -> None:
    assert first_for_https(proxies) == first


@pytest.mark.parametrize(
    ("exceptions", "typed", "excepted"),
    [
        ("*.r-service.test", "https://api.r-service.test", True),
        ("API.*", "https://api.r-service.test", True),
        ("https://api.r-service.test", "https://api.r-service.test", True),
        ("http://api.r-service.test", "https://api.r-service.test", False),
        ("api.r-service.test:443", "https://api.r-service.test", True),
        ("api.r-service.test:8443", "https://api.r-service.test", False),
        ("r-service.test", "https://api.r-service.test", False),
        ("<local>", "https://api.r-service.test", False),
        ("a;<local>", "https://intranet.", True),
        ("10.*", "https://10.1.2.3", True),
        ("<local>", "https://[fd00::1]", False),
        ("[fd00::1]", "https://[fd00::1]", True),
        ("", "https://api.r-service.test", False),
    ],
)
def test_exceptions_of_windows(exceptions: str, typed: str, excepted: bool) -> None:
    assert excepted_by(exceptions, read_endpoint(typed)) is excepted


def test_the_structures_are_as_large_as_windows_has_them() -> None:
    """64-bit: a BOOL or DWORD of 4 bytes, padded before a pointer of 8."""
    if ctypes.sizeof(ctypes.c_void_p) != 8:
        pytest.skip("the sizes below are those of 64-bit systems")
    pointers = {name: arguments for name, (_, arguments) in SIGNATURES.items()}
    config = pointers["WinHttpGetIEProxyConfigForCurrentUser"][0]._type_
    options, info = (each._type_ for each in pointers["WinHttpGetProxyForUrl"][2:])
    assert [ctypes.sizeof(each) for each in (config, options, info)] == [32, 32, 24]
