"""Reads what a server sends as body, bounded in every way: bytes after decompression, depth, length of numbers."""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import NoReturn

from app.domain.text import tr

MOST_BYTES = 1024 * 1024
"""After decompression."""
DEEPEST = 64
"""Levels of nesting. SCIM needs five."""
LONGEST_NUMBER = 64
"""Characters."""
MOST_VALUES = 50_000
"""Marks that begin or part values. A page of one user or group needs a few thousand at the most."""
_STEP = 64 * 1024


class TooLarge(Exception):  # noqa: N818  says what it is
    """More than MOST_BYTES, counted after decompression."""


class BadEncoding(Exception):  # noqa: N818  says what it is
    """A content coding that was not asked for, or data that it does not fit."""


@dataclass(frozen=True)
class JsonBody:
    """A body read as JSON. `value` has meaning only where `problem` is None."""

    value: object = None
    problem: str | None = None
    """Why it is not JSON, as the end of a sentence."""


async def read_body(chunks: AsyncIterator[bytes], coding: str) -> bytes:
    """Collects a body while decompressing it. Raises TooLarge and BadEncoding, and leaves the rest unread."""
    decompress = _Decompressor(coding.strip().lower())
    collected = bytearray()
    async for chunk in chunks:
        decompress(chunk, collected)
        if len(collected) > MOST_BYTES:
            raise TooLarge
    return bytes(collected)


class _Decompressor:
    """Adds what is decompressed to a buffer, never more than a step beyond the cap: a zip bomb grows a thousandfold."""

    def __init__(self, coding: str) -> None:
        self._stream: zlib._Decompress | None
        if coding in ("", "identity"):
            self._stream = None
        elif coding in ("gzip", "x-gzip", "deflate"):
            self._stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
        else:
            raise BadEncoding

    def __call__(self, chunk: bytes, into: bytearray) -> None:
        if self._stream is None:
            into += chunk
            return
        try:
            while chunk and len(into) <= MOST_BYTES and not self._stream.eof:
                into += self._stream.decompress(chunk, _STEP)
                chunk = self._stream.unconsumed_tail
        except zlib.error:
            raise BadEncoding from None


def read_json(body: bytes) -> JsonBody:
    """Reads JSON (RFC 8259: UTF-8, no NaN) whose depth and numbers are bounded."""
    if not body.strip():
        return JsonBody(problem=tr("it is empty"))
    if sum(body.count(mark) for mark in (b",", b"[", b"{")) > MOST_VALUES:
        return JsonBody(problem=tr("it holds far too many values"))
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(text, parse_int=_integer, parse_float=_fraction, parse_constant=_refuse)
    except UnicodeDecodeError:
        return JsonBody(problem=tr("it is not UTF-8 text"))
    except RecursionError:
        return JsonBody(problem=tr("it is nested too deeply"))
    except ValueError:
        return JsonBody(problem=tr("it cannot be read as JSON"))
    if not _within_depth(value):
        return JsonBody(problem=tr("it is nested too deeply"))
    return JsonBody(value)


def _integer(digits: str) -> int:
    return int(digits) if len(digits) <= LONGEST_NUMBER else _refuse(digits)


def _fraction(digits: str) -> float:
    return float(digits) if len(digits) <= LONGEST_NUMBER else _refuse(digits)


def _refuse(_text: str) -> NoReturn:
    raise ValueError("a number out of bounds")


def _within_depth(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
        if not level:
            return True
    return False
