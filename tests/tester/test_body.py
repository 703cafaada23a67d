"""Bodies are read within bounds of bytes, depth, numbers and values."""

from __future__ import annotations

import gzip
import json
import random
import time
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.tester.body import DEEPEST, MOST_BYTES, BadEncoding, TooLarge, read_body, read_json
from app.tester.scim import LIST_RESPONSE, read_scim
from tests.tester.hostile_json import strange_body


async def _chunks(data: bytes, size: int = 8192) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.parametrize(
    ("coding", "encode"),
    [("", bytes), ("identity", bytes), ("gzip", gzip.compress), ("x-gzip", gzip.compress), ("DEFLATE", zlib.compress)],
)
async def test_codings(coding: str, encode: type[bytes]) -> None:
    assert await read_body(_chunks(encode(b"hello" * 1000)), coding) == b"hello" * 1000


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "\x1b"])
async def test_codings_that_were_not_asked_for(coding: str) -> None:
    with pytest.raises(BadEncoding):
        await read_body(_chunks(b"x"), coding)


async def test_the_bound_holds_to_the_byte() -> None:
    assert len(await read_body(_chunks(b"x" * MOST_BYTES), "")) == MOST_BYTES
    with pytest.raises(TooLarge):
        await read_body(_chunks(b"x" * (MOST_BYTES + 1)), "")


async def test_a_bomb_is_left_before_it_goes_off() -> None:
    bomb = gzip.compress(b"\0" * 200 * MOST_BYTES)
    began = time.process_time()
    with pytest.raises(TooLarge):
        await read_body(_chunks(bomb, 65536), "gzip")
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"nonsense",
        b"\xff",
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b"1" * 65,
        b"1e" + b"1" * 65,
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        b"[" * 49_000,
        b'{"a":' * 40_000,
        b"[" + b"1," * 60_000 + b"1]",
    ],
)
def test_what_is_not_read(body: bytes) -> None:
    assert read_json(body).problem is not None


def test_what_is_read() -> None:
    assert read_json(b'\xef\xbb\xbf {"a": [1, 2.5, null, "\\ud800"]}').value == {"a": [1, 2.5, None, "\ud800"]}
    assert read_json(b"[" * DEEPEST + b"]" * DEEPEST).problem is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(
    st.dictionaries(
        st.sampled_from(["schemas", "totalResults", "Resources", "startIndex", "itemsPerPage", "patch", "meta", "id"]),
        _JSON,
    )
    | _JSON
)
def test_any_json_is_judged(value: object) -> None:
    read = read_scim(read_json(json.dumps(value).encode()))
    assert read.is_object is isinstance(value, dict)
    assert read.total is None or read.total >= 0


@given(st.binary(max_size=300))
def test_any_bytes_are_judged(body: bytes) -> None:
    read_scim(read_json(body))


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 2**32), st.binary(max_size=40))
def test_bodies_that_were_made_to_harm_are_judged_in_no_time(seed: int, extra: bytes) -> None:
    source = random.Random(seed)
    body = strange_body(source, b'{"schemas": [], "totalResults": 1, "Resources": [{"id": "1"}]}' + extra)[:MOST_BYTES]
    began = time.process_time()
    read = read_scim(read_json(body))
    assert time.process_time() - began < 0.5
    assert not read.is_list or read.is_object
    assert len(read.shape) < 20_000


@pytest.mark.parametrize(
    "value",
    [
        '{"' + "k" * (MOST_BYTES - 20) + '": 1}',
        '{"schemas": ["'
        + LIST_RESPONSE
        + '"], "totalResults": 1, "Resources": [{"meta": {"location": "https://'
        + "é" * (MOST_BYTES // 2 - 200)
        + '"}}]}',
        "[" + '"\\u0000",' * 40_000 + "1]",
        "{" + ",".join(f'"{number}": {{}}' for number in range(24_000)) + "}",
    ],
    ids=["one key", "one host", "escapes", "keys"],
)
def test_the_largest_bodies_are_judged_in_no_time(value: str) -> None:
    began = time.process_time()
    read = read_scim(read_json(value.encode()))
    assert time.process_time() - began < 0.5
    assert read.problem is None
    assert len(read.shape) < 20_000
