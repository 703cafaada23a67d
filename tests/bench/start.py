"""From start to mapped window, against a PySide6 window that holds one label.

Both are started in turn, in the same run, by the same Python with the runtime requirements alone (`.venv`). The ratio
is of medians: a single start varies by a fifth. The limit is the product's own: 1.3.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.bench.figure import Figure, spread
from tests.rig.environment import private_environment
from tests.rig.keyring import KeyringState
from tests.rig.processes import end
from tests.rig.programs import one_label
from tests.rig.session import Session
from tests.whole_program.program import COUNTDOWN, ENDPOINT, MASKED, NAME, Program

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / ".venv/bin/scim-connection"
PYTHON = ROOT / ".venv/bin/python"
RATIO = 1.3
SECOND_START = 0.6
"""Seconds until endpoint, mask and countdown stand there."""


def measure(runs: int) -> list[Figure]:
    with Session(keyring=KeyringState.UNLOCKED) as session:
        filled = session.folder / "filled"
        env = {**session.env, **private_environment(filled)}
        prepare(session, env)
        found: dict[str, list[float]] = {"label": [], "first": [], "second": [], "shown": []}
        for number in range(runs + 1):
            empty = session.folder / f"empty-{number}"
            fresh = {**session.env, **private_environment(empty)}
            ways: dict[str, Callable[[], float]] = {
                "label": partial(mapped, session, [PYTHON, one_label.__file__], one_label.TITLE, session.env),
                "first": partial(mapped, session, [SCRIPT], NAME, fresh),
                "second": partial(mapped, session, [SCRIPT], NAME, env),
                "shown": partial(values_shown, session, env),
            }
            # Each round begins with another one: none always follows the same.
            order = [*ways][number % len(ways) :] + [*ways][: number % len(ways)]
            for name in order:
                took = ways[name]()
                if number:  # the first round fills the page cache
                    found[name].append(took)
            shutil.rmtree(empty)
    label, first, second, shown = found.values()
    base = statistics.median(label)
    return [
        Figure("window with one label", base, "s", None, spread(label)),
        Figure("first start, ratio", statistics.median(first) / base, "", RATIO, spread(first)),
        Figure("second start, ratio", statistics.median(second) / base, "", RATIO, spread(second)),
        Figure(
            "second start: endpoint, mask and countdown are there",
            statistics.median(shown),
            "s",
            SECOND_START,
            spread(shown),
        ),
    ]


def prepare(session: Session, env: Mapping[str, str]) -> None:
    """A home with a pretend account that has an old token."""
    program = Program(session, "--practice", script=SCRIPT, env=env)
    program.wait_for_account()
    program.rotate()
    program.label("oldTokenCountdown").wait_for_text(COUNTDOWN)
    program.quit()


def mapped(session: Session, command: Sequence[str | os.PathLike[str]], title: str, env: Mapping[str, str]) -> float:
    """Seconds from exec to the first visible window whose title begins so."""
    find = ["xdotool", "search", "--onlyvisible", "--name", f"^{re.escape(title)}"]
    begin = time.perf_counter()
    process = session.processes.start("measured", command, env=env)
    try:
        while not subprocess.run(find, env=session.env, capture_output=True, check=False).stdout.strip():
            if process.poll() is not None or time.perf_counter() - begin > 60:
                raise RuntimeError(session.processes.log_of("measured").read_text())
            time.sleep(0.005)
        return time.perf_counter() - begin
    finally:
        end(process)
        _wait_unmapped(session, find)


def values_shown(session: Session, env: Mapping[str, str], script: Path = SCRIPT) -> float:
    """Seconds from exec until a screen reader finds endpoint, mask and countdown."""
    begin = time.perf_counter()
    program = Program(session, script=script, env=env)
    window = program.app.window(re.compile(f"^{NAME}"))
    window.find("label", COUNTDOWN, id="oldTokenCountdown", timeout=30)
    window.find("text", "SCIM endpoint").wait_for_text(ENDPOINT)
    window.find("text", "SCIM access token").wait_for_text(re.compile("^•{12}"))
    took = time.perf_counter() - begin
    # Let it come to its end in the usual way: the next start is to find a settled home.
    program.token_field.wait_for_text(MASKED, 30)
    program.quit()
    return took


def _wait_unmapped(session: Session, find: Sequence[str]) -> None:
    deadline = time.monotonic() + 10
    while subprocess.run(find, env=session.env, capture_output=True, check=False).stdout.strip():
        if time.monotonic() > deadline:
            raise RuntimeError("a window did not go")
        time.sleep(0.02)
