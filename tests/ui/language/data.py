"""What stands on the samples' pages that no language has: names, addresses, what vendors' consoles and our help say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from app.ui.language.switch import NAMES

_NAMES = (
    "Widget Data Center Northern and Eastern Europe",
    "Widget Data Center Northern Europe",
    "Widget Data Center",
    "Gadget Data Center",
    "Howard Tanner, Widget Data Center",
    "Jane Doe, Contoso",
    "Jane Doe",
    "Gadget",
    "soon",  # what somebody typed for a number
    "Widget",
    "R-Service",
    "SCIM Connection",
    "SCIM",
    "SHA-256",
    "ServiceProviderConfig",
    "URL",
    "401 Unauthorized, 403 Forbidden",
    "404 Not Found",
    "ListResponse",
    "PySide6",
    "OpenSSL",
    "Python",
    "Qt",
    "QA",
    *NAMES.values(),
)
_PATTERNS = (
    r"https?://\S*",
    r"\S+\.(?:age|html|txt|csv|ics)\b",  # a file's name
    r"(?<!\w)/[\w./-]+",  # a path
    r"[\w-]+(?:\.[\w-]+)+",  # a host
    r"\b\d{1,2} (?:November|December|August|March) 2026(?:, \d\d:\d\d)?",
    r"\b(?:[a-z]+-){5}[a-z]+\b",  # a passphrase
    r"\b[0-9a-f]{4,64}\b",
    r"\b(?:GET|POST|PATCH) ",
)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value


def _of_clients() -> Iterator[str]:
    for entry in files("resources").joinpath("clients").iterdir():
        if entry.name.endswith(".json"):
            yield from _strings(json.loads(entry.read_text(encoding="utf-8")))


def known_data() -> re.Pattern[str]:
    """All of it. What is longer is looked for first."""
    texts = {text for text in (*_NAMES, *_of_clients()) if text and text != "Another client"}
    broken = [re.escape(text).replace(r"\ ", r"\s+") for text in sorted(texts, key=len, reverse=True)]
    return re.compile("|".join((*_PATTERNS[:1], *(rf"(?<!\w){text}(?!\w)" for text in broken), *_PATTERNS[1:])))
