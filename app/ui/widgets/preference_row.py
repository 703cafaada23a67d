"""One preference: what it is called, its control, what it means, and what is wrong with what was typed."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import Text, tr
from app.ui.language.said import say
from app.ui.widgets.announce import announce
from app.ui.widgets.basics import label, object_name, row

CONTROLS = 200
"""Pixels that the controls' column is wide."""


class PreferenceRow(QWidget):
    """`words` name the control, `unit` stands behind it."""

    def __init__(self, words: Text, control: QWidget, hint: Text, unit: Text | None = None) -> None:
        super().__init__()
        self._control = control
        control.setObjectName(object_name(words))
        say(control.setAccessibleName, words)
        say(control.setAccessibleDescription, tr("In {unit}. {hint}", unit=unit, hint=hint) if unit else hint)
        heading = label(words, kind="heading", wrap=True)
        heading.setBuddy(control)
        self._problem = label(kind="error", name=f"{object_name(words)}Problem", wrap=True)
        self._problem.hide()
        words_column = QVBoxLayout()
        words_column.setSpacing(2)
        for part in (heading, label(hint, kind="hint", wrap=True), self._problem):
            words_column.addWidget(part)
        beside = QWidget()
        beside.setFixedWidth(CONTROLS)
        across = row(control, *([label(unit, kind="muted")] if unit else []), None)
        if not unit:
            control.setFixedWidth(CONTROLS)
        beside.setLayout(across)
        line = row(spacing=16)
        line.addLayout(words_column, 1)
        line.addWidget(beside)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 6, 0, 6)
        down.addLayout(line)

    def show_problem(self, sentence: Text | None) -> None:
        """Why what was typed does not hold; None: it does."""
        self._problem.setText(sentence or "")
        self._problem.setVisible(bool(sentence))
        if sentence:
            announce(self._control, sentence)
