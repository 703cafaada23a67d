"""Help in the window: every page and dialog has a topic, and F1 or the button Help opens it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.help_topics import read_topics
from app.ui.commands.shortcuts_topic import TOPIC, with_shortcuts
from app.ui.commands.table import COMMANDS, plain
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.awaited import Dialog
from app.ui.presenters.help import FIRST, TOPIC_OF_DIALOG, TOPIC_OF_PAGE
from app.ui.widgets.help_view import HelpView
from tests.ui.every_page import EVERY_PAGE, opened, settle
from tests.ui.page import Page
from tests.ui.pages_of_help import LICENCES

DIALOGS = [page for page in EVERY_PAGE if page.is_dialog]
NAMES = {topic.name for topic in read_topics()}


class Asks(QWidget):
    """A window that has help."""

    help_asked = Signal(object)


def view(qtbot: QtBot) -> HelpView:
    made = HelpView()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.show_topics(with_shortcuts(read_topics()))
    return made


def test_every_page_and_dialog_has_a_topic_of_its_own(qtbot: QtBot) -> None:
    assert {*TOPIC_OF_PAGE.values(), *TOPIC_OF_DIALOG.values()} <= NAMES
    for page in EVERY_PAGE:
        with opened(page) as window:
            if page.is_dialog:
                name = window.objectName()
                assert name in TOPIC_OF_DIALOG or name == "helpWindow", page.name
            else:
                shown = {type(each).__name__ for each in window.findChildren(QWidget) if each.isVisible()}
                assert shown & set(TOPIC_OF_PAGE), page.name


@pytest.mark.parametrize("page", DIALOGS, ids=lambda page: page.name)
def test_help_is_asked_for_in_a_dialog_and_covers_nothing(qtbot: QtBot, page: Page) -> None:
    parent = Asks()
    qtbot.addWidget(parent)
    window = page.build(parent)
    assert isinstance(window, Dialog)
    asked: list[QDialog] = []
    parent.help_asked.connect(asked.append)
    window.show()
    settle()
    if window.objectName() == "helpWindow":
        assert not window.findChildren(QPushButton, "help")
        return
    help_ = window.findChild(QPushButton, "help")
    assert help_ is not None
    help_.click()
    assert asked == [window]
    place = help_.geometry()
    for each in window.findChildren(QWidget):
        if each.isVisible() and each is not help_ and isinstance(each, QPushButton | QLabel | QListWidget):
            at = QRect(each.mapTo(window, QPoint(0, 0)), each.size())
            assert not at.intersects(place), f"{page.name}: {each.objectName()} {at} {place}"


def test_f1_asks_for_it_too(qtbot: QtBot) -> None:
    parent = Asks()
    qtbot.addWidget(parent)
    dialog = AboutDialog(parent, "/nowhere")
    asked: list[QDialog] = []
    parent.help_asked.connect(asked.append)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    assert asked == [dialog]


def test_a_topic_is_searched_for_and_read(qtbot: QtBot) -> None:
    shown = view(qtbot)
    assert shown.shown == FIRST
    QTest.keyClicks(shown.search, "401")
    assert (shown.shown, shown.topics.count()) == ("provisioning-stopped", 1)
    assert shown.text.toPlainText().startswith("Provisioning has stopped\n")
    shown.search.setText("xylophone")
    nothing = shown.findChild(QLabel, "noTopicFound")
    assert nothing is not None
    assert nothing.isVisible()
    assert shown.topics.count() == 0
    shown.show_topic("move")  # it is not among what was found
    assert (shown.shown, shown.search.text()) == ("move", "")
    assert not nothing.isVisible()


def test_from_the_search_the_keyboard_goes_into_what_was_found(qtbot: QtBot) -> None:
    shown = view(qtbot)
    shown.activateWindow()
    shown.search.setFocus()
    qtbot.waitUntil(shown.search.hasFocus)
    QTest.keyClicks(shown.search, "clip")
    QTest.keyClick(shown.search, Qt.Key.Key_Down)
    assert shown.topics.hasFocus()


def test_a_link_leads_to_its_topic_and_nothing_else_is_opened(qtbot: QtBot) -> None:
    shown = view(qtbot)
    shown.text.setFocus()
    links = next(topic.links for topic in read_topics() if topic.name == FIRST)
    found = shown.text.document().find("First steps")
    found.setPosition(found.selectionStart() + 1)
    assert found.charFormat().anchorHref() == "topic:first-steps"
    shown.text.anchorClicked.emit("https://example.com/")
    assert shown.shown == FIRST
    shown.text.anchorClicked.emit(found.charFormat().anchorHref())
    assert shown.shown == "first-steps" == links[0]


def test_lists_are_lists_and_steps_are_numbered(qtbot: QtBot) -> None:
    shown = view(qtbot)
    shown.show_topic("share")
    first = shown.text.document().find("Type For whom")
    assert first.currentList() is not None
    assert first.currentList().count() == 6
    cursor = QTextCursor(shown.text.document().find("Which kind of file"))
    assert cursor.currentList() is None


def test_the_topic_about_keys_has_each_of_them(qtbot: QtBot) -> None:
    shown = view(qtbot)
    shown.show_topic(TOPIC)
    lines = shown.text.toPlainText().splitlines()
    for command in COMMANDS:
        if command.keys:
            assert f"{', '.join(command.keys)}  {plain(command.words)}" in lines


def test_what_is_not_translated_is_said_to_be_english(qtbot: QtBot) -> None:
    shown = view(qtbot)
    said = shown.findChild(QLabel, "helpLanguage")
    assert said is not None
    assert not said.isVisible()
    shown.show_topics([replace(each, in_language=False) for each in read_topics()])
    assert said.isVisible()


def test_licences_are_searched(qtbot: QtBot) -> None:
    parent = Asks()
    qtbot.addWidget(parent)
    dialog = AboutDialog(parent, "/nowhere")
    dialog.show_licences(LICENCES)
    dialog.open()
    QTest.keyClicks(dialog._search, "PYRAGE")
    assert dialog._licences.textCursor().selectedText() == "pyrage"
    first = dialog._licences.textCursor().selectionStart()
    dialog._search.setText("hereby")
    QTest.keyClick(dialog._search, Qt.Key.Key_Return)
    second = dialog._licences.textCursor().selectionStart()
    assert second != first
    dialog._search.setText("xylophone")
    assert dialog._found.text() == "Not found"
    assert QApplication.focusWidget() is not dialog._licences
