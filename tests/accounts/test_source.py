"""An account's source: sessions are renewed once for all calls that found them ended, events are read page by page."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from app.accounts.settings_api import SignedIn
from app.accounts.source import GivenSession, SettingsApiSource
from app.domain.accounts import AccountId, Capabilities
from app.domain.clock import SystemClock
from app.domain.errors import NotSignedIn
from app.domain.tokens import AccessToken
from tests.accounts import samples
from tests.accounts.raw_server import Handler, answers, raw_server

ACCOUNT = AccountId("api_widget")


class Renewing:
    """A session that is renewed by counting."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.renewals = 0

    async def current(self) -> SignedIn:
        return SignedIn(self.url, AccessToken(f"rss_{self.renewals}"))

    def put_away(self) -> None:
        """Nobody else has it."""

    async def renew(self, ended: SignedIn) -> SignedIn:
        self.renewals += 1
        return await self.current()


def _accepting(session: str) -> Handler:
    async def handle(request: bytes, writer: asyncio.StreamWriter) -> None:
        known = f"Bearer {session}\r\n".encode() in request
        await (answers(200, samples.account()) if known else answers(401))(request, writer)

    return handle


async def test_an_ended_session_is_renewed_and_the_call_made_again() -> None:
    async with raw_server(_accepting("rss_1")) as server:
        session = Renewing(server.url)
        source = SettingsApiSource(ACCOUNT, session, SystemClock())
        assert source.capabilities == Capabilities(), "nothing is promised before the service has said so"
        assert (await source.account()).name == "Widget Data Center"
        assert source.capabilities.rotate
        assert session.renewals == 1
        assert len(server.requests) == 2


async def test_a_renewed_session_that_is_refused_too_is_a_problem_and_no_loop() -> None:
    async with raw_server(answers(401)) as server:
        session = Renewing(server.url)
        with pytest.raises(NotSignedIn):
            await SettingsApiSource(ACCOUNT, session, SystemClock()).section()
        assert (session.renewals, len(server.requests)) == (1, 2)


async def test_a_given_session_cannot_be_renewed() -> None:
    async with raw_server(answers(401)) as server:
        given = GivenSession(SignedIn(server.url, AccessToken(samples.SESSION)))
        with pytest.raises(NotSignedIn):
            await SettingsApiSource(ACCOUNT, given, SystemClock()).section()
        assert len(server.requests) == 1


def _event(number: int) -> dict[str, object]:
    return {"id": number, "at": "2026-11-24T08:30:00Z", "kind": "rotated", "token_id": "tok", "user_agent": "x"}


async def test_events_are_read_to_their_end() -> None:
    async def handle(request: bytes, writer: asyncio.StreamWriter) -> None:
        after = int(request.split(b"after=")[1].split(b"&")[0])
        page = {"events": [_event(after + 1)], "next": after + 1 if after < 3 else None}
        await answers(200, page)(request, writer)

    async with raw_server(handle) as server:
        given = GivenSession(SignedIn(server.url, AccessToken(samples.SESSION)))
        source = SettingsApiSource(ACCOUNT, given, SystemClock(), timedelta(hours=1))
        assert [event.id for event in await source.events()] == [1, 2, 3, 4]
        assert [event.id for event in await source.events(after=2)] == [3, 4]
        assert source.clock_offset == timedelta(hours=1), "no answer carried a Date"


async def test_events_that_lead_in_circles_come_to_an_end() -> None:
    page = json.dumps({"events": [_event(1)], "next": 1}).encode()
    async with raw_server(answers(200, page)) as server:
        given = GivenSession(SignedIn(server.url, AccessToken(samples.SESSION)))
        await asyncio.wait_for(SettingsApiSource(ACCOUNT, given, SystemClock()).events(), 30)
        assert len(server.requests) <= 100
