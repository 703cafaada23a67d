"""Whatever a server does to a token: no eight characters of it show in what is printed or saved."""

from __future__ import annotations

import asyncio
import json
import random
import time
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings

from app.domain.report import Report
from app.domain.tokens import AccessToken
from app.tester.redact import HIDDEN, Redactor
from tests.rig.examples import examples
from tests.tester.certificates import self_signed
from tests.tester.planting import left_of, planted_of, renderings, seeds, token_of
from tests.tester.running import run
from tests.tester.scim_server import LIST_RESPONSE, Reply, Request, Service, serving

pytestmark = pytest.mark.once


def nothing_is_left(token: str, report: Report, where: str) -> None:
    for rendering, text in renderings(report).items():
        assert left_of(token, text) == [], (where, rendering)


@settings(deadline=None, max_examples=examples(150, 400))
@given(seeds, seeds)
def test_it_is_found_in_every_form(token_seed: int, seed: int) -> None:
    token = token_of(token_seed)
    planted = planted_of(token, seed)
    redactor = Redactor([AccessToken(token)])
    assert redactor.server_text(planted) == HIDDEN
    assert redactor.clean((planted,)) == (HIDDEN,)
    # and once it was escaped, as the report shows it
    assert redactor.holds_secret(json.dumps(planted))


@settings(deadline=None, max_examples=examples(50, 100))
@given(seeds, seeds)
def test_another_token_is_not_taken_for_it(token_seed: int, seed: int) -> None:
    redactor = Redactor([AccessToken(token_of(token_seed))])
    assert not redactor.holds_secret(planted_of(token_of(token_seed + 1), seed))


class Echo:
    """Shows a text wherever something of a server could get into a report."""

    def __init__(self, token: str, planted: str, seed: int) -> None:
        self.planted = planted
        self.service = Service(token=token, instead=self.answer)
        self._source = random.Random(seed)

    def answer(self, request: Request) -> Reply | None:
        header = self.planted.encode("utf-8", "replace").decode("latin-1").replace("\r\n", " ").replace("\0", " ")
        host = "".join(each for each in self.planted if each not in "/?#@[]: \\\r\n\t")[:200]
        kind = self._source.choice(["list", "list", "redirect", "status", "error", "usual"])
        if kind == "usual":
            return None
        headers = {
            "Content-Type": self._source.choice([header, f"application/json; x={header}", f"text/{header}"]),
            "X-Echo": header,
            "Retry-After": header,
            "WWW-Authenticate": f'Bearer realm="{header}"',
        }
        if kind == "redirect":
            place = self._source.choice([f"https://{host}.example.org/", f"//{host}/", f"/{quote(host)}", header])
            headers["Location"] = place.encode("utf-8", "replace").decode("latin-1")
            return Reply(302, self.planted.encode("utf-8", "replace"), headers)
        if kind == "status":
            raw = f"HTTP/1.1 200 {header}\r\nContent-Type: {header}\r\nContent-Length: 2\r\n\r\n{{}}"
            return Reply(raw=raw.encode("latin-1"))
        key = "".join(each for each in self.planted if each.isalnum() and each.isascii())[:59]
        value = {
            "schemas": [LIST_RESPONSE],
            "totalResults": int("".join(each for each in key if each.isdigit())[:15] or 1),
            "Resources": [
                {
                    "id": self.planted,
                    key: 1,
                    f"urn:{key}": self.planted,
                    self.planted: {key: [self.planted]},
                    "meta": {"location": f"https://{host}/{self.planted}"},
                    **{f"{key[at : at + 6]}": {} for at in range(0, len(key), 6)},
                }
            ],
            "detail": self.planted,
        }
        return Reply(400 if kind == "error" else 200, json.dumps(value).encode(), headers)


@settings(deadline=None, max_examples=examples(10, 100))
@given(seeds, seeds)
def test_nothing_of_it_shows_in_a_finished_report(token_seed: int, seed: int) -> None:
    token = token_of(token_seed)
    echo = Echo(token, planted_of(token, seed), seed)

    async def once() -> Report:
        async with serving(echo.service) as served:
            return await run(served.endpoint, token, seconds=10)

    nothing_is_left(token, asyncio.run(once()), echo.planted)


@settings(deadline=None, max_examples=examples(6, 50))
@given(seeds, seeds)
@example(1, 1)
def test_nothing_of_it_shows_where_it_was_typed_into_the_endpoint(token_seed: int, seed: int) -> None:
    token = token_of(token_seed)
    planted = planted_of(token, seed)

    async def once() -> Report:
        async with serving() as served:
            return await run(f"{served.origin}/{quote(planted)}/scim/v2", token, seconds=10)

    nothing_is_left(token, asyncio.run(once()), planted)


@pytest.mark.parametrize("seed", range(6))
async def test_nothing_of_it_shows_in_the_names_of_a_certificate(seed: int) -> None:
    token = token_of(seed)
    name = "".join(each for each in planted_of(token, seed) if each.isalnum() and each.isascii())[:60]
    async with serving(None, self_signed(name), "localhost") as served:
        report = await run(served.endpoint, token)
    assert report.tls is not None
    nothing_is_left(token, report, name)


async def test_a_number_of_users_may_be_part_of_it() -> None:
    token = "x98765432109876y"
    value = {"schemas": [LIST_RESPONSE], "totalResults": 9876543210, "Resources": [{"id": "1"}]}
    service = Service(token=token, instead=lambda _: Reply(200, json.dumps(value).encode()))
    async with serving(service) as served:
        report = await run(served.endpoint, token)
    assert report.seen is not None
    assert report.seen.users_total is None
    nothing_is_left(token, report, "totalResults")


def test_a_token_of_the_greatest_length_takes_no_time() -> None:
    source = random.Random(4)
    tokens = [AccessToken("".join(source.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=4096))) for _ in range(3)]
    began = time.process_time()
    redactor = Redactor(tokens)
    made = time.process_time() - began
    text = "\n".join(f"  urn:{'x' * 100}{line}: text" for line in range(80))
    began = time.process_time()
    assert not redactor.holds_secret(text)
    sought = time.process_time() - began
    assert made < 0.5
    assert sought < 0.05
    print(f"three tokens of 4,096 characters: {made * 1000:.0f} ms, {len(text):,} characters: {sought * 1000:.1f} ms")
