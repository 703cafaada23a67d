"""A run ends when it is told to, at once, and within its time whatever happens."""

from __future__ import annotations

import asyncio
import time

import pytest

from app.actions.test_connection import ConnectionTest, verdict_sentence
from app.domain.report import CheckStarted, Report, Verdict
from tests.tester.running import check, codes
from tests.tester.scim_server import TOKEN, Reply, Request, Service, serving


async def _never(_: Request) -> Reply:
    await asyncio.Event().wait()
    raise AssertionError


async def test_stop_gives_the_report_at_once() -> None:
    async with serving(Service(instead=_never)) as served:
        test = ConnectionTest(served.endpoint, TOKEN)
        last, stopped_at = None, 0.0
        async for event in test.events():
            if isinstance(event, CheckStarted) and event.id == "base-1-users":
                stopped_at = time.monotonic()
                test.stop()
            last = event
        assert time.monotonic() - stopped_at < 2
    assert isinstance(last, Report)
    assert codes(last) == {"run.cancelled"}
    assert last.verdict is Verdict.UNKNOWN
    assert "stopped" in verdict_sentence(last)
    check(last)


async def test_stop_before_it_began() -> None:
    test = ConnectionTest("https://127.0.0.1:1/", TOKEN)
    test.stop()
    events = [event async for event in test.events()]
    assert isinstance(events[-1], Report)
    assert codes(events[-1]) == {"run.cancelled"}


async def test_stop_after_it_ended_changes_nothing() -> None:
    async with serving() as served:
        test = ConnectionTest(served.endpoint, TOKEN)
        events = [event async for event in test.events()]
        test.stop()
    assert isinstance(events[-1], Report)
    assert events[-1].verdict is Verdict.READY


async def test_a_cancelled_task_ends_the_run_and_leaves_its_report() -> None:
    async with serving(Service(instead=_never)) as served:
        test = ConnectionTest(served.endpoint, TOKEN)
        asked = asyncio.Event()

        async def read() -> None:
            events = test.events()
            try:
                async for event in events:
                    if isinstance(event, CheckStarted) and event.id == "base-1-users":
                        asked.set()
            finally:
                await events.aclose()

        reading = asyncio.create_task(read())
        await asyncio.wait_for(asked.wait(), 10)
        reading.cancel()
        began = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert time.monotonic() - began < 2
        assert test.report is not None
        assert codes(test.report) == {"run.cancelled"}
        check(test.report)
    leftover = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in leftover if "app.tester" in repr(task)]


async def test_nothing_is_left_running_after_a_good_run() -> None:
    async with serving() as served:
        async for _ in ConnectionTest(served.endpoint, TOKEN).events():
            pass
        assert not [task for task in asyncio.all_tasks() if "app" in repr(task.get_coro())]


@pytest.mark.alone
@pytest.mark.once
async def test_the_event_loop_is_never_held_for_long() -> None:
    """The window shares its loop with the run; the bound is generous for a busy machine."""
    longest, before = 0.0, time.monotonic()

    async def tick() -> None:
        nonlocal longest, before
        while True:
            await asyncio.sleep(0.001)
            now = time.monotonic()
            longest, before = max(longest, now - before), now

    async with serving(Service(instead=lambda _: Reply(200, b"[" + b"[]," * 300_000 + b"1]"))) as served:
        async for _ in ConnectionTest(served.endpoint, TOKEN).events():
            pass  # the first run loads what it needs
        ticking = asyncio.create_task(tick())
        await asyncio.sleep(0)
        before = time.monotonic()
        async for _ in ConnectionTest(served.endpoint, TOKEN).events():
            pass
        ticking.cancel()
    assert longest < 0.5
    print(f"longest hold of the event loop: {longest * 1000:.0f} ms")
