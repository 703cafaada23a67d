"""A window with a bit of everything that the driver reads and presses."""

from __future__ import annotations

import sys
import time
from typing import TypeVar

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

TITLE = "Little form"
STALL = 0.3
"""Seconds for which the button Stall keeps the window from answering."""

W = TypeVar("W", bound=QWidget)


class LittleForm(QWidget):
    """Greets, copies, asks, and stalls on request."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        layout = QFormLayout(self)
        self.note = named(QLineEdit(), "Note")
        self.address = named(QLineEdit("https://example.test"), "Address")
        self.address.setReadOnly(True)
        self.answer = QLabel()
        self.answer.setObjectName("answer")
        for widget in (self.note, self.address, self.answer):
            layout.addRow(widget)
        self._add_buttons(layout)
        colours = QComboBox()
        colours.addItems(["Red", "Green", "Blue"])
        layout.addRow("Colour", colours)
        menu = named(QListWidget(), "Menu")
        menu.addItems(["First", "Second"])
        menu.currentTextChanged.connect(self.answer.setText)
        layout.addRow(menu)
        tabs = QTabWidget()
        tabs.addTab(table_of_things(), "Things")
        tabs.addTab(QLabel("Second page"), "More")
        layout.addRow(tabs)

    def _add_buttons(self, layout: QFormLayout) -> None:
        for name, action in (
            ("Greet", self._greet),
            ("Copy", self._copy),
            ("Ask", self._ask),
            ("Stall", lambda: time.sleep(STALL)),
        ):
            button = named(QPushButton(name), name)
            button.clicked.connect(action)
            layout.addRow(button)

    def _greet(self) -> None:
        self.answer.setText(f"Hello {self.note.text()}")

    def _copy(self) -> None:
        data = QMimeData()
        data.setText(self.note.text())
        data.setData("x-kde-passwordManagerHint", b"secret")
        QApplication.clipboard().setMimeData(data)

    def _ask(self) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle("Really")
        layout = QVBoxLayout(dialog)
        layout.addWidget(QRadioButton("Now", dialog))
        yes = QPushButton("Yes", dialog)
        yes.clicked.connect(dialog.accept)
        layout.addWidget(yes)
        dialog.accepted.connect(lambda: self.answer.setText("Yes"))
        dialog.open()


def table_of_things() -> QTableWidget:
    table = named(QTableWidget(2, 2), "Things")
    for row, words in enumerate((("a", "1"), ("b", "2"))):
        for column, word in enumerate(words):
            table.setItem(row, column, QTableWidgetItem(word))
    return table


def named(widget: W, name: str) -> W:
    """The widget, with its accessible name, and that in lower case as its object name."""
    widget.setAccessibleName(name)
    widget.setObjectName(name.lower())
    return widget


if __name__ == "__main__":
    app = QApplication(sys.argv)
    form = LittleForm()
    form.show()
    sys.exit(app.exec())
