"""What a second start paints from, read before anything slow is imported."""

from __future__ import annotations

from app.store.last_known import AtStart, LastKnown, read_at_start
from app.store.places import store_file

__all__ = ["AtStart", "LastKnown", "what_was_last_known"]


def what_was_last_known(*, practice: bool) -> AtStart | None:
    """The account that was in view, without its secrets; None on a first start."""
    return read_at_start(store_file(), practice)
