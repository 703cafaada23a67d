"""A problem in place: what happened, what it means, what to do, and the buttons that do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.ui.widgets.basics import Card, button, label
from app.ui.widgets.flow import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.errors import Problem


class ProblemCard(Card):
    """Hidden until there is a problem.

    Signals: `chosen` with the word on the button that was pressed.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("bad")
        self.setObjectName("problem")
        self._happened = label(kind="heading", name="problemHappened", wrap=True)
        self._means = label(name="problemMeans", wrap=True)
        self._next = label(name="problemNextStep", wrap=True)
        for part in (self._happened, self._means, self._next):
            self.column.addWidget(part)
        self._buttons: list[QPushButton] = []
        self._row = Lines()
        self.column.addLayout(self._row)
        self.hide()

    def show_problem(self, problem: Problem | None, choices: Sequence[str] = ()) -> None:
        """Show this problem with these buttons; None hides the card."""
        for old in self._buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        if problem is None:
            self.hide()
            return
        self._happened.setText(problem.happened)
        self._means.setText(problem.means)
        self._next.setText(problem.next_step)
        for word in choices:
            made = button(word)
            made.clicked.connect(lambda _checked=False, word=word: self.chosen.emit(word))
            self._row.addWidget(made)
            self._buttons.append(made)
        if choices:
            from app.ui.widgets.reading_order import take_place  # not needed by the first paint

            take_place(self)
        self.show()
