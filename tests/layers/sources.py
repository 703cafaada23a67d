"""The project's own Python files, read once and parsed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE_ROOMS = ("domain", "vault", "store", "clients", "accounts", "tester", "share", "actions", "service", "cli")
"""Every room of app but ui: none of them knows Qt."""


def python_files(*folders: str) -> list[Path]:
    """The files below these folders of the project, in a fixed order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and written form of everything that is called: `app.exec`, `label.setHtml`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Line and last part of every name and attribute that is used."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"
