"""The notice that stands above every page: what the person should know, empty when all is well."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.ui.language.said import say
from app.ui.widgets.basics import button, label, object_name, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence


class NoticeBar(QFrame):
    """One sentence or two, and buttons for what can be done about it.

    `after` is what Tab leads here from. Signals: `chosen` with the word on the button that was pressed.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("noticeBar")
        self._text = label(name="notice", wrap=True)
        self._across = QHBoxLayout(self)
        self._across.setSpacing(8)
        self._across.addWidget(self._text, 1)
        self._buttons: list[QPushButton] = []
        self.after: QWidget | None = None
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self._fit()

    def show_notice(self, text: str, choices: Sequence[str] = ()) -> None:
        """Show this text with these buttons; an empty text empties the bar."""
        if self._shown == (text, tuple(choices)):
            return
        self._shown = (text, tuple(choices))
        for old in self._buttons:
            self._across.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        self._text.setText(text)
        for word in choices:
            # A problem on the page below may offer the same.
            made = button(word, name=object_name(f"notice {word}"))
            say(made.setAccessibleDescription, text)
            made.clicked.connect(lambda _checked=False, word=word: self.chosen.emit(word))
            self._across.addWidget(made)
            self._buttons.append(made)
        if choices and self.after is not None:
            for one, next_one in pairwise([self.after, *self._buttons]):
                QWidget.setTabOrder(one, next_one)
        self._fit()
        restyle(self)

    def _fit(self) -> None:
        # The label stays there while it is empty: a screen reader's place for it does not come and go.
        filled = bool(self._text.text())
        self._across.setContentsMargins(*((14, 8, 10, 8) if filled else (0, 0, 0, 0)))
        self.setMaximumHeight(16_777_215 if filled else 1)
        self.setProperty("filled", "true" if filled else "false")
