"""Whole programs, each with its own R-Service, vault and store, are ended in the middle of a rotation: the program, the
service or both by SIGKILL, the connection cut, the disk full. Afterwards the person has the current token, the old one
works, and it was rotated once.

One person after another goes on where the last one was left, so that each start finishes what the last kill left
behind.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from tests.rig.counts import Tell
from tests.whole_program.test_whole_story import users

pytestmark = [pytest.mark.once, pytest.mark.source]

THIRTY_DAYS = 2_592_000
SERVICE_LINES = 150
"""About as many lines of ours as the service runs for a rotation, until the answer has left."""
TRIPS = ("program",) * 8 + ("both",) * 3 + ("service",) * 2 + ("own",) * 4 + ("cut", "disk", "service's disk")
IN_WORDS = {
    "program": "by SIGKILL of the program",
    "both": "of program and service",
    "service": "of the service",
    "own": "of the service at a line of its own",
    "cut": "by cutting the connection",
    "disk": "by a full disk",
    "service's disk": "by a full disk of the service",
}


class Life:
    """One start of the program without its window."""

    def __init__(self, folder: Path, service_line: int = 0) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "mark").unlink(missing_ok=True)
        self.log = folder / "log"
        self._log = self.log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.whole_program.without_window", str(folder), str(service_line)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def hear(self) -> dict[str, Any] | None:
        """How it stands; None where it was killed."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            assert self._process.wait(60) == -9, self.log.read_text()[-3000:]
            return None
        said: dict[str, Any] = json.loads(line)
        return said

    def settled(self, stands: dict[str, Any] | None) -> dict[str, Any]:
        """How it stands once all is well: a person who is told of a problem chooses Try again, for a minute."""
        deadline = time.monotonic() + 60
        while stands is not None and "problem" in stands:
            assert time.monotonic() < deadline, stands
            stands = self.order(again=True)
        assert stands is not None, "it was killed"
        return stands

    def order(self, **what: object) -> dict[str, Any] | None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        self._process.stdin.flush()
        return self.hear()

    def __enter__(self) -> Life:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        try:
            self._process.wait(60)
        finally:
            self._process.kill()
            self._process.wait(60)
            self._log.close()


def looked_at(stands: dict[str, Any], before: dict[str, Any], counted: Counter[str]) -> bool:
    """Whether a rotation was carried out since; all that has to hold of either case is checked, and counted."""
    made = len(stands["rotations"]) - len(before["rotations"])
    assert made in (0, 1), f"it rotated {made} times for one wish"
    assert stands["kept"] == stands["present"], "the vault has another token than the service"
    assert users(stands["endpoint"], stands["kept"]) > 20
    assert not {"asked", "answered"} & set(stands["unfinished"])
    if made:
        counted.update(("current", "once"))
        assert stands["old"] == stands["kept old"] == before["present"]
        assert stands["old lives"] == THIRTY_DAYS
        assert users(stands["endpoint"], stands["old"]) > 20
        counted["old"] += 1
    else:
        assert stands["present"] == before["present"]
        assert stands["kept old"] == before["kept old"]
    return made == 1


class Persons:
    """Each wishes for one rotation, in the middle of which their program is ended. Then the next one starts it."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.counted: Counter[str] = Counter()
        self._folder = folder
        self._chance = chance
        with Life(folder) as life:
            life.settled(life.hear())
            stands = life.settled(life.order())  # left in peace, to see how long it is
        self._before, self._lines = stands, int(stands["lines"])

    def go_on(self, how_many: int) -> None:
        while self.counted["programs"] < how_many:
            self._one()
        with Life(self._folder) as life:
            self._look(life)

    def _one(self) -> None:
        trip = self._chance.choice(TRIPS)
        line = self._chance.randrange(1, SERVICE_LINES if trip == "own" else self._lines)
        with Life(self._folder, line if trip == "own" else 0) as life:
            self._before = self._look(life)
            after = life.order() if trip == "own" else life.order(trip=trip, line=line)
            ended = (
                (self._folder / "mark").exists() if trip == "own" else after is None or life.settled(after)["tripped"]
            )
        self.counted["wishes"] += 1
        self.counted.update([trip, "programs"] if ended else ["came to its end first"])

    def _look(self, life: Life) -> dict[str, Any]:
        """What has to hold after the last one's wish."""
        stands = life.settled(life.hear())
        if self.counted["wishes"] and not looked_at(stands, self._before, self.counted):
            stands = life.settled(life.order())  # nothing had been asked for yet: they wish again
            assert looked_at(stands, self._before, self.counted)
        return stands


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("number", "how_many"), [(1, 10), (2, 10), pytest.param(3, 260, marks=pytest.mark.long)], ids=["1", "2", "long"]
)
def test_whole_programs_that_are_ended_lose_nothing(tmp_path: Path, number: int, how_many: int, tell: Tell) -> None:
    seed = random.randrange(2**32)
    persons = Persons(tmp_path / "person", random.Random(seed))
    persons.go_on(how_many)
    counted = persons.counted
    kinds = ", ".join(f"{counted[each]} {words}" for each, words in IN_WORDS.items() if counted[each])
    tell(
        f"rotation, round {number}: ended {counted['programs']} of {counted['wishes']} whole programs in the middle "
        f"({kinds}): {counted['current']} had the current token, {counted['old']} old tokens worked, "
        f"{counted['wishes'] - counted['once']} rotated twice (seed {seed})"
    )
    assert counted["programs"] == how_many
    assert counted["current"] == counted["old"] == counted["once"] == counted["wishes"]
