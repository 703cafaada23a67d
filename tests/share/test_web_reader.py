"""Reading a page in the program: from the bytes that somebody sent to the payload."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from hashlib import sha256

import pytest

from app.domain.errors import Problem
from app.domain.opening import FileDamaged, FileTooLarge, NotEncrypted, WrongPassphrase
from app.share.passphrase import Passphrase
from app.share.web_page import page_around
from app.share.web_reader import MOST_PAGE, looks_like_page, open_page, read_page
from tests.share.pages import KNOWN_PAGE, page_of, payload_for_entra, sealed
from tests.share.parts import PASSPHRASE_TEXT, UNSEAL
from tests.share.test_web_format import KNOWN_PAYLOAD

pytestmark = pytest.mark.once

ELEMENT = b'<script type="application/json" id="share">'


async def opened(page: bytes, passphrase: str = PASSPHRASE_TEXT) -> bytes:
    return await open_page(page, Passphrase(passphrase), command=UNSEAL)


async def test_the_known_page_opens() -> None:
    payload = await opened(KNOWN_PAGE.read_bytes(), " Cactus Dagger-eagle fabric\tGALLON hamster")
    assert sha256(payload).hexdigest() == KNOWN_PAYLOAD


async def test_dashes_in_place_of_hyphens_are_forgiven() -> None:
    page = page_of(payload_for_entra())
    assert await opened(page, PASSPHRASE_TEXT.replace("-", " \u2013 ")) == await opened(page)


@pytest.mark.parametrize("passphrase", ["", " ", "cactus", PASSPHRASE_TEXT[:-1], PASSPHRASE_TEXT + "s", "half \ud800"])
async def test_a_wrong_passphrase_is_one_sentence_whatever_part_was_wrong(passphrase: str) -> None:
    page = page_of(payload_for_entra())
    with pytest.raises(WrongPassphrase) as caught:
        await opened(page, passphrase)
    assert caught.value.sentences == WrongPassphrase().sentences


async def test_what_was_cut_or_changed_on_its_way_is_not_called_a_wrong_passphrase() -> None:
    page = page_of(payload_for_entra())
    share = read_page(page)
    short = replace(share, ciphertext=share.ciphertext[:-999])
    other = replace(share, nonce=bytes(12))
    for changed in (page_around(short.as_json()), page.replace(share.as_json().encode(), other.as_json().encode())):
        with pytest.raises(FileDamaged):
            await opened(changed)
    # A page of somebody else's making, or one from before: without a check, nothing can be told.
    unchecked = re.sub(rb"<meta name=.share-check[^>]*>", b"", page)
    assert await opened(unchecked) == await opened(page)
    with pytest.raises(WrongPassphrase):
        await opened(unchecked.replace(share.as_json().encode(), other.as_json().encode()))


async def test_the_check_keeps_no_share_shut() -> None:
    page = page_of(payload_for_entra())
    wrong = re.sub(rb'(?<=share-check" content=")[^"]*', b"A" * 43 + b"=", page)
    assert wrong != page
    assert await opened(wrong) == await opened(page)


@pytest.mark.parametrize(
    "element",
    [
        b'<script id="share" type="application/json">',
        b"<SCRIPT type='application/json' id='share'>",
        b"<script\n  nonce=x id=share type=application/json >",
    ],
)
def test_the_element_is_found_however_it_is_written(element: bytes) -> None:
    page = page_of(payload_for_entra()).replace(ELEMENT, element)
    assert looks_like_page(page)
    assert read_page(page).ciphertext


@pytest.mark.parametrize("around", [(b"\xef\xbb\xbf", b""), (b"<p>External sender</p>", b"<!-- scanned -->\r\n")])
def test_what_a_mail_gateway_adds_around_does_not_matter(around: tuple[bytes, bytes]) -> None:
    assert read_page(around[0] + page_of(payload_for_entra()) + around[1]).ciphertext


def test_a_file_with_windows_line_ends_opens() -> None:
    assert read_page(page_of(payload_for_entra()).replace(b"\n", b"\r\n")).ciphertext


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"<script>1</script>", ELEMENT.replace(b"share", b"other") + b"{}</script>", b"\xff" * 1000],
)
def test_another_file_is_no_share(data: bytes) -> None:
    assert not looks_like_page(data)
    with pytest.raises(NotEncrypted):
        read_page(data)


def test_two_shares_in_one_page_are_refused() -> None:
    page = page_of(payload_for_entra())
    with pytest.raises(FileDamaged):
        read_page(page + ELEMENT + sealed("{}").as_json().encode() + b"</script>")


def test_a_page_that_was_cut_short_never_opens() -> None:
    page = page_of(payload_for_entra())
    end = page.index(b"}</script>", page.index(ELEMENT))
    for length in [*range(0, end, 97), *range(end - 50, end + 1)]:
        with pytest.raises(Problem):
            read_page(page[:length])
        assert looks_like_page(page[:length]) is (length >= page.index(ELEMENT) + len(ELEMENT))


def test_a_large_file_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        read_page(page_of(payload_for_entra()) + b" " * MOST_PAGE)


@pytest.mark.parametrize(
    "piece",
    [
        b"<script",
        b"<script ",
        b"<script>",
        b'<script a="',
        b"<script " + b"a" * 240 + b">",
        b"<script a" + b" " * 240 + b">",
        b"<script " + b"a=" * 120 + b">",
        b"<script " + b"a='\"" * 60 + b">",
        b"<script type=application/json id=share ",
        b"<",
        b"</script",
        b">",
    ],
    ids=repr,
)
def test_hostile_pages_are_read_in_no_time(piece: bytes) -> None:
    """A mebibyte of what a parser could stumble over; what it takes is counted in processor time."""
    page = (piece * (MOST_PAGE // len(piece)))[:MOST_PAGE]
    before = time.process_time()
    with pytest.raises(Problem):
        read_page(page)
    assert time.process_time() - before < 1


def test_nested_json_is_refused_in_no_time() -> None:
    for text in (b"[" * 290_000, b'{"v":' * 50_000, b"9" * 290_000, b'"' + b"\\u0000" * 40_000):
        before = time.process_time()
        with pytest.raises(Problem):
            read_page(ELEMENT + text + b"</script>")
        assert time.process_time() - before < 1


def test_no_word_of_a_problem_comes_from_the_file() -> None:
    page = page_of(payload_for_entra()).replace(b'"v": 1', b'"v": "\x1b[31mHELLO"')
    with pytest.raises(FileDamaged) as caught:
        read_page(page)
    assert not re.search("hello|\x1b", caught.value.sentences, re.IGNORECASE)
