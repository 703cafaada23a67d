"""Dialogs that are awaited: they open, the program goes on, and a coroutine learns how they ended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.text import tr
from app.ui.dialogs.cover import cover
from app.ui.dialogs.scrolling import ScrollingDialog
from app.ui.language.said import say
from app.ui.widgets.basics import Button, object_name

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QShowEvent

_LEFT, _BOTTOM = 20, 18
"""Where the button Help stands: at the left of the row of buttons, which every dialog ends with
(`Flow(…, right=True)` leaves room for it)."""


class Dialog(ScrollingDialog):
    """A titled window of its own, over the window that it belongs to. Where that has help (a signal `help_asked`), a
    button and F1 ask for the dialog's."""

    offers_help = True
    shows_secrets = False
    """Whether a passphrase or a token may stand in it in clear."""

    def __init__(self, parent: QWidget, title: str, name: str, width: int = 520) -> None:
        self._help: QWidget | None = None
        super().__init__(parent, width)
        say(self.setWindowTitle, title)
        self.setObjectName(name)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, False)

    @property
    def _asks(self) -> SignalInstance | None:
        """The signal of the window at the root that asks for help."""
        root: QWidget = self
        while (above := root.parentWidget()) is not None:
            root = above
        found: SignalInstance | None = getattr(root, "help_asked", None)
        return found

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        asks = self._asks
        if self.offers_help and self._help is None and asks is not None:
            # Built last, so that Tab comes to it last.
            made = _HelpButton(self.inside)
            made.clicked.connect(lambda: asks.emit(self))
            key = QAction(self)
            key.setShortcut(QKeySequence("F1"))
            key.triggered.connect(made.click)
            self.addAction(key)
            self._help = made
            made.show()
            self._place_help()

    def cover(self) -> None:
        """Take what it shows out of sight where that may be a secret, until the person wants to see it again. Nothing
        in it is changed."""
        if self.shows_secrets and self.isVisible():
            cover(self, self._scroll)

    def inside_resized(self) -> None:
        self._place_help()

    def _place_help(self) -> None:
        if self._help is not None:
            self._help.resize(self._help.sizeHint())
            self._help.move(_LEFT, self.inside.height() - self._help.height() - _BOTTOM - 4)


class _HelpButton(Button):
    """As large as its word: it stands in no layout."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "link")
        self.setObjectName(object_name("Help"))
        self.setAutoDefault(False)
        self.setText(tr("Help"))
        say(self.setAccessibleName, tr("Help"))

    def setText(self, text: str) -> None:
        super().setText(text)
        self.resize(self.sizeHint())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.resize(self.sizeHint())


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
