"""Icons: one family of SVG line drawings, in the colour of the text that they stand beside."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QTableWidget, QTableWidgetItem

from app.ui.theme.apply import SHOWN
from app.ui.theme.colors import DARK, EVERY_SET, LIGHT, Colors

SIZE = 16
_PLACE = 20
_SCALES = (1, 2, 3)
_APPLICATION_SIZES = (16, 32, 48)
_TONE = Qt.ItemDataRole.UserRole + 7
"""The item data that holds the tone of its icon."""
_STATES = {"good": "circle-check", "warning": "triangle-alert", "bad": "circle-x", "muted": "circle-minus"}


@lru_cache(maxsize=64)
def icon(name: str, color: str, size: int = SIZE) -> QIcon:
    """The drawing `name` in this colour, sharp at the usual scales."""
    text = files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", color).encode()))
    made = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(size * scale, size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


def application_icon() -> QIcon:
    """The program's own, for title bars and task switchers: a menu entry or a bundle's file has it by itself."""
    made = QIcon()
    for size in _APPLICATION_SIZES:
        made.addPixmap(icon("application", "", size).pixmap(size, size))
    return made


def present_colors() -> Colors:
    """The set of colours that the program shows now."""
    application = QApplication.instance()
    name = application.property(SHOWN) if application is not None else None
    for each in EVERY_SET:
        if each.name == name:
            return each
    ground = QApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if ground.lightness() < 128 else LIGHT


def state_icon(tone: str) -> QIcon:
    """The icon of a state: good, warning, bad or muted."""
    return icon(_STATES[tone], str(getattr(present_colors(), "warning_text" if tone == "warning" else tone)))


def give_state(item: QTableWidgetItem, tone: str) -> None:
    """Put a state's icon before the words of a table's item, and keep it in the colours that are shown."""
    item.setData(_TONE, tone)
    item.setIcon(state_icon(tone))


class StateIcon(QLabel):
    """A state's icon beside the words that say the same; screen readers pass it over."""

    def __init__(self, *, keeps_place: bool = False) -> None:
        """`keeps_place`: it is as large without an icon as with one, so that what stands beside it does not move."""
        super().__init__()
        self._tone = ""
        self._empty_width = _PLACE if keeps_place else 0
        self.setFixedWidth(self._empty_width)
        if keeps_place:
            self.setFixedHeight(_PLACE)

    def show_state(self, tone: str) -> None:
        """Show the icon of this tone; none for an empty one."""
        self._tone = tone
        self.setFixedWidth(_PLACE if tone else self._empty_width)
        self.refresh()

    def refresh(self) -> None:
        """Draw it again, after the colours have changed."""
        self.setPixmap(state_icon(self._tone).pixmap(18, 18) if self._tone else QPixmap())


def refresh_state_icons(application: QApplication) -> None:
    """Draw every state's icon again, after the colours have changed."""
    for widget in application.allWidgets():
        if isinstance(widget, StateIcon):
            widget.refresh()
        elif isinstance(widget, QTableWidget):
            _refresh_items(widget)


def _refresh_items(table: QTableWidget) -> None:
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            item = table.item(row, column)
            if item is not None and item.data(_TONE):
                item.setIcon(state_icon(item.data(_TONE)))
