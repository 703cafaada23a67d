"""Every page and dialog of the program, in all states that a person can see, for tests that look at each of them.

A new page or dialog gets its line here (or in `pages_in_window`, `pages_of_help`, `dialogs_of_tokens`,
`dialogs_of_accounts`): what is measured of all of them (contrast, focus, text that is cut off, untranslated words) is
then measured of it, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.dialogs_of_accounts import ACCOUNT_DIALOGS
from tests.ui.dialogs_of_tokens import TOKEN_DIALOGS
from tests.ui.page import Page
from tests.ui.pages_in_window import WINDOW_PAGES
from tests.ui.pages_of_help import HELP_PAGES

__all__ = ["EVERY_PAGE", "Page", "opened"]

EVERY_PAGE: tuple[Page, ...] = (*WINDOW_PAGES, *HELP_PAGES, *TOKEN_DIALOGS, *ACCOUNT_DIALOGS)

_ROUNDS = 6
"""Labels take their height from their width, and their parents theirs from them: by then all have settled."""


class _Root(QWidget):
    """What stands behind a dialog: as the main window does, it has help to offer."""

    help_asked = Signal(object)


@contextmanager
def opened(page: Page, size: QSize | None = None) -> Iterator[QWidget]:
    """The page's window on the screen, laid out; of this size, or as large as it wants to be. Closed at the end."""
    parent = _Root()
    window = page.build(parent)
    try:
        if size is not None:
            window.resize(size)
        window.show()
        settle()
        yield window
    finally:
        shiboken6.delete(window)
        shiboken6.delete(parent)


def settle() -> None:
    """All layouts and what follows them have been done."""
    for _ in range(_ROUNDS):
        QApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()
