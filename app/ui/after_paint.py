"""What follows the first paint: what was last known, then everything slow, then the event loop and the controller."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.actions.at_start import AtStart
    from app.ui.language.switch import WindowLanguage
    from app.ui.single import FirstWindow
    from app.ui.window.controller import Controller
    from app.ui.window.main_window import MainWindow


_WORKERS = 4
"""Threads for what waits for the disk: few things do at once."""


class AfterPaint(QObject):
    """Lives as long as the application, which owns it."""

    _prepared = Signal()

    def __init__(
        self,
        application: QApplication,
        window: MainWindow,
        first: FirstWindow,
        language: WindowLanguage,
        *,
        practice: bool,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._language = language
        self._window = window
        self._first = first
        self._practice = practice
        self._controller: Controller | None = None
        self._at_start: AtStart | None = None
        self._closing = False
        self._prepared.connect(self._begin)
        window.closing.connect(self._close)
        if sys.platform == "darwin":
            from app.ui.window.opened_files import OpenedFiles

            OpenedFiles(application, window)
        QTimer.singleShot(0, self._show_last_known)

    def _show_last_known(self) -> None:
        from app.actions.at_start import what_was_last_known
        from app.domain.clock import SystemClock
        from app.ui.pyside_repairs import keep_constants_alive
        from app.ui.theme.icon_themes import leave_icon_themes_alone

        keep_constants_alive()
        leave_icon_themes_alone()
        # First of all: whatever is wrong with what was kept, the rest of the start goes on.
        QTimer.singleShot(0, self._import_the_rest)
        self._at_start = what_was_last_known(practice=self._practice)
        if not self._practice and (self._at_start is None or self._at_start.account is None):
            self._window.show_start_page()
        if self._at_start is not None:
            self._window.show_last_known(self._at_start, SystemClock().now())

    def _import_the_rest(self) -> None:
        threading.Thread(target=self._prepare, name="imports", daemon=True).start()

    def _prepare(self) -> None:
        """In a worker thread: no widget is touched here."""
        import asyncio

        import qasync

        from app.ui.theme import icons
        from app.ui.window import controller

        del asyncio, qasync, icons, controller  # imported to be there when the main thread asks for them
        # What is there now stays until the end: later collections need not look at it again (90 ms each time).
        gc.freeze()
        self._prepared.emit()

    def _begin(self) -> None:
        from concurrent.futures import ThreadPoolExecutor

        import qasync

        from app.ui.collecting import Collecting

        if self._closing:
            self._application.quit()
            return
        Collecting(self._application)
        self._loop = qasync.QEventLoop(self._application, already_running=True)
        # qasync's own are QThreads, ten of them, which abort the program where one still runs at the end.
        self._loop.set_default_executor(ThreadPoolExecutor(_WORKERS, thread_name_prefix="worker"))
        # In steps, so that what the person does meanwhile is answered in between.
        QTimer.singleShot(0, self._build)

    def _build(self) -> None:
        if self._closing:
            self._application.quit()
            return
        from app.domain.accounts import AccountId
        from app.ui.theme.apply import follow_system
        from app.ui.window.controller import Controller

        known = self._at_start.account if self._at_start is not None else None
        self._controller = Controller(
            self._application,
            self._window,
            self._first,
            practice=self._practice,
            selected=AccountId(known) if known else None,
            language=self._language,
        )
        from app.ui.theme.icons import application_icon

        follow_system(self._application)
        self._application.setWindowIcon(application_icon())
        gc.freeze()  # the window's parts live until the end, too
        QTimer.singleShot(0, self._controller.start)

    def _close(self) -> None:
        if self._closing:
            return
        self._closing = True
        if self._controller is None:
            return  # the imports are still under way; what follows them quits
        task = self._loop.create_task(self._controller.close())
        task.add_done_callback(lambda _: self._application.quit())
        # Whatever hangs (a disk, a service) does not keep a window alive that the person has closed.
        QTimer.singleShot(8000, self._application.quit)
