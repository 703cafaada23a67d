"""Kills the rotation's core (SIGKILL) again and again: before any of its lines, at any moment, and in the middle of
finishing what an earlier kill left; or fills the disk there. Then a person starts it once more, and what they have is
looked at.

Run as a program: `core_killer.py FOLDER PEOPLE SEED`. Store, vault and the service's storage are the real ones, in real
files; the interpreter's own tracing (sys.settrace) counts the lines, so none of them has a hook for this. Each life is
a forked child; this process itself opens nothing and starts no thread. Prints one JSON object with what it counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from app.domain.clock import SystemClock
from app.domain.countdown import OVERLAP
from app.domain.errors import Problem
from app.domain.rotation import RotationKind, RotationPlan
from app.service.database import Database
from app.service.opening import open_data
from app.service.scim_tokens import token_of_value
from tests.actions.parts import ACCOUNT, opened
from tests.actions.stored_service import KEY, StoredService
from tests.rig.tripwire import Tripwire, die, fill_disk

TRACED = (
    "app/actions/rotation.py", "app/actions/sections.py", "app/accounts/kept_secrets.py", "app/store", "app/vault",
    "app/service", "tests/actions/stored_service.py",
)  # fmt: skip
SERVICE = "service"
FAILED = 4
"""Exit status of a life that ended in a way that no person is told of."""


async def live(folder: Path, wire: Tripwire | None) -> None:
    """What a person and their program do: finish what was left; where the token is still the one of before, rotate;
    look at it, share it."""
    before = (folder / "before").read_text()
    if wire is not None:
        wire.arm(TRACED)
    async with opened(folder / "home") as parts:
        source = StoredService(folder / SERVICE)
        await parts.rotations.finish_unfinished(source)
        section = await source.section()
        if section.token.id == before:
            plan = RotationPlan(RotationKind.PLANNED, before)
            section = (await parts.rotations.rotate(source, plan)).section
        await parts.kept.keep_section(ACCOUNT, section)
        await parts.rotations.mark_shown(ACCOUNT)
        await asyncio.to_thread(parts.store.journal.hand_over, ACCOUNT, section.token.id)  # as a share does
        living = [section.token.id, *([section.previous_token.id] if section.previous_token else [])]
        await parts.rotations.mark_old_ended(ACCOUNT, living)
        source.database.close()


async def written_first(folder: Path) -> None:
    """What holds at every moment, whatever was ended: each step was written down before the next began. Raises
    OutOfOrder."""
    before = (folder / "before").read_text()
    async with opened(folder / "home") as parts:
        source = StoredService(folder / SERVICE)
        present = (await source.section(values=False)).token.id
        source.database.close()
        journal = [each for each in parts.store.journal.unfinished(ACCOUNT) if each.plan.present_token_id == before]
        kept = await parts.kept.tokens(ACCOUNT)
        if present != before and not journal:
            raise OutOfOrder("the service has rotated, and no request was written down")
        if kept is None or kept.token_id not in (before, present):
            raise OutOfOrder("the vault has lost the token")
        if any(not each.must_be_repeated for each in journal) and kept.token_id != present:
            raise OutOfOrder("a token is said to be stored that is not in the vault")


class OutOfOrder(Exception):  # noqa: N818  says what happened
    """Something was done before it was written down."""


async def what_stands(folder: Path) -> dict[str, bool]:
    """What has to hold in the end: each of these is true."""
    before = (folder / "before").read_text()
    async with opened(folder / "home") as parts:
        source = StoredService(folder / SERVICE)
        section, events = await source.section(), await source.events()
        kept = await parts.kept.tokens(ACCOUNT)
        journal = parts.store.journal.unfinished(ACCOUNT)
        old = kept.previous_token.reveal() if kept and kept.previous_token else ""
        found = {
            "current": kept is not None and (kept.token_id, kept.token) == (section.token.id, section.token.value),
            "old": kept is not None and kept.previous_token_id == before and _lives_thirty_days(source.database, old),
            "once": [event.kind for event in events] == ["rotated"] and _keys_used(source.database) == 1,
            "journal": [(each.state.value, each.new_token_id) for each in journal]
            == [("handed_over", section.token.id)],
            "store": parts.store.moved_to is None,
        }
        source.database.close()
        return found


def _lives_thirty_days(database: Database, value: str) -> bool:
    with database.reading() as connection:
        token = token_of_value(connection, value)
        made = connection.exec_driver_sql("SELECT created_at FROM rotation").scalar()
    if token is None or made is None:
        return False
    thirty_days = int(OVERLAP / timedelta(milliseconds=1))
    return token.valid(made + thirty_days - 1) and not token.valid(made + thirty_days)


def _keys_used(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM rotation").scalar() or 0)


def in_child(work: Callable[[], Any], kill_after: float | None = None) -> tuple[int, Any]:
    """Runs in a forked child: its exit status (negative: killed by that signal) and what `work` returned."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            answer = work()
        except Problem as problem:
            os.write(writing, json.dumps(f"problem {problem.code}").encode())
            os._exit(3)
        except BaseException as error:  # this process must not go on as a second one of its parent
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(FAILED)
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    return status, json.loads(said) if said else None


def make_base(folder: Path) -> None:
    """A person who has just added the account, in whose vault its first token is."""
    (folder / SERVICE).mkdir(parents=True)
    open_data(folder / SERVICE, KEY, SystemClock()).database.close()

    async def begin() -> None:
        async with opened(folder / "home") as parts:
            source = StoredService(folder / SERVICE)
            section = await source.section()
            await parts.kept.keep_section(ACCOUNT, section)
            (folder / "before").write_text(section.token.id)
            source.database.close()

    asyncio.run(begin())


class Length(NamedTuple):
    """How long a life is that nothing ends."""

    lines: int
    seconds: float


def length_of_a_life(base: Path, scratch: Path) -> Length:
    shutil.copytree(base, scratch)

    def count() -> int:
        wire = Tripwire(0, die)
        asyncio.run(live(scratch, wire))
        return wire.seen

    begun = time.monotonic()
    _, lines = in_child(count)
    return Length(int(lines), time.monotonic() - begun)


def one_fate(folder: Path, first: int, chance: random.Random, length: Length, counted: Counter[str]) -> None:
    """One person's lives, from the wish to rotate until they are left in peace. The first ends before the line of the
    number `first`, or fills the disk there."""
    for life in range(chance.choice((1, 1, 2, 3))):
        kinds = ("line",) * 7 + ("disk",) if life == 0 else ("line", "moment", "moment", "disk")
        kind = chance.choice(kinds)
        number = first if life == 0 else chance.randrange(length.lines) + 1
        wire = None if kind == "moment" else Tripwire(number, fill_disk if kind == "disk" else die)
        moment = chance.uniform(0, length.seconds) if kind == "moment" else None
        status, said = in_child(partial(_live_through, folder, wire), moment)
        if status == FAILED:
            raise SystemExit(f"it failed ({kind}, line {first}): {said}")
        counted["killed" if status == -signal.SIGKILL else "disk full" if kind == "disk" else "left in peace"] += 1
    status, found = in_child(partial(_left_in_peace, folder))
    if status != 0 or not all(found.values()):
        raise SystemExit(f"not as it has to be after line {first}: {status} {found}")
    counted["people"] += 1
    counted.update(found.keys())


def _live_through(folder: Path, wire: Tripwire | None) -> None:
    # A loop, and threads, of its own: the wire is armed for those that are started after it.
    asyncio.run(written_first(folder))
    asyncio.run(live(folder, wire))


def _left_in_peace(folder: Path) -> dict[str, bool]:
    _live_through(folder, None)
    return asyncio.run(what_stands(folder))


def main(scratch: Path, people: int, seed: int) -> None:
    chance = random.Random(seed)
    base = scratch / "base"
    status, said = in_child(lambda: make_base(base))
    assert status == 0, said
    length = length_of_a_life(base, scratch / "whole")
    counted: Counter[str] = Counter(lines=length.lines)
    for number in range(people):
        folder = scratch / "person"
        shutil.copytree(base, folder)
        # Spread over the whole life: with as many people as it has lines, none is left out.
        one_fate(folder, number * length.lines // people + 1, chance, length, counted)
        shutil.rmtree(folder)
    print(json.dumps(counted))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
