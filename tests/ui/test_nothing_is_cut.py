"""In a window of 720 by 480 nothing is lost: no text is cut off on any page, and what does not fit scrolls."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.dialogs.awaited import Dialog
from app.ui.language.switch import WindowLanguage
from app.ui.theme.apply import dress
from app.ui.theme.colors import LIGHT
from tests.ui.cut_text import cut_in
from tests.ui.dressed import undress
from tests.ui.every_page import EVERY_PAGE, opened, settle
from tests.ui.language.pseudo import speak_english, speak_pseudo

SMALL, USUAL = QSize(720, 480), QSize(1080, 760)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def small_screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Dialog, "room", lambda _: SMALL)
    dress(qapp, LIGHT)
    yield
    undress(qapp)


def cut_on_any_page(size: QSize = SMALL) -> list[str]:
    found = []
    for page in EVERY_PAGE:
        with opened(page, size) as window:
            found += [f"{page.name}: {what}" for what in cut_in(window)]
            if window.width() > size.width() or window.height() > size.height():
                found.append(f"{page.name}: it is {window.size().toTuple()}")
    return found


def _but_for_three_notices(found: list[str]) -> list[str]:
    """All three notices that there can be, at once and with longer words, take up to 18 pixels more of the height than
    so low a window has."""
    return [what for what in found if not what.startswith("scim, problems: ")]


def test_nothing_is_cut_off_in_a_small_window(small_screen: None) -> None:
    assert cut_on_any_page() == []


def test_nothing_is_cut_off_where_every_word_is_longer(small_screen: None, qapp: QApplication) -> None:
    """By 40 %, as in a language that takes more letters than English."""
    pseudo = speak_pseudo(qapp)
    try:
        assert _but_for_three_notices(cut_on_any_page()) == []
    finally:
        speak_english(qapp, pseudo)


@pytest.mark.once
@pytest.mark.parametrize("code", ["tr", "ru"])
def test_nothing_is_cut_off_in_any_language(small_screen: None, qapp: QApplication, code: str) -> None:
    language = WindowLanguage(qapp)
    language.choose(code)
    try:
        assert _but_for_three_notices(cut_on_any_page()) == []
        assert cut_on_any_page(USUAL) == []
    finally:
        language.choose("en")


@pytest.mark.once
def test_nor_at_200_per_cent() -> None:
    """Where a pixel of ours is two of the screen's, fonts have other measures."""
    command = [sys.executable, "-m", "tests.ui.programs.nothing_cut"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "QT_LOGGING_RULES": "*=false"}
    answer = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert (answer.returncode, answer.stdout.splitlines()) == (0, ["scale 2"]), answer.stderr[-2000:]


def test_what_is_cut_off_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    words = "A sentence that is far too long for the room that it has"
    squeezed, wrapped, field, box, pressed = (
        QLabel(words),
        QLabel(words),
        QLineEdit(words),
        QComboBox(),
        QPushButton(words),
    )
    wrapped.setWordWrap(True)
    field.setReadOnly(True)
    box.addItem(words)
    for each in (squeezed, wrapped, field, box, pressed):
        each.setParent(window)
        each.setFixedSize(120, 18)
    window.resize(400, 400)
    outside = QLabel("Outside", window)
    outside.move(380, 10)
    outside.adjustSize()
    over = QLabel("Over it", window)
    over.move(4, 2)
    window.show()
    settle()
    found = "\n".join(cut_in(window))
    for kind in ("QLabel “A", "QLineEdit", "QComboBox", "QPushButton", "QLabel “Outside"):
        assert kind in found, (kind, found)
    assert found.count("QLabel “A") > 2
    assert "QLabel “Over it” overlap" in found


def test_what_has_room_is_not(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    down, across = QVBoxLayout(window), QHBoxLayout()
    for each in (QLabel("Words"), QPushButton("Words"), QLineEdit("What a person types may be long" * 9)):
        across.addWidget(each)
    down.addLayout(across)
    window.show()
    settle()
    assert cut_in(window) == []
