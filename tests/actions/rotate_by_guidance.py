"""A person who rotates by guidance, as a program of its own that can be killed between any two writes.

Standard input: one JSON object a line, with `home`, `new` (the token that R-Service shows now), `kind` and `dies_at`
(after how many boundaries of a write; null: never). Each is a start of the program in a forked process, which
goes on wherever the one before was. Standard output, a line each: how many boundaries it passed, whether it was killed
and whether it had been told that the new token is kept.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import app.tester.token_check  # noqa: F401  loaded once, before the forks
from app.actions.guided_rotation import GuidedRotations, Judgement, finish_rotations
from app.actions.typed_accounts import TypedAccounts
from app.domain.accounts import AccountId
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedKind, GuidedStep
from app.store.database import Database
from tests.actions.parts import opened

KINDS = {kind.value: kind for kind in GuidedKind}


class Boundaries:
    """Counts what is done to the disk, before and after each, and ends the process at one of them."""

    def __init__(self, dies_at: int | None) -> None:
        self.passed = 0
        self._dies_at = dies_at

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        for name in ("fsync", "replace", "rename", "unlink", "link"):
            self._wrap(name)
        writing = Database.writing

        @contextmanager
        def counted(database: Database) -> Iterator[Any]:
            self()
            with writing(database) as connection:
                yield connection
                self()
            self()

        setattr(Database, "writing", counted)  # noqa: B010  in this process alone

    def _wrap(self, name: str) -> None:
        real: Callable[..., Any] = getattr(os, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            self()
            result = real(*arguments, **named)
            self()
            return result

        setattr(os, name, counted)


async def go_on(told: dict[str, Any], say_kept: Callable[[], None]) -> None:
    """What the person does, from wherever an earlier start left the rotation."""
    async with opened(Path(told["home"])) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.open()
        await finish_rotations(typed, parts.clock)
        ((account, connection),) = typed.connections.items()
        new = AccessToken(told["new"])
        section = connection.view.section
        if section is not None and section.token.value == new:
            return
        guided = GuidedRotations(typed, parts.clock)
        await _steps(guided, typed, account, new, KINDS[told["kind"]], say_kept)


async def _steps(
    guided: GuidedRotations,
    typed: TypedAccounts,
    account: AccountId,
    new: AccessToken,
    kind: GuidedKind,
    say_kept: Callable[[], None],
) -> None:
    def state() -> Any:
        return typed.connections[account].view.typed

    if state().guided is None:
        await guided.begin(account, kind)
    if state().guided.step is GuidedStep.CHECK:
        await guided.go_to(account, GuidedStep.PRESS)
    if state().guided.step is GuidedStep.PRESS:
        await guided.go_to(account, GuidedStep.PASTE)
    if state().guided.step is GuidedStep.PASTE:
        if state().pasted is None:
            await guided.paste(account, new)
        say_kept()
        tried = await guided.try_pasted(account)
        assert tried.judgement is Judgement.GOOD, tried
    await guided.finish(account, state().guided.pressed_at)


def start(told: dict[str, Any]) -> None:
    """One start of the program, in this (forked) process."""
    boundaries = Boundaries(told["dies_at"])
    boundaries.watch()
    kept = os.fdopen(told["kept_pipe"], "w")

    def say_kept() -> None:
        kept.write("kept")
        kept.flush()

    asyncio.run(go_on(told, say_kept))
    kept.write(f" {boundaries.passed}")
    kept.flush()


def main() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        reading, told["kept_pipe"] = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            start(told)
            os._exit(0)
        os.close(told["kept_pipe"])
        _, status = os.waitpid(child, 0)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        passed = int(said.split()[-1]) if status == 0 else None
        answer = {"killed": killed, "status": status, "kept": said.startswith("kept"), "passed": passed}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
