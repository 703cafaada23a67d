"""Dialogs that are awaited: they open, the program goes on, and a coroutine learns how they ended."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget


class Dialog(QDialog):
    """A titled window of its own, over the window that it belongs to."""

    def __init__(self, parent: QWidget, title: str, name: str, width: int = 520) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName(name)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, False)
        self.setMinimumWidth(width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(8)


async def ended(dialog: QDialog) -> bool:
    """Open the dialog and wait until it ends: whether it was accepted. It also ends when it is destroyed, and closes
    when the waiting is cancelled."""
    outcome: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle(accepted: bool) -> None:
        if not outcome.done():
            outcome.set_result(accepted)

    dialog.finished.connect(lambda result: settle(result == QDialog.DialogCode.Accepted.value))
    dialog.destroyed.connect(lambda: settle(False))
    dialog.open()
    try:
        return await outcome
    except asyncio.CancelledError:
        dialog.reject()
        raise
