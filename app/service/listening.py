"""The address that the service listens on."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass

_BACKLOG = 128


@dataclass(frozen=True)
class Listener:
    """A socket that takes connections already. `port_changed`: the wanted port was taken, so it is another one."""

    socket: socket.socket
    host: str
    port: int
    port_changed: bool

    def url(self, scheme: str) -> str:
        """Where it is reached, without a slash at the end."""
        return f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def listen(host: str, port: int, *, any_port: bool) -> Listener:
    """Listen on the wanted port (0: any). With `any_port`, on another one where that cannot be had. Raises OSError."""
    family, _, _, _, _ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    try:
        bound = _bind(family, host, port)
    except OSError:
        if not (any_port and port):
            raise
        bound = _bind(family, host, 0)
    got = int(bound.getsockname()[1])
    return Listener(bound, host, got, port_changed=bool(port) and got != port)


def _bind(family: int, host: str, port: int) -> socket.socket:
    # With the protocol named, asyncio switches Nagle's algorithm off on what it accepts. Else answers wait for 40 ms.
    one = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # A restart gets the same port while connections of the former run still die away.
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        else:
            # On Windows that option would let two programs share a port.
            one.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows alone
        one.bind((host, port))
        one.listen(_BACKLOG)
    except BaseException:
        one.close()
        raise
    return one
