"""Runs the benchmarks and prints their figures. Exit status 1 where one misses its limit."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

import tests.bench


def main() -> int:
    names = sorted(
        module.name
        for module in pkgutil.iter_modules(tests.bench.__path__)
        if not module.ispkg and not module.name.startswith(("_", "figure"))
    )
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *names], metavar="NAME", help=f"of: {', '.join(names)}")
    parser.add_argument("--runs", type=int, default=11, help="how often each start is measured (default: 11)")
    chosen = parser.parse_args()
    holds = True
    for name in chosen.names or names:
        module = importlib.import_module(f"tests.bench.{name}")
        if not hasattr(module, "measure"):
            continue
        print(f"{name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        for figure in module.measure(chosen.runs):
            print(f"  {figure}", flush=True)
            holds = holds and figure.holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
