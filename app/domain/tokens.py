"""The SCIM access token, in a form that does not leak by accident."""

from __future__ import annotations

from typing import NoReturn

BULLET = "•"
MASK = BULLET * 12
"""What stands for a hidden token: always twelve bullets, so that its length is not told."""

_SHORTEST_WITH_A_TAIL = 16


class AccessToken:
    """A bearer token (RFC 6750). R-Service's are 64 lower-case hexadecimal digits; other services' may differ.

    Its text comes out of `reveal` alone, so that one search finds every place that handles it. `repr`, `str` and
    `format` are redacted; pickling raises TypeError, and so does `json.dumps`.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        if not text:
            raise ValueError("a token is not empty")
        self._text = text

    def reveal(self) -> str:
        """The token itself. What you do with it must not put it in a log, a file or a message."""
        return self._text

    def authorization_header(self) -> str:
        """The whole value of the Authorization header, secret like the token (RFC 6750 §2.1)."""
        return f"Bearer {self._text}"

    @property
    def last_four(self) -> str:
        """The last four characters, by which people tell tokens apart; empty where the token is so short that four
        characters would give much of it away."""
        return self._text[-4:] if len(self._text) >= _SHORTEST_WITH_A_TAIL else ""

    @property
    def masked(self) -> str:
        """Twelve bullets and the last four characters."""
        return MASK + self.last_four

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AccessToken):
            return NotImplemented
        import hmac  # with hashlib behind it: too slow for a module that the first paint needs

        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((AccessToken, self._text))

    def __repr__(self) -> str:
        return "<AccessToken hidden>"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an access token is not pickled")
