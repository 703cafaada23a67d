"""A file that macOS hands over as an event."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.window.main_window import MainWindow
from app.ui.window.opened_files import OpenedFiles


def test_it_is_opened_as_if_it_was_dropped_on_the_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    OpenedFiles(qapp, window)
    path = str(tmp_path / "share ü.age")
    with qtbot.waitSignal(window.dropped) as signal:
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(path)))
    assert signal.args == [path]
    assert window.file_to_open == path
    assert window.isVisible()
    # An address is no file.
    with qtbot.assertNotEmitted(window.dropped):
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.org/share.age")))
