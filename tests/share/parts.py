"""Accounts, tokens and commands for the tests of shares, and the means to look into a running child."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import psutil

from app.domain.accounts import Account, AccountId, Environment, ScimSection, Source, TokenRecord
from app.domain.tokens import AccessToken

TOKEN_TEXT = "5d3f9c1e7b2a4860913c5e7f8a6b4d2c0e1f3a5b7c9d8e6f4a2b1c3d5e7fb3ad"
TOKEN = AccessToken(TOKEN_TEXT)
PASSPHRASE_TEXT = "cactus-dagger-eagle-fabric-gallon-hamster"
SEAL = [sys.executable, "-P", "-m", "app.cli.seal"]
"""The child on its own, without the program's main module around it."""
QUICK_SEAL = [sys.executable, "-P", str(Path(__file__).with_name("quick_seal.py"))]
"""The same but for the work: see there."""
UNSEAL = [sys.executable, "-P", "-m", "app.cli.unseal"]

LATER = datetime(2026, 12, 24, 18, 30, 15, 999_999, tzinfo=UTC)
HOSTILE = (
    'a "quoted" name',
    "two\nlines\r\tand a tab",
    "\x1b[31mred\x1b]0;title\x07\x9b2J",
    "\u202efdp.exe\u2066\u200f",
    "half a pair \ud800 and \udfff",
    "line\u2028paragraph\u2029null\x00end",
    "../../etc/passwd",
    "CON",
    "\N{GRINNING FACE} Ünï çødé 株式会社",
    "x" * 10_000,
    "",
)


def account(name: str = "Widget Data Center", source: Source = Source.SETTINGS_API) -> Account:
    return Account(AccountId("acc_1"), name, Environment.PRODUCTION, source)


def section(previous_end: datetime | None = LATER) -> ScimSection:
    made = datetime(2026, 11, 1, tzinfo=UTC)
    previous = None if previous_end is None else TokenRecord("tok_1", None, made, expires_at=previous_end)
    return ScimSection("https://www.r-service.example/scim/v2", TokenRecord("tok_2", TOKEN, made), previous)


class FixedClock:
    """A clock that stands still."""

    def __init__(self, now: datetime = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return 0.0


def seal_children() -> list[psutil.Process]:
    """Children of this process that encrypt just now (a zombie counts: somebody forgot it)."""
    return _children("app.cli.seal")


def unseal_children() -> list[psutil.Process]:
    """Those that decrypt."""
    return _children("app.cli.unseal")


def _children(module: str) -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if child.status() == psutil.STATUS_ZOMBIE or module in child.cmdline():
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


def files_with(folder: Path, *texts: str) -> list[Path]:
    """Files below a folder that hold one of the texts."""
    return [
        path for path in folder.rglob("*") if path.is_file() and any(t.encode() in path.read_bytes() for t in texts)
    ]
