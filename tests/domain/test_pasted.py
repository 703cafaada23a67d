"""An endpoint and a token, wherever they stand in a copied text."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.pasted import LONGEST, Called, recognise
from app.domain.pasted_words import NOTHING, what_was_found
from app.domain.tokens import AccessToken

ENDPOINT = "https://api.r-service.tech/scim/v2"
QA_ENDPOINT = "https://api.r-service.qa/scim/v2"
TEXT, OLD_TEXT = "3f9a" * 15 + "b3ad", "77c0" * 15 + "0d1e"
TOKEN, OLD_TOKEN = AccessToken(TEXT), AccessToken(OLD_TEXT)

BOTH = {
    "two lines": f"{ENDPOINT}\n{TEXT}",
    "Windows lines": f"SCIM endpoint\r\n{ENDPOINT}\r\n\r\nSCIM access token\r\n{TEXT}\r\n",
    "the other order": f"{TEXT} {ENDPOINT}",
    "a sentence": f"Hello, the endpoint is {ENDPOINT}, the token is {TEXT}.",
    "quotes": f"“{ENDPOINT}” and '{TEXT}'",
    "JSON": json.dumps({"endpoint": ENDPOINT, "token": TEXT}),
    "JSON with escaped slashes": json.dumps({"endpoint": ENDPOINT, "token": TEXT}).replace("/", "\\/"),
    "a curl line": f"curl -H 'Authorization: Bearer {TEXT}' '{ENDPOINT}/Users?count=1&startIndex=1'",
    "headers": f"GET {ENDPOINT}/Users HTTP/1.1\r\nAuthorization: Bearer {TEXT}\r\n",
    "a table": f"| Tenant URL | Secret Token |\n|---|---|\n| {ENDPOINT} | {TEXT} |",
    "cells": f"Tenant URL\t{ENDPOINT}\nSecret Token\t{TEXT}",
    "Markdown": f"**Endpoint:** [{ENDPOINT}]({ENDPOINT})\n\n**Token:** `{TEXT}`",
    "a mail's brackets": f"Endpoint: <{ENDPOINT}>\n> Token: <{TEXT}>",
    "zero-width characters": f"\ufeff{ENDPOINT[:20]}\u200b{ENDPOINT[20:]}\u2060 {TEXT[:30]}\u200b{TEXT[30:]}\u00ad",
    "a token over two lines": f"{ENDPOINT}\r\n{TEXT[:40]}\r\n{TEXT[40:]}\r\n",
    "a token in groups": f"{ENDPOINT}\n{' '.join(TEXT[i : i + 4] for i in range(0, 64, 4))}",
    "quoted-printable": f"{ENDPOINT}\n{TEXT[:50]}=\r\n{TEXT[50:]}",
    "other addresses": f"See https://docs.example/help?a=b (and www.example.com): {ENDPOINT} – {TEXT}",
    "no scheme": f"api.r-service.tech/scim/v2\n{TEXT}",
    "the service's other forms": f"{ENDPOINT}, https://api.r-service.tech/scim or https://api.r-service.tech: {TEXT}",
    "a question": f"{ENDPOINT}?access_token={TEXT}",
    "twice": f"{ENDPOINT} {TEXT}\n{ENDPOINT} {TEXT}",
}


@pytest.mark.parametrize("text", BOTH.values(), ids=BOTH.keys())
def test_both_are_recognised(text: str) -> None:
    pasted = recognise(text)
    assert (pasted.endpoint, pasted.token) == (ENDPOINT, TOKEN)
    assert what_was_found(pasted).startswith("Endpoint and token were pasted; the token is the one ending in b3ad.")


def test_only_one_of_them() -> None:
    endpoint, token = recognise(f" {ENDPOINT}/ "), recognise(f"Bearer {TEXT}")
    assert (endpoint.endpoint, endpoint.token) == (ENDPOINT, None)
    assert what_was_found(endpoint) == "The endpoint was pasted. Now copy the token, too, and choose Paste both again."
    assert what_was_found(endpoint, has_token=True) == "The endpoint was pasted."
    assert (token.endpoint, token.token) == (None, TOKEN)
    assert what_was_found(token) == (
        "The token ending in b3ad was pasted. Now copy the endpoint, too, and choose Paste both again."
    )
    assert "endpoint" not in what_was_found(token, has_endpoint=True)


@pytest.mark.parametrize(
    "text",
    [
        f"Old token: {OLD_TEXT}\nNew token: {TEXT}",
        f"New token: {TEXT}, the previous one was {OLD_TEXT}",
        json.dumps({"token": {"value": TEXT}, "previous_token": {"value": OLD_TEXT}}),
        f"The old token {OLD_TEXT} ends on 3 March; use {TEXT} from now on, the current one is {TEXT}",
    ],
)
def test_an_old_token_beside_the_new_one_is_left_out(text: str) -> None:
    pasted = recognise(text)
    assert pasted.token == TOKEN
    assert {each.token: each.called for each in pasted.tokens}[OLD_TOKEN] is Called.OLD
    assert "The old token, ending in 0d1e, was left out." in what_was_found(pasted)


def test_an_old_token_alone_is_taken_and_told() -> None:
    pasted = recognise(f"old token {TEXT}")
    assert pasted.token == TOKEN
    assert "calls it an old token" in what_was_found(pasted)


def test_several_are_left_to_the_person() -> None:
    pasted = recognise(f"{ENDPOINT}\n{TEXT}\n{OLD_TEXT}\n{QA_ENDPOINT}")
    assert (pasted.endpoint, pasted.token) == (None, None)
    assert pasted.endpoints == (ENDPOINT, QA_ENDPOINT)
    assert [each.token for each in pasted.tokens] == [TOKEN, OLD_TOKEN]
    assert "2 addresses" in what_was_found(pasted)
    assert "2 tokens" in what_was_found(pasted)


@pytest.mark.parametrize(
    "text",
    [f"sha256:{TEXT}", f"SHA-256\n{TEXT}", f"{TEXT}  release.tar.gz", f"Checksum = {TEXT}", f"image@sha256:{TEXT}"],
)
def test_what_is_called_a_checksum_is_not_taken(text: str) -> None:
    pasted = recognise(text)
    assert (pasted.tokens, pasted.checksums) == ((), 1)
    assert "calls it a checksum" in what_was_found(pasted)


def test_capital_letters_are_kept_and_told() -> None:
    pasted = recognise(TEXT.upper())
    assert pasted.token == AccessToken(TEXT.upper())
    assert "capital letters" in what_was_found(pasted)


@pytest.mark.parametrize(
    "text", ["Bearer abc.DEF-123_xyz~4567890", "abc.DEF-123_xyz~4567890\r\n", "token=abcDEF1234567890abcd"]
)
def test_another_services_token(text: str) -> None:
    token = recognise(text).token
    assert token is not None
    assert token.reveal() in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \r\n",
        "Hello world, how are you?",
        f"https://example.com/{TEXT}/blob",
        f"see x{TEXT}",
        f"see {TEXT}0",
        "token: see the attachment-of-this-mail-please",
        "3f9a 3f9a",
        "mailto:jane@example.com",
        "https://user:pass@example.com/scim/v2",
    ],
)
def test_neither_is_there(text: str) -> None:
    pasted = recognise(text)
    assert (pasted.endpoint, pasted.tokens) == (None, ())
    assert what_was_found(pasted) == NOTHING


def test_what_is_long_is_cut_and_told() -> None:
    pasted = recognise(f"{ENDPOINT} {TEXT} " + "words " * LONGEST)
    assert (pasted.endpoint, pasted.token, pasted.cut) == (ENDPOINT, TOKEN, True)
    assert "very long" in what_was_found(pasted)
    # No half of a token, or of an address, is taken for a whole one.
    half = recognise("x " * (LONGEST // 2 - 8) + f"https://api.example.com/scim/v2/tenants/7 {TEXT}")
    assert half.endpoints in ((), ("https://api.example.com/scim/v2/tenants/7",))
    assert half.tokens == ()


HARD = [
    "a",
    "ab",
    "https://a/",
    "a.bc/=scim",
    "token ",
    "abcd ",
    "bearer\t\t\t\t",
    "\n",
    "secret: " + "a" * 50,
    "ä.ö/",
    "](",
    ".-",
]


@pytest.mark.alone
@pytest.mark.parametrize("part", HARD)
def test_time_grows_with_the_length_alone(part: str) -> None:
    """A clipboard of 50 MB, made of what is hardest for an expression to say no to."""
    text = part * (50_000_000 // len(part))
    began = time.perf_counter()
    recognise(text)
    assert time.perf_counter() - began < 0.25


words = st.sampled_from(
    [
        ENDPOINT,
        QA_ENDPOINT,
        TEXT,
        OLD_TEXT,
        "Bearer",
        "token:",
        "old",
        "new",
        "sha256",
        "\r\n",
        "|",
        '"',
        "](",
        "https://",
        "\u200b",
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(words | st.text(max_size=8), max_size=20))
def test_nothing_raises_and_everything_found_was_there(parts: list[str]) -> None:
    text = " ".join(parts)
    pasted = recognise(text)
    squeezed = "".join(text.split())
    assert all(each.token.reveal() in squeezed.replace("\u200b", "") for each in pasted.tokens if TEXT in text)
    assert len(set(pasted.endpoints)) == len(pasted.endpoints)
    said = what_was_found(pasted)
    assert said
    assert not any(each.token.reveal() in said for each in pasted.tokens)


@settings(deadline=None, max_examples=150)
@given(
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.sampled_from(
        ["{e}\n{t}", "{t} {e}", '{{"e": "{e}", "token": "{t}"}}', "<{e}>\r\n`{t}`", "curl {e} -H 'Bearer {t}'"]
    ),
    st.text(" \t\r\n\u00a0\u200b\ufeff\"'", max_size=6),
)
def test_every_token_of_r_services_shape_is_found(token: str, shape: str, around: str) -> None:
    pasted = recognise(around + shape.format(e=ENDPOINT, t=token) + around)
    assert (pasted.endpoint, pasted.token) == (ENDPOINT, AccessToken(token))
