"""The words that tell environments apart, by themselves: the first paint needs nothing else of accounts."""

from __future__ import annotations

from app.domain.text import tr

PRODUCTION, QA, PRACTICE = tr("Production"), tr("QA"), tr("Practice")
_BADGES = {str(word): word for word in (PRODUCTION, QA, PRACTICE)}


def badge_text(word: str) -> str:
    """The text of a badge by its English word, which is what is kept of it."""
    return _BADGES.get(word, word)
