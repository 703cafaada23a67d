"""`scim-connection _serve`: the R-Service that the window starts as its own child.

One JSON object a line. First line in: key, folder and port; first line out: ready or why not. Then questions come on
standard input, answered in order; at its end the service ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.clock import Clock, SystemClock
from app.service.data_folder import FolderHeld, FolderLock, make_private_folder
from app.service.database import StorageFailed, StorageFull
from app.service.listening import listen
from app.service.migration import DatabaseTooNew
from app.service.moments import milliseconds
from app.service.opening import OpenedData, WrongKey, open_data
from app.service.people import NoSuchPerson, begin_session, list_accounts
from app.service.running import Reached, RunningService
from app.service.storage_key import NotAKey, StorageKey

_HOST = "127.0.0.1"
_LONGEST_LINE = 65_536


@dataclass(frozen=True)
class _Wish:
    key: StorageKey
    folder: Path | None
    port: int
    expected: bool
    """The window remembers accounts that should be in the folder."""


@dataclass(frozen=True)
class _NotReady(Exception):  # noqa: N818  says what is the matter
    reason: str
    detail: str = field(default="")


class _Asked:
    """Answers the questions of the window, in order, in a thread of its own."""

    def __init__(self, lines: Iterator[bytes], data: OpenedData, clock: Clock, service: RunningService) -> None:
        self._lines = lines
        self._data = data
        self._clock = clock
        self._service = service

    def answer_all(self) -> None:
        try:
            for line in self._lines:
                _say(self._answer(line))
        except OSError:
            pass  # nobody listens any more
        finally:
            self._service.stop()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            question = json.loads(line)
        except (ValueError, RecursionError):
            question = None
        if not isinstance(question, dict):
            return {"id": None, "error": "not_understood"}
        try:
            return {"id": question.get("id"), **self._answer_to(question)}
        except NoSuchPerson as error:
            code = error.code
        except StorageFailed as error:
            code = "storage_full" if isinstance(error, StorageFull) else "storage_failed"
        return {"id": question.get("id"), "error": code}

    def _answer_to(self, question: dict[str, Any]) -> dict[str, Any]:
        match question:
            case {"list": True}:
                with self._data.database.reading() as connection:
                    return {"accounts": list_accounts(connection)}
            case {"session": {"account": str(account), "person": str(person)}}:
                with self._data.database.writing() as connection:
                    session = begin_session(connection, account, person, milliseconds(self._clock.now()))
                return {"session": session}
            case _:
                return {"error": "not_understood"}


def main() -> int:
    """Returns 0 after a run, 1 where the service could not start."""
    lines, clock = _lines(), SystemClock()
    try:
        wish = _wish(next(lines, b""))
        lock = _hold(wish.folder)
        try:
            data = _open(wish, clock)
            try:
                _serve(wish, data, clock, lines)
            finally:
                data.database.close()
        finally:
            if lock is not None:
                lock.release()
    except _NotReady as not_ready:
        _say({"ready": False, "reason": not_ready.reason, "detail": not_ready.detail})
        return 1
    return 0


def _serve(wish: _Wish, data: OpenedData, clock: Clock, lines: Iterator[bytes]) -> None:
    try:
        listener = listen(_HOST, wish.port, any_port=True)
    except (OSError, OverflowError):
        raise _NotReady("failed", "This computer gives the service no port to listen on.") from None
    reached = Reached(listener)
    service = RunningService(data.database, wish.key, clock, reached)

    def ready() -> None:
        try:
            _say(
                {
                    "ready": True,
                    "url": reached.url,
                    "endpoint": reached.endpoint,
                    "port_changed": listener.port_changed,
                    "database_moved_to": None if data.moved_to is None else str(data.moved_to),
                    "database_missing": data.missing,
                }
            )
        except OSError:
            service.stop()
            return
        asked = _Asked(lines, data, clock, service)
        threading.Thread(target=asked.answer_all, name="questions", daemon=True).start()

    service.run(ready)


def _wish(line: bytes) -> _Wish:
    try:
        wish = json.loads(line)
        key, folder, port = wish["key"], wish["data"], wish["port"]
        if not (isinstance(key, str) and isinstance(port, int) and 0 <= port <= 65_535):
            raise TypeError
        folder = None if folder is None else Path(folder)
        return _Wish(StorageKey.from_base64(key), folder, port, expected=wish.get("expected") is True)
    except (ValueError, TypeError, KeyError, RecursionError, NotAKey):
        raise _NotReady("failed", "The first line is not as agreed.") from None


def _hold(folder: Path | None) -> FolderLock | None:
    if folder is None:
        return None
    try:
        make_private_folder(folder)
        return FolderLock(folder)
    except FolderHeld:
        raise _NotReady("held", "Another R-Service already uses this data folder.") from None
    except (OSError, ValueError):
        raise _NotReady("failed", "The data folder cannot be written to.") from None


def _open(wish: _Wish, clock: Clock) -> OpenedData:
    try:
        return open_data(wish.folder, wish.key, clock, expected=wish.expected)
    except WrongKey:
        raise _NotReady("wrong_key", "The database was written with another key. It was left as it is.") from None
    except DatabaseTooNew:
        raise _NotReady("too_new", "A newer program made this database. It was left as it is.") from None
    except StorageFull:
        raise _NotReady("failed", "The disk is full.") from None
    except (StorageFailed, OSError):
        raise _NotReady("failed", "The database cannot be opened. It was left as it is.") from None


def _lines() -> Iterator[bytes]:
    """Standard input, line by line; read without Python's buffer, whose lock would hold up the end of the program."""
    kept = b""
    while True:
        try:
            part = os.read(0, 65_536)
        except OSError:
            return
        if not part:
            return
        kept += part
        while (end := kept.find(b"\n")) >= 0:
            yield kept[:end]
            kept = kept[end + 1 :]
        if len(kept) > _LONGEST_LINE:
            return


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
