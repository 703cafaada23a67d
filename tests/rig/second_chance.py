"""A second chance for tests that failed beside others: once more, one by one, each in a process of its own, when the
machine is quiet. What passes then is told loudly, and is no failure; what fails twice is one.

For noise alone: where more than a few tests fail, something is broken, and none is tried again.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

MOST = 8
"""More failures than this are no noise."""
PASSED_ALONE = "passed alone"
"""The kind of report, in the counts, of a test that failed beside the others and passed alone."""
LONGEST = 900
"""Seconds for one test: the longest limit of any, and its start."""
_FAILURES = ("failed", "error")


class SecondChance:
    """In the process that hands the tests out to others."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._lines: list[str] = []
        self._first: list[tuple[str, str]] = []

    @pytest.hookimpl(trylast=True)  # by then the other processes have ended
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if exitstatus != pytest.ExitCode.TESTS_FAILED:
            return
        reports = [report for kind in _FAILURES for report in self._reporter.stats.get(kind, ())]
        if not all(isinstance(report, pytest.TestReport) for report in reports):
            return  # a file of tests that cannot even be read
        failed = sorted({without_group(report.nodeid) for report in reports})
        if len(failed) > MOST:
            self._lines.append(f"{len(failed)} tests failed: too many for a second chance.")
            return
        passed = {test for test in failed if self._passes_alone(test)}
        self._take_back(passed)
        if passed == set(failed):
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """How they failed at first: whoever looks for the reason needs it."""
        for test, text in self._first:
            terminalreporter.write_sep("_", f"failed beside the others, passed alone: {test}", yellow=True)
            terminalreporter.write_line(text)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """After the counts, where nobody overlooks it."""
        for line in self._lines:
            self._reporter.write_line(line)

    @property
    def _reporter(self) -> pytest.TerminalReporter:
        found = self._config.pluginmanager.get_plugin("terminalreporter")
        assert isinstance(found, pytest.TerminalReporter)
        return found

    def _passes_alone(self, test: str) -> bool:
        self._reporter.ensure_newline()
        self._reporter.write_line(f"once more, alone: {test}")
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--no-header", test]
        if self._config.getoption("--long", False):
            command.append("--long")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
        try:
            done = subprocess.run(
                command,
                cwd=self._config.rootpath,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            self._lines.append(f"failed beside the others, and did not end alone: {test}")
            return False
        said = done.stdout.decode("utf-8", "replace")
        if done.returncode == 0 and re.search(r"\b1 passed\b", said):
            self._lines.append(f"failed beside the others, passed alone: {test}")
            return True
        self._reporter.write_line(said)
        self._lines.append(f"failed twice: {test}")
        return False

    def _take_back(self, passed: set[str]) -> None:
        """Count those as a kind of their own, and keep how they failed for the summary."""
        stats = self._reporter.stats
        for kind in _FAILURES:
            reports = stats.pop(kind, [])
            taken = [report for report in reports if without_group(report.nodeid) in passed]
            left = [report for report in reports if report not in taken]
            if left:
                stats[kind] = left
            if taken:
                stats.setdefault(PASSED_ALONE, []).extend(taken)
            self._first += [(without_group(report.nodeid), report.longreprtext) for report in taken]


def without_group(test: str) -> str:
    """A test's id as pytest takes it: xdist writes the group behind it, tests/x.py::test_y[z]@group."""
    at = test.rfind("@")
    return test[:at] if at > test.rfind("]") and at > test.rfind("::") else test
