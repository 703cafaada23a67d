"""The start page: what a person without any connection can do."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.text import tr
from app.ui.widgets.basics import Card, button, label, row
from app.ui.widgets.page import Column


class StartPage(Column):
    """Signals: `add_wanted`, `open_wanted`, `test_wanted` and `practice_wanted`."""

    add_wanted = Signal()
    open_wanted = Signal()
    test_wanted = Signal()
    practice_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(label(tr("Welcome to SCIM Connection"), kind="title"))
        self.column.addWidget(
            label(
                tr("Hand R-Service's SCIM endpoint and token to the administrator of your provisioning client."),
                kind="muted",
                wrap=True,
            )
        )
        for words, explanation, signal in (
            (
                tr("Add my R-Service account"),
                tr(
                    "You own an R-Service account: enter its SCIM endpoint and token once, and test, share and rotate "
                    "from here. They are kept on this computer only."
                ),
                self.add_wanted,
            ),
            (
                tr("Open a share I received"),
                tr(
                    "Somebody sent you an encrypted file with a SCIM endpoint and a token: open it here with its "
                    "passphrase. You can also drop the file on this window."
                ),
                self.open_wanted,
            ),
            (
                tr("Test a connection"),
                tr(
                    "You have an endpoint and a token: find out whether they work before you type them into your "
                    "provisioning client. Nothing is changed and nothing is kept."
                ),
                self.test_wanted,
            ),
            (
                tr("Practise with a pretend account"),
                tr(
                    "See the SCIM screen with an account that lives on this computer alone. Copy, share and rotate as "
                    "often as you like."
                ),
                self.practice_wanted,
            ),
        ):
            card = Card()
            choose = button(words, kind="filled" if signal is self.add_wanted else "")
            choose.clicked.connect(signal)
            card.column.addWidget(label(explanation, wrap=True))
            card.column.addSpacing(6)
            card.column.addLayout(row(choose, None))
            self.column.addWidget(card)
        self.end()
