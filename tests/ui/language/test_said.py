"""Widgets that say their texts in the window's language, and say them again when it changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.text import tr
from app.ui.language.said import said, say
from app.ui.widgets.basics import button, label
from tests.ui.language.pseudo import Pseudo, speak_english, speak_pseudo


@pytest.fixture
def pseudo(qapp: QApplication) -> Iterator[Pseudo]:
    made = speak_pseudo(qapp)
    yield made
    speak_english(qapp, made)


def test_labels_and_buttons_are_said_again(qtbot: QtBot, qapp: QApplication) -> None:
    words, press, field = label(tr("Try again.")), button(tr("Copy"), tr("Copy endpoint")), QLineEdit()
    say(field.setPlaceholderText, tr("Type to search"))
    for widget in (words, press, field):
        qtbot.addWidget(widget)
    pseudo = speak_pseudo(qapp)
    try:
        assert words.text() == "⟦Try again. · ·⟧"
        assert (press.text(), press.accessibleName()) == ("⟦Copy⟧", "⟦Copy endpoint · ·⟧")
        assert press.objectName() == "copyEndpoint"
        assert field.placeholderText() == "⟦Type to search · ·⟧"
    finally:
        speak_english(qapp, pseudo)
    assert (words.text(), press.text(), press.accessibleName()) == ("Try again.", "Copy", "Copy endpoint")
    assert field.placeholderText() == "Type to search"


def test_what_others_wrote_is_left_alone(qtbot: QtBot, pseudo: Pseudo) -> None:
    words = label("Widget Data Center")
    qtbot.addWidget(words)
    assert words.text() == "Widget Data Center"
    words.setText(tr("Ends in {ending}", ending="Copy"))
    assert words.text() == "⟦Ends in ⟧Copy⟦ · · ·⟧"


def test_a_text_that_was_replaced_does_not_come_back(qtbot: QtBot, qapp: QApplication) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    say(field.setPlaceholderText, tr("Type to search"))
    say(field.setPlaceholderText, "https://example.com")
    pseudo = speak_pseudo(qapp)
    speak_english(qapp, pseudo)
    assert field.placeholderText() == "https://example.com"


def test_said_at_once(pseudo: Pseudo) -> None:
    assert said(tr("Copy")) == "⟦Copy⟧"
