"""Imports a good part of the program after PySide6, and prints how much source text Python keeps then, as JSON.

python -m tests.ui.programs.scanned_sources repaired|as-it-is
"""

from __future__ import annotations

import json
import linecache
import sys
from importlib import import_module

import PySide6.QtWidgets  # noqa: F401  what it does to later imports is looked at

from app.ui.pyside_repairs import skip_source_scan


def main(repaired: bool) -> None:
    if repaired:
        skip_source_scan()
    for name in ("asyncio", "email.message", "http.client", "app.ui.window.controller"):
        import_module(name)
    kept = sum(len(line) for entry in linecache.cache.values() if len(entry) > 2 for line in entry[2])
    feature = sys.modules.get("shibokensupport.feature")
    print(
        json.dumps({"files": len(linecache.cache), "characters": kept, "scans": hasattr(feature, "_mod_uses_pyside")})
    )


if __name__ == "__main__":
    main(sys.argv[1] == "repaired")
