"""Tasks: what a coroutine raises, and should not, is told as a Problem and never lost."""

from __future__ import annotations

import asyncio

from app.domain.errors import DiskFull, Problem
from app.ui.presenters.tasks import Tasks
from tests.ui.samples import TEXT


class Told:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.tasks = Tasks(self.problems.append)


async def fails(error: BaseException) -> None:
    raise error


async def test_a_problem_is_told_as_it_is() -> None:
    told = Told()
    problem = DiskFull()
    await asyncio.wait([told.tasks.start(fails(problem))])
    assert told.problems == [problem]


async def test_anything_else_becomes_a_problem_without_its_words() -> None:
    told = Told()
    errors = [ValueError(TEXT), KeyError("x"), OSError("y"), AssertionError()]
    await asyncio.wait([told.tasks.start(fails(error)) for error in errors])
    assert [type(problem) for problem in told.problems] == [Problem] * 4
    for problem in told.problems:
        assert problem.sentences == Problem().sentences
        assert TEXT not in repr(problem)
        assert problem.__cause__ is None
        assert problem.__context__ is None


async def test_what_ends_well_or_is_cancelled_tells_nothing() -> None:
    told = Told()

    async def waits() -> None:
        await asyncio.Event().wait()

    async def ends() -> None:
        await asyncio.sleep(0)

    endless, short = told.tasks.start(waits()), told.tasks.start(ends())
    await short
    await told.tasks.cancel()
    assert endless.cancelled()
    assert told.problems == []
    await told.tasks.cancel()  # nothing runs: nothing to do


async def test_cancelling_waits_for_the_end_and_still_tells() -> None:
    told = Told()
    steps: list[str] = []

    async def cleans_up() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            steps.append("cleaned up")
            raise DiskFull

    told.tasks.start(cleans_up())
    await asyncio.sleep(0)
    await told.tasks.cancel()
    await asyncio.sleep(0)
    assert steps == ["cleaned up"]
    assert [problem.code for problem in told.problems] == ["disk.full"]
