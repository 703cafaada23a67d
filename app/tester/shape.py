"""The shape of a JSON body: its key names and the types of its values, and never a value. People's data end in tickets
otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

DEEPEST = 6
MOST_LINES = 80
_KEY = re.compile(r"[A-Za-z$][A-Za-z0-9$_-]{0,59}|urn:[A-Za-z0-9:._-]{1,120}")
"""An attribute's name (RFC 7643 section 2.1) or a schema's; another key may hold anything, an address for one."""


def shape_of(value: object) -> str:
    """The shape in a few lines of text, indented like the JSON. A list shows its first element for all."""
    lines: list[str] = []
    for line in _lines(value, 0):
        if len(lines) == MOST_LINES:
            lines.append("…")
            break
        lines.append(line)
    return "\n".join(lines)


def _lines(value: object, depth: int, before: str = "") -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, dict) and value:
        if depth == DEEPEST:
            yield f"{indent}{before}{{…}}"
            return
        yield f"{indent}{before}{{"
        for key, each in value.items():
            yield from _lines(each, depth + 1, f"{_named(key)}: ")
        yield f"{indent}}}"
    elif isinstance(value, list) and value:
        yield from _lines(value[0], depth, f"{before}{len(value)} × ")
    else:
        yield f"{indent}{before}{_type(value)}"


def _named(key: str) -> str:
    return key if _KEY.fullmatch(key) else "(another key)"


def _type(value: object) -> str:
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "number"
    return "null" if value is None else "text"
