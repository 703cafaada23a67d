"""Reads the licences of what a bundle holds."""

from __future__ import annotations

from importlib.resources import files

import resources


def third_party_licences() -> str | None:
    """The text; None where none was made, as in a checkout. Reads a file of about a megabyte: not for an event loop."""
    file = files(resources).joinpath("licences", "third-party.txt")
    return file.read_text(encoding="utf-8") if file.is_file() else None
