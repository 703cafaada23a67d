"""Choosing the window's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from app.domain.text import on_day
from app.store.preferences import LANGUAGES
from app.ui.language.said import said
from app.ui.language.switch import NAMES, SYSTEM, WindowLanguage, system_language


@pytest.fixture
def language(qapp: QApplication) -> Iterator[WindowLanguage]:
    made = WindowLanguage(qapp)
    yield made
    made.choose("en")
    QLocale.setDefault(QLocale.system())


@pytest.mark.parametrize(
    ("code", "day"), [("en", "3 December 2026"), ("tr", "3 Aralık 2026"), ("ru", "3 декабря 2026")]
)
def test_dates_are_those_of_the_language(language: WindowLanguage, code: str, day: str) -> None:
    language.choose(code)
    assert said(on_day(datetime(2026, 12, 3, 12).astimezone())) == day


def test_qts_own_words_are_in_the_language_too(language: WindowLanguage) -> None:
    language.choose("tr")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "İptal"
    language.choose("ru")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Отмена"
    language.choose("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_system_decides_where_nothing_is_chosen(language: WindowLanguage) -> None:
    language.choose(SYSTEM)
    assert language.code == system_language()


def test_each_language_can_be_kept() -> None:
    assert {SYSTEM, *NAMES} == set(LANGUAGES)
