"""Starting the window: it is on the screen before anything slow is even imported.

What the first paint needs is QtWidgets, sys, os and the page's skeleton. Everything else follows in a zero timer (what
was last known of the account), and in a worker thread (asyncio, httpx and the rest: 0.3 s that nobody waits for).
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

    from app.ui.single import FirstWindow


def run_window(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; its exit status. `arguments`: `--practice`, `--open FILE`."""
    from app.ui.single import FirstWindow, FolderUnusable

    try:
        to_open = _file_to_open(arguments)
        first = FirstWindow.claim(to_open)
    except FolderUnusable as unusable:
        sys.stderr.write(
            f"SCIM Connection cannot use the folder {unusable}. Make it a folder that is yours alone (mode 0700), "
            "or move it away, and start again.\n"
        )
        return 1
    if first is None:
        return 0  # the window that runs already has come to the front
    with first:
        status = _show(first, practice="--practice" in arguments, to_open=to_open)
    sys.stdout.flush()
    sys.stderr.flush()
    # All that had to be written is. A thread that a disk or a keyring holds must not keep a program alive that the
    # person has closed, which Python's own way out would wait for.
    os._exit(status)


def _file_to_open(arguments: Sequence[str]) -> str:
    """The file behind `--open`, from the root on, since another window may stand in another folder; empty: none."""
    rest = [argument for argument in arguments if argument != "--practice"]
    return str(Path(rest[1]).absolute()) if len(rest) > 1 and rest[1] else ""


def _show(first: FirstWindow, *, practice: bool, to_open: str) -> int:
    # What is imported now lives until the end: collecting garbage in between finds nothing and takes 5 ms.
    gc.disable()
    application = _application()
    if application is None:
        return 1
    from app.ui.language.switch import SYSTEM, WindowLanguage
    from app.ui.theme.apply import apply_theme, first_colors
    from app.ui.window.main_window import MainWindow

    colors = first_colors(application)
    language = WindowLanguage(application)
    language.choose(SYSTEM)
    window = MainWindow()
    window.file_to_open = to_open
    apply_theme(application, colors)
    window.show()
    from app.ui.after_paint import AfterPaint

    AfterPaint(application, window, first, language, practice=practice)
    return application.exec()


def _application() -> QApplication | None:
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError:
        from app.ui.platform_libraries import missing_libraries, missing_packages

        sys.stderr.write(missing_libraries(missing_packages()) + "\n")
        return None
    from app.ui.pyside_repairs import skip_source_scan

    skip_source_scan()
    from app.ui.platform_check import watch_platform

    watch_platform()
    application = QApplication(["scim-connection"])
    application.setApplicationName("SCIM Connection")
    application.setDesktopFileName("scim-connection")
    application.setQuitOnLastWindowClosed(False)
    return application
