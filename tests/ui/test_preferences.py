"""The page Preferences: what is chosen there holds at once and is kept; what cannot be is answered in a sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.actions.preferences import TIMES
from app.domain.errors import DiskFull
from app.store.preferences import Preferences
from app.ui.pages.preferences_page import NOT_HERE, PreferencesPage
from app.ui.widgets.keep_button import KeepButton
from app.ui.widgets.number_field import NumberField
from tests.ui.adding import until
from tests.ui.one_window import OneWindow, one_window

_Widget = TypeVar("_Widget", bound=QWidget)
TIMES_AND_NAMES = {
    "reveal_seconds": "hideAShownTokenAfter",
    "clipboard_seconds": "clearACopiedSecretAfter",
    "keep_minutes": "keepMoreMinutesAdds",
    "idle_minutes": "putSecretsAwayWithoutMeAfter",
    "rotate_after_days": "adviseANewTokenAfter",
    "rotate_notice_days": "remindMeBeforeThat",
    "old_token_notice_days": "remindMeBeforeAnOldTokenEnds",
}


@pytest.fixture
async def opened(
    qtbot: QtBot,
    qapp: QApplication,
    clipboard: QClipboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[OneWindow]:
    async with one_window(qtbot, qapp, monkeypatch, tmp_path_factory.mktemp("home")) as made:
        await until(lambda: made.controller.program.typed is not None)
        made.window.menu.show_page("Preferences")
        made.window.menu.page_chosen.emit("Preferences")
        yield made


def find(opened: OneWindow, kind: type[_Widget], name: str) -> _Widget:
    page = opened.window.pages.currentWidget()
    assert page is not None
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def kept(opened: OneWindow) -> Preferences:
    store = opened.controller.program.store
    assert store is not None
    return store.preferences.read()


async def until_kept(opened: OneWindow, preferences: Preferences) -> None:
    await until(lambda: kept(opened) == preferences)


def write(field: NumberField, text: str) -> None:
    """As a person does: mark what stands there, type, press Enter."""
    field.setFocus()
    field.lineEdit().setText(text)  # QTest presses keys of ASCII alone
    QTest.keyClick(field, Qt.Key.Key_Return)


async def test_every_preference_has_a_control_and_is_kept_one_by_one(opened: OneWindow) -> None:
    assert set(TIMES_AND_NAMES) == set(TIMES)
    holds = Preferences()
    for name, object_name in TIMES_AND_NAMES.items():
        field = find(opened, NumberField, object_name)
        assert field.accessibleName()
        assert field.accessibleDescription()
        assert field.value() == getattr(holds, name)
        other = TIMES[name].least
        write(field, str(other))
        holds = Preferences(**{**vars(holds), name: other})
        assert opened.controller.program.preferences == holds
        await until_kept(opened, holds)
    for name, object_name in (
        ("notifications", "desktopNotifications"),
        ("keep_passphrase", "keepThePassphraseOnThisComputerFor7Days"),
    ):
        find(opened, QCheckBox, object_name).click()
        holds = Preferences(**{**vars(holds), name: False})
        await until_kept(opened, holds)
    theme = find(opened, QComboBox, "theme")
    theme.setCurrentIndex(theme.findText("Dark"))
    await until(lambda: kept(opened).theme == "dark")
    assert opened.controller._theme == "dark"

    opened.press("restoreDefaults")
    await until(lambda: opened.text("preferencesSaid") == "Everything is as it came.")
    assert opened.controller.program.preferences == kept(opened) == Preferences()
    assert find(opened, NumberField, "hideAShownTokenAfter").value() == 30
    assert opened.controller._theme == "system"


async def test_what_is_no_such_time_is_answered_and_changes_nothing(opened: OneWindow) -> None:
    field = find(opened, NumberField, "hideAShownTokenAfter")
    for typed, sentence in (
        ("", "Nothing is entered. 30 seconds still hold. Enter 5 to 600 seconds."),
        ("4", "“4” cannot be used. 30 seconds still hold. Enter a whole number from 5 to 600."),
        ("soon", "“soon” cannot be used. 30 seconds still hold. Enter a whole number from 5 to 600."),
        ("-30", "“-30” cannot be used. 30 seconds still hold. Enter a whole number from 5 to 600."),
        ("1e2", "“1e2” cannot be used. 30 seconds still hold. Enter a whole number from 5 to 600."),
        ("٣٠", "“٣٠” cannot be used. 30 seconds still hold. Enter a whole number from 5 to 600."),
        ("9" * 30, f"“{'9' * 19}…” cannot be used. 30 seconds still hold. Enter a whole number from 5 to 600."),
    ):
        write(field, typed)
        assert opened.text("hideAShownTokenAfterProblem") == sentence
        assert opened.controller.program.preferences == kept(opened) == Preferences()
    write(field, " 60 ")
    await until(lambda: kept(opened).reveal_seconds == 60)
    assert opened.text("hideAShownTokenAfterProblem") == ""
    assert field.text() == "60"


async def test_what_is_typed_counts_without_enter_and_arrow_keys_count_too(opened: OneWindow, qtbot: QtBot) -> None:
    field = find(opened, NumberField, "putSecretsAwayWithoutMeAfter")
    field.lineEdit().setText("7")  # as the accessibility interface does
    with qtbot.waitSignal(field.chosen):
        pass
    await until(lambda: kept(opened).idle_minutes == 7)
    QTest.keyClick(field, Qt.Key.Key_Up)
    await until(lambda: kept(opened).idle_minutes == 8)
    field.setValue(9)
    await until(lambda: kept(opened).idle_minutes == 9)


async def test_the_buttons_say_how_many_minutes_they_add(opened: OneWindow) -> None:
    buttons = opened.window.findChildren(KeepButton)
    assert {each.objectName() for each in buttons} == {"tokenKeep5MoreMinutes", "clipboardKeep5MoreMinutes"}
    assert {each.accessibleName() for each in buttons} == {"Keep 5 more minutes"}
    write(find(opened, NumberField, "keepMoreMinutesAdds"), "12")
    assert {each.text() for each in buttons} == {"Keep 12 more minutes"}
    opened.controller.clipboard.copy_secret("a1" * 32, "The token")
    left = opened.controller.clipboard.seconds_left
    next(each for each in buttons if each.objectName().startswith("clipboard")).click()
    assert opened.controller.clipboard.seconds_left == left + 12 * 60


async def test_another_language_holds_at_once(opened: OneWindow) -> None:
    box = find(opened, QComboBox, "language")
    assert [box.itemText(place) for place in range(box.count())] == ["As the system", "English", "Türkçe", "Русский"]
    try:
        box.setCurrentIndex(box.findData("ru"))
        assert opened.controller._language.code == "ru"
        assert box.itemText(box.findData("tr")) == "Türkçe"
        await until(lambda: kept(opened).language == "ru")
    finally:
        box.setCurrentIndex(box.findData("en"))


async def test_what_another_program_chose_meanwhile_is_taken_over(opened: OneWindow) -> None:
    program = opened.controller.program
    assert program.store is not None
    program.store.preferences.keep(Preferences(theme="dark"))
    opened.window.menu.page_chosen.emit("Preferences")
    await until(lambda: program.preferences.theme == "dark")
    assert find(opened, QComboBox, "theme").currentText() == "Dark"
    write(find(opened, NumberField, "putSecretsAwayWithoutMeAfter"), "9")
    await until(lambda: kept(opened) == Preferences(theme="dark", idle_minutes=9))


async def test_a_choice_that_cannot_be_kept_holds_and_says_so(
    opened: OneWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = opened.controller.program
    assert program.store is not None

    def full(*_: object) -> None:
        raise DiskFull

    monkeypatch.setattr(program.store.preferences, "keep", full)
    write(find(opened, NumberField, "putSecretsAwayWithoutMeAfter"), "9")
    await until(lambda: opened.text("problemMeans"))
    assert opened.text("problemMeans") == "What you chose holds until you close SCIM Connection, and is not kept."
    assert program.preferences.idle_minutes == 9
    monkeypatch.undo()
    write(find(opened, NumberField, "hideAShownTokenAfter"), "9")
    await until(lambda: kept(opened) == Preferences(idle_minutes=9, reveal_seconds=9))
    await until(lambda: opened.text("problemMeans") == "")


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_screen_captures_have_a_switch_where_there_is_something_to_switch(qtbot: QtBot, platform: str) -> None:
    page = PreferencesPage(platform)
    qtbot.addWidget(page)
    switch = page.findChild(QCheckBox, "leaveWindowsWithSecretsOutOfScreenCaptures")
    said = page.findChild(QLabel, "screenCaptures")
    if platform == "linux":
        assert switch is None
        assert said is not None
        assert said.text() == NOT_HERE
    else:
        assert said is None
        assert switch is not None
        page.show_preferences(Preferences(shield_captures=False))
        assert not switch.isChecked()
        with qtbot.waitSignal(page.chosen) as chosen:
            switch.click()
        assert chosen.args == ["shield_captures", True]
