"""The table's part on what a service answers."""

from __future__ import annotations

import asyncio
import gzip

from app.domain.report import Report
from tests.tester.cases import Instead, Place, Table, good, serves, talks
from tests.tester.running import run
from tests.tester.scim_server import (
    LIST_RESPONSE,
    TOKEN,
    Reply,
    Request,
    Service,
    page,
    read_request,
    refusal,
    scim,
    serving,
)

SERVICE = Table()
add = SERVICE.add
OLD = "0badc0de" * 8
PAGE = {"Content-Type": "text/html"}
SIGN_IN = Reply(200, b"<!doctype html><p>Sign in", PAGE)
AWAY = Reply(302, b"", {"Location": "https://login.example.org/"})
INSIDE = Reply(308, b"", {"Location": "/login"})
TOO_OFTEN = Reply(429, b"", {"Retry-After": "60"})
GARBAGE = Reply(raw=b"hello\r\n\r\n")
LARGE = Reply(200, gzip.compress(b'"' + b"y" * (4 << 20) + b'"'), {"Content-Encoding": "gzip"})
NOT_QUITE = scim({"schemas": [LIST_RESPONSE], "totalResults": 0, "padding": "x" * (1024 * 1024 - 150)})


def always(reply: Reply) -> Instead:
    return lambda _: reply


def elsewhere(reply: Reply) -> Instead:
    """At every base but the right one."""
    return lambda request: None if request.path.startswith("/scim/v2/") else reply


def at(path: str, reply: Reply, with_filter: bool = False) -> Instead:
    """At one path of the right base, with the token."""

    def instead(request: Request) -> Reply | None:
        here = request.path == f"/scim/v2/{path}" and request.token == TOKEN
        return reply if here and ("filter" in request.query) is with_filter else None

    return instead


def to_others(reply: Reply) -> Instead:
    """At Users, to a made-up token and to none."""
    return lambda request: reply if request.path == "/scim/v2/Users" and request.token != TOKEN else None


def usual_but(**headers: str) -> Instead:
    """The usual answers, with other headers."""

    def instead(request: Request) -> Reply:
        answer = Service().usual(request)
        return Reply(
            answer.status, answer.body, {**answer.headers, **{n.replace("_", "-"): v for n, v in headers.items()}}
        )

    return instead


add("http.redirect", "to the same server", serves(always(INSIDE)), "http.redirect")
add("http.redirect", "elsewhere", serves(always(AWAY)), "http.redirect-elsewhere")
add("http.redirect", "inside, at a base that is not needed", serves(elsewhere(INSIDE)))

add("http.redirect-elsewhere", "to another server", serves(always(AWAY)), "http.redirect-elsewhere")
add("http.redirect-elsewhere", "to the same server", serves(always(INSIDE)), "http.redirect")
add("http.redirect-elsewhere", "at a base that is not needed", serves(elsewhere(AWAY)))
add("http.redirect-elsewhere", "of strangers alone", serves(to_others(AWAY)))

add("http.login-page", "a page for people", serves(always(SIGN_IN)), "http.login-page")
add("http.login-page", "a page that says not found", serves(always(Reply(404, b"<html>no", PAGE))), "scim.not-found")
add("http.login-page", "words that are no page", serves(always(Reply(200, b"Sign in"))), "scim.not-json")
add("http.login-page", "a page at a base that is not needed", serves(elsewhere(SIGN_IN)))

add("http.server-error", "an error of its own", serves(always(Reply(500))), "http.server-error")
add("http.server-error", "not implemented", serves(always(Reply(501))), "scim.not-found")
add("http.server-error", "at a base that is not needed", serves(elsewhere(Reply(500))))

add("http.rate-limited", "asked too often", serves(always(TOO_OFTEN)), "http.rate-limited")
add("http.rate-limited", "overloaded", serves(always(Reply(503, b"", {"Retry-After": "60"}))), "http.server-error")
add("http.rate-limited", "a header that says when", serves(usual_but(Retry_After="60")))


async def _hanging(_: Place) -> Report:
    async with serving(Service(instead=lambda _: _never())) as served:
        return await run(served.endpoint, seconds=4)  # less, and a busy machine asks nothing at all


async def _hanging_elsewhere(_: Place) -> Report:
    service = Service(instead=lambda request: None if request.path.startswith("/scim/v2/") else _never())
    async with serving(service) as served:
        return await run(served.endpoint, seconds=3)


async def _never() -> Reply:
    await asyncio.Event().wait()
    raise AssertionError


async def _in_drops(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while (request := await read_request(reader)) is not None:
        answer = Service().usual(request).wire()
        for start in range(0, len(answer), 40):
            writer.write(answer[start : start + 40])
            await writer.drain()
            await asyncio.sleep(0.001)


async def _in_chunks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while (request := await read_request(reader)) is not None:
        answer = Service().usual(request)
        head = f"HTTP/1.1 {answer.status} Fine\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        parts = [answer.body[start : start + 7] for start in range(0, len(answer.body), 7)]
        body = b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts)
        writer.write(head.encode() + body + b"0\r\nX-Trailer: yes\r\n\r\n")
        await writer.drain()


async def _after_interim(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while (request := await read_request(reader)) is not None:
        writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + Service().usual(request).wire())
        await writer.drain()


async def _twice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while (request := await read_request(reader)) is not None:
        writer.write(Service().usual(request).wire() * 2)
        await writer.drain()


async def _with_more(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while (request := await read_request(reader)) is not None:
        writer.write(Service().usual(request).wire() + b"\r\n")
        await writer.drain()


add("http.timeout", "no answer", _hanging, "http.timeout")
add("http.timeout", "an answer in drops", talks(_in_drops))
add("http.timeout", "no answer at a base that is not needed", _hanging_elsewhere)

add("http.too-large", "four MiB in four KiB", serves(always(LARGE)), "http.too-large")
add("http.too-large", "a little less than one MiB", serves(at("Users", NOT_QUITE)))
add("http.too-large", "at a base that is not needed", serves(elsewhere(LARGE)))

add("http.malformed", "no HTTP", serves(always(GARBAGE)), "http.malformed")
add("http.malformed", "chunks, with notes and a trailer", talks(_in_chunks))
add("http.malformed", "an interim answer before", talks(_after_interim))
add("http.malformed", "a line end too many", talks(_with_more))
add("http.malformed", "at a base that is not needed", serves(elsewhere(GARBAGE)))
add("http.malformed", "closed without a word", serves(always(Reply(raw=b""))), "connect.reset")

add("auth.rejected", "not accepted", serves(always(refusal(401))), "auth.rejected")
add("auth.rejected", "accepted, without the right", serves(always(refusal(403))), "auth.forbidden")
add("auth.rejected", "at a base that is not needed", serves(elsewhere(refusal(401))))

add("auth.forbidden", "without the right", serves(always(refusal(403))), "auth.forbidden")
add("auth.forbidden", "not accepted", serves(always(refusal(401))), "auth.rejected")
add("auth.forbidden", "groups alone are kept back", serves(at("Groups", refusal(403))), "scim.groups-missing")
add("auth.forbidden", "strangers are kept out so", serves(to_others(refusal(403))))


def _for_everybody(request: Request) -> Reply | None:
    return Service(token=request.token or "").usual(request)


def _for_any_token(request: Request) -> Reply | None:
    return Service(token=request.token).usual(request) if request.token else None


def _public_description(request: Request) -> Reply | None:
    config = request.path.endswith(("ServiceProviderConfig", "ResourceTypes", "Schemas"))
    return Service(token=request.token or "").usual(request) if config else None


def _without_token(request: Request) -> Reply | None:
    users = request.path == "/scim/v2/Users" and request.token is None
    return page(Service().users, request) if users else None


add("auth.not-enforced", "without a token", serves(_without_token), "auth.not-enforced")
add("auth.not-enforced", "with any token", serves(_for_any_token), "auth.not-enforced")
add("auth.not-enforced", "each answer comes twice", talks(_twice))
add("auth.not-enforced", "a public description", serves(_public_description))
add("auth.not-enforced", "strangers find nothing", serves(to_others(refusal(404))))
add("auth.not-enforced", "strangers are sent to sign in", serves(to_others(AWAY)))


def _old_works(request: Request) -> Reply | None:
    return Service(token=OLD).usual(request) if request.token == OLD else None


def _old_fails(request: Request) -> Reply | None:
    return Reply(500) if request.token == OLD else None


add("auth.old-token-valid", "it works", serves(_old_works, old_token=OLD), "auth.old-token-valid")
add("auth.old-token-valid", "it has ended", good(old_token=OLD), "auth.old-token-rejected")
add("auth.old-token-valid", "it works, and was not given", serves(_old_works))

add("auth.old-token-rejected", "it has ended", good(old_token=OLD), "auth.old-token-rejected")
add("auth.old-token-rejected", "it works", serves(_old_works, old_token=OLD), "auth.old-token-valid")
add("auth.old-token-rejected", "the service fails with it", serves(_old_fails, old_token=OLD))
add("auth.old-token-rejected", "it was not given", good())

add("scim.not-found", "nothing anywhere", serves(always(refusal(404))), "scim.not-found")
add("scim.not-found", "at bases that are not needed", serves(elsewhere(refusal(404))))
add("scim.not-found", "a refusal at one base", serves(elsewhere(refusal(401)), base="/other"), "auth.rejected")

NO_LIST = scim({"Resources": []})
BYTE_ORDER = Reply(
    200,
    b"\xef\xbb\xbf" + scim({"schemas": [LIST_RESPONSE], "totalResults": 0}).body,
    PAGE | {"Content-Type": "application/json"},
)
add("scim.not-json", "words", serves(at("Users", Reply(200, b"hello"))), "scim.not-json")
add("scim.not-json", "JSON of another kind", serves(at("Users", NO_LIST)), "scim.not-list-response")
add("scim.not-json", "JSON after a byte order mark", serves(at("Users", BYTE_ORDER)))

add("scim.content-type", "labelled as text", serves(usual_but(Content_Type="text/plain")), "scim.content-type")
add("scim.content-type", "JSON, with its letters", serves(usual_but(Content_Type="Application/JSON; charset=utf-8")))
add("scim.content-type", "a page for people", serves(always(SIGN_IN)), "http.login-page")

add("scim.not-list-response", "without its schema", serves(at("Users", NO_LIST)), "scim.not-list-response")
add("scim.not-list-response", "an empty list without Resources", serves(at("Users", NOT_QUITE)))
add("scim.not-list-response", "no JSON", serves(at("Users", Reply(200, b"{"))), "scim.not-json")


def _everybody(request: Request) -> Reply | None:
    return page(Service().users, request) if "filter" in request.query and request.token == TOKEN else None


def _filtered(reply: Reply) -> Instead:
    return at("Users", reply, with_filter=True)


add("scim.filter-unsupported", "refused", serves(_filtered(refusal(400))), "scim.filter-unsupported")
add("scim.filter-unsupported", "not found", serves(_filtered(refusal(404))), "scim.unknown-user")
add("scim.filter-unsupported", "ignored", serves(_everybody), "scim.filter-ignored")
add("scim.filter-unsupported", "understood", good())

add("scim.filter-ignored", "everybody comes back", serves(_everybody), "scim.filter-ignored")
add("scim.filter-ignored", "nobody comes back", good())
add("scim.filter-ignored", "refused", serves(_filtered(refusal(400))), "scim.filter-unsupported")

add("scim.unknown-user", "not found", serves(_filtered(refusal(404))), "scim.unknown-user")
add("scim.unknown-user", "an empty list", good())
add("scim.unknown-user", "refused", serves(_filtered(refusal(400))), "scim.filter-unsupported")

add("scim.groups-missing", "no groups", serves(at("Groups", refusal(404))), "scim.groups-missing")
EMPTY = scim({"schemas": [LIST_RESPONSE], "totalResults": 0, "Resources": []})
add("scim.groups-missing", "an empty list of them", serves(at("Groups", EMPTY)))
add("scim.groups-missing", "none at bases that are not needed", serves(elsewhere(refusal(404))))

add("scim.discovery-missing", "no list of types", serves(at("ResourceTypes", refusal(404))), "scim.discovery-missing")
add("scim.discovery-missing", "all of it is there", good())
add("scim.discovery-missing", "for everybody", serves(_public_description))
add("scim.discovery-missing", "asked too often", serves(at("Schemas", TOO_OFTEN)), "http.rate-limited")


def _patch(supported: object) -> Instead:
    return at("ServiceProviderConfig", scim({"patch": {"supported": supported}}))


add("scim.patch-unsupported", "not supported", serves(_patch(False)), "scim.patch-unsupported")
add("scim.patch-unsupported", "supported", serves(_patch(True)))
add("scim.patch-unsupported", "not said", serves(_patch(None)))


def _first_page(request: Request) -> Reply | None:
    first = Request("GET", "/scim/v2/Users?count=1", {})
    users = request.path == "/scim/v2/Users" and "filter" not in request.query and request.token == TOKEN
    return page(Service().users, first) if users else None


def _all_at_once(request: Request) -> Reply | None:
    answer = Service().usual(Request(request.method, request.target.replace("count=", "x="), request.headers))
    return answer if request.path == "/scim/v2/Users" and "filter" not in request.query else None


def _one_user(request: Request) -> Reply | None:
    service = Service()
    del service.users[1:]
    return service.usual(request)


add("scim.pagination", "always the first page", serves(_first_page, client="entra"), "scim.pagination")
add("scim.pagination", "all at once", serves(_all_at_once, client="entra"), "scim.pagination")
add("scim.pagination", "one user", serves(_one_user))
add("scim.pagination", "a second page", good())

OWN_WORDS = scim({"message": "Unauthorized"}, 401)
add("scim.error-format", "a refusal in words of its own", serves(to_others(OWN_WORDS)), "scim.error-format")
add("scim.error-format", "a SCIM error", serves(to_others(refusal(401))))
add("scim.error-format", "a redirect", serves(to_others(AWAY)))

add("client.base-url", "an underscore", serves(lambda _: None, base="/my_t/scim/v2"), "client.base-url")
add("client.base-url", "a hyphen", serves(lambda _: None, base="/my-t/scim/v2"))
add(
    "client.base-url",
    "an underscore where nothing is",
    serves(always(refusal(404)), base="/my_t/scim"),
    "scim.not-found",
)


def _picky(request: Request) -> Reply | None:
    return None if "scim+json" in request.headers.get("accept", "") else refusal(406)


add("client.test-request", "insists on a media type", serves(_picky), "client.test-request")
add("client.test-request", "insists, for another client", serves(_picky, client="google"))
add("client.test-request", "takes every request", good())
add("client.test-request", "said by another finding", serves(_filtered(refusal(404))), "scim.unknown-user")
