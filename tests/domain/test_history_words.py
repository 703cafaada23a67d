"""The words of the history."""

from __future__ import annotations

import inspect

import pytest

from app.domain import errors
from app.domain.errors import DiskFull, Problem, ServiceUnreachable
from app.domain.history import FAILED, Show, What, failure, kinds_of, shortest_telling_apart

PROBLEMS = [
    each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, Problem) and each is not Problem
]


@pytest.mark.parametrize("kind", PROBLEMS, ids=lambda kind: kind.__name__)
def test_a_failure_is_told_in_words_of_ours(kind: type[Problem]) -> None:
    problem = kind("Said by a server: 3f9a", "Said by a server: 3f9a", "Said by a server: 3f9a")
    assert failure(problem) == failure(kind())
    assert failure(problem).startswith(FAILED)
    assert "3f9a" not in failure(problem)


def test_some_failures() -> None:
    assert failure(DiskFull()) == "failed: the disk was full"
    assert failure(ServiceUnreachable()) == "failed: R-Service did not answer"
    assert failure(Problem()) == "failed"


def test_every_word_is_shown_by_a_filter_of_its_own() -> None:
    assert kinds_of(Show.EVERYTHING) is None
    filtered = set().union(*(kinds_of(show) or () for show in Show))
    assert filtered == {what.value for what in What}


@pytest.mark.parametrize(
    ("fingerprints", "length"),
    [
        ([], 4),
        (["7f3a900000000000"], 4),
        (["7f3a900000000000", "7f3b900000000000"], 4),
        (["7f3a900000000000", "7f3a910000000000"], 6),
        (["7f3a900000000000", "7f3a900000000001"], 16),
    ],
)
def test_a_fingerprint_is_as_short_as_tells_them_apart(fingerprints: list[str], length: int) -> None:
    assert shortest_telling_apart(frozenset(fingerprints)) == length
