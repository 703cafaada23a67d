"""Collects the facts for a diagnosis. What may be said of them is `domain.diagnostics`'s to decide."""

from __future__ import annotations

import asyncio
import os
import platform
import sqlite3
import ssl
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata

from app.actions.program import Program
from app.domain.diagnostics import Facts
from app.domain.errors import Problem
from app.domain.recent_problems import RecentProblems
from app.store.schema import SCHEMA_NUMBER
from app.vault.backends import choose_backend

_PACKAGES = {
    "PySide6": "pyside6-essentials",
    "age (pyrage)": "pyrage",
    "httpx": "httpx",
    "keyring": "keyring",
    "cryptography": "cryptography",
    "qasync": "qasync",
}
_KEYRING_SECONDS = 5.0
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


@dataclass(frozen=True)
class ShownBy:
    """What only the window knows of itself."""

    qt: str = ""
    platform: str = ""
    scale: float = 0.0
    dark: bool | None = None
    language: str = ""
    locale: str = ""


async def collect(program: Program, problems: RecentProblems, shown: ShownBy) -> Facts:
    """The facts as they are now."""
    system = await asyncio.to_thread(_system)
    views = program.views.values()
    vault = program.vault
    return Facts(
        versions={**(await asyncio.to_thread(versions)), "Qt": shown.qt},
        bundled=bool(getattr(sys, "frozen", False)),
        **system,
        platform=shown.platform,
        scale=shown.scale,
        dark=shown.dark,
        theme=program.preferences.theme,
        language=shown.language,
        locale=shown.locale,
        keyring=await _keyring(),
        kept_in_keyring=None if vault is None else vault.persistent,
        store_schema=None if program.store is None else SCHEMA_NUMBER,
        newest_schema=SCHEMA_NUMBER,
        typed_accounts=sum(not view.account.practice for view in views),
        practice_accounts=sum(view.account.practice for view in views),
        open_accounts=sum(view.problem is None for view in views),
        old_tokens=sum(view.section is not None and view.section.previous_token is not None for view in views),
        proxy=any(os.environ.get(name) for name in _PROXIES),
        problems=problems.all,
    )


def versions() -> Mapping[str, str]:
    """Of what the program is made of, without Qt's own, which its window knows. Reads files."""
    found = {
        "Python": platform.python_version(),
        "OpenSSL": ssl.OPENSSL_VERSION.removeprefix("OpenSSL ").split(" ")[0],
        "SQLite": sqlite3.sqlite_version,
    }
    for part, package in _PACKAGES.items():
        with suppress(metadata.PackageNotFoundError):
            found[part] = metadata.version(package)
    return found


def _system() -> dict[str, str]:
    release: dict[str, str] = {}
    with suppress(OSError):
        release = platform.freedesktop_os_release()
    return {
        "system": platform.system(),
        "system_release": platform.release(),
        "machine": platform.machine(),
        "distribution": release.get("ID", ""),
        "distribution_version": release.get("VERSION_ID", ""),
        "desktop": os.environ.get("XDG_CURRENT_DESKTOP", ""),
        "session": os.environ.get("XDG_SESSION_TYPE", ""),
    }


async def _keyring() -> str:
    """The module of the backend that would be used; empty: none can be, or it does not answer."""
    try:
        return await asyncio.wait_for(asyncio.to_thread(lambda: type(choose_backend()).__module__), _KEYRING_SECONDS)
    except (Problem, TimeoutError):
        return ""
