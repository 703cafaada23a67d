"""A question in place, or what went wrong, with the buttons that answer it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.ui.widgets.announce import announce
from app.ui.widgets.basics import Card, button, label, object_name
from app.ui.widgets.flow import Flow
from app.ui.widgets.reading_order import take_place


class Question(Card):
    """Hidden while nothing is asked.

    Signals: `answered` with the word on the button that was pressed.
    """

    answered = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__("warning")
        self._asked = label(name=name, wrap=True)
        self._row = Flow()
        self._buttons: list[QPushButton] = []
        self.column.addWidget(self._asked)
        self.column.addLayout(self._row)
        self.hide()

    def ask(self, question: str, answers: Sequence[str]) -> None:
        """Ask, with these buttons; the keyboard goes to the last one."""
        self.close_question()
        self._asked.setText(question)
        for word in answers:
            made = button(word, name=object_name(f"answer {word}"))
            made.clicked.connect(lambda _checked=False, word=word: self.answered.emit(word))
            self._row.addWidget(made)
            self._buttons.append(made)
        take_place(self)
        self.show()
        if self._buttons:
            self._buttons[-1].setFocus()
        announce(self, question)

    def close_question(self) -> None:
        """Nothing is asked any more."""
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        self._asked.setText("")
        self.hide()
