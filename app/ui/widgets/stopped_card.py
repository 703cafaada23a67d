"""After a token has leaked and was rotated: provisioning stands still, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.text import tr
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import Card, button, label, row


class StoppedCard(Card):
    """Hidden until `show()`.

    Signals: `closed`, when the person has taken note.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__("bad")
        icon = StateIcon()
        icon.show_state("bad")
        headline = row(icon, label(tr("Provisioning has stopped"), kind="heading", name="provisioningStopped"))
        headline.setStretch(1, 1)
        self.column.addLayout(headline)
        self.column.addWidget(
            label(
                tr(
                    "The leaked token has ended. Share the new one with the administrator of your provisioning client "
                    "now: provisioning goes on once it is entered there."
                ),
                wrap=True,
            )
        )
        close = button(tr("Close message"), name="closeProvisioningStopped")
        close.clicked.connect(self.closed)
        self.column.addSpacing(4)
        self.column.addLayout(row(close, None))
        self.hide()
