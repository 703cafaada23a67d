"""What holds for every request and answer of the service: its Host, its Date, its line in the log, and no trace of an
error's insides."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.clock import Clock
from app.service.moments import http_date
from app.service.problems import ProblemType, described, problem_response
from app.service.request_parts import header
from app.service.scim.errors import scim_error

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?", re.ASCII)
_SECRET = re.compile(r"[0-9A-Fa-f]{64}|rss_[A-Za-z0-9_-]*")
_LONGEST_LOGGED_PATH = 300


@dataclass(frozen=True)
class Names:
    """Under which names the service may be addressed. `own` are lower-case host names and addresses without a port;
    loopback addresses always may."""

    own: frozenset[str] = frozenset()

    def allow(self, host: str | None) -> bool:
        """Whether a request with this Host is for us. Somebody else's name that resolves to our address is not
        (DNS rebinding)."""
        found = _HOST.fullmatch(host or "")
        if found is None:
            return False
        name = found[1].strip("[]").lower().removesuffix(".")
        return name in self.own or is_loopback(name)


def is_loopback(name: str) -> bool:
    """127.0.0.0/8, ::1, localhost (RFC 6761 §6.3)."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def log_to_stderr(line: str) -> None:
    """A log that nobody reads any more must not stop the service."""
    with contextlib.suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)  # noqa: T201  this is the log


class Envelope:
    """The outermost application. `settings` serves everything but `/scim`, which `scim` serves."""

    def __init__(
        self,
        settings: ASGIApp,
        scim: ASGIApp,
        names: Names,
        clock: Clock,
        base_url: str,
        log: Callable[[str], None] = log_to_stderr,
    ) -> None:
        self._settings = settings
        self._scim = scim
        self._names = names
        self._clock = clock
        self._base_url = base_url
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        begun = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = message["status"]
                message = {**message, "headers": [*message["headers"], *self._more_headers(message)]}
            await send(message)

        try:
            await self._answer(scope, receive, send_with_headers)
        except Exception:  # noqa: BLE001  whatever it is: its text may hold secrets, so nobody is shown it
            if not begun:
                await self._say(ProblemType.INTERNAL_ERROR, scope, receive, send_with_headers)
        finally:
            self._log(f"{_loggable(scope['method'])} {_loggable(scope['path'])} {begun or '-'}")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._names.allow(header(scope, "host")):
            await self._say(ProblemType.WRONG_HOST, scope, receive, send)
        elif _is_scim(scope):
            await self._scim(scope, receive, send)
        else:
            await self._settings(scope, receive, send)

    async def _say(self, problem: ProblemType, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_scim(scope):
            about = described(problem)
            response = scim_error(about.status, about.detail)
        else:
            response = problem_response(self._base_url, problem)
        await response(scope, receive, send)

    def _more_headers(self, message: Message) -> list[tuple[bytes, bytes]]:
        names = {name.lower() for name, _ in message["headers"]}
        wanted = {
            b"date": http_date(self._clock.now()).encode(),
            b"cache-control": b"no-store",
            b"x-content-type-options": b"nosniff",
        }
        return [(name, value) for name, value in wanted.items() if name not in names]


def _is_scim(scope: Scope) -> bool:
    path: str = scope["path"]
    return path == "/scim" or path.startswith("/scim/")


def _loggable(text: str) -> str:
    """One line of plain characters, without what could be a token that somebody pasted into an address."""
    return quote(_SECRET.sub("...", text), safe="/:.")[:_LONGEST_LOGGED_PATH]
