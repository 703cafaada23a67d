"""The scripts under packaging/, which are no package: each finds the modules beside it, as when it is run."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

from tests.layers.sources import ROOT


def loaded(script: str) -> dict[str, Any]:
    """What the script (its path under packaging/) defines. Nothing of it stays: others have modules of these names."""
    path, before, places = ROOT / "packaging" / script, set(sys.modules), list(sys.path)
    sys.path.insert(0, str(path.parent))
    try:
        return runpy.run_path(str(path))
    finally:
        sys.path[:] = places
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(ROOT / "packaging"):
                del sys.modules[name]
