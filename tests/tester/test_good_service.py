"""A service that does everything right, and those that do so in their own way."""

from __future__ import annotations

import asyncio

import pytest

from app.actions.test_connection import ConnectionTest, verdict_sentence, what_to_do
from app.domain.report import CheckEnded, CheckStarted, CheckStatus, Progress, Report, Verdict
from tests.tester.running import codes, run, run_against
from tests.tester.scim_server import TOKEN, Reply, Request, Service, raw_server, read_request, serving


async def test_ready_is_said_of_a_good_service() -> None:
    service = Service()
    report = await run_against(service)
    assert report.verdict is Verdict.READY
    assert codes(report) == set()
    assert report.recommended_base is not None
    assert report.recommended_base.endswith("/scim/v2")
    assert report.seen is not None
    assert report.seen.users_total == 3
    assert report.seen.groups_total == 1
    assert report.seen.location_hosts == ("widget.example.org",)
    assert report.timings.connect_ms is not None
    assert report.timings.requests == len(service.seen)
    assert verdict_sentence(report) == "For practice, this connection works from this computer."
    assert any("from this computer" in step for step in what_to_do(report))


async def test_events_come_as_it_goes_and_every_check_that_starts_ends() -> None:
    async with serving() as served:
        test = ConnectionTest(served.endpoint, TOKEN)
        events = [event async for event in test.events()]
    started = {event.id for event in events if isinstance(event, CheckStarted)}
    ended = {event.check.id for event in events if isinstance(event, CheckEnded)}
    assert started == ended
    assert isinstance(events[-1], Report)
    assert sum(isinstance(event, Report) for event in events) == 1
    progress = [event for event in events if isinstance(event, Progress)]
    assert progress[-1].done == progress[-1].total
    assert {check.id for check in events[-1].checks if check.status is not CheckStatus.SKIPPED} == ended


async def test_two_requests_alone_are_meant_to_be_refused_both_at_the_chosen_base() -> None:
    service = Service()
    await run_against(service)
    refused = [request for request in service.seen if request.path.startswith("/scim/v2/") and request.token != TOKEN]
    assert sorted(request.token is None for request in refused) == [False, True]
    elsewhere = [request for request in service.seen if not request.path.startswith("/scim/v2/")]
    assert {request.token for request in elsewhere} == {TOKEN}


async def test_the_made_up_token_has_the_shape_of_the_real_one() -> None:
    service = Service()
    await run_against(service)
    (made_up,) = {request.token for request in service.seen} - {TOKEN, None}
    assert made_up is not None
    assert len(made_up) == len(TOKEN)
    assert set(made_up) <= set("0123456789abcdef")


async def test_requests_say_who_asks_and_keep_no_cookie() -> None:
    def instead(request: Request) -> Reply | None:
        answer = Service().usual(request)
        return Reply(answer.status, answer.body, {**answer.headers, "Set-Cookie": "session=1"})

    service = Service(instead=instead)
    report = await run_against(service)
    assert report.verdict is Verdict.READY
    assert all(request.headers["user-agent"].startswith("scim-connection/") for request in service.seen)
    assert not any("cookie" in request.headers for request in service.seen)


@pytest.mark.parametrize("typed", ["/scim", "", "/scim/v2/", "/SCIM/V2", "/scim/v2/scim/v2"])
async def test_the_base_that_serves_is_found_from_what_is_near_it(typed: str) -> None:
    service = Service()
    async with serving(service) as served:
        report = await run(served.origin + typed)
    assert report.recommended_base == served.endpoint
    assert ("url.wrong-base" in codes(report)) is (typed != "/scim/v2/")
    assert report.verdict is (Verdict.READY if typed == "/scim/v2/" else Verdict.USABLE)


async def test_a_client_that_appends_is_told_what_to_give() -> None:
    service = Service()
    async with serving(service) as served:
        report = await run(served.endpoint)
    assert dict(report.recommended_for_appending) == {"/scim": None, "/scim/v2": served.origin}


async def test_a_tenant_in_the_path_has_the_token_sent_to_no_other_path() -> None:
    service = Service(base="/tenants/7/scim/v2")
    async with serving(service) as served:
        report = await run(served.origin + "/tenants/7/scim")
    assert report.recommended_base == served.endpoint
    assert all(request.path.startswith("/tenants/7/") for request in service.seen)


async def test_a_server_that_closes_each_connection_is_served_all_the_same() -> None:
    def instead(request: Request) -> Reply | None:
        answer = Service().usual(request)
        return Reply(answer.status, answer.body, {**answer.headers, "Connection": "close"})

    assert (await run_against(Service(instead=instead))).verdict is Verdict.READY


async def test_a_server_that_closes_silently_is_served_all_the_same() -> None:
    def instead(request: Request) -> Reply | None:
        return Reply(raw=Service().usual(request).wire())

    service = Service(instead=instead)
    async with serving(service) as served:
        assert (await run(served.endpoint)).verdict is Verdict.READY


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_compressed_answers_are_read(coding: str) -> None:
    import gzip
    import zlib

    def instead(request: Request) -> Reply | None:
        answer = Service().usual(request)
        body = gzip.compress(answer.body) if coding == "gzip" else zlib.compress(answer.body)
        return Reply(answer.status, body, {**answer.headers, "Content-Encoding": coding})

    assert (await run_against(Service(instead=instead))).verdict is Verdict.READY


async def test_a_server_that_takes_few_connections_is_served_all_the_same() -> None:
    service, open_now = Service(), 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_now
        if open_now >= 2:
            return
        open_now += 1
        try:
            while (request := await read_request(reader)) is not None:
                writer.write((await service.answer(request)).wire())
                await writer.drain()
        finally:
            open_now -= 1

    async with raw_server(talk) as port:
        report = await run(f"http://127.0.0.1:{port}/scim/v2")
    assert report.verdict is Verdict.READY
    assert report.timings.requests <= 25


async def test_a_server_that_answers_one_connection_at_a_time() -> None:
    service, turn = Service(), asyncio.Lock()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with turn:
            request = await read_request(reader)
            assert request is not None
            answer = await service.answer(request)
            closing = Reply(answer.status, answer.body, {**answer.headers, "Connection": "close"})
            writer.write(closing.wire())
            await writer.drain()

    async with raw_server(talk) as port:
        report = await run(f"http://127.0.0.1:{port}/scim/v2")
    assert report.verdict is Verdict.READY


async def test_a_gateway_that_turns_away_a_part_of_a_burst() -> None:
    """As nginx's limit_conn does. What it turned away is asked again, one after the other."""
    service, now = Service(), 0

    async def instead(request: Request) -> Reply:
        nonlocal now
        now += 1
        try:
            if now > 8:
                return Reply(503, b"<html>Service Temporarily Unavailable</html>", {"Content-Type": "text/html"})
            await asyncio.sleep(0.02)
            return service.usual(request)
        finally:
            now -= 1

    service.instead = instead
    report = await run_against(service)
    assert report.verdict is Verdict.READY
    assert report.timings.requests <= 25
