"""Dressing the application in the colours that the person's system asks for."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

import resources
from app.ui.theme.colors import DARK, LIGHT, Colors
from app.ui.theme.stylesheet import stylesheet

_MONOSPACED = {"win32": "Consolas, Courier New", "darwin": "Menlo, Monaco"}.get(sys.platform, "monospace")


def apply_theme(application: QApplication) -> Colors:
    """Apply the stylesheet for the palette that the system gave. Called once the widgets are built, which is when it
    costs least, and again when the system turns dark or light."""
    colors = DARK if application.palette().window().color().lightness() < 128 else LIGHT
    application.setStyleSheet(stylesheet(colors, _drawing("chevron"), _drawing("chevron-header"), _MONOSPACED))
    return colors


def follow_system(application: QApplication, theme: str = "system") -> None:
    """Keep to the system's light or dark from now on, or to the one that the person prefers (`light`, `dark`)."""
    hints = application.styleHints()
    if hints.property("followed") is None:
        hints.colorSchemeChanged.connect(lambda _: dress(application))
    hints.setProperty("followed", theme)
    dress(application)


def dress(application: QApplication) -> None:
    """Palette (for what the stylesheet does not reach: dialogs of Qt's own, placeholders) and stylesheet."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QPalette

    from app.ui.theme.icons import refresh_state_icons

    hints = application.styleHints()
    theme = hints.property("followed")
    dark = theme == "dark" or (theme != "light" and hints.colorScheme() == Qt.ColorScheme.Dark)
    colors = DARK if dark else LIGHT
    role = QPalette.ColorRole
    palette = QPalette()
    for which, color in (
        (role.Window, colors.page),
        (role.Base, colors.field),
        (role.AlternateBase, colors.card),
        (role.Button, colors.card),
        (role.Text, colors.text),
        (role.WindowText, colors.text),
        (role.ButtonText, colors.text),
        (role.PlaceholderText, colors.muted),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.ToolTipBase, colors.card),
        (role.ToolTipText, colors.text),
        (role.Link, colors.accent),
    ):
        palette.setColor(which, QColor(color))
    if application.palette() != palette:
        application.setPalette(palette)
    apply_theme(application)
    refresh_state_icons(application)


def _drawing(name: str) -> str:
    return Path(resources.__file__).with_name("icons").joinpath(f"{name}.svg").as_posix()
