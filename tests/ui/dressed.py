"""Taking the program's colours off again, for tests that dressed the application."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app.ui.theme.apply import SHOWN


def undress(application: QApplication) -> None:
    """As it was before any theme."""
    application.setStyleSheet("")
    application.setPalette(QPalette())
    for name in (SHOWN, "darkAtStart", "preferredTheme"):
        application.setProperty(name, None)
