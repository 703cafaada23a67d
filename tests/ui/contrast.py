"""The contrast of texts, icons and borders as they stand on the screen, measured in pictures of real widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QWidget,
)

from app.ui.theme.icons import StateIcon
from app.ui.widgets.badge_delegate import BADGE

_FEW = 12
"""Pixels of one colour below which it is no text: a rounded corner, an icon's edge."""
_EDGE = 5
"""Pixels from a field's rectangle to the inside of its border."""
_ARROW = 26


def luminance(rgb: int) -> float:
    """WCAG's relative luminance of 0xRRGGBB."""
    parts = [(rgb >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: int, other: int) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def sharp_fonts(application: QApplication) -> QFont:
    """Have texts drawn without shades between their colour and their ground's, so that it can be measured. Returns the
    font to give back afterwards."""
    before = application.font()
    sharp = QFont(before)
    sharp.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    application.setFont(sharp)
    return before


def picture_of(window: QWidget, area: QRect | None = None) -> QImage:
    """As it stands on the screen now, the whole or a part."""
    return window.grab(area or window.rect()).toImage().convertToFormat(QImage.Format.Format_RGB32)


def texts_of(window: QWidget, picture: QImage) -> dict[str, float]:
    """The contrast of every text in sight, by where it stands and what it says."""
    found = {}
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            for words, area in _texts(widget):
                measured = _text_in(picture, _in_window(widget, area, window))
                if words.strip() and measured is not None:
                    found[f"{type(widget).__name__} {widget.objectName()} “{words[:40]}”"] = measured
    return found


def icons_of(window: QWidget, picture: QImage) -> dict[str, float]:
    """The contrast of every state's icon in sight, by its place: of its strongest pixel, as its edges are shaded."""
    found = {}
    for widget in window.findChildren(StateIcon):
        if widget.isVisible() and widget.isEnabled() and not widget.pixmap().isNull():
            colors = _colors(picture, _in_window(widget, widget.rect(), window))
            if colors:
                ground = colors.most_common(1)[0][0]
                found[f"icon {widget.mapTo(window, QPoint()).toTuple()}"] = max(contrast(c, ground) for c in colors)
    return found


def borders_of(window: QWidget, picture: QImage) -> dict[str, float]:
    """The contrast of every field's and button's border (or ground, where that ends it) with what it stands on."""
    found = {}
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or not _has_border(widget):
            continue
        at = widget.mapTo(window, QPoint(0, widget.height() // 2))
        if not widget.visibleRegion().contains(QPoint(0, widget.height() // 2)) or at.x() < 2:
            continue
        beside, edge = (picture.pixel(at.x() + step, at.y()) & 0xFFFFFF for step in (-2, 0))
        found[f"{type(widget).__name__} {widget.objectName()}"] = contrast(beside, edge)
    return found


def _has_border(widget: QWidget) -> bool:
    if isinstance(widget, QPushButton):
        return bool(widget.property("kind") != "link")
    inside = isinstance(widget.parentWidget(), QComboBox) or widget.objectName().startswith("qt_")
    return isinstance(widget, QLineEdit | QComboBox | QPlainTextEdit) and not inside


def _texts(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    """What is written in a widget, and where."""
    rect = widget.rect()
    if isinstance(widget, QLabel) and widget.text():
        yield widget.text(), widget.contentsRect()
    elif isinstance(widget, QRadioButton | QCheckBox):
        yield widget.text(), _beside_indicator(widget)
    elif isinstance(widget, QAbstractButton) and widget.text():
        yield widget.text(), rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    elif isinstance(widget, QLineEdit):
        yield widget.text() or widget.placeholderText(), rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    elif isinstance(widget, QComboBox) and not widget.isEditable():
        yield widget.currentText(), rect.adjusted(_EDGE, _EDGE, -_ARROW, -_EDGE)
    elif isinstance(widget, QTabBar):
        yield from ((widget.tabText(at), widget.tabRect(at).adjusted(2, 2, -2, -3)) for at in range(widget.count()))
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText(), widget.viewport().geometry()
    elif isinstance(widget, QHeaderView):
        yield from _headings(widget)
    elif isinstance(widget, QAbstractItemView):
        yield from _cells(widget)


def _beside_indicator(widget: QRadioButton | QCheckBox) -> QRect:
    option = QStyleOptionButton()
    widget.initStyleOption(option)
    of_radio = isinstance(widget, QRadioButton)
    element = QStyle.SubElement.SE_RadioButtonContents if of_radio else QStyle.SubElement.SE_CheckBoxContents
    return widget.style().subElementRect(element, option, widget)


def _headings(header: QHeaderView) -> Iterator[tuple[str, QRect]]:
    model = header.model()
    for section in range(header.count()):
        left, width = header.sectionViewportPosition(section), header.sectionSize(section)
        area = QRect(left, 0, width, header.height() - 2) & header.viewport().rect()
        yield str(model.headerData(section, header.orientation())), area


def _cells(view: QAbstractItemView) -> Iterator[tuple[str, QRect]]:
    model = view.model()
    columns = 1 if isinstance(view, QListView) else model.columnCount()
    for row in range(model.rowCount()):
        for column in range(columns):
            index = model.index(row, column)
            area = view.visualRect(index).adjusted(3, 3, -3, -3) & view.viewport().rect()
            if not index.data(BADGE):  # a badge's own ground is about as large as what it stands on
                yield str(index.data() or ""), area.translated(view.viewport().pos())


def _in_window(widget: QWidget, area: QRect, window: QWidget) -> QRect:
    seen = widget.visibleRegion().boundingRect()
    if isinstance(widget, QAbstractItemView | QPlainTextEdit):
        seen = widget.viewport().visibleRegion().boundingRect().translated(widget.viewport().pos())
    return (area & seen).translated(widget.mapTo(window, QPoint()))


def _text_in(picture: QImage, area: QRect) -> float | None:
    """None where nothing is in sight."""
    colors = _colors(picture, area).most_common(2)
    if len(colors) < 2 or colors[1][1] < _FEW:
        return None
    return contrast(colors[0][0], colors[1][0])


def _colors(picture: QImage, area: QRect) -> Counter[int]:
    area = area & picture.rect()
    if area.isEmpty():
        return Counter()
    part = picture.copy(area)
    pixels = memoryview(part.constBits()).cast("B").cast("I")
    return Counter({pixel & 0xFFFFFF: times for pixel, times in Counter(pixels).items()})
