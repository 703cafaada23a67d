"""Garbage with parts of the window in it is collected in the window's thread, whoever made it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.collecting import Collecting


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was = gc.isenabled()
    yield
    gc.enable() if was else gc.disable()


def test_a_worker_that_allocates_much_collects_nothing(qtbot: QtBot) -> None:
    gc.enable()
    parent = QObject()
    collecting = Collecting(parent)
    began: list[int] = []

    def noted(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            began.append(threading.get_ident())

    def allocate() -> None:
        for _ in range(20_000):
            cycle: list[object] = []
            cycle.append(cycle)

    gc.callbacks.append(noted)
    try:
        worker = threading.Thread(target=allocate)
        worker.start()
        worker.join()
        assert began == []
        collecting.look()
        assert set(began) == {threading.get_ident()}
    finally:
        gc.callbacks.remove(noted)
