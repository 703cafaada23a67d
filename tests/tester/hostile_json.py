"""Bodies that are nearly, or not at all, what SCIM answers."""

from __future__ import annotations

import json
import random

from tests.tester.scim_server import LIST_RESPONSE

_NUMBERS = (
    "0",
    "-1",
    "1.0",
    "1e2",
    "1e999",
    "-0",
    "9" * 20,
    "9" * 5000,
    "NaN",
    "Infinity",
    "01",
    "1" + "0" * 63,
    "1E+2",
)
_TEXTS = (
    *("", "\\ud800", "\\udfff\\ud800", "\\u0000", "\\u202e", "\\u001b[31m", "a" * 70_000, "é", "https://[::1", "//x"),
    *("https://zebedee.quux@widget.example.org:99999/", "https://" + "w" * 3000, "http://\\u0000/", "mailto:a@b"),
)
_KEYS = ("schemas", "totalResults", "startIndex", "itemsPerPage", "Resources", "id", "meta", "location", "patch", "")


def strange_body(source: random.Random, good: bytes) -> bytes:
    """A body, from a little to very wrong."""
    return source.choice([_replaced, _text, _deep, _wide, _encoded, _broken, _doubled])(source, good)


def _value(source: random.Random, depth: int = 0) -> str:
    kind = source.randrange(8 if depth < 3 else 4)
    if kind == 0:
        return source.choice(_NUMBERS)
    if kind == 1:
        return '"' + source.choice(_TEXTS) + '"'
    if kind in (2, 3):
        return source.choice(
            ["true", "false", "null", "[]", "{}", json.dumps(LIST_RESPONSE), json.dumps([LIST_RESPONSE])]
        )
    if kind in (4, 5):
        return "[" + ",".join(_value(source, depth + 1) for _ in range(source.randrange(4))) + "]"
    members = (f'"{source.choice(_KEYS)}": {_value(source, depth + 1)}' for _ in range(source.randrange(5)))
    return "{" + ",".join(members) + "}"


def _replaced(source: random.Random, good: bytes) -> bytes:
    """A list with one or two strange members."""
    members = {
        "schemas": json.dumps([LIST_RESPONSE]),
        "totalResults": "3",
        "startIndex": "1",
        "itemsPerPage": "1",
        "Resources": '[{"id": "1", "meta": {"location": "https://widget.example.org/scim/v2/Users/1"}}]',
    }
    for _ in range(source.randint(1, 2)):
        members[source.choice([*members, "patch", "detail"])] = _value(source)
    if source.random() < 0.4:
        resource = f'{{"id": {_value(source)}, "meta": {{"location": {_value(source)}}}, "meta ": {_value(source)}}}'
        members["Resources"] = f"[{resource}]"
    return ("{" + ",".join(f'"{name}": {value}' for name, value in members.items()) + "}").encode()


def _text(source: random.Random, good: bytes) -> bytes:
    return _value(source).encode()


def _deep(source: random.Random, good: bytes) -> bytes:
    depth = source.choice([60, 64, 65, 66, 5_000, 100_000])
    opened, closed = source.choice([(b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":[', b"]}]")])
    return opened * depth + source.choice([b"1", b"", b'"x"']) + source.choice([closed * depth, b""])


def _wide(source: random.Random, good: bytes) -> bytes:
    count = source.choice([1_000, 49_000, 51_000, 200_000])
    each = source.choice(["1", "{}", '"a"', "[]", '{"a":1}'])
    if source.random() < 0.5:
        return ("[" + ",".join([each] * count) + "]").encode()
    start = f'{{"schemas": ["{LIST_RESPONSE}"], "totalResults": {count}, "Resources": ['
    return (start + ",".join([each] * count) + "]}").encode()


def _encoded(source: random.Random, good: bytes) -> bytes:
    text = good.decode("latin-1")
    return source.choice(
        [text.encode(name) for name in ("utf-16", "utf-16-le", "utf-32", "utf-7", "utf-8-sig")]
        + [b"\xff" + good, good + b"\x00", b"\x00" + good, good.replace(b" ", b"\xc0\x80"), b"\xed\xa0\x80"]
    )


def _broken(source: random.Random, good: bytes) -> bytes:
    at = source.randrange(len(good) + 1)
    return good[:at] + source.choice([b"", b",", b"}", b'"', b"\\", b"\x00", b"//x\n", b"'"]) + good[at + 1 :]


def _doubled(source: random.Random, good: bytes) -> bytes:
    return source.choice(
        [
            good + good,
            good.replace(b"{", b'{"totalResults": 9, "totalResults": 1, ', 1),
            b"[" + good + b"]",
            b")]}',\n" + good,
        ]
    )
