"""Where this program's data lie: in the folder that each system keeps for that, as platformdirs would name it.

Computed here, since importing platformdirs costs more than the whole read that a second start paints from; a test
compares the two. Windows alone asks platformdirs, where the environment does not say.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

APPLICATION = "scim-connection"


def data_folder() -> Path:
    """The folder's path; it may not exist yet (opening the store or the vault makes it, for its owner alone). Under
    XDG_DATA_HOME on Linux (XDG Base Directory Specification 0.8, where a relative path counts as unset)."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        if not local:
            import platformdirs

            local = platformdirs.user_data_dir(appauthor=False)
        return Path(local, APPLICATION)
    given = os.environ.get("XDG_DATA_HOME", "")
    if given.startswith("/"):
        return Path(given, APPLICATION)
    usual = "Library/Application Support" if sys.platform == "darwin" else ".local/share"
    return Path.home() / usual / APPLICATION


def store_file() -> Path:
    """The store's file in the data folder."""
    return data_folder() / "store.sqlite3"


def vault_folder() -> Path:
    """The vault's folder in the data folder."""
    return data_folder() / "vault"
