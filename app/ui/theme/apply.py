"""Dressing the application in the colours that the person's system, or the person, asks for.

For the page Preferences: what is chosen there is one of `system`, `light`, `dark`, `contrast`, and `follow_system`
applies it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from app.ui.theme.colors import DARK, EVERY_SET, LIGHT, Colors
from app.ui.theme.stylesheet import stylesheet

SYSTEM, HIGH_CONTRAST = "system", "contrast"
"""What a person may prefer beside `light` and `dark`: as the system is; or high contrast, light or dark as the system
is."""
SHOWN = "shownColors"
"""The application's property that names the set of colours which is shown."""
_MONOSPACED = {"win32": "Consolas, Courier New", "darwin": "Menlo, Monaco"}.get(sys.platform, "monospace")
_AT_START = "darkAtStart"
_PREFERRED = "preferredTheme"
"""More properties of the application: whether the system gave dark colours at start, and what the person prefers."""


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
    application.setProperty(SHOWN, colors.name)


def follow_system(application: QApplication, preferred: str = SYSTEM) -> None:
    """Keep to the system's colours from now on, high contrast included, or to what the person prefers: `light`, `dark`
    or `contrast`."""
    if application.property(_PREFERRED) is None:
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(lambda _: _dress(application))
        hints.accessibility().contrastPreferenceChanged.connect(lambda _: _dress(application))
    application.setProperty(_PREFERRED, preferred)
    _dress(application)


def dress(application: QApplication, colors: Colors) -> None:
    """Show these colours, whatever is shown now."""
    from app.ui.theme.icons import refresh_state_icons

    _set_palette(application, colors)
    apply_theme(application, colors)
    refresh_state_icons(application)


def _dress(application: QApplication) -> None:
    """Change the colours where others are shown than are wanted."""
    wanted = _wanted(application, application.property(_PREFERRED))
    if application.property(SHOWN) != wanted.name:
        dress(application, wanted)


def _wanted(application: QApplication, preferred: str) -> Colors:
    """The system's wish for high contrast is heeded unless the person chose light or dark here."""
    from PySide6.QtCore import Qt

    hints = application.styleHints()
    contrast = preferred == HIGH_CONTRAST or (
        preferred == SYSTEM and hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    )
    if preferred in ("light", "dark"):
        dark = preferred == "dark"
    elif hints.colorScheme() == Qt.ColorScheme.Unknown:
        dark = bool(application.property(_AT_START))
    else:
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
    return next(each for each in EVERY_SET if (each.dark, each.contrast) == (dark, contrast))


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
