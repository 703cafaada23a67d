"""What the service's tests start: the service in a thread with a clock that can be moved, and as a child process."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from app.domain.clock import Clock
from app.service.database import Database
from app.service.http_protocol import USUAL_LIMITS, Limits
from app.service.listening import listen
from app.service.moments import milliseconds
from app.service.opening import open_data
from app.service.people import begin_session
from app.service.running import Reached, RunningService
from app.service.storage_key import StorageKey

KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]
PRODUCTION, QA = "widget-data-center", "widget-data-center-qa"
OWNER, NOT_OWNER = "olivia.hart@widget.example", "noah.berger@widget.example"
QA_OWNER = "olivia.hart@qa.widget.example"


class MovingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 24, 8, 30, 0, 250_000, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return time.monotonic()

    def move(self, step: timedelta) -> None:
        self._now += step


@dataclass
class Service:
    """A service that runs in a thread, reached over real HTTP."""

    url: str
    database: Database
    clock: Clock
    running: RunningService
    log: list[str] = field(default_factory=list)
    clients: list[httpx.Client] = field(default_factory=list)

    def sign_in(self, person: str = OWNER, account: str = PRODUCTION) -> httpx.Client:
        """A client of the settings API, signed in."""
        with self.database.writing() as connection:
            session = begin_session(connection, account, person, milliseconds(self.clock.now()))
        return self.client(f"{self.url}/settings/v1", session)

    def client(self, base_url: str = "", bearer: str | None = None, **headers: str) -> httpx.Client:
        """A client that sends nothing but what is given."""
        # Plain HTTP alone: without a TLS context, a client is made in no time.
        client = httpx.Client(base_url=base_url or self.url, headers=headers, trust_env=False, timeout=30, verify=False)
        if bearer is not None:
            client.headers["Authorization"] = f"Bearer {bearer}"
        self.clients.append(client)
        return client

    def scim(self, token: str, user_agent: str = "Okta SCIM Client 1.0.0", path: str = "/scim/v2") -> httpx.Client:
        """A provisioning client."""
        return self.client(f"{self.url}{path}", token, **{"User-Agent": user_agent})


@contextmanager
def running(
    folder: Path | None = None,
    clock: Clock | None = None,
    host: str = "127.0.0.1",
    public_url: str | None = None,
    limits: Limits = USUAL_LIMITS,
) -> Iterator[Service]:
    """Runs until the block ends."""
    clock = clock or MovingClock()
    key = StorageKey(KEY)
    opened = open_data(folder, key, clock)
    reached = Reached(listen(host, 0, any_port=True), None, public_url)
    log: list[str] = []
    one = RunningService(opened.database, key, clock, reached, log.append, limits)
    service = Service(reached.listener.url("http"), opened.database, clock, one, log)
    ready = threading.Event()
    thread = threading.Thread(target=one.run, args=(ready.set,))
    thread.start()
    try:
        assert ready.wait(20)
        # Hypothesis and this import both use Python's ast, which CPython 3.11 does not allow in two threads at once.
        assert one.scim_loaded(60)
        yield service
    finally:
        for client in service.clients:
            client.close()
        one.stop()
        thread.join(20)
        one.scim_loaded(20)
        opened.database.close()
        assert not thread.is_alive()


class Child:
    """The hidden child process `_serve`."""

    def __init__(self, folder: Path | None, port: int = 0, key: bytes = KEY, **options: Any) -> None:
        code = "import sys; from app.service.child import main; sys.exit(main())"
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            **options,
        )
        self.errors = b""
        self._reader = threading.Thread(target=self._read_errors)
        self._reader.start()
        first = {"key": base64.b64encode(key).decode(), "data": None if folder is None else str(folder), "port": port}
        self.ready = self.ask(first)
        self._client = httpx.Client(trust_env=False, timeout=30, verify=False)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Say one line and hear one."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert isinstance(answer, dict)
        return answer

    def session(self, account: str = PRODUCTION, person: str = OWNER) -> str:
        return str(self.ask({"id": 7, "session": {"account": account, "person": person}})["session"])

    def call(self, method: str, path: str, bearer: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {bearer}", **options.pop("headers", {})}
        return self._client.request(method, f"{self.ready['url']}{path}", headers=headers, **options)

    def kill(self) -> None:
        """As the system would: no line of ours runs any more."""
        self.process.kill()
        self.close()

    def close(self) -> int:
        """Ends standard input, as the window does, and waits."""
        self._client.close()
        assert self.process.stdin
        assert self.process.stdout
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        code = self.process.wait(20)
        self._reader.join(20)
        self.process.stdout.close()
        return code

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.close()
        else:
            self.kill()

    def _read_errors(self) -> None:
        assert self.process.stderr
        with self.process.stderr as stream:
            self.errors = stream.read()


def rotate(client: httpx.Client, key: str | None = None, **body: Any) -> httpx.Response:
    """Ask for a rotation of the present token, or of the one that `body` names."""
    if "present_token_id" not in body:
        body["present_token_id"] = client.get("/apps/scim").json()["token"]["id"]
    return client.post("/apps/scim/rotation", json=body, headers={"Idempotency-Key": key or str(uuid.uuid4())})


def code_of(response: httpx.Response) -> str:
    """The problem's code, after a look at its form (RFC 9457)."""
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["title"]
    assert body["detail"]
    return str(body["type"].rpartition("#")[2])


def moment(text: str) -> datetime:
    assert text.endswith("Z")
    return datetime.fromisoformat(text)


def until(condition: Callable[[], bool], patience: float = 20) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)
