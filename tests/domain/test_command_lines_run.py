"""The curl line pasted into real shells at a terminal, against the small SCIM server."""

from __future__ import annotations

import asyncio
import re
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pexpect  # type: ignore[import-untyped]  # no stubs among our development tools
import psutil
import pytest

from app.domain.command_lines import as_curl
from app.domain.report import Check, CheckStatus, Sent
from tests.rig.tools import require
from tests.tester.scim_server import Reply, Request, Service, serving

ACCEPT = "application/scim+json, application/json"
TOKEN = "7c1e" * 15 + "d00f"
SHELLS = {"sh": ["-i"], "bash": ["--norc", "--noprofile", "-i"], "dash": ["-i"], "zsh": ["-f", "-i"]}
PROMPT = r"\nToken \(not shown\): "
"""At the start of a line: the line itself holds the words too."""


class Watched(Service):
    """Looks, while a request is being answered, for the token in what the shell was started with, and curl."""

    def __init__(self) -> None:
        super().__init__(token=TOKEN, instead=self._look)
        self.told: list[str] = []
        self.looked_at: set[str] = set()

    def _look(self, request: Request) -> Reply | None:
        for process in psutil.Process().children(recursive=True):
            try:
                words, variables = process.cmdline(), process.environ()
            except psutil.Error:
                continue
            self.looked_at.add(Path(words[0]).name if words else "")
            if any(TOKEN in each for each in [*words, *variables.values()]):
                self.told.append(f"{words}")
        return None


def check(url: str, sent: Sent = Sent.TOKEN) -> Check:
    return Check("users", "Users", CheckStatus.PASSED, request=f"GET {url}", sent=sent, accept=ACCEPT)


@contextmanager
def terminal(shell: str) -> Iterator[pexpect.spawn]:
    """An interactive shell that reads no start-up file, on a terminal of its own."""
    require(shell, "curl")
    with warnings.catch_warnings():
        # Python 3.12 and later warn of every fork of a process with threads; pexpect execs right after it.
        warnings.simplefilter("ignore", DeprecationWarning)
        run = pexpect.spawn(
            shell,
            SHELLS[shell],
            timeout=20,
            encoding="utf-8",
            dimensions=(50, 2_000),
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "dumb", "HOME": "/nonexistent", "HISTFILE": ""},
            # Where a script runs the tests in its background, Ctrl+C is ignored, and whoever is started inherits that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    try:
        yield run
    finally:
        run.close(force=True)


def paste(shell: str, line: str, typed: list[str]) -> str:
    """All that the terminal showed when the line was pasted and, at its question, these were typed."""
    with terminal(shell) as run:
        run.sendline(line)
        shown = ""
        if typed:
            run.expect(PROMPT)
            shown += run.before + run.after
        for each in typed:
            run.send(each)
        if "\x03" not in typed:
            run.expect("HTTP/1.1 [0-9]+")
            shown += run.before + run.after
        run.sendline("echo after:${scim_token-nothing}:$((40 + 2)); stty -a")
        run.expect(r"after:nothing:42\r?\n")
        shown += run.before
        run.expect(r"[ -]echo[ ;]")
        assert not run.after.startswith("-"), "the terminal shows again what is typed"
        return f"{shown}{run.before}"


@pytest.mark.parametrize("shell", SHELLS)
async def test_it_asks_for_the_token_and_sends_it_alone(shell: str) -> None:
    service = Watched()
    async with serving(service) as served:
        line = as_curl(check(f"{served.endpoint}/Users?startIndex=1&count=1"))
        assert line is not None
        shown = await asyncio.to_thread(paste, shell, line, [f"{TOKEN}\n"])
    (request,) = service.seen
    assert request.target == "/scim/v2/Users?startIndex=1&count=1"
    assert (request.method, request.token, request.headers["accept"]) == ("GET", TOKEN, ACCEPT)
    assert "HTTP/1.1 200" in shown
    assert TOKEN[:8] not in shown
    assert service.told == []
    assert {"curl", shell} <= service.looked_at


@pytest.mark.parametrize("shell", SHELLS)
async def test_a_hostile_path_is_asked_for_as_it_stands(shell: str) -> None:
    """Also at a terminal, where shells look for their history's marks."""
    path = "/scim/v2/!!/$(touch%20x)'\"/`id`;&|{a,b}[1-3]*/Users?a=!b&c='"
    service = Watched()
    async with serving(service) as served:
        line = as_curl(check(served.origin + path))
        assert line is not None
        await asyncio.to_thread(paste, shell, line, [f"{TOKEN}\n"])
    assert [each.target for each in service.seen] == [path]


@pytest.mark.parametrize("shell", SHELLS)
async def test_ctrl_c_at_the_question_sends_nothing_and_leaves_the_terminal_as_it_was(shell: str) -> None:
    service = Watched()
    async with serving(service) as served:
        line = as_curl(check(f"{served.endpoint}/Users"))
        assert line is not None
        shown = await asyncio.to_thread(paste, shell, line, [TOKEN[:20], "\x03"])
    assert service.seen == []
    assert TOKEN[:8] not in shown


@pytest.mark.parametrize(("sent", "carried"), [(Sent.NONE, None), (Sent.MADE_UP_TOKEN, "0123456789abcdef" * 4)])
async def test_the_two_requests_that_are_meant_to_be_refused_ask_for_nothing(sent: Sent, carried: str | None) -> None:
    service = Service()
    async with serving(service) as served:
        line = as_curl(check(f"{served.endpoint}/Users", sent))
        assert line is not None
        shown = await asyncio.to_thread(paste, "sh", line, [])
    assert "HTTP/1.1 401" in shown
    assert [each.token for each in service.seen] == [carried]


async def test_no_accept_header_is_sent_where_the_request_had_none() -> None:
    service = Service()
    async with serving(service) as served:
        line = as_curl(replace(check(f"{served.endpoint}/Users", Sent.NONE), accept=None))
        assert line is not None
        await asyncio.to_thread(paste, "sh", line, [])
    assert "accept" not in service.seen[0].headers


async def test_a_redirect_is_shown_and_not_followed() -> None:
    service = Service(instead=lambda r: Reply(302, b"", {"Location": "/elsewhere"}) if "Users" in r.path else None)
    async with serving(service) as served:
        line = as_curl(check(f"{served.endpoint}/Users"))
        assert line is not None
        shown = await asyncio.to_thread(paste, "sh", line, [f"{TOKEN}\n"])
    assert re.search("HTTP/1.1 302", shown)
    assert len(service.seen) == 1
