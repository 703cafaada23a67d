"""`scim-connection test` loads what it needs and no more: half of its time on a near server is what it imports."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from tests.layers.sources import ROOT
from tests.layers.test_imports import HEAVY
from tests.rig.environment import private_environment
from tests.tester.certificates import Authority
from tests.tester.scim_server import TOKEN, serving

UNNEEDED = (HEAVY - {"httpx"}) | {
    "app.accounts",
    "app.actions.save_report",
    "app.service",
    "app.share",
    "app.store",
    "app.ui",
    "app.vault",
    "importlib.metadata",
    "jeepney",
    "platformdirs",
    "PySide6",
    "qasync",
    "sqlite3",
    "trio",
}

_PROGRAM = """
import gc, json, sys
from app.__main__ import main
from app.cli import leaving
leaving.leave = sys.exit
try:
    main()
except SystemExit as left:
    status = left.code
found = {"status": status, "modules": sorted(sys.modules), "collects": gc.isenabled(), "kept": gc.get_freeze_count()}
sys.stderr.write(json.dumps(found))
"""


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_nothing_that_it_does_not_need(scheme: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    tls = authority.server("127.0.0.1") if scheme == "https" else None
    async with serving(tls=tls) as served:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-c",
            _PROGRAM,
            "test",
            served.endpoint,
            "--json",
            *(() if tls is None else ("--ca-file", str(authority.file))),
            env={**private_environment(tmp_path), "SCIM_TOKEN": TOKEN},
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
    assert json.loads(out)["verdict"] == "ready"
    found = json.loads(err)
    loaded = set(found["modules"])
    assert found["status"] == 0
    assert "app.tester.engine" in loaded
    assert sorted(name for name in loaded if _within(name, UNNEEDED)) == []
    # Until it has loaded what it needs, nothing is collected; from then on it is, but for what was loaded.
    assert found["collects"]
    assert found["kept"] > 10_000


def _within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)
