"""Which kinds of problems there have been since the start: their codes and how often, and none of their words."""

from __future__ import annotations

from datetime import datetime

from app.domain.errors import Problem

MOST = 40
"""Kinds that are kept: more than the program has."""


class RecentProblems:
    """One window's."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, datetime]] = {}
        self._standing: dict[str, Problem | None] = {}

    def note(self, problem: Problem, now: datetime) -> None:
        """It has just come up."""
        code = type(problem).code
        times, _ = self._seen.get(code, (0, now))
        if code in self._seen or len(self._seen) < MOST:
            self._seen[code] = (times + 1, now)

    def note_standing(self, where: str, problem: Problem | None, now: datetime) -> None:
        """One that stays until it is over: noted once each time that it comes up `where`."""
        before = self._standing.get(where)
        if problem is not None and (before is None or type(before) is not type(problem)):
            self.note(problem, now)
        self._standing[where] = problem

    @property
    def all(self) -> tuple[tuple[str, int, datetime], ...]:
        """Code, how often, when last; the latest first."""
        newest = sorted(self._seen.items(), key=lambda each: each[1][1], reverse=True)
        return tuple((code, times, last) for code, (times, last) in newest)
