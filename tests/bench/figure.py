"""What a benchmark found."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One number, what it counts, and the most that it may be (None: for information)."""

    what: str
    value: float
    unit: str
    limit: float | None = None
    detail: str = ""

    @property
    def holds(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"  at most {self.limit:g}: {'yes' if self.holds else 'NO'}"
        detail = f"  ({self.detail})" if self.detail else ""
        return f"{self.what:58} {self.value:8.2f} {self.unit:5}{limit}{detail}"


def spread(values: list[float], unit: str = "s") -> str:
    """The median and both ends, for a figure's detail."""
    return f"median {statistics.median(values):.3f} {unit}, {min(values):.3f} to {max(values):.3f}, {len(values)} runs"
