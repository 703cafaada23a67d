"""Typing or suggesting a passphrase, and what it is worth."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.text import tr
from app.ui.language.said import say
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import button, label, row

LONGEST = 200


class PassphraseInput(QWidget):
    """Signals: `typed` with the passphrase while it is typed; `suggest`, the button."""

    typed = Signal(str)
    suggest = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._field = QLineEdit()
        self._field.setObjectName("passphraseText")
        say(self._field.setAccessibleName, tr("Passphrase text"))
        self._field.setMaxLength(LONGEST)
        self._field.setDragEnabled(False)
        self._field.textChanged.connect(self.typed)
        another = button(tr("Suggest a passphrase"))
        another.clicked.connect(self.suggest)
        self._strength = label(kind="hint", name="passphraseStrength", wrap=True)
        self._icon = StateIcon()
        strength = row(self._icon, self._strength)
        strength.setStretch(1, 1)
        # Room for two lines: what stands below does not jump while the passphrase is typed.
        strength.addStrut(self._strength.fontMetrics().lineSpacing() * 2)
        heading = label(tr("Passphrase"), kind="heading")
        heading.setBuddy(self._field)
        line = row(self._field, another)
        line.setStretch(0, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addWidget(heading)
        down.addLayout(line)
        down.addLayout(strength)

    def put(self, text: str) -> None:
        """Show a passphrase that was suggested; `typed` is not emitted."""
        blocked = self._field.blockSignals(True)
        self._field.setText(text)
        self._field.setCursorPosition(0)
        self._field.blockSignals(blocked)

    def show_strength(self, text: str, *, acceptable: bool) -> None:
        """What it is worth, in words."""
        self._strength.setText(text)
        self._icon.show_state(("good" if acceptable else "warning") if text else "")
