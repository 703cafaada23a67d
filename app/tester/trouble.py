"""What keeps a request from getting an HTTP answer, as one of the contract's codes."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator


class Trouble(Exception):  # noqa: N818  says what it is; judged, never shown as it stands
    """A step below HTTP failed. `code` is a finding's; `kind` tells cases of one code apart. No text of a server."""

    def __init__(self, code: str, kind: str = "") -> None:
        super().__init__(code, kind)
        self.code = code
        self.kind = kind

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trouble) and (self.code, self.kind) == (other.code, other.kind)

    def __hash__(self) -> int:
        return hash((self.code, self.kind))

    def bare(self) -> Trouble:
        """The same without its traceback, whose frames hold the token."""
        return Trouble(self.code, self.kind)


_REFUSED = {errno.ECONNREFUSED}
_RESET = {errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED}
_NO_TLS = {
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "HTTPS_PROXY_REQUEST",
    "RECORD_LAYER_FAILURE",
    "PACKET_LENGTH_TOO_LONG",
    "UNEXPECTED_MESSAGE",
}
_OLD_TLS = {
    "UNSUPPORTED_PROTOCOL",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "NO_PROTOCOLS_AVAILABLE",
    "VERSION_TOO_LOW",
    "WRONG_SSL_VERSION",
}
_CLIENT_CERTIFICATE = {"TLSV13_ALERT_CERTIFICATE_REQUIRED"}


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that it was made from: libraries wrap the one that says what happened."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        here = waiting.pop(0)
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        waiting += [inner for inner in (here.__cause__, here.__context__) if inner is not None]
        if isinstance(here, BaseExceptionGroup):
            waiting += here.exceptions


def while_connecting(error: BaseException) -> Trouble:
    """Names the failure of a TCP connection."""
    for each in chain_of(error):
        if isinstance(each, TimeoutError) or (isinstance(each, OSError) and each.errno == errno.ETIMEDOUT):
            return Trouble("connect.timeout")
        if isinstance(each, OSError) and each.errno in _REFUSED:
            return Trouble("connect.refused")
        if isinstance(each, OSError) and each.errno in _RESET:
            return Trouble("connect.reset")
    return Trouble("connect.unreachable")


def while_securing(error: BaseException) -> Trouble:
    """Names the failure of a TLS handshake. What a certificate is refused for is told apart by `certificate.py`."""
    for each in chain_of(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return Trouble("tls.untrusted", str(each.verify_code))
        if isinstance(each, ssl.SSLError) and each.reason:
            return _of_reason(each.reason)
    return Trouble("tls.handshake", "closed")


def while_exchanging(error: BaseException) -> Trouble:
    """Names the failure of an HTTP exchange on a connection that stood."""
    import httpcore

    for each in chain_of(error):
        if isinstance(each, Trouble):
            return each
        if isinstance(each, ssl.SSLError) and each.reason in _CLIENT_CERTIFICATE:
            return Trouble("tls.client-certificate")
    if isinstance(error, httpcore.RemoteProtocolError) and "disconnected without" not in str(error):
        return Trouble("http.malformed")
    return Trouble("connect.reset")


def while_resolving(error: OSError | UnicodeError) -> Trouble:
    """Names the failure of a name look-up."""
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return Trouble("dns.not-found", "temporary")
    return Trouble("dns.not-found")


def _of_reason(reason: str) -> Trouble:
    if reason in _NO_TLS:
        return Trouble("tls.protocol", "none")
    if reason in _OLD_TLS:
        return Trouble("tls.protocol", "old")
    if reason in _CLIENT_CERTIFICATE:
        return Trouble("tls.client-certificate")
    return Trouble("tls.handshake", "refused")
