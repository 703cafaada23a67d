"""What is kept of past runs: for the right account, findings and times alone, and nothing of people or tokens."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.past_tests import PastTestRecords
from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.clock import SystemClock
from app.domain.findings import Finding
from app.domain.past_run import changes_since
from app.domain.report import Report, Verdict
from app.domain.tokens import AccessToken
from app.store.past_tests import KEPT
from app.tester.redact import Redactor
from tests.actions.parts import ACCOUNT, KeyFile
from tests.tester.running import run, run_against
from tests.tester.scim_server import LIST_RESPONSE, TOKEN, Reply, Request, Service, refusal, scim

OTHER = AccountId("api_other")


@asynccontextmanager
async def program(home: Path, *, keyring: bool = True) -> AsyncIterator[Program]:
    """A program without accounts, opened; without a `keyring` everything lives in memory."""
    opened = Program(SystemClock(), changed=lambda: None, folder=home, keyring=KeyFile(home.parent / "key"))
    opened._without_keyring = not keyring
    await opened.open(practice=False)
    assert opened.problem is None
    try:
        yield opened
    finally:
        await opened.close()


def rows(home: Path) -> list[str]:
    """The texts as they lie on the disk."""
    with sqlite3.connect(home / "store.sqlite3") as connection:
        found = [text for (text,) in connection.execute("SELECT report FROM past_tests ORDER BY id")]
    connection.close()
    return found


async def test_the_last_runs_of_an_account_come_back_newest_first(home: Path) -> None:
    good, bad = await run_against(Service()), await run_against(Service(token="another"))
    async with program(home) as opened:
        records = PastTestRecords(opened)
        await records.keep(ACCOUNT, good)
        await records.keep(ACCOUNT, bad)
        await records.keep(OTHER, good)
        past = await records.of(ACCOUNT)
        assert [each.verdict for each in past] == [Verdict.BLOCKED, Verdict.READY]
        assert past[0].at >= past[1].at
        assert past[0].at.tzinfo is not None
        assert len(past[1].checks) == len(good.checks)
        assert changes_since(past[1], bad)[0] == "It was ready then; it is blocked now."
    async with program(home) as opened:
        assert len(await PastTestRecords(opened).of(ACCOUNT)) == 2
        for _ in range(KEPT):
            await PastTestRecords(opened).keep(ACCOUNT, good)
        assert {each.verdict for each in await PastTestRecords(opened).of(ACCOUNT)} == {Verdict.READY}


async def test_nothing_is_kept_where_everything_lives_in_memory(home: Path) -> None:
    report = await run_against(Service())
    async with program(home) as opened:
        await PastTestRecords(opened).keep(ACCOUNT, report)
    async with program(home, keyring=False) as opened:
        await PastTestRecords(opened).keep(ACCOUNT, report)
        assert await PastTestRecords(opened).of(ACCOUNT) == (), "what lies there is of another service"
    assert len(rows(home)) == 1


async def test_a_run_that_was_stopped_is_not_kept(home: Path) -> None:
    report = await run_against(Service())
    async with program(home) as opened:
        records = PastTestRecords(opened)
        await records.keep(ACCOUNT, replace(report, verdict=Verdict.UNKNOWN, findings=(_cancelled(report),)))
        assert await records.of(ACCOUNT) == ()
        await records.keep(ACCOUNT, replace(report, verdict=Verdict.UNKNOWN))
        assert len(await records.of(ACCOUNT)) == 1


def _cancelled(report: Report) -> Finding:
    return replace(report.findings[0], code="run.cancelled")


async def test_rows_that_cannot_be_read_are_left_out(home: Path) -> None:
    report = await run_against(Service())
    async with program(home) as opened:
        records = PastTestRecords(opened)
        await records.keep(ACCOUNT, report)
        assert opened.store is not None
        opened.store.past_tests.keep(ACCOUNT, '{"schema": "scim-connection-past-run/2"}')
        opened.store.past_tests.keep(ACCOUNT, "no JSON")
        assert len(await records.of(ACCOUNT)) == 1


async def test_a_store_that_cannot_be_written_or_read_holds_nobody_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.database.BUSY_SECONDS", 0.1)  # how long it waits for the other program
    report = await run_against(Service())
    async with program(home) as opened:
        records = PastTestRecords(opened)
        await records.keep(ACCOUNT, report)
        other = sqlite3.connect(home / "store.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await records.keep(ACCOUNT, report)
        assert len(await records.of(ACCOUNT)) == 1
        other.execute("UPDATE past_tests SET at = 'no moment'")
        other.execute("COMMIT")
        other.close()
        assert await records.of(ACCOUNT) == ()


OLD = "0badc0de" * 8
NAME = "Zebedee Quux"


def _telling(request: Request) -> Reply | None:
    """A server that puts people and tokens wherever it can."""
    said = f"{NAME} {request.token}"
    if request.path == "/scim/v2/Groups":
        return scim({"detail": said, said: NAME}, 400)
    if request.path.startswith("/scim/Users"):
        return Reply(302, said.encode(), {"Location": f"https://elsewhere.example.org/{request.token}"})
    if request.path == "/scim/v2/Users" and request.token == TOKEN and "filter" not in request.query:
        user = {"id": NAME, "userName": NAME, "meta": {"location": f"https://hosting.example.org/{OLD}"}}
        return scim({"schemas": [LIST_RESPONSE], "totalResults": 987654321, "startIndex": 1, "Resources": [user]})
    return None


@pytest.mark.parametrize(
    "service",
    [
        Service(),
        Service(instead=_telling),
        Service(instead=lambda request: refusal(404) if "filter" in request.query else None),
        Service(token="another"),
    ],
    ids=["good", "telling", "refusing the search", "refusing the token"],
)
async def test_kept_runs_hold_nobody_and_no_token(home: Path, service: Service) -> None:
    """Nor what the resources call their host, how many users there are, or what was asked."""
    report = await run_against(service, old_token=OLD)
    async with program(home) as opened:
        await PastTestRecords(opened).keep(ACCOUNT, report)
    (text,) = rows(home)
    assert json.loads(text)["findings"]
    whole = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file()).decode("utf-8", "replace")
    for kept in (text, whole):
        lower = kept.lower()
        for told in (
            "zebedee",
            "quux",
            "widget.example.org",
            "hosting.example.org",
            "987654321",
            "startindex",
            "totalresults",
            "%22",
        ):
            assert told not in lower
    assert not Redactor([AccessToken(TOKEN), AccessToken(OLD)]).holds_secret(text)
    for token in (TOKEN, OLD):
        assert not any(token[start : start + 8] in whole for start in range(len(token) - 7))


async def test_a_token_in_the_endpoint_is_not_kept_either(home: Path) -> None:
    report = await run(f"http://127.0.0.1:1/{TOKEN}/scim/v2")
    async with program(home) as opened:
        await PastTestRecords(opened).keep(ACCOUNT, report)
    (text,) = rows(home)
    assert not Redactor([AccessToken(TOKEN)]).holds_secret(text)
