"""The forms in which names are compared."""

from __future__ import annotations

from unicodedata import normalize


def without_case(text: str) -> str:
    """For attributes that do not regard case, such as `userName` (RFC 7643 §4.1.1). The library does the same."""
    return normalize("NFC", normalize("NFC", text).lower())


def with_case(text: str) -> str:
    """For attributes that regard case, such as `externalId` (RFC 7643 §3.1)."""
    return normalize("NFC", text)
