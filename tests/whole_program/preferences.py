"""Set what the person prefers before the program starts: the page for that comes in an issue of its own."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from app.domain.clock import SystemClock
from app.store.preferences import Preferences
from app.store.store import open_store


def prefer(env: Mapping[str, str], preferences: Preferences) -> None:
    """Keep these in the store of the home that this environment names."""
    folder = Path(env["XDG_DATA_HOME"], "scim-connection")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(open_store(folder / "store.sqlite3", SystemClock())) as store:
        store.preferences.keep(preferences)
