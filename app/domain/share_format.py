"""The two forms that a share's file can have."""

from __future__ import annotations

from enum import Enum


class ShareFormat(Enum):
    """By what the recipient opens it."""

    PAGE = "page"
    """One web page, opened by any browser."""
    AGE = "age"
    """An age file, opened by the program of that name."""

    @property
    def suffix(self) -> str:
        return ".html" if self is ShareFormat.PAGE else ".age"
