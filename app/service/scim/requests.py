"""A SCIM request and its answer, before the SCIM library has to be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PlainRequest:
    """What the library needs of an HTTP request."""

    method: str
    base_url: str
    path: str
    query: Mapping[str, str] = field(repr=False)
    content_type: str | None
    body: bytes = field(repr=False)

    @property
    def only_reads(self) -> bool:
        """Whether nothing is written for it."""
        return self.method in ("GET", "HEAD", "OPTIONS") or self.path.endswith("/.search")


@dataclass(frozen=True)
class PlainAnswer:
    """What is sent back; `body` is JSON."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any] | None = field(repr=False)
