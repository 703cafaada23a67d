"""Every word of every page is one that another language can have, and fits where it is 40 % longer."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.every_page import EVERY_PAGE, Page, opened
from tests.ui.language.data import known_data
from tests.ui.language.pseudo import speak_english, speak_pseudo
from tests.ui.language.words import untranslated, words_of

pytestmark = pytest.mark.once

_HELP = ("helpText", "helpTopics")
"""Longer texts: where they are not there in a language, the page says so (tests/ui/test_help.py)."""


@pytest.fixture(scope="module")
def known() -> re.Pattern[str]:
    return known_data()


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.name)
def test_every_word_can_be_translated(page: Page, qtbot: QtBot, qapp: QApplication, known: re.Pattern[str]) -> None:
    pseudo = speak_pseudo(qapp)
    try:
        with opened(page) as window:
            found = {
                f"{type(widget).__name__} {widget.objectName()}: {text}"
                for widget, text in words_of(window)
                if widget.objectName() not in _HELP and untranslated(text, known)
            }
    finally:
        speak_english(qapp, pseudo)
    assert found == set()


def test_the_words_come_back(qtbot: QtBot, qapp: QApplication) -> None:
    """What is said again when the language changes is what stands there when it was so from the beginning."""
    page = next(page for page in EVERY_PAGE if page.name == "scim, old token")
    with opened(page) as window:
        before = [text for _, text in words_of(window)]
        pseudo = speak_pseudo(qapp)
        changed = [text for _, text in words_of(window)]
        speak_english(qapp, pseudo)
        after = [text for _, text in words_of(window)]
    pseudo = speak_pseudo(qapp)
    try:
        with opened(page) as window:
            from_the_beginning = [text for _, text in words_of(window)]
    finally:
        speak_english(qapp, pseudo)
    assert after == before
    assert changed == from_the_beginning


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.name)
def test_names_for_programs_are_those_of_english(page: Page, qtbot: QtBot, qapp: QApplication) -> None:
    """Object names do not change with the language: outside test programs rely on them (window.md)."""
    with opened(page) as window:
        english = sorted(widget.objectName() for widget in window.findChildren(QWidget))
    pseudo = speak_pseudo(qapp)
    try:
        with opened(page) as window:
            assert sorted(widget.objectName() for widget in window.findChildren(QWidget)) == english
    finally:
        speak_english(qapp, pseudo)
