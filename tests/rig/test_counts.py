"""What a test counted is told at the end of a run, of one process or of several."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.once

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["alone", "two workers"])
def test_it_is_told_at_the_end(pytester: pytest.Pytester, processes: tuple[str, ...]) -> None:
    pytester.makeconftest(
        """
        from tests.rig.counts import lines_of, tell

        def pytest_terminal_summary(terminalreporter):
            for line in lines_of(terminalreporter):
                terminalreporter.write_line(line)
        """
    )
    pytester.makepyfile(
        """
        def test_counts(tell):
            tell("killed 40 whole programs")

        def test_fails_after_counting(tell):
            tell("killed 3")
            assert False
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:randomly", "-q", *processes)
    result.stdout.fnmatch_lines_random(["killed 40 whole programs", "killed 3"])
