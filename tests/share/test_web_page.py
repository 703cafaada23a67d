"""The page as a file: what stands in it before it is opened, and its policy."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
import time
from html.parser import HTMLParser

import pytest

from app.clients.catalogue import read_clients
from app.domain.clients import ProvisioningClient
from app.share.client_part import guide, share_fields
from app.share.passphrase import Passphrase
from app.share.payload import PAGE_BLOCK
from app.share.web_format import ROUNDS
from app.share.web_page import page_around, seal_as_page
from app.share.web_reader import open_page, read_page
from tests.rig.leaks import Secrets
from tests.share.pages import ENDPOINT, page_of, payload_for_entra, sealed
from tests.share.parts import PASSPHRASE_TEXT, SEAL, TOKEN, TOKEN_TEXT, UNSEAL, seal_children


class Read(HTMLParser):
    """Elements with their attributes, and what is inside of scripts and styles."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.feed(page.decode("ascii"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in ("script", "style") and data.strip():
            self.inside.append((self.elements[-1][0], data))

    @property
    def policy(self) -> dict[str, str]:
        content = next(each["content"] for tag, each in self.elements if each.get("http-equiv"))
        assert content is not None
        return dict(part.strip().split(" ", 1) for part in content.split(";"))


PAGE = page_of(payload_for_entra())


def test_the_policy_allows_this_script_and_this_style_alone() -> None:
    read = Read(PAGE)
    style, data, script = (text for _, text in read.inside)
    assert json.loads(data)["v"] == 1
    assert read.policy == {
        "default-src": "'none'",
        "script-src": source_of(script),
        "style-src": source_of(style),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def source_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_nothing_in_it_leads_anywhere() -> None:
    read = Read(PAGE)
    attributes = {name for _, each in read.elements for name in each}
    assert attributes.isdisjoint({"src", "href", "action", "style", "srcset", "data", "formaction", "ping"})
    assert not any(name.startswith("on") for name in attributes)
    assert {"form", "iframe", "img", "a", "link", "object", "embed"}.isdisjoint(tag for tag, _ in read.elements)
    assert not re.search(rb"https?://[a-z]|\bfetch\b|XMLHttp|WebSocket|localStorage|innerHTML|\beval\b", PAGE)


def test_pages_of_two_accounts_differ_in_their_data_alone() -> None:
    other = page_of(payload_for_entra(account_name="Other", endpoint="https://other.example/", practice=True))
    data = re.compile(rb'(?<=id="share">)[^<]*|(?<=share-check" content=")[^"]*')
    assert data.sub(b"", PAGE) == data.sub(b"", other)
    assert len(PAGE) == len(other)


@pytest.mark.parametrize("client", read_clients(), ids=lambda client: str(client.id))
def test_its_length_does_not_tell_the_client(client: ProvisioningClient) -> None:
    fields = share_fields(client, ENDPOINT, TOKEN)
    assert len(page_of(payload_for_entra(client=client.id, fields=fields, guide=guide(client)))) == len(PAGE)


def test_it_tells_no_secret() -> None:
    told = Secrets({"token": TOKEN_TEXT, "passphrase": PASSPHRASE_TEXT, "host": "www.r-service.example"})
    assert told.in_bytes(PAGE) == []
    assert b"Widget" not in PAGE


def test_a_broken_file_of_ours_would_be_seen() -> None:
    with pytest.raises(UnicodeEncodeError):
        page_around("\xe9")


async def test_what_is_sealed_opens() -> None:
    payload = payload_for_entra().to_text(PAGE_BLOCK)
    page = await seal_as_page(payload, Passphrase("Correct Horse-battery staple 7"), command=SEAL)
    assert read_page(page).derivation.iterations == ROUNDS
    opened = await open_page(page, Passphrase("correct-horse battery STAPLE-7"), command=UNSEAL)
    assert opened.decode() == payload


@pytest.mark.alone
async def test_sealing_does_not_hold_up_the_loop_and_stops_at_once() -> None:
    """Nothing goes on after a Stop: the child that derives the key is gone."""
    job = asyncio.create_task(seal_as_page(sealed("{}").as_json(), Passphrase(PASSPHRASE_TEXT), command=SEAL))
    gaps, last = [], time.perf_counter()
    while not job.done():
        await asyncio.sleep(0.005)
        gaps.append(time.perf_counter() - last)
        last = time.perf_counter()
    assert len(gaps) > 20
    assert max(gaps) < 0.05
    again = asyncio.create_task(seal_as_page("{}", Passphrase(PASSPHRASE_TEXT), rounds=40_000_000, command=SEAL))
    while not seal_children():
        await asyncio.sleep(0.005)
    again.cancel()
    with pytest.raises(asyncio.CancelledError):
        await again
    assert seal_children() == []
