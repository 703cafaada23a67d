"""A disk that is full from some moment of a rotation on: by a limit that the system puts on files (RLIMIT_FSIZE), which
fails writes as a full disk does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.errors import Problem, RotationUnfinished
from app.domain.rotation import RotationKind, RotationPlan
from tests.actions.conftest import Account
from tests.actions.parts import ACCOUNT, opened

if sys.platform == "win32":
    pytest.skip("there is no such limit", allow_module_level=True)

import resource  # POSIX alone


@contextmanager
def _filling_disk() -> Iterator[Callable[[], None]]:
    """Gives what fills the disk. It has room again at the end."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_full_before_the_request_nothing_is_asked(account: Account, home: Path) -> None:
    plan = RotationPlan(RotationKind.PLANNED, account.first.token.id)
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        with _filling_disk() as fill:
            fill()
            with pytest.raises(Problem) as caught:
                await parts.rotations.rotate(source, plan)
        assert not isinstance(caught.value, RotationUnfinished)
        assert account.relay.rotations_seen == 0
        await parts.rotations.rotate(source, plan)
        assert await account.rotations() == 1


async def test_full_before_the_answer_the_new_token_is_not_lost(account: Account, home: Path) -> None:
    plan = RotationPlan(RotationKind.PLANNED, account.first.token.id)
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        await parts.kept.keep_section(ACCOUNT, account.first)
        with _filling_disk() as fill:
            account.relay.answered = fill
            with pytest.raises(RotationUnfinished) as caught:
                await parts.rotations.rotate(source, plan)
            assert "disk is full" in caught.value.happened
            assert "not lost" in caught.value.means
            account.relay.answered = lambda: None
        before = await parts.kept.tokens(ACCOUNT)
        assert before is not None
        assert before.token_id == account.first.token.id, "what was kept before still is"
        (finished,) = await parts.rotations.finish_unfinished(source)
        after = await parts.kept.tokens(ACCOUNT)
        assert after is not None
        assert after.token == finished.section.token.value
        assert after.previous_token == account.first.token.value
        assert await account.works(after.token.reveal())
        assert await account.rotations() == 1


async def test_a_refusal_that_cannot_be_written_down_is_said_to_be_open(account: Account, home: Path) -> None:
    async with opened(home) as parts:
        source = parts.source(account.relay.url, account.session)
        second = await parts.rotations.rotate(source, RotationPlan(RotationKind.PLANNED, account.first.token.id))
        plan = RotationPlan(RotationKind.PLANNED, second.section.token.id)
        with _filling_disk() as fill:
            account.relay.answered = fill
            with pytest.raises(RotationUnfinished) as caught:
                await parts.rotations.rotate(source, plan)
            assert "was not rotated" in caught.value.means
            account.relay.answered = lambda: None
        assert await parts.rotations.finish_unfinished(source) == ()
        assert await account.rotations() == 1
        assert [entry.key for entry in parts.store.journal.unfinished(ACCOUNT)] == [second.rotation.key]
