"""A proxy as environments and settings write it down."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import unquote, unquote_to_bytes

from app.domain.endpoints import address_of
from app.domain.tokens import AccessToken

_DEFAULT_PORTS = {"http": 80, "https": 443, "socks": 1080, "socks4": 1080, "socks4a": 1080, "socks5": 1080}
_DEFAULT_PORTS["socks5h"] = 1080
# Everything before the last @ belongs to the login, slashes included: a part of a password must never pass for a host.
_WRITTEN = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?"
    r"(?:(?P<login>.*)@)?"
    r"(?:\[(?P<address>[0-9a-f:.]+)\]|(?P<host>[^\s/?#:@\[\]\\%]+))"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?:[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)


class ProxyUnreadable(ValueError):  # noqa: N818  says what it is
    """What was written is not the address of a proxy. It is not repeated: it may hold a password."""


@dataclass(frozen=True)
class Proxy:
    """A proxy, its login apart from what may be shown."""

    scheme: str
    """How to speak to it: `http`, `https` (TLS to the proxy itself), or one of SOCKS, which is not spoken here."""
    host: str
    port: int
    authorization: AccessToken | None = None
    """The whole value of Proxy-Authorization (RFC 7617), secret like the password in it."""
    secrets: tuple[AccessToken, ...] = ()
    """What of the login must never be shown, in the forms in which it could turn up."""

    @property
    def url(self) -> str:
        """For a person: without user name and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def spoken(self) -> bool:
        """Whether it is of a kind that the tester can go through."""
        return self.scheme in ("http", "https")


def read_proxy(written: str) -> Proxy:
    """Reads `http://user:password@host:port`, all but the host optional, user name and password percent-encoded.

    Without a scheme it is `http`, without a port that of the scheme, as urllib and httpx have it. Raises
    ProxyUnreadable.
    """
    found = _WRITTEN.fullmatch(written.strip())
    # Bytes of an environment that are no text come as surrogates.
    if found is None or not _encodable(written):
        raise ProxyUnreadable
    scheme = (found["scheme"] or "http").lower()
    port = int(found["port"] or _DEFAULT_PORTS.get(scheme, 0))
    if scheme not in _DEFAULT_PORTS or not 0 < port <= 65535:
        raise ProxyUnreadable
    if found["address"] is not None:
        address = address_of(found["address"])
        if not isinstance(address, IPv6Address):
            raise ProxyUnreadable
        return Proxy(scheme, str(address), port, *_login(found["login"]))
    return Proxy(scheme, _host_name(found["host"]), port, *_login(found["login"]))


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _host_name(written: str) -> str:
    try:
        name = written.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ProxyUnreadable from None
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_.])?", name):
        raise ProxyUnreadable
    return name


def _login(written: str | None) -> tuple[AccessToken | None, tuple[AccessToken, ...]]:
    """The header's value, and what must not be shown. A user name alone is no secret, and its letters may be those of
    a word in a sentence of ours; it is never shown all the same, since nothing of the login is."""
    if not written:
        return None, ()
    name, _, password = written.partition(":")
    basic = b64encode(unquote_to_bytes(name) + b":" + unquote_to_bytes(password)).decode("ascii")
    secrets = {text for text in (password, unquote(password)) if text} | {basic}
    return AccessToken(f"Basic {basic}"), tuple(AccessToken(text) for text in sorted(secrets))
