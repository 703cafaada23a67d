"""What is dropped on a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


def dropped_file(mime: QMimeData) -> str:
    """The one file of this computer that is dragged; empty where it is anything else."""
    urls = mime.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
