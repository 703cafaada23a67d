"""Finding texts that are cut off: wider or higher than the room that they have, or outside of what can be seen.

    found = cut_in(window)      # one sentence for each text that is not whole; empty: nothing is lost

Works on any tree of widgets that is on the screen and laid out (`every_page.opened`). What a table's or a list's cells
say counts as whole where the view scrolls to it; what scrolls up and down with its page does, too. A page that scrolls
sideways does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QProgressBar,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QWidget,
)

_FIELD = 4
"""Pixels that Qt leaves free inside a field, at both sides together."""
_SLACK = 1
"""Pixels by which a font's measures are rounded."""
_ROW = 24
"""Pixels beside a list's words: padding and border."""
_CELL = 6
"""Pixels beside a cell's words that belong to its style."""


def cut_in(window: QWidget) -> list[str]:
    """What is not whole, each with its reason."""
    found = []
    needed = window.minimumSizeHint().expandedTo(window.minimumSize())
    if needed.width() > window.width() or needed.height() > window.height():
        found.append(f"the window needs {needed.toTuple()} and has {window.size().toTuple()}")
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window and not _is_inner(widget):
            words = _words(widget)
            found += [f"{_name(widget)} “{said[:60]}”: {why}" for said, why in _too_small(widget)]
            if words or isinstance(widget, QLineEdit | QProgressBar | QAbstractItemView):
                found += [f"{_name(widget)} “{words[:60]}”: {why}" for why in _outside(widget, window)]
    return found + _overlapping(window)


def _overlapping(window: QWidget) -> list[str]:
    """What stands over something else that can be pressed or read."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QComboBox)
    parts = [each for each in window.findChildren(QWidget) if isinstance(each, kinds) and _is_in_sight(each, window)]
    areas = [(each, each.visibleRegion().boundingRect().translated(each.mapTo(window, QPoint()))) for each in parts]
    found = []
    for number, (one, area) in enumerate(areas):
        for other, its in areas[number + 1 :]:
            if area.intersects(its) and not one.isAncestorOf(other) and not other.isAncestorOf(one):
                found.append(f"{_name(one)} “{_words(one)}” and {_name(other)} “{_words(other)}” overlap")
    return found


def _is_in_sight(widget: QWidget, window: QWidget) -> bool:
    seen = widget.isVisible() and widget.window() is window and not _is_inner(widget)
    return seen and not widget.visibleRegion().isEmpty() and bool(_words(widget) or isinstance(widget, QLineEdit))


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip()


def _is_inner(widget: QWidget) -> bool:
    """Of Qt's own making, inside a field or a view: what it belongs to is looked at."""
    if widget.objectName().startswith("qt_") and not isinstance(widget, QTabBar):
        return True
    return isinstance(widget.parentWidget(), QComboBox) and isinstance(widget, QLineEdit)


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _too_small(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Words and why the widget itself has no room for them."""
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton) and widget.text():
        if widget.sizeHint().width() > widget.width() + _SLACK:
            yield widget.text(), f"needs {widget.sizeHint().width()} pixels and has {widget.width()}"
        if widget.fontMetrics().height() > widget.height():
            yield widget.text(), f"is {widget.height()} high"
    elif isinstance(widget, QLineEdit):
        yield from _field(widget)
    elif isinstance(widget, QComboBox) and not widget.isEditable():
        yield from _box(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QHeaderView):
        yield from _headings(widget)
    elif isinstance(widget, QListView):
        yield from _rows(widget)
    elif isinstance(widget, QTableView):
        yield from _cells(widget)


def _label(widget: QLabel) -> Iterator[tuple[str, str]]:
    if not widget.text():
        return
    room = widget.contentsRect()
    flags = Qt.TextFlag.TextWordWrap.value if widget.wordWrap() else 0
    area = QRect(0, 0, room.width() if widget.wordWrap() else 100_000, 100_000)
    needed = widget.fontMetrics().boundingRect(area, flags, widget.text())
    if needed.width() > room.width() + _SLACK:
        yield widget.text(), f"needs {needed.width()} pixels and has {room.width()}"
    if needed.height() > room.height() + _SLACK:
        yield widget.text(), f"needs {needed.height()} pixels of height and has {room.height()}"


def _field(widget: QLineEdit) -> Iterator[tuple[str, str]]:
    """What a person types may be longer than its field. What the program shows there may not."""
    words = widget.displayText() if widget.isReadOnly() else ""
    for said in (words, "" if widget.text() else widget.placeholderText()):
        room = widget.contentsRect().width() - _padding(widget) - _FIELD
        needed = widget.fontMetrics().horizontalAdvance(said)
        if needed > room + _SLACK:
            yield said, f"needs {needed} pixels and has {room}"


def _padding(widget: QLineEdit) -> int:
    """What the stylesheet leaves free: the difference between an empty field's hint and 17 x plus Qt's own margins."""
    margins = widget.textMargins()
    return 22 + margins.left() + margins.right()


def _box(widget: QComboBox) -> Iterator[tuple[str, str]]:
    option = QStyleOptionComboBox()
    widget.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget).width()
    for place in range(widget.count()):
        said = widget.itemText(place)
        needed = widget.fontMetrics().horizontalAdvance(said)
        if needed > room + _SLACK:
            yield said, f"needs {needed} pixels and has {room}"


def _tabs(widget: QTabBar) -> Iterator[tuple[str, str]]:
    for place in range(widget.count()):
        area, said = widget.tabRect(place), widget.tabText(place)
        if widget.fontMetrics().horizontalAdvance(said) > area.width() + _SLACK:
            yield said, f"has {area.width()} pixels"
        if area.right() > widget.width() or area.left() < 0:
            yield said, f"stands at {area.left()} to {area.right()} of {widget.width()}"


def _headings(widget: QHeaderView) -> Iterator[tuple[str, str]]:
    model = widget.model()
    for section in range(widget.count()):
        if not widget.isSectionHidden(section):
            needed, has = widget.sectionSizeHint(section), widget.sectionSize(section)
            if needed > has + _SLACK:
                yield str(model.headerData(section, widget.orientation())), f"needs {needed} pixels and has {has}"


def _rows(view: QListView) -> Iterator[tuple[str, str]]:
    model = view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        needed, has = view.sizeHintForIndex(index).width(), view.viewport().width()
        if needed > has + _SLACK and not (_wraps(view, index, has)):
            yield str(index.data()), f"needs {needed} pixels and has {has}"


def _wraps(view: QListView, index: QModelIndex, width: int) -> bool:
    """Whether its words are on as many lines as they need."""
    flags = Qt.TextFlag.TextWordWrap.value
    needed = view.fontMetrics().boundingRect(QRect(0, 0, width - _ROW, 10_000), flags, str(index.data()))
    return view.wordWrap() and needed.width() <= width - _ROW and needed.height() <= view.visualRect(index).height()


def _cells(view: QTableView) -> Iterator[tuple[str, str]]:
    """Cells wrap, or are as wide as what they say; or the page says the marked row's words in full below."""
    model = view.model()
    if view.property("saidInFull"):
        return
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            if view.isColumnHidden(column) or not str(index.data() or ""):
                continue
            needed, area = view.sizeHintForIndex(index), view.visualRect(index)
            wraps = view.wordWrap() and area.height() >= 2 * view.fontMetrics().lineSpacing()
            if needed.width() > area.width() + _CELL and not wraps:
                yield str(index.data()), f"needs {needed.width()} pixels and has {area.width()}"


def _outside(widget: QWidget, window: QWidget) -> Iterator[str]:
    """Where a parent shows but a part of it, and does not scroll to the rest."""
    area = QRect(widget.mapTo(window, QPoint()), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent.parentWidget(), QTableView):
            return  # both ways it scrolls
        seen = QRect(parent.mapTo(window, QPoint()), parent.size())
        holder = parent.parentWidget()
        scrolls = isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent
        if area.left() < seen.left() or area.right() > seen.right():
            yield f"{area.left()} to {area.right()} is outside of {seen.left()} to {seen.right()} ({_name(parent)})"
            return
        if scrolls:
            return  # up and down it scrolls
        if area.top() < seen.top() or area.bottom() > seen.bottom():
            yield f"{area.top()} to {area.bottom()} is outside of {seen.top()} to {seen.bottom()} ({_name(parent)})"
            return
        parent = holder
    if not window.rect().contains(area):
        yield f"{area.getRect()} is outside of the window ({window.size().toTuple()})"
