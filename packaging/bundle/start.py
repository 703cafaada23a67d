"""Where the bundle starts: what `scim-connection` does in a checkout."""

from app.__main__ import main

if __name__ == "__main__":
    raise SystemExit(main())
