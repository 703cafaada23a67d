"""An endpoint and a token, wherever they stand in a text that was copied: a mail, a chat, a table, JSON, a curl line.

Time and memory grow with the text's length alone, and no more than `LONGEST` characters of it are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from app.domain.endpoints import LONGEST as LONGEST_ADDRESS
from app.domain.endpoints import Endpoint, EndpointUnreadable, read_endpoint, without_invisible
from app.domain.token_text import LONGEST as LONGEST_TOKEN
from app.domain.token_text import read_token
from app.domain.tokens import AccessToken

LONGEST = 100_000
"""Characters that are looked at: more than any mail about a connection has."""
MOST = 50
"""So many tokens, and so many addresses, are looked at."""


class Called(Enum):
    """What the text says of a token that it holds."""

    NEW = "new"
    OLD = "old"
    NOTHING = ""


@dataclass(frozen=True)
class FoundToken:
    """A token, as the text has it."""

    token: AccessToken
    called: Called = Called.NOTHING


@dataclass(frozen=True)
class Pasted:
    """What a copied text holds. Each address and each token is there once, in the order of the text."""

    endpoints: tuple[str, ...] = ()
    """Cleaned as `read_endpoint` does. Where any says SCIM, those that do not are left out."""
    tokens: tuple[FoundToken, ...] = ()
    checksums: int = 0
    """Values that have a token's shape and are called a checksum: not taken, since nobody can tell."""
    cut: bool = False
    """Whether the text was longer than what is looked at."""

    @property
    def endpoint(self) -> str | None:
        """The endpoint, where there is no doubt which."""
        return self.endpoints[0] if len(self.endpoints) == 1 else None

    @property
    def token(self) -> AccessToken | None:
        """The token, where there is no doubt which: the only one, or the only one that is not called old."""
        if len(self.tokens) == 1:
            return self.tokens[0].token
        present = [each.token for each in self.tokens if each.called is not Called.OLD]
        return present[0] if len(present) == 1 else None


def recognise(text: str) -> Pasted:
    """Finds them. Nothing raises, whatever the text is."""
    # A cut that is wider than what is kept: the word in which it falls is left out.
    seen = without_invisible(text[:LONGEST]).replace("\\/", "/").replace("&amp;", "&")
    cut = len(text) > LONGEST
    if cut:
        seen = seen[: max(seen.rfind(blank) for blank in " \n\t")] if re.search(r"\s", seen) else ""
    addresses = list(_addresses(seen))
    tokens, checksums = _tokens(seen, [span for span, _, _ in addresses])
    found = tuple(tokens)
    if not found and not checksums and not addresses:
        found = _alone(seen)
    return Pasted(_endpoints([(endpoint, said) for _, endpoint, said in addresses if endpoint]), found, checksums, cut)


_END_OF_ADDRESS = r"\s<>\"'`|\\^{}\u2018-\u201f\u00ab\u00bb\u2026"
_ADDRESS = re.compile(rf"(?i)(?<![a-z0-9])https?://[^{_END_OF_ADDRESS}]++")
_WORD = re.compile(rf"[^{_END_OF_ADDRESS},;()\[\]=]++")
_BARE_ADDRESS = re.compile(r"(?i)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}(:[0-9]{1,5})?/.*", re.DOTALL)
_TRAILING = ".,;:!?)]*_}~"
_SAYS_ENDPOINT = re.compile(r"(?i)(endpoint|tenant.?url|base.?url|scim.?url)[^a-z0-9]{0,12}$")

_Address = tuple[tuple[int, int], Endpoint | None, bool]
"""Where it stands, what it is (None: no endpoint), and whether something says that it is a SCIM endpoint."""


def _addresses(text: str) -> Iterator[_Address]:
    found = 0
    for place in _ADDRESS.finditer(text):
        # Of Markdown's [https://…](https://…) the second one begins within the first.
        written = place.group().partition("](")[0].rstrip(_TRAILING)
        span = place.start(), place.start() + len(place.group())
        endpoint = _read(written)
        found += 1
        if found > MOST:
            return
        said = _SAYS_ENDPOINT.search(text[max(0, span[0] - 40) : span[0]])
        yield span, endpoint, bool(said) or (endpoint is not None and "scim" in endpoint.path.lower())
    if found:
        return
    for place in _WORD.finditer(text):
        if place.end() - place.start() > LONGEST_ADDRESS or "scim" not in place.group().lower():
            continue
        written = place.group().rstrip(_TRAILING)
        endpoint = _read(written) if _BARE_ADDRESS.fullmatch(written) else None
        if endpoint is not None:
            yield place.span(), endpoint, True
            found += 1
            if found > MOST:
                return


def _read(written: str) -> Endpoint | None:
    try:
        endpoint = read_endpoint(written)
    except EndpointUnreadable:
        return None
    # An address with a token in its path is no endpoint, and would show it.
    return None if re.search(r"[0-9A-Fa-f]{64}", endpoint.path) else endpoint


def _endpoints(addresses: list[tuple[Endpoint, bool]]) -> tuple[str, ...]:
    wanted = [endpoint for endpoint, said in addresses if said] or [endpoint for endpoint, _ in addresses]
    urls = tuple(dict.fromkeys(endpoint.url for endpoint in wanted))
    if len({endpoint.origin for endpoint in wanted}) == 1 and len(urls) > 1:
        # One service's forms of the same endpoint: the documented one.
        documented = tuple(url for url in urls if url.lower().endswith("/scim/v2"))
        return documented if len(documented) == 1 else urls
    return urls


_HEX = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{64}(?![0-9A-Za-z])")
_PIECES = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Fa-f]{4,60}+(?:=?[ \t]{0,2}+(?:\r?\n)?[ \t>]{0,3}+[0-9A-Fa-f]{4,60}+){1,15}+(?![0-9A-Za-z])"
)
"""A token that was broken over lines, or stands in groups."""
_LABELLED = re.compile(
    r"(?i)(?<![a-z])(?:bearer|token|secret|password)[\"'`*]{0,4}[ \t]{0,4}(?:is\b|[:=|])?[\s\"'`*<(\[]{1,6}"
    rf"([A-Za-z0-9._~+/-]{{20,{LONGEST_TOKEN}}}+={{0,2}})"
)
"""Another service's token, of any shape, where the text says that it is one."""
_CHECKSUM = re.compile(r"(?i)(sha-?_?(2|256|3|512)|checksum|digest|hash|fingerprint|thumbprint|commit|integrity)")
_FILE_NAME = re.compile(r" [ *][^\s/]{1,200}\.[A-Za-z0-9]{1,5}\b")
"""What `sha256sum` writes behind a checksum."""
_OLD = re.compile(r"(?i)(?<![a-z])(old|previous|prior|former|expired|expiring|ended|revoked|retired)(?![a-z])")
_NEW = re.compile(r"(?i)(?<![a-z])(new|current|present|active)(?![a-z])")


def _tokens(text: str, addresses: list[tuple[int, int]]) -> tuple[list[FoundToken], int]:
    found: dict[str, Called] = {}
    checksums: set[str] = set()
    before = 0
    for (start, end), value in _values(text, addresses):
        if _is_checksum(text, start, end):
            checksums.add(value)
        else:
            called = _called(text[max(before, start - 200) : start])
            if found.get(value, Called.NOTHING) is Called.NOTHING:
                found[value] = called
        before = end
        if len(found) >= MOST:
            break
    return [FoundToken(AccessToken(value), called) for value, called in found.items()], len(checksums - set(found))


def _values(text: str, addresses: list[tuple[int, int]]) -> list[tuple[tuple[int, int], str]]:
    """Everything of a token's shape, in the order of the text."""
    values: dict[tuple[int, int], str] = {}
    for place in _HEX.finditer(text):
        values[place.span()] = place.group()
    for place in _PIECES.finditer(text):
        value = re.sub(r"[^0-9A-Fa-f]", "", place.group())
        if len(value) == 64:
            values[place.span()] = value
    for place in _LABELLED.finditer(text):
        value = place.group(1).rstrip(".")
        if re.search(r"[0-9]", value) and re.search(r"[A-Za-z]", value):
            values.setdefault(place.span(1), value)
    kept = []
    taken = iter(sorted(addresses))
    address = next(taken, None)
    last = 0
    for (start, end), value in sorted(values.items()):
        while address is not None and address[1] <= start:
            address = next(taken, None)
        within = address is not None and address[0] < end
        if start >= last and not (within and not re.search(r"(?i)token=$", text[max(0, start - 6) : start])):
            kept.append(((start, end), value))
            last = end
    return kept


def _is_checksum(text: str, start: int, end: int) -> bool:
    """Whether the line that it stands on, or a line of its own before it, calls it a checksum."""
    line = text[max(0, start - 120) : start]
    above, newline, same = line.rpartition("\n")
    said = same if re.search(r"\w", same) or not newline else above.rstrip().rpartition("\n")[2]
    return bool(_CHECKSUM.search(said)) or bool(_FILE_NAME.match(text, end, end + 220))


def _called(before: str) -> Called:
    """What the words before it call it: the nearest one counts."""
    old = max((place.start() for place in _OLD.finditer(before)), default=-1)
    new = max((place.start() for place in _NEW.finditer(before)), default=-1)
    if old == new:
        return Called.NOTHING
    return Called.OLD if old > new else Called.NEW


def _alone(text: str) -> tuple[FoundToken, ...]:
    """A text that is one word, and nothing but a token of some other service."""
    token = read_token(text).token
    if token is None or len(token.reveal()) < 20 or not re.search(r"[0-9]", token.reveal()):
        return ()
    return (FoundToken(token),)
