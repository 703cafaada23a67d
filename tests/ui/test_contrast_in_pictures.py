"""Whatever stands on a page can be read, in every theme: measured in pictures, so that no style slips through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.apply import dress
from app.ui.theme.colors import CONTRAST_DARK, DARK, EVERY_SET, LIGHT, Colors
from app.ui.theme.icons import state_icon
from tests.ui.contrast import borders_of, icons_of, picture_of, sharp_fonts, texts_of
from tests.ui.dressed import undress
from tests.ui.every_page import EVERY_PAGE, opened, settle

READABLE, VISIBLE = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""
LARGE = QSize(1100, 2000)
"""So that nothing has to be scrolled to."""


@pytest.fixture
def sharp(qapp: QApplication) -> Iterator[QApplication]:
    font = sharp_fonts(qapp)
    yield qapp
    qapp.setFont(font)
    undress(qapp)


@pytest.mark.once
@pytest.mark.parametrize("colors", EVERY_SET, ids=[each.name for each in EVERY_SET])
def test_all_that_stands_on_any_page_can_be_read_and_seen(sharp: QApplication, colors: Colors) -> None:
    found: dict[str, float] = {}
    measured = 0
    dress(sharp, colors)
    for page in EVERY_PAGE:
        with opened(page, LARGE) as window:
            picture = picture_of(window)
            texts = texts_of(window, picture)
            seen = {**icons_of(window, picture), **borders_of(window, picture)}
        measured += len(texts)
        low = {what: ratio for what, ratio in texts.items() if ratio < READABLE}
        low |= {what: ratio for what, ratio in seen.items() if ratio < VISIBLE}
        found |= {f"{page.name}: {what}": round(ratio, 2) for what, ratio in low.items()}
    assert found == {}
    assert measured > 20 * len(EVERY_PAGE)


def test_what_cannot_be_read_is_found(qtbot: QtBot, sharp: QApplication) -> None:
    dress(sharp, LIGHT)
    label, field = QLabel("Hard to read"), QLineEdit("A field")
    label.setStyleSheet("color: #999999; background: #FFFFFF;")
    field.setStyleSheet("border: 1px solid #E0E0E0; color: #767676; background: #FFFFFF;")
    for each in (label, field):
        qtbot.addWidget(each)
        each.show()
    settle()
    assert 2.8 < next(iter(texts_of_alone(label).values())) < 2.9
    assert 4.5 < next(iter(texts_of_alone(field).values())) < 4.6


def texts_of_alone(widget: QLabel | QLineEdit) -> dict[str, float]:
    window = QLabel()
    widget.setParent(window)
    window.resize(widget.size())
    window.show()
    widget.show()
    settle()
    return texts_of(window, picture_of(window))


def test_icons_in_tables_follow_the_theme(sharp: QApplication) -> None:
    dress(sharp, LIGHT)
    page = next(each for each in EVERY_PAGE if each.name == "tester, ready")
    with opened(page) as window:
        table = window.findChild(QTableWidget, "checks")
        assert table is not None
        item = table.item(0, 0)
        assert item is not None
        for colors in (DARK, CONTRAST_DARK, LIGHT):
            dress(sharp, colors)
            assert item.icon().pixmap(16, 16).toImage() == state_icon("good").pixmap(16, 16).toImage()
