"""Tests in several worker processes at once (pytest-xdist), but for those that need the machine to themselves."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "win32":
    import fcntl

ALONE = "alone"
"""The marker of a test that measures short times, or keeps the machine's cores busy on purpose."""
_SHORT = 120
"""Seconds, the limit of a test that asks for no other. Those that do take long, and are begun first: else the last of
them would go on while the other processes have nothing left to do."""
_TURNS = "turns_file"


class Controller:
    """In the process that hands the tests out: makes the file on which the workers wait for their turn."""

    def __init__(self) -> None:
        self._file = tempfile.NamedTemporaryFile(prefix="scim-connection-tests-")  # noqa: SIM115  as long as this lives

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: object) -> None:
        """xdist's hook for each worker that is about to start."""
        node.workerinput[_TURNS] = self._file.name  # type: ignore[attr-defined]  # xdist has no types

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """xdist's hook for who hands the tests out; None leaves it to xdist."""
        from tests.rig.handing_out import ToTheEnd  # where there is xdist

        return ToTheEnd(config, log) if config.option.dist == "loadgroup" else None

    def pytest_unconfigure(self) -> None:
        self._file.close()


class Worker:
    """In a worker: a test that is marked `alone` runs while no other worker runs any, after all those that are not."""

    def __init__(self, turns: Path) -> None:
        self._turns = turns.open("rb")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=_part)  # keeps the random order within each part

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Around everything, the time limit of the test included: waiting for its turn is not the test's own time."""
        fcntl.flock(self._turns, fcntl.LOCK_EX if _is_alone(item) else fcntl.LOCK_SH)
        try:
            return (yield)
        finally:
            fcntl.flock(self._turns, fcntl.LOCK_UN)

    def pytest_unconfigure(self) -> None:
        self._turns.close()


def share_the_machine(config: pytest.Config) -> None:
    """Register what this process needs for it: nothing where the tests run in one process."""
    given = getattr(config, "workerinput", None)
    if given is not None:
        config.pluginmanager.register(Worker(Path(given[_TURNS])))
    elif getattr(config.option, "numprocesses", None):
        config.pluginmanager.register(Controller())


def _part(item: pytest.Item) -> int:
    if _is_alone(item):
        return 2
    limit = item.get_closest_marker("timeout")
    return 0 if limit is not None and limit.args and limit.args[0] > _SHORT else 1


def _is_alone(item: pytest.Item) -> bool:
    return item.get_closest_marker(ALONE) is not None
