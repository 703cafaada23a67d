"""The definition of the release's build, which runs on machines that no test reaches: at least it is well formed, and
what it calls exists."""

from __future__ import annotations

import re
import runpy
import sys
from typing import Any

import pytest
import yaml

from tests.layers.sources import ROOT

WORKFLOW = ROOT / ".github/workflows/release.yml"


@pytest.fixture(scope="module")
def workflow() -> Any:
    return yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))


def steps(workflow: Any) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_it_is_well_formed(workflow: Any) -> None:
    # `on` is a truth value to YAML 1.1, and to GitHub a key.
    assert workflow.keys() == {"name", True, "permissions", "defaults", "env", "jobs"}
    assert workflow[True] == {"workflow_dispatch": None, "push": {"tags": ["v*"]}}
    assert workflow["permissions"] == {"contents": "read"}
    systems = {name: job["runs-on"] for name, job in workflow["jobs"].items()}
    assert systems == {"windows": "windows-latest", "macos": "macos-latest", "linux": "ubuntu-latest"}
    for job in workflow["jobs"].values():
        assert job.keys() <= {"runs-on", "container", "timeout-minutes", "steps"}
        assert job["timeout-minutes"] <= 90
    for step in steps(workflow):
        assert ("run" in step) != ("uses" in step)
        assert step.keys() <= {"run", "uses", "with", "shell"}


def test_actions_are_pinned_to_commits(workflow: Any) -> None:
    used = {step["uses"] for step in steps(workflow) if "uses" in step}
    assert used
    text = WORKFLOW.read_text(encoding="utf-8")
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)
        assert re.search(re.escape(action) + r" # v\d+\.\d+\.\d+$", text, re.MULTILINE)
    # One commit for each action.
    assert len({action.split("@")[0] for action in used}) == len(used)
    checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


def test_the_commands_that_it_runs_exist(workflow: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    commands = runpy.run_path(str(ROOT / "packaging/dev.py"))["COMMANDS"]
    sys.modules.pop("set_up", None)
    called = re.findall(r"packaging/dev\.py (\S+)", " ".join(step.get("run", "") for step in steps(workflow)))
    assert set(called) <= commands.keys()
    assert set(called) >= {"test", "bundle", "installer", "portable", "dmg", "deb", "sbom", "audit"}
    for folder in re.findall(r"\btests/\w+", WORKFLOW.read_text(encoding="utf-8")):
        assert (ROOT / folder).is_dir()
