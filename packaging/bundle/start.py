"""Where the bundle starts: what `scim-connection` does in a checkout."""

import os

from app.__main__ import main


def forget_own_folder() -> None:
    """What PyInstaller's starter put into the environment stays out of our children: a browser that we open must not
    find the bundle's libraries instead of its own. Our own program puts it there again."""
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    forget_own_folder()
    raise SystemExit(main())
