"""All words that a window shows or tells a screen reader, and which of them were never made a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabWidget,
    QWidget,
)

from tests.ui.language.pseudo import CLOSES, OPENS

_INSIDE = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")
_WORD = re.compile(r"[^\W\d_]{2,}")


def words_of(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Each text with its widget, hidden ones left out."""
    for widget in [window, *window.findChildren(QWidget)]:
        if widget is not window and not widget.isVisibleTo(window):
            continue
        yield from ((widget, text) for text in _of(widget) if text)


def _of(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.toolTip()
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    elif isinstance(widget, QTabWidget):
        yield from (widget.tabText(index) for index in range(widget.count()))
    elif isinstance(widget, QAbstractItemView):
        yield from _of_view(widget)


def _of_view(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    rows, columns = (
        range(min(model.rowCount(), 60)),
        range(1 if isinstance(model, QAbstractListModel) else model.columnCount()),
    )
    for column in columns:
        if model.rowCount() and columns.stop > 1:
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in rows:
            yield str(model.index(row, column).data() or "")


def untranslated(text: str, known: re.Pattern[str]) -> list[str]:
    """The words that stand outside the pseudo language's brackets, but for what `known` matches: data."""
    while (inner := _INSIDE.sub(" ", text)) != text:
        text = inner
    return _WORD.findall(known.sub(" ", text.replace("\u200b", "")))
