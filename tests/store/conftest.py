"""A store in a folder of its own, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.store.store import Store, open_store


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return self._now.timestamp()

    def move(self, by: timedelta) -> None:
        self._now += by


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.sqlite3"


@pytest.fixture
def store(path: Path, clock: HandClock) -> Iterator[Store]:
    with open_store(path, clock) as opened:
        yield opened


@pytest.fixture(params=["as kept", "opened again"])
def again(request: pytest.FixtureRequest, store: Store, path: Path, clock: HandClock) -> Iterator[Store]:
    """The same store, or another opening of its file."""
    if request.param == "as kept":
        yield store
    else:
        with open_store(path, clock) as opened:
            yield opened
