"""How to set a provisioning client up: the steps in its console, the messages that it shows, how sure all that is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.client_messages import WORDS_NOT_KNOWN, is_quoted, messages_of
from app.domain.clients import KnownError, ProvisioningClient, Source, Sure
from app.domain.text import joined, tr
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import Card, label, row
from app.ui.widgets.only_in_english import OnlyInEnglish

_SURE = {
    Sure.DOCUMENTED: ("good", tr("Documented by the vendor")),
    Sure.REPORTED: ("warning", tr("Reported by others, not documented by the vendor")),
    Sure.UNKNOWN: ("muted", tr("Not known")),
}
_SOURCE = {
    Sure.DOCUMENTED: tr("Documented by the vendor"),
    Sure.REPORTED: tr("Reported by others"),
    Sure.UNKNOWN: tr("Not known"),
}
_MEANS = {
    Sure.DOCUMENTED: tr("What it asks of a service follows the vendor's own documentation."),
    Sure.REPORTED: tr("What it asks of a service is known from others. Trust its own connection test more than ours."),
    Sure.UNKNOWN: tr("What it asks of a service could not be found out. Its own connection test has the last word."),
}
_LONG_WORD = 24
"""Characters from which a word is broken between its parts, where a line has no room for it."""


class SetupGuide(QWidget):
    """What is known of one client, as cards below each other. `selectable` holds what takes the focus, in order."""

    def __init__(self, client: ProvisioningClient) -> None:
        super().__init__()
        self.selectable: list[QLabel] = []
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(16)
        self._add_steps(client)
        if client.errors:
            self._add_messages(client.errors)
        else:
            self._add_usual_messages(client)
        self._add_sources(client)

    def _add_steps(self, client: ProvisioningClient) -> None:
        card = Card()
        card.column.addWidget(OnlyInEnglish())
        card.column.addWidget(label(tr("Set up the first time"), kind="section"))
        card.column.addLayout(_numbered(client.first_steps))
        card.column.addSpacing(12)
        card.column.addWidget(label(tr("Replace the token"), kind="section"))
        card.column.addLayout(_numbered(client.replace_steps))
        self._down.addWidget(card)

    def _add_messages(self, errors: Sequence[KnownError]) -> None:
        card = Card()
        card.column.addWidget(label(tr("Messages you may see"), kind="section"))
        for error in errors:
            card.column.addSpacing(8)
            words = f"“{error.message}”" if is_quoted(error) else error.message
            message = label(breakable(words), kind="heading", wrap=True)
            message.setAccessibleName(words)
            card.column.addWidget(message)
            card.column.addWidget(label(error.cause, wrap=True))
            where = label(joined(_SOURCE[error.sure], error.source, by=": "), kind="source", wrap=True)
            card.column.addWidget(self._selectable(where))
        self._down.addWidget(card)

    def _add_usual_messages(self, client: ProvisioningClient) -> None:
        card = Card()
        card.column.addWidget(label(tr("Messages you may see"), kind="section"))
        card.column.addWidget(label(WORDS_NOT_KNOWN, kind="muted", name="wordsNotKnown", wrap=True))
        for message, cause in messages_of(client):
            card.column.addSpacing(8)
            card.column.addWidget(label(message, kind="heading", wrap=True))
            card.column.addWidget(label(cause, wrap=True))
        self._down.addWidget(card)

    def _add_sources(self, client: ProvisioningClient) -> None:
        card = Card()
        card.column.addWidget(label(tr("How sure this is"), kind="section"))
        tone, words = _SURE[client.sure]
        icon = StateIcon()
        icon.show_state(tone)
        line = row(icon, label(words, name="howSure", wrap=True), spacing=4)
        line.setStretch(1, 1)
        card.column.addLayout(line)
        card.column.addWidget(label(_MEANS[client.sure], kind="muted", wrap=True))
        if client.test_note:
            card.column.addWidget(label(client.test_note, kind="muted", wrap=True))
        if client.sources:
            card.column.addSpacing(6)
            card.column.addWidget(label(tr("Where it is documented"), kind="heading"))
        for source in client.sources:
            card.column.addWidget(self._selectable(label(_words(source), kind="source", wrap=True)))
        self._down.addWidget(card)

    def _selectable(self, made: QLabel) -> QLabel:
        """Its text can be selected and copied, by mouse and by keyboard; no link is opened."""
        flags = Qt.TextInteractionFlag
        made.setIndent(0)  # a label with a border stands away from it else
        made.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the mouse alone gets there
        self.selectable.append(made)
        return made


def breakable(text: str) -> str:
    """The text with places at which its very long words may be broken: `SystemForCross…Failure` fits no narrow line."""
    return re.sub(rf"\w{{{_LONG_WORD},}}", lambda word: re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "\u200b", word[0]), text)


def _words(source: Source) -> str:
    return source.title if source.url is None else f"{source.title}\n{source.url}"


def _numbered(steps: Sequence[str]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for number, step in enumerate(steps):
        beside = label(f"{number + 1}.", kind="muted")
        beside.setMinimumWidth(18)
        grid.addWidget(beside, number, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(step, wrap=True), number, 1)
    return grid
