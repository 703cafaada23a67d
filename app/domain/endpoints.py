"""What a person typed as SCIM endpoint, read as an origin and a path; and the base URLs that follow from it.

Harmless slips are repaired and named. Nothing is repaired that would change the host a token is sent to.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote

from app.domain.errors import Problem
from app.domain.text import tr

LONGEST = 2048
"""Characters; what is longer was not meant to be a URL."""

RESOURCE_NAMES = ("Users", "Groups", "ServiceProviderConfig", "ResourceTypes", "Schemas")
_APPENDED = ("/scim/v2", "/scim")
_DEFAULT_PORTS = {"https": 443, "http": 80}
_QUOTES = "\"'`‘’‚“”„«»<>"
_INVISIBLE = str.maketrans(
    "", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


class Repair(Enum):
    """A slip that was put right. The value is how a sentence names it."""

    WHITE_SPACE = tr("white space or a line end")
    QUOTES = tr("quotation marks")
    INVISIBLE = tr("invisible characters")
    FRAGMENT = tr("the part after #")
    QUERY = tr("the part after ?")
    TRAILING_SLASH = tr("a trailing slash")
    DOUBLED_SLASH = tr("a doubled slash")
    TRAILING_DOT = tr("a dot after the host name")
    RESOURCE_NAME = tr("the name of a resource at its end")
    NO_SCHEME = tr("https:// was missing")


class EndpointUnreadable(Problem):
    """No usable http or https URL can be read from what was typed, which is not repeated: it may be a token."""

    code = "url.invalid"
    happened = tr("What you entered as endpoint is not a web address that can be tested.")
    means = tr("Nothing was sent.")
    next_step = tr(
        "Copy the SCIM endpoint again from the settings of your service; it looks like https://api.example.com/scim/v2."
    )


@dataclass(frozen=True)
class Endpoint:
    """A cleaned endpoint: origin and path, no trailing slash, no query."""

    scheme: str
    host: str
    """A name in ASCII (IDNA) and lower case, an IPv4 address, or an IPv6 address without brackets."""
    port: int
    path: str
    """Empty, or beginning with a slash and not ending in one; percent-encoded."""
    repairs: tuple[Repair, ...] = ()
    flags: tuple[str, ...] = ()
    """Query flags that belong to a provisioning client's URL: sent with no request."""

    @property
    def origin(self) -> str:
        """Scheme, host and port; the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (
            f"{self.scheme}://{host}"
            if self.port == _DEFAULT_PORTS[self.scheme]
            else f"{self.scheme}://{host}:{self.port}"
        )

    @property
    def url(self) -> str:
        return self.origin + self.path

    @property
    def loopback(self) -> bool:
        """Whether it names this very computer: 127.0.0.0/8, ::1 or localhost."""
        address = address_of(self.host)
        return self.host == "localhost" if address is None else address.is_loopback

    @property
    def insecure(self) -> bool:
        """Whether a token sent there could be read on the way."""
        return self.scheme == "http" and not self.loopback


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, or None where it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def read_endpoint(typed: str, known_flags: frozenset[str] = frozenset()) -> Endpoint:
    """Reads what was typed. `known_flags` are the query flags that stay with a client's URL.

    Raises EndpointUnreadable, also for a user name or password in it.
    """
    if len(typed) > LONGEST:
        raise EndpointUnreadable
    repairs: list[Repair] = []
    visible = without_invisible(typed)
    if visible != typed:
        repairs.append(Repair.INVISIBLE)
    text = without_wrapping(visible, repairs)
    scheme, rest = _scheme(text, repairs)
    authority, path_and_more = _split_authority(rest)
    host, port = _host_and_port(authority, scheme, repairs)
    path, flags = _path(path_and_more, known_flags, repairs)
    return Endpoint(scheme, host, port, path, tuple(dict.fromkeys(repairs)), flags)


def base_urls(endpoint: Endpoint) -> tuple[str, ...]:
    """The base URLs to try: as typed, then with /scim/v2, with /scim, and alone; duplicates dropped.

    The bare host is among them only where nothing else of a path was typed: a service that puts tenants in the path
    has the token sent to no other path.
    """
    stem = endpoint.path
    for _ in range(2):
        for ending in _APPENDED:
            if stem.lower().endswith(ending):
                stem = stem[: -len(ending)]
                break
    paths = dict.fromkeys((endpoint.path, stem + "/scim/v2", stem + "/scim", stem))
    return tuple(endpoint.origin + path for path in paths)


def same_origin(endpoint: Endpoint, other: Endpoint) -> bool:
    return (endpoint.scheme, endpoint.host, endpoint.port) == (other.scheme, other.host, other.port)


def without_invisible(text: str) -> str:
    """Without characters that take no room on a screen: zero-width ones, byte order and direction marks."""
    return text.translate(_INVISIBLE)


def without_wrapping(text: str, repairs: list[Repair]) -> str:
    """Without white space and quotation marks around it, however often they take turns; adds what was put right."""
    start, end = 0, len(text)
    while start < end and _wraps(text[start]):
        start += 1
    while start < end and _wraps(text[end - 1]):
        end -= 1
    removed = text[:start] + text[end:]
    if any(character.isspace() for character in removed):
        repairs.append(Repair.WHITE_SPACE)
    if any(character in _QUOTES for character in removed):
        repairs.append(Repair.QUOTES)
    return text[start:end]


def _wraps(character: str) -> bool:
    return character.isspace() or character in _QUOTES


def _scheme(text: str, repairs: list[Repair]) -> tuple[str, str]:
    found = re.match(r"(?i)(https?)(://|//|:/)(?!/)", text)
    if found:
        if found.group(2) != "://":
            repairs.append(Repair.NO_SCHEME)
        return found.group(1).lower(), text[found.end() :]
    # "localhost:8080/scim" has no scheme, "ftp://host" and "mailto:somebody" have one that is of no use here.
    if re.match(r"(?i)[a-z][a-z0-9+.-]*:(?!\d)", text) or text.startswith("/"):
        raise EndpointUnreadable
    # A lone word is not looked up: it may be a token in the wrong field.
    if not re.search(r"[.:/]", text) and text.lower() != "localhost":
        raise EndpointUnreadable
    repairs.append(Repair.NO_SCHEME)
    return "https", text


def _split_authority(rest: str) -> tuple[str, str]:
    found = re.match(r"[^/?#\\\s]*", rest)
    authority = found.group() if found else ""
    after = rest[len(authority) :]
    # A blank inside the host, a backslash or a user name: guessing here could send a token to another host.
    if not authority or "@" in authority or (after and after[0] not in "/?#"):
        raise EndpointUnreadable
    return authority, after


def _host_and_port(authority: str, scheme: str, repairs: list[Repair]) -> tuple[str, int]:
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::([0-9]{1,5}))?", authority)
    if not found:
        raise EndpointUnreadable
    port = int(found.group(2)) if found.group(2) else _DEFAULT_PORTS[scheme]
    if not 0 < port <= 65535:
        raise EndpointUnreadable
    written = found.group(1)
    if written.startswith("["):
        address = address_of(written[1:-1])
        if not isinstance(address, IPv6Address):
            raise EndpointUnreadable
        return str(address), port
    if written.endswith("."):
        repairs.append(Repair.TRAILING_DOT)
        written = written[:-1]
    return _host_name(written), port


def _host_name(written: str) -> str:
    name = written.lower()
    if not name.isascii():
        import idna  # only for names that need it

        try:
            name = idna.encode(unicodedata.normalize("NFC", name), uts46=True).decode("ascii")
        except idna.IDNAError:
            raise EndpointUnreadable from None
    labels = name.split(".")
    if len(name) > 253 or not all(re.fullmatch(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", label) for label in labels):
        raise EndpointUnreadable
    # A last label of digits makes it an address, and "127.1" or "0x7f.1" one that only some programs understand.
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]) and not isinstance(address_of(name), IPv4Address):
        raise EndpointUnreadable
    return name


def _path(text: str, known_flags: frozenset[str], repairs: list[Repair]) -> tuple[str, tuple[str, ...]]:
    text, hash_mark, _ = text.partition("#")
    if hash_mark:
        repairs.append(Repair.FRAGMENT)
    path, question_mark, query = text.partition("?")
    wanted = (part for part in query.split("&") if part.partition("=")[0] in known_flags)
    flags = tuple(part for part in wanted if re.fullmatch(r"[A-Za-z0-9_.=-]{1,80}", part))
    if question_mark and len(flags) < len(query.split("&")):
        repairs.append(Repair.QUERY)
    unwrapped = re.sub(r"\s*[\r\n]\s*", "", path)
    if unwrapped != path:
        repairs.append(Repair.WHITE_SPACE)
    path = unwrapped.rstrip()
    if re.search(r"[\s\\\x00-\x1f\x7f]", path) or re.search(r"(?i)/(\.|%2e){1,2}(/|$)", path):
        raise EndpointUnreadable
    try:
        # Not the apostrophe, which is a quotation mark where it ends an address.
        path = quote(path, safe="/%:@!$&()*+,;=~-._")
    except UnicodeEncodeError:
        raise EndpointUnreadable from None
    return _shortened(path, repairs), flags


def _shortened(path: str, repairs: list[Repair]) -> str:
    single = re.sub(r"/{2,}", "/", path)
    if single.rstrip("/") != path.rstrip("/"):
        repairs.append(Repair.DOUBLED_SLASH)
    path = single
    if len(path) > 1 and path.endswith("/"):
        repairs.append(Repair.TRAILING_SLASH)
    path = path.rstrip("/")
    names = {name.lower() for name in RESOURCE_NAMES}
    while path.rpartition("/")[2].lower() in names:
        repairs.append(Repair.RESOURCE_NAME)
        path = path.rpartition("/")[0]
    return path
