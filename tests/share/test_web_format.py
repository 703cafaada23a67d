"""The page's format: round trips, changed bytes, and what readers refuse."""

from __future__ import annotations

import json
import string
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Problem
from app.domain.opening import FileDamaged, MadeByNewer, TooLittleWork, TooMuchWork
from app.share.web_format import MOST_ROUNDS, ROUNDS, plain_passphrase, seal, spellings, unseal
from app.share.web_page import page_around
from app.share.web_reader import read_page
from tests.share.pages import DERIVATION, KNOWN_PAGE, changed_page, key, page_of, payload_for_entra, sealed
from tests.share.parts import PASSPHRASE_TEXT

pytestmark = pytest.mark.once

KNOWN_SHA256 = "9572ad62a3b7c9e63974ff83dc96992b7fee5d1580fc31884ec28d2ec201c0c1"
KNOWN_PAYLOAD = "6e7b79049522ca8a48a18304f1a4987871e8548a0cc0dc5b8ac8d25574511f54"
BASE64 = string.ascii_letters + string.digits + "+/"


def opened(page: bytes) -> bytes:
    """With the right key, whatever the page says of its derivation."""
    return unseal(read_page(page), key())


def opens(page: bytes) -> bool:
    try:
        opened(page)
    except (Problem, InvalidTag):
        return False
    return True


@given(payload=st.binary(min_size=1, max_size=5000))
@settings(deadline=None)  # the first one derives the key
def test_what_is_written_is_read(payload: bytes) -> None:
    page = page_around(seal(payload, key(), DERIVATION).as_json())
    assert opened(page) == payload
    assert page.isascii()


def test_no_two_pages_are_alike() -> None:
    first, second = (json.loads(sealed("{}").as_json()) for _ in range(2))
    assert first["nonce"] != second["nonce"]
    assert first["ct"] != second["ct"]


def places(page: bytes, name: str) -> Iterator[int]:
    """Where in the page this value's characters stand."""
    found = json.loads(page[page.index(b'{"v"') : page.index(b"}</script>") + 1])
    start = page.index(b'"%s": ' % name.encode()) + len(name) + 4
    text = str(found[name])
    yield from range(start + (name != "v"), start + (name != "v") + len(text))


@pytest.mark.parametrize("name", ["v", "salt", "nonce", "ct"])
def test_no_change_of_one_byte_opens(name: str) -> None:
    """All 255 of each byte, with the right key at hand also where the salt was changed, and nothing cached."""
    page = page_around(sealed("{}", block=1).as_json())
    assert opens(page)
    tried = 0
    for place in places(page, name):
        for byte in range(256):
            if byte != page[place]:
                tried += 1
                assert not opens(page[:place] + bytes([byte]) + page[place + 1 :]), (name, place, byte)
    assert tried == 255 * {"v": 1, "salt": 24, "nonce": 16, "ct": 24}[name]


def test_no_change_of_one_bit_of_a_whole_share_opens() -> None:
    text = sealed(payload_for_entra().to_text()).as_json().encode()
    before, after = page_around("BETWEEN").split(b"BETWEEN")
    for place in range(text.index(b'"ct": "') + 7, len(text) - 2):
        for bit in range(8):
            changed = text[:place] + bytes([text[place] ^ 1 << bit]) + text[place + 1 :]
            assert not opens(before + changed + after), (place, bit)


def test_stray_bits_at_the_end_of_base64_are_no_other_way_to_write_it() -> None:
    whole = json.loads(sealed("[7]", block=1).as_json())
    for name in ("salt", "ct"):
        right = whole[name]
        assert right.endswith("==")
        others = [f"{right[:-3]}{letter}==" for letter in BASE64]
        same = [each for each in others if b64decode(each) == b64decode(right)]
        assert len(same) == 16, "a decoder forgives these"
        assert [each for each in same if opens(page_around(json.dumps({**whole, name: each})))] == [right]


def test_the_number_of_rounds_is_bound() -> None:
    whole = json.loads(sealed("{}").as_json())
    assert opens(page_around(json.dumps(whole)))
    assert not opens(page_around(json.dumps({**whole, "iterations": whole["iterations"] + 1})))


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"v": 2}, MadeByNewer),
        ({"v": 10**400}, MadeByNewer),
        ({"v": 0}, FileDamaged),
        ({"v": 1.0}, FileDamaged),
        ({"v": True}, FileDamaged),
        ({"v": "1"}, FileDamaged),
        ({"kdf": "PBKDF2-HMAC-SHA-1"}, FileDamaged),
        ({"kdf": None}, FileDamaged),
        ({"iterations": 999_999}, TooLittleWork),
        ({"iterations": -1}, TooLittleWork),
        ({"iterations": MOST_ROUNDS + 1}, TooMuchWork),
        ({"iterations": 10**300}, TooMuchWork),
        ({"iterations": 2e6}, FileDamaged),
        ({"iterations": "2000000"}, FileDamaged),
        ({"salt": ""}, FileDamaged),
        ({"salt": "AAAA"}, FileDamaged),
        ({"salt": "A" * 400}, FileDamaged),
        ({"salt": 7}, FileDamaged),
        ({"nonce": "AAAA"}, FileDamaged),
        ({"nonce": ["AAAAAAAAAAAAAAAA"]}, FileDamaged),
        ({"ct": "AAAA"}, FileDamaged),
        ({"ct": "A" * 1_000_000}, FileDamaged),
        ({"ct": "not base64!"}, FileDamaged),
        ({"ct": None}, FileDamaged),
        ({"more": 1}, FileDamaged),
    ],
    ids=str,
)
def test_other_values_are_refused_at_once(changed: dict[str, object], problem: type[Problem]) -> None:
    with pytest.raises(problem):
        read_page(changed_page(**changed)[: 1024 * 1024])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "7",
        '{"v": 1',
        '{"v": NaN}',
        "[" * 100_000,
        '{"v": 1, "v": 1}',
        "\N{LATIN SMALL LETTER E}\xe9",
    ],
    ids=lambda text: text[:12] or "nothing",
)
def test_what_is_not_such_an_object_is_damaged(text: str) -> None:
    page = page_around("BETWEEN").replace(b"BETWEEN", text.encode())
    with pytest.raises(FileDamaged):
        read_page(page)


def test_a_name_that_stands_twice_is_refused() -> None:
    text = sealed("{}").as_json()
    with pytest.raises(FileDamaged):
        read_page(page_around(text[:-1] + ', "v": 1}'))


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("cactus-dagger", "cactus-dagger"),
        ("Cactus DAGGER", "cactus-dagger"),
        ("  cactus \t\u00a0dagger\u3000", "cactus-dagger"),
        ("cactus - dagger", "cactus---dagger"),
        ("A\u030angstro\u0308m", "\u00e5ngstr\u00f6m"),
        ("\u0130", "i\u0307"),
        ("\u039f\u03a3", "\u03bf\u03c2"),
        (" \u2003 ", ""),
    ],
)
def test_what_of_a_passphrase_counts(typed: str, counted: str) -> None:
    assert plain_passphrase(typed) == counted


@given(text=st.text())
def test_a_plain_passphrase_is_plain(text: str) -> None:
    plain = plain_passphrase(text)
    assert not any(character.isspace() and character not in "\x1c\x1d\x1e\x1f" for character in plain)
    assert plain_passphrase(f"  {text}\n") == plain


def test_dashes_that_a_phone_put_there_are_a_second_spelling() -> None:
    assert spellings("Cactus \u2013 dagger") == ("cactus-\u2013-dagger", "cactus-dagger")
    assert spellings("cactus--dagger") == ("cactus--dagger", "cactus-dagger")
    assert spellings("\u0130gloo \u0131vory") == ("i\u0307gloo-\u0131vory", "igloo-ivory")
    assert spellings("cactus dagger") == ("cactus-dagger",)
    assert spellings(" ") == ()
    assert spellings("half \ud800") == ()


def test_the_known_page_opens_as_the_format_says() -> None:
    """Word for word after FORMAT.md, with none of our own code."""
    page = KNOWN_PAGE.read_bytes()
    assert sha256(page).hexdigest() == KNOWN_SHA256
    start = page.index(b'<script type="application/json" id="share">') + 43
    share = json.loads(page[start : page.index(b"</script>", start)])
    assert share["v"] == 1
    assert share["kdf"] == "PBKDF2-HMAC-SHA-256"
    assert share["iterations"] == ROUNDS == 2_000_000
    bound = json.dumps([share[name] for name in ("v", "kdf", "iterations", "salt")], separators=(",", ":")).encode()
    derived = PBKDF2HMAC(SHA256(), 32, b64decode(share["salt"]), share["iterations"]).derive(PASSPHRASE_TEXT.encode())
    payload = AESGCM(derived).decrypt(b64decode(share["nonce"]), b64decode(share["ct"]), bound)
    assert sha256(payload).hexdigest() == KNOWN_PAYLOAD
    assert json.loads(payload)["account"]["name"] == "Widget Data Center"
    assert len(payload) % 2048 == 0


def test_a_page_of_a_whole_share_is_small() -> None:
    assert len(page_of(payload_for_entra())) < 64 * 1024
