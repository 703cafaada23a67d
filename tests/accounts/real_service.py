"""The real `_serve` child, started without our own keeper, for tests of what talks to it."""

from __future__ import annotations

import base64
import json
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.domain.own_program import own_command

KEY = b"a key of thirty-two bytes, to try"


class RealService:
    """`url` is where it serves. Its accounts are made anew in an empty folder."""

    def __init__(self, process: subprocess.Popen[bytes], ready: dict[str, Any]) -> None:
        self._process = process
        self._turn = threading.Lock()
        self.url: str = ready["url"]
        self.endpoint: str = ready["endpoint"]
        self.accounts: list[dict[str, Any]] = self._ask(list=True)["accounts"]

    def session(self, account: int, *, owner: bool = True) -> str:
        """A session of that account's owner, or of its first person who is none."""
        listed = self.accounts[account]
        person = next(p for p in listed["people"] if ("account_owner" in p["roles"]) is owner)
        answer = self._ask(session={"account": listed["id"], "person": person["email"]})
        return str(answer["session"])

    def scim_token(self, account: int) -> str:
        """That account's SCIM access token, as its settings API tells it."""
        request = urllib.request.Request(
            self.url + "/settings/v1/apps/scim", headers={"Authorization": f"Bearer {self.session(account)}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(json.load(answer)["token"]["value"])

    def _ask(self, **question: object) -> dict[str, Any]:
        with self._turn:
            return _ask(self._process, {"id": 1, **question})


@contextmanager
def real_service(folder: Path | None, program: Path | None = None) -> Iterator[RealService]:
    """Runs it on this folder, or in memory; from this environment, or as that program."""
    process = subprocess.Popen(
        own_command("_serve") if program is None else [program, "_serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        key = base64.b64encode(KEY[:32]).decode()
        ready = _ask(process, {"key": key, "data": str(folder) if folder else None, "port": 0})
        assert ready["ready"] is True, ready
        yield RealService(process, ready)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def _ask(process: subprocess.Popen[bytes], line: dict[str, object]) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(line).encode() + b"\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer
