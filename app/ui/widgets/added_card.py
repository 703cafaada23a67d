"""After an account was added: that it is kept, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.text import tr
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import Card, button, label, row


class AddedCard(Card):
    """Hidden until `show_added()`.

    Signals: `test` (the button); `closed`, when the person has taken note.
    """

    test = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("good")
        self.setObjectName("addedCard")
        icon = StateIcon()
        icon.show_state("good")
        self._added = label(kind="heading", name="accountAdded", wrap=True)
        headline = row(icon, self._added)
        headline.setStretch(1, 1)
        self.column.addLayout(headline)
        self.column.addWidget(
            label(
                tr(
                    "Next, test the connection. Then choose Share securely… to hand both values to the administrator "
                    "of your provisioning client, and Add to calendar… so that you are reminded to rotate the token."
                ),
                name="whatToDoAfterAdding",
                wrap=True,
            )
        )
        self._test = button(tr("Test this connection"))
        self._test.clicked.connect(self.test)
        close = button(tr("Close message"), name="closeAccountAdded")
        close.clicked.connect(self.closed)
        self.column.addSpacing(4)
        self.buttons = row(self._test, close, None)
        self.column.addLayout(self.buttons)
        self.hide()

    def show_added(self, sentence: str) -> None:
        """Say that it was added, and where it is kept."""
        self._added.setText(sentence)
        self.show()
        self._test.setFocus()
