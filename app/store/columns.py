"""How values stand in a column."""

from __future__ import annotations

from datetime import UTC, datetime


def moment_to_text(moment: datetime) -> str:
    """Always UTC and always equally long, so that moments sort as text. Raises ValueError where the time zone is not
    known."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_from_text(text: str) -> datetime:
    """Back from `moment_to_text`. Raises ValueError, OverflowError or TypeError for what does not come from there."""
    moment = datetime.fromisoformat(text)
    if moment_to_text(moment) != text:
        raise ValueError("a moment is kept in one form")
    return moment


def storable(text: str) -> str:
    """The same text, with what is no character (half a surrogate pair, which keyboards and clipboards can deliver)
    replaced by a question mark: SQLite keeps UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def storable_name(text: str) -> str:
    """As `storable`, of what somebody typed as a person's name: without a token that was pasted into that field."""
    from app.domain.token_text import without_tokens  # not before the first paint: it loads a fair share of the rest

    return without_tokens(storable(text))
