"""What tests have counted, told at the end of a run, where a person sees it without asking: how many programs were
killed, say, and how many had their token afterwards. Passed on by pytest-xdist's workers too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rig.second_chance import PASSED_ALONE

_NAME = "counted"

Tell = Callable[[str], None]
"""Takes one line."""


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """For a test that counts: its line is printed with the results of the run."""
    return lambda line: record_property(_NAME, line)


def lines_of(terminalreporter: pytest.TerminalReporter) -> list[str]:
    """All that was told, by tests that passed and by those that did not."""
    reports = [report for kind in ("passed", "failed", PASSED_ALONE) for report in terminalreporter.stats.get(kind, ())]
    found = (getattr(report, "user_properties", ()) for report in reports)
    return sorted({str(line) for properties in found for name, line in properties if name == _NAME})
