"""Where data lie: as platformdirs says, without asking it."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from app.store.places import APPLICATION, data_folder, store_file, vault_folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither variable")
@pytest.mark.parametrize("home", ["/home/jane", "/root"])
@pytest.mark.parametrize("data_home", [None, "", "/srv/data", "relative/path", "~/data", " "])
def test_it_is_where_platformdirs_says(monkeypatch: pytest.MonkeyPatch, home: str, data_home: str | None) -> None:
    monkeypatch.setenv("HOME", home)
    if data_home is None:
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_DATA_HOME", data_home)
    assert data_folder() == Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def test_store_and_vault_lie_in_it() -> None:
    assert store_file().parent == vault_folder().parent == data_folder()
    assert store_file() != vault_folder()
