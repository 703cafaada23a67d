"""What is typed as token may be of any length: the event loop stays free, and little is made of it."""

from __future__ import annotations

import asyncio
import random
import string
import time

import pytest

from app.actions.test_connection import ConnectionTest
from app.domain.clock import SystemClock
from app.domain.tokens import AccessToken
from app.tester.engine import Run
from app.tester.question import Question
from tests.tester.running import codes

STALL = 0.05
"""Seconds that a window may stand still at most."""
BEAT = 0.002


def varied(length: int) -> str:
    chosen = random.Random(length)
    return "".join(chosen.choices(string.ascii_letters + string.digits, k=length))


class LoopWork:
    """The longest that the event loop's own thread worked without coming back to the loop, in seconds of processor
    time, so that a busy machine does not count."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def watch(self) -> None:
        last = time.thread_time()
        while True:
            await asyncio.sleep(BEAT)
            now = time.thread_time()
            self.worst, last = max(self.worst, now - last), now


@pytest.mark.parametrize(
    "token", [varied(4096), varied(32_767), "x " * 16_000], ids=["longest", "too long", "with blanks"]
)
async def test_the_event_loop_stays_free(token: str) -> None:
    warm = ConnectionTest("not a url", "warm")
    async for _ in warm.events():
        pass
    work = LoopWork()
    watching = asyncio.create_task(work.watch())
    try:
        test = ConnectionTest("not a url", token, old_token=varied(2047))
        async for _ in test.events():
            pass
    finally:
        watching.cancel()
    assert test.report is not None
    assert "url.invalid" in codes(test.report)
    assert work.worst < STALL


@pytest.mark.parametrize("typed", [varied(4097), varied(32_767), "x " * 16_000])
def test_nothing_is_sought_of_what_is_too_long(typed: str) -> None:
    redactor = Run(Question("", AccessToken(typed)), SystemClock(), "agent", print)._evidence.redactor
    assert not redactor.holds_secret(typed[:200])


def test_the_token_is_sought_also_where_much_stood_around_it() -> None:
    token = varied(64)
    run = Run(Question("", AccessToken(" " * 3000 + token)), SystemClock(), "agent", print)
    assert run._evidence.redactor.holds_secret(f"refused {token[20:30]}")
    longest = varied(4096)
    run = Run(Question("", AccessToken(longest)), SystemClock(), "agent", print)
    assert run._evidence.redactor.holds_secret(f"refused {longest[2030:2040]}")
