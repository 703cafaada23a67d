"""The field that shows a token: what it says, and that nothing gets out of it but through the guarded copy."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QClipboard, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from app.domain.tokens import MASK, AccessToken
from app.ui.secrets.secret_field import SecretField, spoken
from tests.ui.samples import TEXT, TOKEN
from tests.ui.selecting import WAYS, Way

LONG = AccessToken("x" * 200 + "b3ad")
SHORT = AccessToken("hunter2")
KEYS = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def field(qtbot: QtBot) -> SecretField:
    made = SecretField()
    qtbot.addWidget(made)
    made.resize(700, 34)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def revealed(field: SecretField) -> SecretField:
    field.show_token(TOKEN, revealed=True)
    return field


def test_before_the_vault_has_answered_there_are_twelve_bullets_alone(field: SecretField) -> None:
    assert field.text() == field.displayText() == "•" * 12
    assert field.accessibleDescription() == "hidden"
    assert field.isReadOnly()
    assert not field.revealed


def test_hidden_revealed_and_hidden_again(field: SecretField) -> None:
    field.show_token(TOKEN)
    assert (field.text(), field.accessibleDescription()) == (f"{MASK}b3ad", "hidden, ends in b3ad")
    assert field.property("state") == "hidden"
    field.show_token(TOKEN, revealed=True)
    assert field.text() == TEXT
    assert field.accessibleDescription() == " ".join(TEXT[i : i + 4] for i in range(0, 64, 4))
    assert (field.property("state"), field.revealed) == ("revealed", True)
    field.show_token(TOKEN)
    assert (field.text(), field.revealed) == (f"{MASK}b3ad", False)
    assert TEXT not in field.accessibleDescription().replace(" ", "")


def test_no_token_cannot_be_revealed(field: SecretField) -> None:
    field.show_token(TOKEN, revealed=True)
    field.show_token(None, revealed=True)
    assert field.text() == MASK
    assert not field.revealed


@pytest.mark.parametrize(("token", "words"), [(LONG, f"{MASK}b3ad"), (TOKEN, f"{MASK}b3ad"), (SHORT, MASK)])
def test_a_masked_token_does_not_tell_its_length(field: SecretField, token: AccessToken, words: str) -> None:
    field.show_token(token)
    assert field.text() == words
    seen = QAccessible.queryAccessibleInterface(field)
    assert seen.text(QAccessible.Text.Value) == words
    assert seen.textInterface().characterCount() == len(words)


def test_spoken_forms() -> None:
    assert spoken(None, revealed=False) == spoken(SHORT, revealed=False) == "hidden"
    assert spoken(SHORT, revealed=True) == "hunt er2"


@pytest.mark.parametrize("select", WAYS)
def test_nothing_can_be_selected(revealed: SecretField, clipboard: QClipboard, select: Way) -> None:
    select(revealed)
    assert not revealed.hasSelectedText()
    assert QAccessible.queryAccessibleInterface(revealed).textInterface().selectionCount() == 0
    revealed.copy()
    assert clipboard.text() == ""


@pytest.mark.parametrize("select", WAYS)
def test_the_same_ways_do_select_in_a_usual_field(qtbot: QtBot, select: Way) -> None:
    """Else the test above would show nothing."""
    plain = QLineEdit(TEXT)
    qtbot.addWidget(plain)
    plain.resize(700, 34)
    plain.show()
    plain.setFocus()
    plain.home(False)
    select(plain)
    assert plain.hasSelectedText()


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (KEYS.Key_C, CONTROL),
        (KEYS.Key_Insert, CONTROL),
        (KEYS.Key_X, CONTROL),
        (KEYS.Key_Delete, SHIFT),
    ],
)
@pytest.mark.parametrize("show", [True, False])
def test_copy_and_cut_ask_for_the_guarded_copy(
    qtbot: QtBot,
    field: SecretField,
    clipboard: QClipboard,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    show: bool,
) -> None:
    field.show_token(TOKEN, revealed=show)
    before = field.text()
    with qtbot.waitSignal(field.copy_requested, timeout=30_000):
        QTest.keyClick(field, key, modifier)
    assert clipboard.text() == ""
    assert field.text() == before


def open_menu(field: SecretField) -> QMenu:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), field.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(field, event)
    (menu,) = field.findChildren(QMenu)
    return menu


def test_the_context_menu_holds_the_guarded_copy_alone(
    qtbot: QtBot, revealed: SecretField, clipboard: QClipboard
) -> None:
    menu = open_menu(revealed)
    (action,) = menu.actions()
    assert (action.text(), action.isEnabled()) == ("Copy", True)
    with qtbot.waitSignal(revealed.copy_requested, timeout=30_000):
        action.trigger()
    assert clipboard.text() == ""
    menu.close()
    qtbot.waitUntil(lambda: not revealed.findChildren(QMenu), timeout=30_000)


def test_without_a_token_there_is_nothing_to_copy(field: SecretField) -> None:
    menu = open_menu(field)
    assert not menu.actions()[0].isEnabled()
    menu.close()


def test_text_written_from_outside_is_taken_back(field: SecretField, revealed: SecretField) -> None:
    outside = QAccessible.queryAccessibleInterface(field)
    for show in (True, False):
        field.show_token(TOKEN, revealed=show)
        before = field.text()
        outside.setText(QAccessible.Text.Value, "evil")
        assert field.text() == before
        field.setText("evil")
        assert field.text() == before
        editable = outside.editableTextInterface()
        if editable is not None:
            editable.insertText(3, "evil")
            editable.deleteText(0, 5)
            editable.replaceText(0, 4, "evil")
            assert field.text() == before


def test_typing_and_pasting_change_nothing(revealed: SecretField, clipboard: QClipboard) -> None:
    clipboard.setText("pasted")
    QTest.keyClicks(revealed, "typed")
    QTest.keyClick(revealed, KEYS.Key_V, CONTROL)
    QTest.keyClick(revealed, KEYS.Key_Backspace)
    assert revealed.text() == TEXT
    assert clipboard.text() == "pasted"
