"""A computer of somebody's own, on which `scim-connection status` is run."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.clock import SystemClock
from app.domain.typed import TypedDetails
from app.store.accounts import KeptAccount
from app.store.last_known import LastKnown
from app.store.store import Store, open_store
from tests.layers.sources import ROOT
from tests.rig.environment import private_environment

DAY = timedelta(days=1)
NOW = datetime.now(UTC)
SCHEMA = json.loads((ROOT / "resources/schemas/status.schema.json").read_text())
ENDPOINT = "https://api.r-service.tech/scim/v2"


class Told(NamedTuple):
    """What the command answered."""

    status: int
    out: str
    err: str

    @property
    def found(self) -> Any:
        found = json.loads(self.out)
        jsonschema.validate(found, SCHEMA, format_checker=jsonschema.FormatChecker())
        return found


class Computer:
    """A computer of somebody's own, on which the command is run."""

    def __init__(self, folder: Path) -> None:
        self.env = private_environment(folder)
        self.data = Path(self.env["XDG_DATA_HOME"]) / "scim-connection"
        self.path = self.data / "store.sqlite3"

    def status(self, *words: str, program: tuple[str, ...] = ("-m", "app"), **env: str) -> Told:
        ran = subprocess.run(
            [sys.executable, *program, "status", *words],
            cwd=ROOT,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            timeout=60,
        )
        return Told(ran.returncode, ran.stdout, ran.stderr)

    def store(self) -> Store:
        return open_store(self.path, SystemClock())

    def everything(self) -> dict[str, bytes]:
        return {str(each.relative_to(self.data)): each.read_bytes() for each in self.data.rglob("*") if each.is_file()}


def keep(
    store: Store,
    name: str,
    known: LastKnown | None,
    *,
    source: Source = Source.TYPED,
    environment: Environment = Environment.PRODUCTION,
) -> AccountId:
    account = Account(AccountId(f"id-{name}"), name, environment, source)
    if source is Source.TYPED:
        store.typed_accounts.keep(KeptAccount(account), TypedDetails(ENDPOINT, None, NOW))
    else:
        store.accounts.keep(KeptAccount(account))
    if known is not None:
        store.last_known.keep(account.id, known)
    return account.id


def made(age: timedelta, **more: Any) -> LastKnown:
    """A token of that age."""
    return LastKnown(ENDPOINT, NOW - age, None, timedelta(0), NOW - age)._replace(**more)
