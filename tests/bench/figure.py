"""What a benchmark found."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One number, what it counts, and the most that it may be (None: for information), or the least."""

    what: str
    value: float
    unit: str
    limit: float | None = None
    detail: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        which, outcome = "at least" if self.at_least else "at most", "met" if self.holds else "NOT met"
        limit = "" if self.limit is None else f"  {which} {self.limit:g}: {outcome}"
        detail = f"  ({self.detail})" if self.detail else ""
        return f"{self.what:58} {self.value:8.2f} {self.unit:5}{limit}{detail}"


def spread(values: list[float], unit: str = "s") -> str:
    """The median and both ends, for a figure's detail."""
    return f"median {statistics.median(values):.3f} {unit}, {min(values):.3f} to {max(values):.3f}, {len(values)} runs"
