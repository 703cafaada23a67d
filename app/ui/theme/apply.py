"""Dressing the application in the colours that the person's system, or the person, asks for."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from app.ui.theme.colors import DARK, LIGHT, Colors
from app.ui.theme.stylesheet import stylesheet

_MONOSPACED = {"win32": "Consolas, Courier New", "darwin": "Menlo, Monaco"}.get(sys.platform, "monospace")
_SHOWN = "darkColors"
_AT_START = "darkAtStart"
_PREFERRED = "preferredTheme"
"""Properties of the application: whether dark colours are shown, whether the system gave them at start, and what the
person prefers."""


def first_colors(application: QApplication) -> Colors:
    """Before the widgets are built: the palette of the theme that the system has. Told by the palette that it gave,
    since asking for the colour scheme itself loads the `Qt` namespace (see widgets.basics)."""
    colors = DARK if application.palette().window().color().lightness() < 128 else LIGHT
    application.setProperty(_AT_START, colors.dark)
    _set_palette(application, colors)
    return colors


def apply_theme(application: QApplication, colors: Colors) -> None:
    """The stylesheet. At start it is called once the widgets are built, which is when it costs least."""
    application.setStyleSheet(
        stylesheet(colors, _drawing("chevron"), _drawing("chevron-header"), _drawing("tick"), _MONOSPACED)
    )
    application.setProperty(_SHOWN, colors.dark)


def follow_system(application: QApplication, preferred: str = "system") -> None:
    """Keep to the system's light or dark from now on, or to the one that the person prefers (`light`, `dark`)."""
    if application.property(_PREFERRED) is None:
        application.styleHints().colorSchemeChanged.connect(lambda _: _dress(application))
    application.setProperty(_PREFERRED, preferred)
    _dress(application)


def _dress(application: QApplication) -> None:
    """Change the colours where others are shown than are wanted."""
    from PySide6.QtCore import Qt

    from app.ui.theme.icons import refresh_state_icons

    preferred = application.property(_PREFERRED)
    scheme = application.styleHints().colorScheme()
    shown = bool(application.property(_SHOWN))
    if preferred in ("light", "dark"):
        dark = preferred == "dark"
    elif scheme == Qt.ColorScheme.Unknown:
        dark = bool(application.property(_AT_START))
    else:
        dark = scheme == Qt.ColorScheme.Dark
    if dark == shown:
        return
    colors = DARK if dark else LIGHT
    _set_palette(application, colors)
    apply_theme(application, colors)
    refresh_state_icons(application)


def _set_palette(application: QApplication, colors: Colors) -> None:
    """For what the stylesheet does not reach: Qt's own dialogs, placeholders, selections."""
    role = QPalette.ColorRole
    palette = application.palette()
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
    application.setPalette(palette)


def _drawing(name: str) -> str:
    return Path(resources.__file__).with_name("icons").joinpath(f"{name}.svg").as_posix()
