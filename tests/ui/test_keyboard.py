"""Everything by keyboard: Tab goes round every page and dialog in reading order, Escape closes, the focus is seen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from app.ui.pages.accounts_table import AccountsTable
from app.ui.theme.apply import dress
from app.ui.theme.colors import EVERY_SET, LIGHT, Colors
from tests.ui.contrast import contrast, picture_of
from tests.ui.dressed import undress
from tests.ui.every_page import EVERY_PAGE, Page, opened

LARGE = QSize(1100, 1600)
MOST_STOPS, MOST_LINKS = 80, 40
CHANGES = 3.0
"""WCAG 2.2, 2.4.13: a pixel with and without the focus."""
AROUND = 3
DIALOGS = [page for page in EVERY_PAGE if page.is_dialog]


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    dress(qapp, LIGHT)
    yield qapp
    undress(qapp)


def stops(window: QWidget) -> list[QWidget]:
    """Where Tab leads, from the first stop until it comes round."""
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
    first = window.focusWidget()
    assert first is not None
    found, links = [first], 0
    while len(found) < MOST_STOPS and links < MOST_LINKS:
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        now = window.focusWidget()
        assert now is not None
        if now is found[-1]:
            links += 1  # Tab goes from link to link in a text, and from day to month in a date
            continue
        if now is first:
            break
        assert now not in found, f"it never comes back to {name(first)}: after {name(found[-1])} again {name(now)}"
        found.append(now)
    assert len(found) < MOST_STOPS
    assert links < MOST_LINKS or len(found) == 1, f"it never leaves {name(found[-1])}"
    return found


def name(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    return f"{type(widget).__name__} {widget.objectName()} {getattr(widget, 'text', str)()!r}"


def takes_focus(window: QWidget) -> set[QWidget]:
    """What a person can do something with."""
    kinds = QAbstractButton | QComboBox | QLineEdit | QAbstractItemView
    found = set()
    for each in window.findChildren(QWidget):
        inner = each.objectName().startswith("qt_") or isinstance(each.parentWidget(), QComboBox)
        reached = each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value or isinstance(each, kinds)
        inner = inner or isinstance(each, QHeaderView)  # its table has keys for what it does
        inner = inner or (isinstance(each, QRadioButton) and not each.isChecked())  # arrows lead there
        if each.isVisible() and each.isEnabled() and not inner and each.window() is window and reached:
            found.add(each)
    return found - {each for each in found if isinstance(each, QAbstractItemView) and not _has_rows(each)}


def _has_rows(view: QAbstractItemView) -> bool:
    return view.model() is not None and view.model().rowCount() > 0


def is_backwards(one: QWidget, other: QWidget, window: QWidget) -> bool:
    """Whether the second stands before the first, as one reads: above it, and not in a column to its right; or left of
    it on its line."""
    first, second = (QRect(each.mapTo(window, QPoint()), each.size()) for each in (one, other))
    if second.bottom() < first.top():
        return second.left() < first.right()
    on_its_line = second.top() < first.center().y() < second.bottom()
    return on_its_line and second.right() < first.left()


@pytest.mark.once
@pytest.mark.parametrize("half", [0, 1])
def test_tab_reaches_everything_in_reading_order_and_comes_round(dressed: QApplication, half: int) -> None:
    missed_on: dict[str, list[str]] = {}
    wrong_on: dict[str, list[tuple[str, str]]] = {}
    for page in EVERY_PAGE[half::2]:
        with opened(page, LARGE) as window:
            found = stops(window)
            missed = [name(each) for each in takes_focus(window) - set(found) if each.focusProxy() not in found]
            order = [each for each in found if each.objectName() != "help"]  # comes last, and stands at the left
            round_it = [*order, *order[:1]]
            back = [(name(a), name(b)) for a, b in pairwise(round_it) if is_backwards(a, b, window)]
            wrong = back if len(back) > 1 else []  # one leads from the end to the beginning
            missed_on |= {page.name: missed} if missed else {}
            wrong_on |= {page.name: wrong} if wrong else {}
    assert missed_on == {}
    assert wrong_on == {}


@pytest.mark.parametrize("page", DIALOGS, ids=[page.name for page in DIALOGS])
def test_escape_closes_a_dialog_or_stops_what_it_does(dressed: QApplication, page: Page) -> None:
    with opened(page) as window:
        assert isinstance(window, QDialog)
        stopped: list[bool] = []
        if hasattr(window, "stop"):
            window.stop.connect(lambda: stopped.append(True))
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
        assert not window.isVisible() or stopped


def kind_of(widget: QWidget) -> tuple[object, ...]:
    """Widgets that look alike: one of each is looked at."""
    header = any(parent.objectName() == "header" for parent in _parents(widget))
    looks = [widget.property(each) for each in ("kind", "tone", "face", "state")]
    return (type(widget), widget.objectName() == "settingsMenu", header, *looks)


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


@pytest.mark.once
@pytest.mark.parametrize("colors", EVERY_SET, ids=[each.name for each in EVERY_SET])
def test_the_focus_is_seen_on_every_kind_of_widget(dressed: QApplication, colors: Colors) -> None:
    dress(dressed, colors)
    seen: set[tuple[object, ...]] = set()
    weak = []
    for page in EVERY_PAGE:
        with opened(page, LARGE) as window:
            for widget in takes_focus(window):
                known = kind_of(widget) in seen or widget.focusProxy() is not None
                if known or widget.visibleRegion().boundingRect() != widget.rect():
                    continue
                seen.add(kind_of(widget))
                share = changed_by_focus(window, widget)
                if share < 1:
                    weak.append(f"{page.name}: {name(widget)}: {share:.2f} of a line along two of its sides")
    assert weak == []
    assert len(seen) > 15


def changed_by_focus(window: QWidget, widget: QWidget) -> float:
    """How many pixels change by enough when it gets the focus, in lines along two of its sides."""
    parking = QWidget(window)
    parking.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    parking.show()
    give_focus(parking)
    area = QRect(widget.mapTo(window, QPoint()), widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    area = area & window.rect()
    without = picture_of(window, area)
    give_focus(widget)
    changed = _differing(without, picture_of(window, area))
    parking.deleteLater()
    return changed / min(widget.width() + widget.height(), 600)


def give_focus(widget: QWidget) -> None:
    """Without a window manager a window now and then loses what it was given."""
    deadline = time.monotonic() + 20
    while not widget.hasFocus():
        assert time.monotonic() < deadline, name(widget)
        widget.window().activateWindow()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
    QApplication.processEvents()


def _differing(one: QImage, other: QImage) -> int:
    first, second = (memoryview(each.constBits()).cast("B").cast("I") for each in (one, other))
    pairs: dict[tuple[int, int], int] = {}
    for pair in zip(first, second, strict=True):
        if pair[0] != pair[1]:
            pairs[pair] = pairs.get(pair, 0) + 1
    return sum(times for (a, b), times in pairs.items() if contrast(a, b) >= CHANGES)


def test_accounts_are_sorted_by_keys(dressed: QApplication) -> None:
    with opened(next(page for page in EVERY_PAGE if page.name == "accounts")) as window:
        table = window.findChild(AccountsTable)
        assert table is not None
        header = table.horizontalHeader()
        control = Qt.KeyboardModifier.ControlModifier
        assert table.accounts.rows[0].name == "Gadget"
        for _ in range(5):
            QTest.keyClick(table, Qt.Key.Key_Left, control)
        assert header.sortIndicatorSection() == 0
        QTest.keyClick(table, Qt.Key.Key_Down, control)
        assert header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        QTest.keyClick(table, Qt.Key.Key_Right, control)
        assert header.visualIndex(header.sortIndicatorSection()) == 1
