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
    for one, next_one in pairwise(stops):
        QWidget.setTabOrder(one, next_one)


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
