"""What the window paints before anything has answered: what the last run knew."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.at_start import AtStart, LastKnown
from app.ui.window.main_window import MainWindow
from tests.ui.samples import ENDPOINT, NOW

MARKUP = "<b>Widget</b> & <img src=x>"
LAST = LastKnown(ENDPOINT, NOW - timedelta(days=9), NOW + timedelta(days=2, hours=3), timedelta(hours=1))
KNOWN = AtStart("widget", MARKUP, "production", "practice", LAST, 1000, 700, False, "")


def test_what_was_last_known_stands_there_at_once(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_last_known(KNOWN, NOW)
    window.show()
    assert (window.width(), window.height()) == (1000, 700)
    assert window.windowTitle() == f"SCIM Connection — {MARKUP} (Practice)"
    tab = window.scim_tab
    assert tab.endpoint.text() == ENDPOINT
    assert tab.token.text() == "•" * 12
    countdown = tab.findChild(QLabel, "oldTokenCountdown")
    assert countdown is not None
    assert countdown.text() == "2 days 2 hours left"
    assert countdown.isVisible()
    revoke = tab.findChild(QPushButton, "revokeOldTokenNow")
    assert revoke is not None
    assert not revoke.isVisible()
    copyable = [each.objectName() for each in tab.findChildren(QPushButton) if each.isVisible() and each.isEnabled()]
    assert copyable == ["copyScimEndpoint"]


def test_an_old_token_that_has_ended_meanwhile_is_not_shown(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_last_known(KNOWN, NOW + timedelta(days=3))
    assert window.scim_tab.old_token.isHidden()


def test_a_first_start_knows_nothing(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_last_known(KNOWN._replace(account=None, width=None), NOW)
    assert window.windowTitle() == "SCIM Connection"
    assert window.scim_tab.endpoint.text() == ""
