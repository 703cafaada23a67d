"""The dialog Which token is this?: a found text goes in, and does not come out again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.language.said import say
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.flow import Flow

TITLE = tr("Which token is this?")
_LONGEST = 20_000
"""Characters that the field takes: what is longer is cut, and refused as too long."""


class WhichTokenDialog(Dialog):
    """Signals: `look` with what stands in the field; `paste`, when the person wants the clipboard's text in it;
    `edited`, when it has changed: what was answered is about another text then."""

    look = Signal(str)
    paste = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, TITLE, "whichTokenIsThis", width=600)
        intro = tr(
            "Paste a text that you found, in a chat or a log for instance. You learn whether it is a token of an "
            "account on this computer. The text stays in this window: it is neither kept nor sent."
        )
        self.column.addWidget(label(intro, wrap=True))
        self.column.addSpacing(6)
        self._field = QLineEdit()
        self._field.setObjectName("foundText")
        say(self._field.setAccessibleName, tr("Found text"))
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setMaxLength(_LONGEST)
        self._field.setDragEnabled(False)
        self._field.textChanged.connect(self._edited)
        self._field.returnPressed.connect(self._look)
        paste = button(tr("Paste"), tr("Paste found text"))
        paste.clicked.connect(self.paste)
        heading = label(tr("Found text"), kind="heading")
        heading.setBuddy(self._field)
        self.column.addWidget(heading)
        line = row(self._field, paste)
        line.setStretch(0, 1)
        self.column.addLayout(line)
        self.column.addSpacing(6)
        self._answer_part()
        self._find = button(tr("Find out"), kind="filled")
        self._find.clicked.connect(self._look)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        self.column.addSpacing(8)
        self.column.addLayout(Flow(self._find, close, right=True))
        self._field.setFocus()
        self.show_answer("", "", "", "")

    def _answer_part(self) -> None:
        self._icon = StateIcon()
        self._answer = label(kind="heading", name="answer", wrap=True)
        self._facts = label(name="answerFacts", wrap=True)
        self._next = label(name="whatToDoNext", wrap=True)
        headline = row(self._icon, self._answer)
        headline.setStretch(1, 1)
        headline.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(headline)
        for part in (self._facts, self._next):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def put(self, text: str) -> None:
        """Put this into the field, as if it had been pasted there."""
        self._field.setText(text)
        self._field.setFocus()

    def clear(self) -> None:
        """Forget what stands in the field. What was answered about it stays."""
        blocked = self._field.blockSignals(True)
        self._field.clear()
        self._field.blockSignals(blocked)

    def show_looking(self) -> None:
        """While it is looked for."""
        self.show_answer("", tr("Looking…"), "", "")
        self._find.setEnabled(False)

    def show_answer(self, tone: str, answer: str, facts: str, next_step: str) -> None:
        """What was found out. `tone` is an icon's: good, warning, bad, muted; empty: none."""
        self._find.setEnabled(True)
        self._icon.show_state(tone)
        for part, text in ((self._answer, answer), (self._facts, facts), (self._next, next_step)):
            part.setText(text)
            part.setVisible(bool(text))
        self.adjustSize()

    def _look(self) -> None:
        if self._find.isEnabled():
            self.look.emit(self._field.text())

    def _edited(self) -> None:
        self.show_answer("", "", "", "")
        self.edited.emit()
