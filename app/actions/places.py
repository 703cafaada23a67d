"""Where this program keeps its files, for the ways in."""

from __future__ import annotations

from app.store.places import data_folder

__all__ = ["data_folder"]
