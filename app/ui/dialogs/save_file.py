"""Asking where a file is to be saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.text import joined, tr
from app.ui.dialogs.awaited import ended
from app.ui.language.said import said


async def ask_where_to_save(parent: QWidget, title: str, proposal: Path, kinds: str) -> Path | None:
    """The path, or None. The dialog has asked already where a file of that name is there."""
    dialog = QFileDialog(parent, said(title), str(proposal.parent), said(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(proposal.suffix.lstrip("."))
    dialog.selectFile(proposal.name)
    try:
        if not await ended(dialog):
            return None
        chosen = dialog.selectedFiles()
        return Path(chosen[0]) if chosen else None
    finally:
        dialog.deleteLater()


async def ask_which_to_open(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """The path of a file that is there, or None."""
    dialog = QFileDialog(parent, said(title), str(folder), said(joined(kinds, tr("All files (*)"), by=";;")))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    try:
        if not await ended(dialog):
            return None
        chosen = dialog.selectedFiles()
        return Path(chosen[0]) if chosen else None
    finally:
        dialog.deleteLater()
