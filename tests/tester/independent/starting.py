"""Starts a service as a process of its own, and fills it with people as a provisioning client would."""

from __future__ import annotations

import json
import os
import re
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.rig.environment import private_environment
from tests.rig.polling import poll
from tests.rig.processes import Processes

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
USERS = 4
GROUPS = 2
_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"


class ServiceEnded(Exception):  # noqa: N818  says what happened
    """The service ended instead of serving; its output is the text."""


class PortTaken(ServiceEnded):
    """The port that was free a moment ago is not any more."""


@contextmanager
def started(folder: Path, arguments: Sequence[str | Path], ready: re.Pattern[str], **environment: str) -> Iterator[str]:
    """Runs a service until the block ends; gives what the group of `ready` found in its output."""
    processes = Processes(
        folder / "logs",
        {**private_environment(folder), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment},
    )
    try:
        process = processes.start("service", arguments, cwd=folder)

        def line() -> re.Match[str] | None:
            text = processes.log_of("service").read_text(encoding="utf-8", errors="replace")
            if process.poll() is not None:
                raise PortTaken(text) if "Address already in use" in text else ServiceEnded(text)
            return ready.search(text)

        yield poll(line, f"line {ready.pattern!r} of {os.fspath(arguments[0])}", timeout=60).group(1)
    finally:
        processes.close()


def fill(base: str, token: str | None) -> None:
    """Creates users and groups (RFC 7644 section 3.3). Their names are those that no report may hold."""
    members = [
        _post(
            f"{base}/Users",
            token,
            {
                "schemas": [_USER],
                "userName": f"zebedee.quux{number}@example.org",
                "name": {"givenName": "Zebedee", "familyName": f"Quux {number}"},
                "emails": [{"value": f"zebedee.quux{number}@example.org", "primary": True}],
                "active": True,
            },
        )
        for number in range(1, USERS + 1)
    ]
    for number in range(1, GROUPS + 1):
        group = {"schemas": [_GROUP], "displayName": f"Quux Society {number}", "members": [{"value": members[number]}]}
        _post(f"{base}/Groups", token, group)


def _post(url: str, token: str | None, resource: Mapping[str, object]) -> str:
    headers = {"Content-Type": "application/scim+json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, json.dumps(resource).encode(), headers, method="POST")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(json.load(answer)["id"])
