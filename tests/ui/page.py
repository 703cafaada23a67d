"""What a page of the program is, for the lists of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Page:
    """`build` makes the window that shows it, filled and not yet shown. A dialog is a child of the widget that it is
    given; a main window has no parent."""

    name: str
    build: Callable[[QWidget], QWidget]

    @property
    def is_dialog(self) -> bool:
        return self.name.startswith("dialog")
