"""Labels, buttons and cards as the look prescribes. Every label shows plain text alone, whoever wrote it.

Like every module that the first paint needs, this one does without the `Qt` namespace: touching it makes PySide6
build hundreds of enumerations (20 ms, a fifth of the whole start).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.badges import badge_text
from app.ui.language.said import said, say

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

_PLAIN_TEXT = 0  # Qt.TextFormat.PlainText; see above
_BADGE_HEIGHT = 17


def label(text: str = "", *, kind: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """A label of plain text. `kind` picks its style (title, heading, hint, …), `name` is its object name."""
    made = WrappedLabel() if wrap else Label()
    made.setProperty("textFormat", _PLAIN_TEXT)
    made.setText(text)
    if kind:
        made.setProperty("kind", kind)
    if name:
        made.setObjectName(name)
    return made


def button(text: str, accessible_name: str = "", *, name: str = "", kind: str = "") -> QPushButton:
    """A button. Its accessible name is what the contract says, where the visible text is shorter."""
    made = Button()
    made.setText(text)
    say(made.setAccessibleName, accessible_name or text)
    made.setObjectName(name or object_name(accessible_name or text))
    if kind:
        made.setProperty("kind", kind)
    made.setAutoDefault(False)
    return made


def radio(text: str) -> QRadioButton:
    """A radio button, named as it is labelled."""
    made = QRadioButton()
    say(made.setText, text)
    made.setObjectName(object_name(text))
    return made


def check_box(text: str) -> QCheckBox:
    """A check box, named as it is labelled."""
    made = QCheckBox()
    say(made.setText, text)
    made.setObjectName(object_name(text))
    return made


def object_name(words: str) -> str:
    """The object name of a widget with these words: `Copy SCIM endpoint` becomes `copyScimEndpoint`."""
    parts = ["".join(c for c in part if c.isalnum()).lower() for part in words.replace("-", " ").split()]
    first, *rest = [part for part in parts if part]
    return first + "".join(part.capitalize() for part in rest)


def badge(word: str = "", *, name: str = "") -> QLabel:
    """The word that tells environments apart, on its colour; hidden while there is none."""
    made = label(badge_text(word), kind="badge", name=name)
    made.setProperty("badge", word)
    made.setFixedHeight(_BADGE_HEIGHT)
    made.setVisible(bool(word))
    return made


class Label(QLabel):
    """A label whose texts are said in the window's language."""

    _given = ""

    def setText(self, text: str) -> None:
        self._given = text
        super().setText(said(text))

    def say_again(self) -> None:
        """In the language that holds now."""
        self.setText(self._given)


class WrappedLabel(Label):
    """A label of several lines that is never lower than its text: layouts inside stacks and dialogs forget to ask."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(0)  # else Qt counts the old minimum as part of what is needed
        if self.text():
            self.setMinimumHeight(self.heightForWidth(self.width()))


class Button(QPushButton):
    """A button that Enter presses too, not Space alone, wherever it stands; a double click presses it once. It says its
    texts in the window's language."""

    _given = ""

    def setText(self, text: str) -> None:
        self._given = text
        super().setText(said(text))

    def say_again(self) -> None:
        """In the language that holds now."""
        self.setText(self._given)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "\r":
            self.click()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()  # its second press may be meant for what the first one has put in the button's place


class Card(QFrame):
    """A framed group. `tone` is empty, `warning`, `bad` or `good`."""

    def __init__(self, tone: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("tone", tone)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(6)

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


def restyle(widget: QWidget) -> None:
    """Apply the stylesheet anew after a property that it looks at has changed. Not before the first paint: the call
    makes PySide6 load the `Qt` namespace."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def row(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Parts beside each other; None stretches, a number is a stretch factor."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addStretch(part)
        elif isinstance(part, QWidget):
            made.addWidget(part)
        else:
            made.addLayout(part)
    return made
