"""Trying tokens, against real servers that answer well, badly, late and dishonestly."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome
from app.tester.token_check import check_token, compare_tokens
from app.tester.tried import Compared, Same, Tried
from tests.accounts.real_service import RealService, real_service
from tests.tester.certificates import Authority
from tests.tester.connect_proxy import ENDPOINT, ConnectProxy, answering, company
from tests.tester.documented_service import DocumentedService
from tests.tester.scim_server import TOKEN, Reply, Request, Service, page, raw_server, refusal, scim, serving

OURS = "scim-connection/test"
OTHER = "7b1c" * 15 + "0d1e"
HTML = Reply(200, b"<!DOCTYPE html><title>Sign in</title>", {"Content-Type": "text/html"})


async def check(endpoint: str, token: str = TOKEN, seconds: float = 10) -> Tried:
    return await check_token(endpoint, AccessToken(token), OURS, seconds)


async def check_against(service: Service, token: str = TOKEN, path: str | None = None) -> Tried:
    async with serving(service) as served:
        return await check(served.endpoint if path is None else served.origin + path, token)


async def compare(service: Service, new: str = TOKEN, old: str = OTHER) -> Compared:
    async with serving(service) as served:
        return await compare_tokens(served.endpoint, AccessToken(new), AccessToken(old), OURS, 10)


@pytest.fixture(scope="module")
def real() -> Iterator[RealService]:
    with real_service(None) as running:
        yield running


@pytest.mark.parametrize("path", ["/scim/v2", "/scim", "", "/scim/v2/Users"])
async def test_a_token_that_works(path: str) -> None:
    service = Service()
    tried = await check_against(service, path=path)
    assert (tried.outcome, tried.why) == (CheckOutcome.WORKS, "")
    assert tried.base is not None
    assert tried.base.endswith("/scim/v2")
    assert all(request.method == "GET" for request in service.seen)
    assert service.seen[-1].target == "/scim/v2/Users?startIndex=1&count=1"
    assert all(request.headers["user-agent"] == OURS.lower() for request in service.seen)


@pytest.mark.parametrize("service", [Service(), DocumentedService()], ids=["scim", "documented"])
async def test_a_token_that_is_refused_is_sent_once_where_scim_is(service: Service) -> None:
    assert (await check_against(service, OTHER)).outcome is CheckOutcome.REFUSED
    assert len(service.seen) == 1


@pytest.mark.parametrize("path", ["", "/scim"])
async def test_a_token_that_is_refused_at_another_base_than_was_typed(path: str) -> None:
    assert (await check_against(Service(), OTHER, path)).outcome is CheckOutcome.REFUSED


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(403), "forbids"),
        (Reply(403, b"<html>blocked</html>", {"Content-Type": "text/html"}), "forbids"),
        (Reply(429, headers={"Retry-After": "60"}), "pause"),
        (Reply(503), "fault"),
        (Reply(500), "fault"),
        (Reply(302, headers={"Location": "https://elsewhere.example/login"}), "leads elsewhere"),
        (Reply(401 - 1), "did not answer as a SCIM service"),
        (Reply(404), "did not answer as a SCIM service"),
        (HTML, "web page"),
        (scim({"schemas": [], "totalResults": 1}), "did not answer as a SCIM service"),
        (scim({"message": "Unauthorized"}), "did not answer as a SCIM service"),
        (Reply(200, b"[" * 100_000, {"Content-Type": "application/json"}), "did not answer as a SCIM service"),
        (Reply(raw=b"220 mail.example ESMTP\r\n"), "did not answer as a SCIM service"),
    ],
    ids=lambda value: str(value)[:24],
)
async def test_what_says_nothing_of_a_token_is_unknown(reply: Reply, words: str) -> None:
    tried = await check_against(Service(instead=lambda _: reply))
    assert tried.outcome is CheckOutcome.UNKNOWN
    assert words in tried.why


async def test_a_gateway_that_refuses_everything_says_nothing_where_the_service_has_a_fault() -> None:
    def fault_behind_a_gateway(request: Request) -> Reply:
        return Reply(503) if request.path.startswith("/scim/v2/") else refusal(401)

    tried = await check_against(Service(instead=fault_behind_a_gateway), path="")
    assert tried.outcome is CheckOutcome.UNKNOWN


async def test_redirects_are_not_followed_and_the_token_goes_to_no_other_origin() -> None:
    async with serving(Service()) as elsewhere:
        away = Reply(307, headers={"Location": f"{elsewhere.endpoint}/Users"})
        tried = await check_against(Service(instead=lambda _: away))
        assert tried.outcome is CheckOutcome.UNKNOWN
        assert elsewhere.service.seen == []


@pytest.mark.parametrize(
    ("endpoint", "words"),
    [
        ("http://api.example.com/scim/v2", "not encrypted"),
        ("not an address", "cannot be read"),
        (f"https://{TOKEN}@api.example.com/scim", "cannot be read"),
    ],
)
async def test_nothing_is_sent_where_the_token_could_be_read_on_the_way(endpoint: str, words: str) -> None:
    tried = await check(endpoint)
    assert tried.outcome is CheckOutcome.UNKNOWN
    assert words in tried.why


async def test_characters_that_no_token_has_are_never_sent() -> None:
    service = Service()
    tried = await check_against(service, "ab cd\r\nX-Evil: 1")
    assert tried.outcome is CheckOutcome.UNKNOWN
    assert service.seen == []


async def test_a_server_that_is_not_there_or_never_answers() -> None:
    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with raw_server(silent) as port:
        began = time.monotonic()
        tried = await check(f"http://127.0.0.1:{port}/scim/v2", seconds=1)
        assert time.monotonic() - began < 5
    assert (tried.outcome, tried.why) == (CheckOutcome.UNKNOWN, "The service took too long to answer.")
    gone = await check(f"http://127.0.0.1:{port}/scim/v2")
    assert (gone.outcome, gone.why) == (CheckOutcome.UNKNOWN, "The service's server cannot be reached.")
    nowhere = await check("https://nowhere.invalid/scim/v2")
    assert (nowhere.outcome, nowhere.why) == (
        CheckOutcome.UNKNOWN,
        "The name of the service's server was not found.",
    )


async def test_a_token_goes_over_a_trusted_connection_alone(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(Service(), authority.server("localhost"), "localhost") as served:
        tried = await check(served.endpoint)
        assert (tried.outcome, served.service.seen) == (CheckOutcome.UNKNOWN, [])
        assert "trusted" in tried.why
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        assert (await check(served.endpoint)).outcome is CheckOutcome.WORKS


async def test_a_company_proxy_is_used_and_sees_no_token(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    async with company(authority, ConnectProxy(), monkeypatch) as (proxy, service):
        assert (await check(ENDPOINT)).outcome is CheckOutcome.WORKS
        assert service.seen[0].token == TOKEN
    assert proxy.heads
    assert not any(TOKEN.encode() in seen for seen in [*proxy.heads, *proxy.in_clear])
    async with company(authority, ConnectProxy(answer=answering(b"HTTP/1.1 407 No")), monkeypatch) as (_, service):
        tried = await check(ENDPOINT)
        assert (tried.outcome, service.seen) == (CheckOutcome.UNKNOWN, [])
        assert "proxy" in tried.why


# Two tokens


def two_tokens(**accounts: list[dict[str, object]]) -> Callable[[Request], Reply | None]:
    """Each token opens an account of its own, or the same."""

    def answer(request: Request) -> Reply | None:
        for token, users in accounts.items():
            if request.token == {"new": TOKEN, "old": OTHER}[token] and request.path.endswith("/Users"):
                return page(users, request)
            if request.token == {"new": TOKEN, "old": OTHER}[token]:
                return page([], request)
        return None

    return answer


def for_both(served: Callable[[Request], Reply]) -> Callable[[Request], Reply]:
    """What both tokens see, and nobody else does."""
    return lambda request: served(request) if request.token in (TOKEN, OTHER) else refusal(401)


def people(*numbers: int, of: str = "widget") -> list[dict[str, object]]:
    return [{"id": str(number), "userName": f"user{number}@{of}.example"} for number in numbers]


async def test_two_tokens_of_one_account() -> None:
    same = people(*range(1, 30))
    compared = await compare(Service(instead=two_tokens(new=same, old=same)))
    assert (compared.new.outcome, compared.old.outcome) == (CheckOutcome.WORKS, CheckOutcome.WORKS)
    assert compared.same is Same.YES


async def test_people_that_came_between_the_two_looks_make_no_other_account() -> None:
    service = Service(instead=two_tokens(new=people(7, 1, 2, 3), old=people(1, 2, 3)))
    assert (await compare(service)).same is Same.YES


async def test_two_accounts_whose_ids_are_counted_from_one() -> None:
    service = Service(instead=two_tokens(new=people(1, 2, 3), old=people(1, 2, 3, of="another")))
    assert (await compare(service)).same is Same.NO
    assert len(service.seen) == 9  # looked twice before it was said, and asked once with a made-up token


async def test_an_empty_account_beside_a_full_one_is_another_and_two_empty_ones_cannot_be_told_apart() -> None:
    assert (await compare(Service(instead=two_tokens(new=[], old=people(1))))).same is Same.NO
    assert (await compare(Service(instead=two_tokens(new=[], old=[])))).same is Same.EMPTY


async def test_what_looked_like_another_account_is_looked_at_again() -> None:
    looks: list[str] = []

    def first_another(request: Request) -> Reply | None:
        if request.token not in (TOKEN, OTHER):
            return refusal(401)
        if not request.path.endswith("/Users"):
            return page([], request)
        looks.append(request.target)
        return page(people(9) if len(looks) == 2 else people(1, 2), request)

    assert (await compare(Service(instead=first_another))).same is Same.YES


@pytest.mark.parametrize("which", ["new", "old"])
async def test_one_that_is_refused_beside_one_that_works(which: str) -> None:
    tokens = {"new": (OTHER, TOKEN), "old": (TOKEN, OTHER)}[which]
    compared = await compare(Service(), *tokens)
    assert compared.same is Same.UNKNOWN
    assert {"new": compared.new, "old": compared.old}[which].outcome is CheckOutcome.REFUSED


async def test_groups_alone_are_enough_and_none_is_no_harm() -> None:
    def no_groups(request: Request) -> Reply:
        return refusal(404) if request.path.endswith("/Groups") else page(people(1), request)

    def groups_alone(request: Request) -> Reply:
        return page([{"id": "g1", "displayName": "Quux"}] if request.path.endswith("/Groups") else [], request)

    for served in (no_groups, groups_alone):
        assert (await compare(Service(instead=for_both(served)))).same is Same.YES


async def test_the_real_service_and_its_two_accounts(real: RealService) -> None:
    first, second = [AccessToken(await asyncio.to_thread(real.scim_token, number)) for number in (0, 1)]
    assert (await compare_tokens(real.endpoint, first, first, OURS)).same is Same.YES
    assert (await compare_tokens(real.endpoint, first, second, OURS)).same is Same.NO
    assert (await check_token(real.endpoint, first, OURS)).outcome is CheckOutcome.WORKS
    assert (await check_token(real.endpoint, AccessToken("0" * 64), OURS)).outcome is CheckOutcome.REFUSED


@pytest.mark.parametrize("status", [200, 503, 429])
async def test_who_does_not_clearly_refuse_a_made_up_token_says_nothing_of_yours(status: int) -> None:
    def anybody(request: Request) -> Reply | None:
        if request.token in (TOKEN, OTHER) or status == 200:
            return page(people(1), request)
        return refusal(status)

    service = Service(instead=anybody)
    tried = await check_against(service)
    assert tried.outcome is CheckOutcome.UNKNOWN
    assert tried.why
    assert ("made-up" in tried.why) == (status == 200)
    assert (await compare(Service(instead=anybody))).same is Same.UNKNOWN


async def test_a_page_that_asks_to_sign_in_refuses_a_made_up_token() -> None:
    def sign_in(request: Request) -> Reply | None:
        return page(people(1), request) if request.token == TOKEN else HTML

    assert (await check_against(Service(instead=sign_in))).outcome is CheckOutcome.WORKS


async def test_no_repr_holds_a_token() -> None:
    compared = await compare(Service())
    assert TOKEN not in repr(compared)
    assert OTHER not in repr(compared)
