"""The commands that are measured: ours and its peers, each as a whole process in its own environment."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.start import ROOT, SCRIPT
from tests.rig.environment import private_environment

_PEERS = ROOT / ".venv-bench/bin"
_METER = Path(__file__).with_name("meter.py")
_MOST_SECONDS = 600


@dataclass(frozen=True)
class Contender:
    """A command, and the exit statuses with which it has done its work: a peer may find faults in the service."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    done: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Run:
    """How one process went."""

    seconds: float
    peak_mib: float
    status: int


def ours(endpoint: str, token: str, ca_file: Path | None, *more: str) -> Contender:
    trust = () if ca_file is None else ("--ca-file", str(ca_file))
    return Contender(
        "scim-connection test", (str(SCRIPT), "test", endpoint, "--json", *trust, *more), {"SCIM_TOKEN": token}
    )


def scim_sanity(endpoint: str, token: str, ca_file: Path | None) -> Contender:
    trust = () if ca_file is None else ("--ca-bundle", str(ca_file))
    # It takes the token as an argument alone. This one opens a pretend account of a service that ends with the run.
    command = (str(_PEERS / "scim-sanity"), "probe", endpoint, "--token", token, "--i-accept-side-effects", *trust)
    return Contender("scim-sanity probe", command, {}, done=(0, 1))


def scim2(endpoint: str, token: str, ca_file: Path | None) -> Contender:
    env = {"SCIM_CLI_URL": endpoint, "SCIM_CLI_HEADERS": f"Authorization: Bearer {token}"}
    if ca_file is not None:
        env["SSL_CERT_FILE"] = str(ca_file)
    return Contender("scim2 test", (str(_PEERS / "scim2"), "test"), env, done=(0, 1))


async def run(contender: Contender, folder: Path, done: tuple[int, ...] | None = None) -> Run:
    """Runs it to its end. Raises RuntimeError where it did not do its work."""
    result = folder / "measured.json"
    result.unlink(missing_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-S",
        str(_METER),
        str(result),
        *contender.command,
        env={**private_environment(folder), **contender.env},
        cwd=folder,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            await process.wait()
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    found = json.loads(result.read_text(encoding="ascii"))
    if found["status"] not in (done or contender.done):
        raise RuntimeError(f"{contender.name} ended with {found['status']}")
    return Run(found["seconds"], found["peak_mib"], found["status"])
