"""Core rooms live without Qt, and what is slow to import waits until it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.layers.sources import CORE_ROOMS, ROOT, module_name, python_files

HEAVY = {
    "alembic",
    "cryptography",
    "httpx",
    "keyring",
    "pydantic",
    "pyrage",
    "scim2_models",
    "scim2_server",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "zxcvbn",
}
"""Each costs 15 ms to 600 ms (desktop-wide measurements); together over a second."""

LIGHT_ROOMS = ("domain", "store", "clients")
"""What the window imports before it is shown, or shows from."""

_BLOCKED = """
import importlib, json, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "qasync"):
            raise ImportError(f"{name} is blocked")
        return None

sys.meta_path.insert(0, Blocked())
failed = {}
for name in json.load(sys.stdin):
    try:
        importlib.import_module(name)
    except Exception as error:
        failed[name] = repr(error)
json.dump(failed, sys.stdout)
"""

_LOADED = """
import importlib, json, sys
before = set(sys.modules)
for name in json.load(sys.stdin):
    importlib.import_module(name)
json.dump(sorted({name for name in set(sys.modules) - before}), sys.stdout)
"""


def run(program: str, modules: list[str]) -> subprocess.CompletedProcess[str]:
    # -P and the root as current folder: ours is on the path through the environment's .pth line alone.
    return subprocess.run(
        [sys.executable, "-P", "-c", program],
        input=json.dumps(modules),
        capture_output=True,
        text=True,
        timeout=100,
        cwd=ROOT,
        check=False,
    )


def modules_of(*rooms: str) -> list[str]:
    files = python_files(*(f"app/{room}" for room in rooms))
    # Alembic runs its own: env.py works inside a migration alone.
    return [module_name(path) for path in files if "migrations" not in path.parts and path.name != "__main__.py"]


def test_every_core_module_imports_with_qt_blocked() -> None:
    modules = ["app.__main__", *modules_of(*CORE_ROOMS)]
    assert len(modules) > len(CORE_ROOMS)
    answer = run(_BLOCKED, modules)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == {}


def test_the_block_would_be_noticed() -> None:
    answer = run(_BLOCKED, ["PySide6.QtCore"])
    assert "blocked" in json.loads(answer.stdout)["PySide6.QtCore"]


@pytest.mark.parametrize("room", LIGHT_ROOMS)
def test_light_rooms_load_nothing_heavy(room: str) -> None:
    answer = run(_LOADED, modules_of(room))
    assert answer.returncode == 0, answer.stderr
    loaded = {name.split(".")[0] for name in json.loads(answer.stdout)}
    assert not loaded & HEAVY


@pytest.mark.parametrize("module", ["app", "app.domain", "app.domain.errors", "app.domain.tokens", "app.domain.clock"])
def test_what_everything_imports_is_cheap(module: str) -> None:
    answer = run(_LOADED, [module])
    assert answer.returncode == 0, answer.stderr
    assert not set(json.loads(answer.stdout)) & {"asyncio", "argparse", "logging", "json"}


@pytest.mark.parametrize("room", [f"app.{room}" for room in CORE_ROOMS] + ["app.ui"])
def test_a_rooms_own_package_loads_nothing_heavy(room: str) -> None:
    answer = run(_LOADED, [room])
    assert answer.returncode == 0, answer.stderr
    loaded = {name.split(".")[0] for name in json.loads(answer.stdout)}
    assert not loaded & (HEAVY | {"PySide6", "asyncio"})
