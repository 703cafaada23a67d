"""Who sends a share, and in which language its page and message speak: a part of the dialog Share securely."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.text import tr
from app.ui.language.said import say
from app.ui.language.switch import NAMES
from app.ui.widgets.basics import label, row

LONGEST_NAME = 80


class SenderRow(QWidget):
    """Two fields beside each other. `language_chosen`: the person chose a language, which nothing changes any more."""

    language_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setObjectName("fromWhom")
        say(self.name.setAccessibleName, tr("From whom"))
        self.name.setMaxLength(LONGEST_NAME)
        self._language = QComboBox()
        self._language.setObjectName("languageOfThePage")
        for code, name in NAMES.items():
            self._language.addItem(name, code)
        self._language.activated.connect(self.language_chosen)
        across = row(spacing=16)
        for words, field, hint in (
            (tr("From whom"), self.name, tr("You, as the recipient knows you.")),
            (tr("Language of the page"), self._language, tr("Also of the message to copy.")),
        ):
            heading = label(words, kind="heading")
            heading.setBuddy(field)
            column = QVBoxLayout()
            column.setSpacing(6)
            for part in (heading, field, label(hint, kind="hint", wrap=True)):
                column.addWidget(part)
            column.addStretch(1)
            across.addLayout(column, 1)
        self.setLayout(across)

    @property
    def language(self) -> str:
        """By its ISO 639-1 code."""
        chosen: str = self._language.currentData()
        return chosen

    def show_language(self, code: str) -> None:
        """Propose this one; what there is not stays as it is."""
        place = self._language.findData(code)
        if place >= 0:
            self._language.setCurrentIndex(place)

    def propose_name(self, name: str) -> None:
        """Unless the person has begun to type another one."""
        if not self.name.text():
            self.name.setText(name[:LONGEST_NAME])
            self.name.setCursorPosition(0)
