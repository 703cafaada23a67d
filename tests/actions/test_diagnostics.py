"""Collecting diagnostics on a computer full of names and secrets: not one of them is in the text."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions import diagnostics
from app.actions.diagnostics import ShownBy, collect
from app.actions.program import Program
from app.domain.clock import SystemClock
from app.domain.diagnostics import text_of
from app.domain.errors import CannotWrite, KeyringMissing, Problem, TokenEnded
from app.domain.recent_problems import RecentProblems
from app.store.preferences import Preferences
from tests.ui.samples import view

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
VARIABLES = (
    *("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "HTTPS_PROXY", "LANG", "USER", "HOME", "HOSTNAME", "SCIM_TOKEN"),
    *("DESKTOP_SESSION", "QT_QPA_PLATFORM", "XDG_DATA_HOME"),
)
NAMES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x2FF), min_size=6, max_size=40).map("zQ{}".format)
TOKENS = st.from_regex(r"\A[0-9a-f]{64}\Z")
PLANTED = st.lists(NAMES | TOKENS, min_size=12, max_size=12, unique=True)


@given(planted=PLANTED)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_this_computer_but_versions_and_counts(planted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in zip(VARIABLES, planted, strict=False):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": planted[0], "VERSION_ID": planted[1]})
    monkeypatch.setattr(platform, "release", lambda: f"6.1.0-{planted[2]}")
    monkeypatch.setattr(platform, "node", lambda: planted[3])
    monkeypatch.setattr(diagnostics, "_keyring", _answering(planted[4]))
    problems = RecentProblems()
    for kind in (Problem, CannotWrite, TokenEnded, KeyringMissing):
        problems.note(kind(planted[4], f"/home/{planted[5]}/x", planted[6]), NOW)
    named = view()
    shown = ShownBy(qt=planted[8], platform=planted[9], language=planted[10], locale=planted[11])
    text = text_of(asyncio.run(collect(_program(named, planted[7]), problems, shown)), NOW)
    for each in (*planted, named.account.name, str(named.account.id)):
        assert each.casefold() not in text.casefold()
    assert "disk.refused: 1, last just now" in text
    assert "Accounts: 0 added, 2 pretend" in text


def _answering(backend: str) -> Callable[[], Awaitable[str]]:
    async def keyring() -> str:
        return backend

    return keyring


def _program(named: Any, theme: str) -> Program:
    """As much of one as is asked: accounts with names, and a theme that is none."""
    preferences = Preferences()
    object.__setattr__(preferences, "theme", theme)
    views = {"a": named, "b": named}
    return cast(Program, SimpleNamespace(views=views, vault=None, store=None, preferences=preferences))


async def test_a_program_that_was_just_made_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "_keyring", _answering(""))
    program = Program(SystemClock(), changed=lambda: None, folder=tmp_path / "widget-data-center")
    facts = await collect(program, RecentProblems(), ShownBy(qt="6.12.0"))
    text = text_of(facts, NOW)
    assert "store not open" in text
    assert facts.versions["Python"] == platform.python_version()
    assert {"OpenSSL", "SQLite", "httpx", "PySide6", "age (pyrage)"} <= set(facts.versions)
    assert "widget-data-center" not in text
