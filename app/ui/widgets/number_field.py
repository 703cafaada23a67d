"""A number within bounds, typed or stepped through; what is no such number is refused in words, never in silence."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QSpinBox

_PAUSE = 700
"""Milliseconds without a key after which what was typed counts as said."""


class NumberField(QSpinBox):
    """Signals: `chosen` with another number, `refused` with what was typed where it is none within the bounds."""

    chosen = Signal(int)
    refused = Signal(str)

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        self._number = least
        self.setRange(least, most)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the page
        self.setFixedWidth(88)
        self.lineEdit().setTextMargins(8, 0, 8, 0)
        self._typed: str | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._settle)
        self.lineEdit().textChanged.connect(self._note)
        self.valueChanged.connect(self._changed)
        self.editingFinished.connect(self._settle)

    def show_number(self, number: int) -> None:
        """Show this one, which nobody has chosen just now; what is being typed stays."""
        self._number = number
        if self._typed is None and self.value() != number:
            blocked = self.blockSignals(True)
            self.setValue(number)
            self.blockSignals(blocked)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Anything may be typed: what is wrong with it is said."""
        return QValidator.State.Acceptable, text, position

    def valueFromText(self, text: str) -> int:
        number = self._read(text)
        return self.value() if number is None else number

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _read(self, text: str) -> int | None:
        squeezed = "".join(text.split())
        if not (squeezed.isascii() and squeezed.isdigit() and len(squeezed) < 10):
            return None
        return int(squeezed) if self._least <= int(squeezed) <= self._most else None

    def _note(self, text: str) -> None:
        self._typed = text
        self._pause.start()

    def _changed(self, number: int) -> None:
        """By arrow keys, or by the accessibility interface."""
        self._typed = None
        self._tell(number)

    def _settle(self) -> None:
        self._pause.stop()
        typed, self._typed = self._typed, None
        if typed is None:
            return
        number = self._read(typed)
        if number is None:
            self.refused.emit(typed)
        else:
            blocked = self.blockSignals(True)
            self.setValue(number)
            self.blockSignals(blocked)
            self._tell(number)

    def _tell(self, number: int) -> None:
        if number != self._number:
            self._number = number
            self.chosen.emit(number)
