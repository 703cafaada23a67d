"""Tab and screen readers go from widget to widget in the order in which these were made: here, as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def in_reading_order(layout: QLayout) -> None:
    """Put all that stands in a layout, and below it, into the order of the layouts, hidden or not. Call it again when
    something was put between."""
    widgets = list(_widgets(layout))
    for widget in widgets:
        widget.raise_()  # screen readers go by the order of the parent's children
    stops = [widget for widget in widgets if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus]
    for one, next_one in pairwise([*_stop_before(stops), *stops]):
        QWidget.setTabOrder(one, next_one)


def take_place(widget: QWidget) -> None:
    """Bring what was built late in this widget to where it stands among those beside it."""
    holder = widget.parentWidget()
    layout = holder.layout() if holder is not None else None
    if layout is not None:
        in_reading_order(layout)


def _stop_before(stops: list[QWidget]) -> list[QWidget]:
    """What Tab leads from to the first of these: they stay where they are among the rest of the window."""
    if not stops:
        return []
    window, last = stops[0].window(), None
    each = window.nextInFocusChain()
    while each is not None and each is not window:
        if each in stops:
            return [last] if last is not None else []
        if each.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            last = each
        each = each.nextInFocusChain()
    return []


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    """Every widget, each before those that stand in it."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        if (widget := item.widget()) is not None:
            yield widget
            if (inner := widget.layout()) is not None:
                yield from _widgets(inner)
        elif (below := item.layout()) is not None:
            yield from _widgets(below)
