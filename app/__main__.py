"""Picks the way in: window, command line, service."""

from __future__ import annotations


def main() -> int:
    """The console script `scim-connection`."""
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
