"""What the system calls the person who uses this computer."""

from __future__ import annotations

import sys


def own_name() -> str | None:
    """The person's name as the system keeps it (the first part of passwd(5)'s GECOS field); None where it has none that
    says more than the name to log in with. Windows and macOS are not asked."""
    if sys.platform != "linux":
        return None
    import os
    import pwd

    try:
        entry = pwd.getpwuid(os.getuid())
    except KeyError:
        return None
    name = entry.pw_gecos.split(",")[0].strip()
    return name if name and name.casefold() != entry.pw_name.casefold() else None
