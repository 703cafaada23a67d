"""Where a new token is pasted or typed: never shown, and given away to nobody but who asks the field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.language.said import say
from app.ui.widgets.basics import button, label, row

_LONGEST = 20_000
"""Characters: a whole message may be pasted by keyboard, and the token is looked for in it."""


class NewTokenField(QWidget):
    """Signals: `paste`, when the button is pressed; `edited`, when something was typed."""

    paste = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setObjectName("newAccessToken")
        say(self.field.setAccessibleName, tr("New access token"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(_LONGEST)
        self.field.setDragEnabled(False)
        self.field.textChanged.connect(self.edited)
        self._paste = button(tr("Paste"), tr("Paste the new token"), kind="filled")
        self._paste.clicked.connect(self.paste)
        heading = label(tr("New access token"), kind="heading")
        heading.setBuddy(self.field)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addWidget(heading)
        down.addLayout(row(self.field, self._paste))

    def show_kept(self, token: AccessToken | None) -> None:
        """A token is kept already: it stands there as its last four digits, and cannot be edited. None: empty."""
        blocked = self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(blocked)
        self.field.setReadOnly(token is not None)
        say(self.field.setPlaceholderText, "" if token is None else token.masked)
        say(
            self.field.setAccessibleDescription,
            "" if token is None else tr("kept, ends in {last_four}", last_four=token.last_four),
        )
        self._paste.setVisible(token is None)

    def take_focus(self) -> None:
        """To where the person goes on: most have it in the clipboard."""
        self._paste.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While something is done with it, nothing can be changed."""
        self.field.setEnabled(not busy)
        self._paste.setEnabled(not busy)
