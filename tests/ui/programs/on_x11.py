"""A revealed token on a real X display: what another client finds in the primary selection and in the clipboard.

    python -m tests.ui.programs.on_x11

Prints JSON: for each way of selecting, what was in the primary selection afterwards.
"""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.ui.pyside_repairs import keep_constants_alive
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.secrets.secret_field import SecretField
from tests.ui import selecting
from tests.ui.samples import TEXT, TOKEN


class Screen:
    """A window with a secret field and a usual one."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self.window = QWidget()
        down = QVBoxLayout(self.window)
        self.secret, self.usual = SecretField(), QLineEdit(TEXT)
        down.addWidget(self.secret)
        down.addWidget(self.usual)
        self.window.resize(800, 120)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowExposed(self.window)
        self.secret.show_token(TOKEN, revealed=True)
        self.clipboard = QGuiApplication.clipboard()

    def seen_outside(self, selection: str) -> str:
        """What another program gets; this one must go on answering meanwhile."""
        reader = QProcess()
        reader.start("xclip", ["-o", "-selection", selection])
        end = time.monotonic() + 30
        while reader.state() != QProcess.ProcessState.NotRunning and time.monotonic() < end:
            self.application.processEvents()
        return bytes(reader.readAllStandardOutput().data()).decode() if reader.exitCode() == 0 else ""

    def primary_after(self, way: selecting.Way, field: QLineEdit) -> str:
        self.clipboard.clear(QClipboard.Mode.Selection)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.deselect()
        field.home(False)
        way(field)
        self.application.processEvents()
        return self.seen_outside("primary")


def main() -> None:
    application = QApplication(sys.argv[:1])
    keep_constants_alive()
    screen = Screen(application)
    told: dict[str, object] = {"platform": application.platformName()}
    told["secret"] = {way.__name__: screen.primary_after(way, screen.secret) for way in selecting.WAYS}
    told["usual"] = {way.__name__: screen.primary_after(way, screen.usual) for way in selecting.WAYS}

    guard = GuardedClipboard(screen.clipboard, lambda: [TEXT], lambda: 60)
    told["usual, guarded"] = {way.__name__: screen.primary_after(way, screen.usual) for way in selecting.WAYS}
    screen.clipboard.setText("a word", QClipboard.Mode.Selection)
    told["other primary"] = screen.seen_outside("primary")
    screen.clipboard.setText(TEXT)
    told["copied round the guard"] = [screen.seen_outside("clipboard"), guard.seconds_left]
    guard.wipe()
    told["wiped"] = screen.seen_outside("clipboard")

    guard.copy_secret(TEXT, "The token")
    copier = QProcess()
    copier.start("xclip", ["-i", "-selection", "clipboard"])
    copier.write(b"from elsewhere")
    copier.closeWriteChannel()
    end = time.monotonic() + 30
    while guard.seconds_left and time.monotonic() < end:
        application.processEvents()
    guard.wipe()
    told["somebody else's"] = screen.seen_outside("clipboard")
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
