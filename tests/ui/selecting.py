"""All the ways in which text of a field can be selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

Way = Callable[[QLineEdit], None]
_KEYS = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_LEFT = Qt.MouseButton.LeftButton


def all_by_key(field: QLineEdit) -> None:
    QTest.keyClick(field, _KEYS.Key_A, Qt.KeyboardModifier.ControlModifier)


def by_arrows(field: QLineEdit) -> None:
    QTest.keyClick(field, _KEYS.Key_Home)
    for _ in range(9):
        QTest.keyClick(field, _KEYS.Key_Right, _SHIFT)
    QTest.keyClick(field, _KEYS.Key_End, _SHIFT)


def by_dragging(field: QLineEdit) -> None:
    middle = field.height() // 2
    QTest.mousePress(field, _LEFT, pos=QPoint(15, middle))
    for x in range(20, 400, 20):
        QTest.mouseMove(field, QPoint(x, middle))
    QTest.mouseRelease(field, _LEFT, pos=QPoint(400, middle))


def by_shift_click(field: QLineEdit) -> None:
    middle = field.height() // 2
    QTest.mouseClick(field, _LEFT, pos=QPoint(15, middle))
    QTest.mouseClick(field, _LEFT, _SHIFT, QPoint(400, middle))


def by_clicking_thrice(field: QLineEdit) -> None:
    place = QPoint(60, field.height() // 2)
    QTest.mouseClick(field, _LEFT, pos=place)
    QTest.mouseDClick(field, _LEFT, pos=place)
    QTest.mouseClick(field, _LEFT, pos=place)


def through_accessibility(field: QLineEdit) -> None:
    text = QAccessible.queryAccessibleInterface(field).textInterface()
    text.setSelection(0, 0, 20)
    text.addSelection(3, 30)


def by_program(field: QLineEdit) -> None:
    field.setSelection(0, 20)


def all_by_program(field: QLineEdit) -> None:
    field.selectAll()


def by_moving_the_cursor(field: QLineEdit) -> None:
    field.cursorForward(True, 10)


WAYS: tuple[Way, ...] = (
    all_by_key,
    by_arrows,
    by_dragging,
    by_shift_click,
    by_clicking_thrice,
    through_accessibility,
    by_program,
    all_by_program,
    by_moving_the_cursor,
)
