"""The two faults of PySide6 that app/ui/pyside_repairs.py works round, and that the repairs repair them.

Where a test here that shows a fault fails, PySide6 has been put right: take the repair out.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.ui.programs import lost_constants, scanned_sources

CALLS = 400
"""Times three calls of Qt: fewer than the references to None that a process begins with."""
TOO_MANY_CALLS = 20_000


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", program, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def told(program: str, *arguments: str) -> Any:
    return json.loads(run(program, *arguments).stdout)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_the_fault_each_call_takes_a_reference_of_none() -> None:
    counts = told(lost_constants.__name__, "as-it-is", str(CALLS))
    assert counts["before"]["None"] - counts["after"]["None"] >= CALLS


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_the_fault_ends_the_process() -> None:
    ended = run(lost_constants.__name__, "as-it-is", str(TOO_MANY_CALLS))
    assert ended.returncode == -signal.SIGABRT
    assert "deallocating None" in ended.stderr
    assert ended.stdout == ""


def test_the_repair_keeps_them_alive() -> None:
    ended = run(lost_constants.__name__, "repaired", str(TOO_MANY_CALLS))
    assert (ended.returncode, ended.stderr) == (0, "")
    if sys.version_info < (3, 12):
        after = json.loads(ended.stdout)["after"]
        assert min(after.values()) > 1 << 39  # references for a billion calls are left


def test_the_repair_leaves_immortal_constants_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.ui.pyside_repairs import keep_constants_alive

    monkeypatch.setattr(sys, "version_info", (3, 12, 0, "final", 0))
    before = sys.getrefcount(True)
    keep_constants_alive()
    assert abs(sys.getrefcount(True) - before) < 1 << 20


def test_sources_are_kept_without_the_repair_and_not_with_it() -> None:
    as_it_is = told(scanned_sources.__name__, "as-it-is")
    assert as_it_is["scans"], "PySide6 has no `_mod_uses_pyside` any more: see skip_source_scan"
    assert as_it_is["characters"] > 1_000_000
    repaired = told(scanned_sources.__name__, "repaired")
    assert repaired["characters"] < as_it_is["characters"] / 5
    assert repaired["files"] < 20


def test_a_version_without_the_scan_needs_no_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.ui.pyside_repairs import skip_source_scan

    monkeypatch.delitem(sys.modules, "shibokensupport.feature", raising=False)
    skip_source_scan()
    assert "shibokensupport.feature" not in sys.modules
