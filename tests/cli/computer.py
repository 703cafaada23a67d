"""A computer with or without accounts, on which commands are run as processes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pexpect  # type: ignore[import-untyped]  # no stubs among our development tools

from tests.layers.sources import ROOT
from tests.rig.keyring import Keyring, private_keyring
from tests.share.debian_age import at_a_terminal
from tests.share.parts import TOKEN_TEXT

PROGRAM = [sys.executable, "-P", "-m", "app"]
ENDPOINT = "https://api.r-service.tech/scim/v2"
QA_TOKEN = "f" * 63 + "0"


class Told(NamedTuple):
    status: int
    out: str
    err: str


class Terminal:
    """A command at a terminal."""

    def __init__(self, run: Any) -> None:
        self._run = run

    def answer(self, question: str, typed: str) -> None:
        """Wait for the question, which stands there word for word, and type a line."""
        self._run.expect_exact(question)
        self._run.sendline(typed)

    def interrupt(self, said: str) -> None:
        """Press Ctrl+C once this was said."""
        self._run.expect_exact(said)
        self._run.sendintr()

    def rest(self, status: int = 0) -> str:
        """What it says from here until its end, which has to be with that exit status."""
        self._run.expect(pexpect.EOF)
        self._run.close()
        assert self._run.exitstatus == status, self._run.before
        return str(self._run.before)


class Desk(NamedTuple):
    """Somebody's computer. `ids` are those of its accounts."""

    env: dict[str, str]
    keyring: Keyring | None
    ids: list[str]

    def run(self, *words: object, line: str | None = "") -> Told:
        ran = subprocess.run(
            [*PROGRAM, *map(str, words)],
            cwd=ROOT,
            env=self.env,
            input=None if line is None else f"{line}\n".encode(errors="surrogateescape"),
            capture_output=True,
            timeout=90,
        )
        return Told(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def at_a_terminal(self, *words: object) -> Terminal:
        env = {**self.env, "PYTHONPATH": str(ROOT)}
        return Terminal(at_a_terminal([*PROGRAM, *map(str, words)], env))

    def history(self) -> list[Any]:
        ran = subprocess.run(
            [sys.executable, "-c", _HISTORY, self.ids[0]], cwd=ROOT, env=self.env, capture_output=True, check=True
        )
        found: list[Any] = json.loads(ran.stdout)
        return found


_HISTORY = """
import json, sys
from app.domain.clock import SystemClock
from app.store.places import store_file
from app.store.store import open_store
with open_store(store_file(), SystemClock()) as store:
    print(json.dumps([[each.what, each.result, each.with_whom] for each in store.history.of(sys.argv[1])]))
"""


@contextmanager
def desk_with_accounts() -> Iterator[Desk]:
    """With a keyring of its own, and `Widget` in production alone, `Twin` in both environments."""
    with private_keyring() as (keyring, env):
        env = {**env, "PYTHONPATH": str(ROOT)}
        accounts = [
            ["Widget", "production", ENDPOINT, TOKEN_TEXT],
            ["Twin", "production", ENDPOINT, TOKEN_TEXT],
            ["Twin", "qa", ENDPOINT, QA_TOKEN],
        ]
        added = subprocess.run(
            [sys.executable, "-m", "tests.cli.desk"],
            cwd=ROOT,
            env=env,
            input=json.dumps(accounts).encode(),
            capture_output=True,
            timeout=60,
        )
        assert added.returncode == 0, added.stderr.decode()
        yield Desk(env, keyring, json.loads(added.stdout))
