"""What is to be tested: endpoint, token, and the provisioning client that the verdict is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.clients import ProvisioningClient
from app.domain.text import tr
from app.ui.language.said import say
from app.ui.widgets.basics import Card, button, label, restyle, row
from app.ui.widgets.choices import ComboBox

SIDE_BY_SIDE = 560
"""Pixels of width from which on two fields have room beside each other."""
LONGEST_ENDPOINT, LONGEST_TOKEN = 2_048, 16_384
"""Characters. Nothing longer works in any client, and longer texts take the field itself too long."""
ANY_CLIENT = tr("Any client")


class TesterInput(Card):
    """Signals: `pressed`, when the person asks for a test or its end; `edited`, when an input has changed."""

    pressed = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.endpoint = QLineEdit()
        self.endpoint.setObjectName("endpointToTest")
        say(self.endpoint.setAccessibleName, tr("Endpoint to test"))
        self.endpoint.setProperty("face", "mono")
        self.endpoint.setPlaceholderText("https://api.r-service.tech/scim/v2")
        self.endpoint.setMaxLength(LONGEST_ENDPOINT)
        self.token = QLineEdit()
        self.token.setObjectName("tokenToTest")
        say(self.token.setAccessibleName, tr("Token to test"))
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setMaxLength(LONGEST_TOKEN)
        self._client = ComboBox()
        self._client.setObjectName("provisioningClient")
        self._client.setMinimumContentsLength(12)
        self._client.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._client.addItem(ANY_CLIENT, None)
        self._client.currentIndexChanged.connect(lambda _: self.edited.emit())
        for field in (self.endpoint, self.token):
            field.textChanged.connect(self.edited)
            field.returnPressed.connect(self.pressed)
        self.button = button(tr("Run test"), name="runTest", kind="filled")
        self.button.clicked.connect(self.pressed)
        self._lay_out()

    def _lay_out(self) -> None:
        self._fields = row(
            _labelled(tr("Token to test"), self.token), _labelled(tr("Provisioning client"), self._client), spacing=12
        )
        self._fields.setStretch(0, 1)
        self._fields.setStretch(1, 1)
        self._hint = label(kind="hint", wrap=True, name="testHint")
        foot = row(self._hint, self.button)
        foot.setStretch(0, 1)
        self.column.addWidget(_labelled(tr("Endpoint to test"), self.endpoint))
        self.column.addSpacing(4)
        self.column.addLayout(self._fields)
        self.column.addSpacing(2)
        self.column.addLayout(foot)

    @property
    def client(self) -> str | None:
        """The id of the chosen provisioning client; None: any."""
        chosen: str | None = self._client.currentData()
        return chosen

    def choose(self, client: str | None) -> None:
        """Choose a client by its id, as if the person had; None, or one that is not there: any."""
        self._client.setCurrentIndex(max(self._client.findData(client), 0))

    def offer_clients(self, clients: Sequence[ProvisioningClient]) -> None:
        """The clients to choose from, after `Any client`. The choice stays."""
        chosen = self.client
        blocked = self._client.blockSignals(True)
        self._client.clear()
        self._client.addItem(ANY_CLIENT, None)
        for client in clients:
            self._client.addItem(client.name, client.id)
        self._client.setCurrentIndex(max(self._client.findData(chosen), 0))
        self._client.blockSignals(blocked)

    def show_hint(self, text: str, placeholder: str | None = None) -> None:
        """Say where the token comes from; the token's placeholder may stay as it is."""
        self._hint.setText(text)
        if placeholder is None:
            return
        say(self.token.setPlaceholderText, placeholder)

    def show_running(self, running: bool) -> None:
        """The button runs a test, or stops the one that runs."""
        word = tr("Stop test") if running else tr("Run test")
        self.button.setText(word)
        say(self.button.setAccessibleName, word)
        # A double press on Run test must not look like a press on what stands there then.
        self.button.setProperty("kind", "" if running else "filled")
        restyle(self.button)
        for field in (self.endpoint, self.token):  # the report is to be about what stands there
            field.setReadOnly(running)
        self._client.setEnabled(not running)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < SIDE_BY_SIDE
        self._fields.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


def _labelled(words: str, field: QWidget) -> QWidget:
    holder = QWidget()
    down = QVBoxLayout(holder)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(6)
    heading = label(words, kind="heading")
    heading.setBuddy(field)
    down.addWidget(heading)
    down.addWidget(field)
    return holder
