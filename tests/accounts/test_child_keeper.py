"""The local service's keeper and children that die, hang, refuse or talk nonsense: real processes all."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from app.accounts.local_service import LocalService, Phase, ServiceData, ServiceState
from app.domain.clock import SystemClock
from app.domain.errors import (
    LocalServiceFailed,
    LocalServiceHeld,
    LocalServiceTooNew,
    Problem,
    SecretGone,
    ServiceFailed,
    ServiceUnreachable,
)
from tests.accounts import odd_child

Make = Callable[..., LocalService]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """Each start of a child adds a line."""
    return tmp_path / "starts"


@pytest.fixture
async def keeper(note: Path) -> AsyncIterator[Make]:
    made: list[LocalService] = []
    before = psutil.Process().children()  # other tests' servers

    def make(how: str, *arguments: str, **more: object) -> LocalService:
        command = [sys.executable, odd_child.__file__, how, str(note), *arguments]
        data = ServiceData(b"k" * 32, Path("/nowhere/practice"))
        made.append(LocalService(command, data, SystemClock(), **more))  # type: ignore[arg-type]  # a test's keywords
        return made[-1]

    yield make
    for service in made:
        await service.close()
    assert psutil.Process().children() == before


async def test_it_gives_up_after_five_deaths_in_a_minute(keeper: Make, note: Path) -> None:
    states: list[ServiceState] = []
    service = keeper("dies", on_change=states.append)
    with pytest.raises(LocalServiceFailed):
        await asyncio.wait_for(service.start(), 30)
    assert note.read_text().count("started") == 5
    assert service.state.phase is Phase.FAILED
    assert states[-1].problem is not None
    assert "again and again" in states[-1].problem.happened
    with pytest.raises(LocalServiceFailed):
        await asyncio.wait_for(service.accounts(), 5)


async def test_try_again_starts_anew(keeper: Make, note: Path) -> None:
    service = keeper("refuses", "held")
    for times in (1, 2):
        with pytest.raises(LocalServiceHeld):
            await service.start()
        assert note.read_text().count("started") == times


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("held", LocalServiceHeld),
        ("too_new", LocalServiceTooNew),
        ("wrong_key", SecretGone),
        ("failed", LocalServiceFailed),
        ("a word of tomorrow", LocalServiceFailed),
    ],
)
async def test_a_refusal_is_told_and_not_tried_again(
    keeper: Make, note: Path, reason: str, problem: type[Problem]
) -> None:
    with pytest.raises(Problem) as caught:
        await keeper("refuses", reason).start()
    assert type(caught.value) is problem
    assert note.read_text().count("started") == 1
    assert reason != "wrong_key" or "/nowhere/practice" in caught.value.next_step


@pytest.mark.parametrize("how", ["silent", "garbage"])
async def test_a_child_that_does_not_become_ready_is_ended(keeper: Make, how: str) -> None:
    with pytest.raises(LocalServiceFailed):
        await asyncio.wait_for(keeper(how, patience=0.5).start(), 20)


async def test_nothing_to_start_is_a_problem() -> None:
    service = LocalService(["/nowhere/at/all"], ServiceData(b"k" * 32, None), SystemClock())
    with pytest.raises(LocalServiceFailed):
        await service.start()
    await service.close()


async def test_it_is_not_running_before_it_was_started_nor_after_it_was_closed(keeper: Make) -> None:
    service = keeper("talks", "[]")
    with pytest.raises(LocalServiceFailed):
        await asyncio.wait_for(service.ready(), 5)
    assert (await service.start()).phase is Phase.READY
    await service.close()
    await service.close()
    assert service.state.phase is Phase.STOPPED
    assert service.pid is None
    with pytest.raises(LocalServiceFailed):
        await asyncio.wait_for(service.accounts(), 5)


async def test_answers_are_taken_by_their_number_and_noise_is_not(keeper: Make) -> None:
    person = {"name": "Jane Doe", "email": "jane@widget.example", "roles": ["account_owner"]}
    account = {"id": "widget", "name": "Widget", "environment": "qa", "people": [person]}
    service = keeper("talks", json.dumps([account]))
    state = await service.start()
    assert state.port_changed
    assert state.database_moved_to == Path("/somewhere/aside")
    accounts, session = await asyncio.gather(service.accounts(), service.session("widget", "jane@widget.example"))
    assert accounts[0].people[0].is_owner
    assert session.reveal() == "rss_" + "a" * 43


@pytest.mark.parametrize("wrong", ['"x"', "[1]", '[{"id": 1}]', '[{"id": "a", "name": "b", "environment": "c"}]'])
async def test_wrong_answers_are_a_problem(keeper: Make, wrong: str) -> None:
    service = keeper("talks", wrong)
    await service.start()
    with pytest.raises(ServiceFailed):
        await service.accounts()


async def test_a_question_whose_child_dies_is_answered_by_a_problem(keeper: Make, note: Path) -> None:
    service = keeper("dies when asked")
    first = await service.start()
    with pytest.raises(ServiceUnreachable):
        await asyncio.wait_for(service.accounts(), 10)
    again = await asyncio.wait_for(service.ready(), 10)
    assert (again.port, again.url) == (first.port, first.url)
    assert note.read_text().count("started") == 2


async def test_it_comes_back_after_each_death_until_it_is_too_much(keeper: Make, note: Path) -> None:
    phases: list[Phase] = []
    failed = asyncio.Event()

    def hear(state: ServiceState) -> None:
        phases.append(state.phase)
        if state.phase is Phase.FAILED:
            failed.set()

    await keeper("ready, then dies", on_change=hear).start()
    await asyncio.wait_for(failed.wait(), 30)
    assert phases.count(Phase.READY) == 5
    assert note.read_text().count("started") == 5


async def test_closing_ends_even_a_child_that_does_not_listen(keeper: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    service = keeper("stubborn", end_patience=0.2)
    await service.start()
    assert service.pid is not None
    child = psutil.Process(service.pid)
    before = time.monotonic()
    await service.close()
    assert time.monotonic() - before < 10
    assert not child.is_running()


async def test_closing_while_it_starts_leaves_no_child_behind(keeper: Make) -> None:
    before = psutil.Process().children()
    for turns in range(1, 8):
        service = keeper("silent")
        starting = asyncio.create_task(service.start())
        for _ in range(turns):
            await asyncio.sleep(0)
        await service.close()
        with pytest.raises(LocalServiceFailed):
            await starting
        gc.collect()  # a child that was forgotten would complain here
    assert psutil.Process().children() == before


async def test_the_key_is_in_no_argument_and_no_environment(keeper: Make) -> None:
    service = keeper("talks", "[]")
    await service.start()
    assert service.pid is not None
    child = psutil.Process(service.pid)
    told = " ".join([*child.cmdline(), *child.environ().values()])
    assert "a2tra2tr" not in told  # base64 of the key
    assert "kkkk" not in told
    assert "kkkk" not in repr(ServiceData(b"k" * 32, None))
