"""About the program, and its diagnostics."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QLocale, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from app.actions.diagnostics import ShownBy, collect, versions
from app.actions.licences import third_party_licences
from app.actions.places import data_folder
from app.actions.program import Program
from app.domain.diagnostics import PARTS, text_of
from app.domain.recent_problems import RecentProblems
from app.domain.text import tr
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.diagnostics import DiagnosticsDialog
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.window.main_window import MainWindow

NO_FOLDER = tr("The folder could not be opened. Open it with your file manager: its path stands above.")


class About:
    """Opens the two dialogs. Each is there once at a time."""

    def __init__(
        self,
        window: MainWindow,
        program: Program,
        clipboard: GuardedClipboard,
        tasks: Tasks,
        problems: RecentProblems,
        language: Callable[[], str],
    ) -> None:
        """`language` is the window's, by its code."""
        self._window = window
        self._program = program
        self._clipboard = clipboard
        self._tasks = tasks
        self._problems = problems
        self._language = language
        self._open: set[str] = set()

    def about(self) -> None:
        """Open the dialog about the program."""
        if "about" not in self._open:
            self._tasks.start(self._show_about())

    def diagnose(self, parent: QWidget | None = None) -> None:
        """Show the diagnostics, over `parent` where that is a dialog."""
        if "diagnostics" not in self._open:
            self._tasks.start(self._show_diagnostics(parent or self._window))

    async def _show_about(self) -> None:
        self._open.add("about")
        dialog = AboutDialog(self._window, str(data_folder()))
        dialog.diagnose.connect(lambda: self.diagnose(dialog))
        dialog.open_folder.connect(lambda: self._open_folder(dialog))
        filling = self._tasks.start(self._fill(dialog))
        try:
            await ended(dialog)
        finally:
            filling.cancel()
            self._open.discard("about")
            dialog.deleteLater()

    async def _fill(self, dialog: AboutDialog) -> None:
        found = {**(await asyncio.to_thread(versions)), "Qt": qVersion()}
        dialog.show_versions([(part, found[part]) for part in PARTS if part in found])
        dialog.show_licences(await asyncio.to_thread(third_party_licences))

    def _open_folder(self, dialog: AboutDialog) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(data_folder())))
        dialog.said.setText("" if opened else NO_FOLDER)
        dialog.said.setVisible(not opened)

    async def _show_diagnostics(self, parent: QWidget) -> None:
        self._open.add("diagnostics")
        dialog = DiagnosticsDialog(parent)
        dialog.copy.connect(lambda: self._copy(dialog))
        filling = self._tasks.start(self._diagnose(dialog))
        try:
            await ended(dialog)
        finally:
            filling.cancel()
            self._open.discard("diagnostics")
            if shiboken6.isValid(dialog):
                dialog.deleteLater()

    async def _diagnose(self, dialog: DiagnosticsDialog) -> None:
        facts = await collect(self._program, self._problems, self._shown())
        dialog.show_text(text_of(facts, self._program.clock.now()))

    def _copy(self, dialog: DiagnosticsDialog) -> None:
        self._clipboard.copy_plain(dialog.text)
        dialog.confirm()
        announce(dialog, tr("Diagnostics copied"))

    def _shown(self) -> ShownBy:
        ground = QGuiApplication.palette().color(QPalette.ColorRole.Window)
        return ShownBy(
            qt=qVersion(),
            platform=QGuiApplication.platformName(),
            scale=self._window.devicePixelRatioF(),
            dark=ground.lightness() < 128,
            language=self._language(),
            locale=QLocale.system().name(),
        )
