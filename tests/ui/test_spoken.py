"""What a screen reader says of every page and dialog in every state: what tells things apart, and their values."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.every_page import EVERY_PAGE, opened

_USED = QAbstractButton | QComboBox | QLineEdit | QAbstractItemView | QProgressBar


def spoken(widget: QWidget) -> str:
    """Its name, or that of the label which is its buddy."""
    seen = QAccessible.queryAccessibleInterface(widget)
    of_labels = [each.text(QAccessible.Text.Name) for each, _ in seen.relations(QAccessible.RelationFlag.Label)]
    return " ".join(of_labels) or seen.text(QAccessible.Text.Name)


def used_in(window: QWidget) -> list[QWidget]:
    """What a person does something with, or reads a value from."""
    return [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, _USED)
        and each.isVisible()
        and each.window() is window
        and not each.objectName().startswith("qt_")
        and not isinstance(each, QHeaderView)
    ]


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def value(widget: QWidget) -> str:
    """What it says that it holds."""
    seen = QAccessible.queryAccessibleInterface(widget)
    held = seen.textInterface().text(0, 40) if seen.textInterface() is not None else ""
    return f"{seen.text(QAccessible.Text.Value)} {held}"


def test_names_tell_everything_apart(qtbot: QtBot) -> None:
    faults: list[str] = []
    looked_at = 0
    for page in EVERY_PAGE:
        with opened(page) as window:
            used = used_in(window)
            names = [(role(each), spoken(each).strip()) for each in used]
            described = [(*what, each.accessibleDescription()) for what, each in zip(names, used, strict=True)]
            looked_at += len(used)
            for each, (_, words) in zip(used, names, strict=True):
                if not any(letter.isalnum() for letter in words):
                    faults.append(f"{page.name}: {each.objectName()} is called {words!r}")
            twice = (what for what, times in Counter(described).items() if times > 1)
            faults += [f"{page.name}: more than one is called {what[1]!r}" for what in twice]
    assert faults == []
    assert looked_at > 500


def test_tables_have_headings_and_bars_have_values(qtbot: QtBot) -> None:
    tables = bars = 0
    for page in EVERY_PAGE:
        with opened(page) as window:
            for table in (each for each in used_in(window) if isinstance(each, QTableView)):
                tables += 1
                header = table.horizontalHeader()
                words = [table.model().headerData(each, header.orientation()) for each in range(header.count())]
                assert all(words), (page.name, words)
            for bar in (each for each in used_in(window) if isinstance(each, QProgressBar)):
                bars += 1
                assert QAccessible.queryAccessibleInterface(bar).valueInterface() is not None, page.name
    assert tables > 8
    assert bars > 4


def test_what_is_masked_is_not_said(qtbot: QtBot) -> None:
    masked = 0
    for page in EVERY_PAGE:
        with opened(page) as window:
            for field in (each for each in used_in(window) if isinstance(each, QLineEdit)):
                if field.echoMode() is QLineEdit.EchoMode.Normal:
                    continue
                masked += 1
                field.setText("what nobody is to hear")
                assert "nobody" not in value(field) + spoken(field), page.name
    assert masked > 5
