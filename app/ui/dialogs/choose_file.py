"""Asking which file is meant."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.dialogs.awaited import ended
from app.ui.language.said import said


async def ask_which_file(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """The path of one that is there, or None."""
    dialog = QFileDialog(parent, said(title), str(folder), said(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    try:
        if not await ended(dialog):
            return None
        chosen = dialog.selectedFiles()
        return Path(chosen[0]) if chosen else None
    finally:
        dialog.deleteLater()


def downloads() -> Path:
    """Where browsers and mail programs save files."""
    location = QStandardPaths.StandardLocation
    return Path(QStandardPaths.writableLocation(location.DownloadLocation) or str(Path.home()))
