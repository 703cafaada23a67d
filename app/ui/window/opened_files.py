"""On macOS a file that is opened with this program comes as an event to the application, not as an argument: before the
first window is there, or while it runs (QFileOpenEvent, doc.qt.io/qt-6/qfileopenevent.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.ui.window.main_window import MainWindow


class OpenedFiles(QObject):
    """Hands each such file to the window, as if it had been dropped on it. The window owns this."""

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().eventFilter(watched, event)
        path = event.file()
        if path:
            self._window.come_to_front()
            self._window.file_to_open = path
            self._window.dropped.emit(path)
        return True
