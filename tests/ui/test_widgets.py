"""The small parts that pages are made of."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import DiskFull, KeyringLocked
from app.ui.theme.colors import LIGHT
from app.ui.widgets.badge_delegate import BADGE, BadgeDelegate
from app.ui.widgets.basics import badge, button, object_name
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.field_row import NARROWEST_FIELD, FieldRow
from app.ui.widgets.page import WIDEST, Column
from app.ui.widgets.problem_card import ProblemCard
from app.ui.window.header import NO_ACCOUNT, Header
from app.ui.window.notice import NoticeBar
from app.ui.window.side_menu import SideMenu
from app.ui.window.status_line import StatusLine
from tests.ui.samples import account


def visible_buttons(within: QWidget) -> list[QPushButton]:
    return [each for each in within.findChildren(QPushButton) if each.isVisibleTo(within)]


def label_text(within: QWidget, name: str) -> str:
    found = within.findChild(QLabel, name)
    assert found is not None
    return found.text()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("SCIM endpoint", "scimEndpoint"),
        ("Base URLs", "baseUrls"),
        ("Copy Tenant URL", "copyTenantUrl"),
        ("Add my R-Service account", "addMyRServiceAccount"),
        ("Keep 5 more minutes", "keep5MoreMinutes"),
        ("Revoke old token now…", "revokeOldTokenNow"),
        ("Which token is this?", "whichTokenIsThis"),
    ],
)
def test_object_names_are_the_contracts(words: str, name: str) -> None:
    assert object_name(words) == name


def test_a_copy_button_confirms_for_two_seconds_in_place(qtbot: QtBot) -> None:
    copy = CopyButton("Copy as header", "Copy as Authorization header")
    qtbot.addWidget(copy)
    copy.show()
    (timer,) = copy.findChildren(QTimer)
    assert (timer.interval(), timer.isSingleShot()) == (2000, True)
    timer.setInterval(50)
    width = copy.width()
    copy.confirm()
    assert (copy.text(), copy.accessibleName()) == ("Copied", "Copy as Authorization header")
    assert copy.minimumWidth() >= width
    assert copy.objectName() == "copyAsAuthorizationHeader"
    qtbot.waitUntil(lambda: copy.text() == "Copy as header", timeout=30_000)
    assert copy.minimumWidth() == 0
    assert copy.accessibleName() == "Copy as Authorization header"


def test_confirming_again_starts_the_two_seconds_again(qtbot: QtBot) -> None:
    copy = CopyButton("Copy", "Copy it")
    qtbot.addWidget(copy)
    copy.confirm()
    (timer,) = copy.findChildren(QTimer)
    copy.confirm("Saved")
    assert copy.text() == "Saved"
    assert timer.isActive()
    timer.timeout.emit()
    assert copy.text() == "Copy"


def test_buttons_move_below_the_field_where_there_is_no_room(qtbot: QtBot) -> None:
    field, one, two = QLineEdit(), button("One"), button("Two")
    across = FieldRow(field, [one, two])
    qtbot.addWidget(across)
    across.show()
    wide = NARROWEST_FIELD + one.sizeHint().width() + two.sizeHint().width() + 60

    def resized(width: int) -> None:
        across.resize(width, 100)
        layout = across.layout()
        assert layout is not None
        layout.activate()

    def stacked() -> bool:
        return one.mapTo(across, QPoint(0, 0)).y() >= field.geometry().bottom()

    resized(wide)
    assert not stacked()
    assert field.width() >= NARROWEST_FIELD
    resized(NARROWEST_FIELD)
    assert stacked()
    assert field.width() == NARROWEST_FIELD
    resized(wide)
    assert not stacked()


def test_a_page_grows_no_wider_than_it_can_be_read(qtbot: QtBot) -> None:
    page = Column()
    part = QLabel("text")
    page.column.addWidget(part)
    page.end()
    qtbot.addWidget(page)
    page.resize(2000, 400)
    page.show()
    assert part.width() <= WIDEST
    assert part.mapTo(page, QPoint(0, 0)).x() == 32


def test_the_notice_bar_is_empty_when_all_is_well(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show()
    assert label_text(bar, "notice") == ""
    assert bar.sizeHint().boundedTo(bar.maximumSize()).height() <= 1
    bar.show_notice("No <i>keyring</i>.", ("Try again", "Go on without it"))
    assert label_text(bar, "notice") == "No <i>keyring</i>."
    qtbot.waitUntil(
        lambda: [b.text() for b in visible_buttons(bar)] == ["Try again", "Go on without it"], timeout=30_000
    )
    with qtbot.waitSignal(bar.chosen, timeout=30_000) as chosen:
        visible_buttons(bar)[1].click()
    assert chosen.args == ["Go on without it"]
    kept = visible_buttons(bar)
    bar.show_notice("No <i>keyring</i>.", ["Try again", "Go on without it"])
    assert visible_buttons(bar) == kept  # nothing that has the focus is taken away without need
    bar.show_notice("")
    qtbot.waitUntil(lambda: not visible_buttons(bar), timeout=30_000)
    assert bar.property("filled") == "false"


def test_a_problem_card_says_all_three_sentences(qtbot: QtBot) -> None:
    card = ProblemCard()
    qtbot.addWidget(card)
    assert card.isHidden()
    card.show_problem(KeyringLocked(), ("Try again",))
    names = ("problemHappened", "problemMeans", "problemNextStep")
    assert " ".join(label_text(card, name) for name in names) == KeyringLocked().sentences
    with qtbot.waitSignal(card.chosen, timeout=30_000) as chosen:
        visible_buttons(card)[0].click()
    assert chosen.args == ["Try again"]
    card.show_problem(DiskFull())
    qtbot.waitUntil(lambda: not visible_buttons(card), timeout=30_000)
    assert label_text(card, "problemHappened") == "The disk is full."
    card.show_problem(None)
    assert card.isHidden()


def test_the_status_line_shows_while_something_runs(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    assert line.isHidden()
    line.show_clipboard("The token", 60)
    assert label_text(line, "clipboardTime") == "The token stays in the clipboard for 1 min 00 s."
    line.show_clipboard("The token", 59)
    assert label_text(line, "clipboardTime") == "The token stays in the clipboard for 59 s."
    assert not line.isHidden()
    keep, clear = line.findChildren(QPushButton)
    with qtbot.waitSignal(line.keep, timeout=30_000):
        keep.click()
    with qtbot.waitSignal(line.clear_now, timeout=30_000):
        clear.click()
    line.show_clipboard("", 0)
    assert line.isHidden()


def test_headings_of_the_side_menu_cannot_be_chosen(qtbot: QtBot) -> None:
    menu = SideMenu()
    qtbot.addWidget(menu)
    model = menu.model()
    items = {model.index(row, 0).data(): model.index(row, 0) for row in range(model.rowCount())}
    chosen: list[str] = []
    menu.page_chosen.connect(chosen.append)
    for word, index in items.items():
        usable = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled and index.flags() & Qt.ItemFlag.ItemIsSelectable)
        assert usable is (word in ("SCIM", "Accounts", "Preferences", "Help")), word
        assert not index.flags() & Qt.ItemFlag.ItemIsEditable or not usable
    menu.show_page("SCIM")
    assert chosen == []
    assert menu.currentIndex().data() == "SCIM"
    menu.setCurrentIndex(items["Apps"])
    assert chosen == []
    menu.setCurrentIndex(items["Accounts"])
    assert chosen == ["Accounts"]
    QTest.keyClick(menu, Qt.Key.Key_Home)
    assert chosen == ["Accounts", "SCIM"]
    menu.show_page("Nowhere")
    assert menu.selectedIndexes() == []


def test_the_header_lists_accounts_with_their_badges(qtbot: QtBot) -> None:
    header = Header()
    qtbot.addWidget(header)
    header.show()
    combo = header.findChild(QComboBox, "account")
    environment = header.findChild(QLabel, "environment")
    assert combo is not None
    assert environment is not None
    assert [combo.itemText(0), environment.isVisible()] == [NO_ACCOUNT, False]
    header.show_only("Widget", "Practice")
    chosen: list[object] = []
    header.account_chosen.connect(chosen.append)
    assert (combo.currentText(), environment.text()) == ("Widget", "Practice")
    combo.activated.emit(1)
    assert chosen == []  # it is not known yet which account that is

    accounts = [account("Widget <b>1</b>"), account("Evil\u202egnp\nname")]
    header.show_accounts(accounts, accounts[0].id)
    texts = [combo.itemText(number) for number in range(combo.count())]
    assert texts == [NO_ACCOUNT, "Widget <b>1</b>", "Evil\\u202egnp\\x0aname"]
    assert [combo.itemData(number, BADGE) for number in range(3)] == [None, "Practice", "Practice"]
    assert (combo.currentIndex(), environment.text(), environment.isVisible()) == (1, "Practice", True)
    combo.activated.emit(2)
    combo.activated.emit(0)
    assert chosen == [accounts[1].id, None]
    header.show_accounts(accounts, None)
    assert (combo.currentIndex(), environment.isVisible()) == (0, False)
    header.show_accounts([], None)
    assert combo.count() == 1


def test_a_badge_is_hidden_while_there_is_none(qtbot: QtBot) -> None:
    empty, filled = badge(), badge("QA")
    for each in (empty, filled):
        qtbot.addWidget(each)
    assert (empty.isHidden(), filled.isHidden()) == (True, False)
    assert filled.property("badge") == "QA"


@pytest.mark.parametrize(
    ("word", "ground"), [("Production", LIGHT.production), ("QA", LIGHT.qa), ("Practice", LIGHT.practice), ("", "")]
)
def test_badges_in_lists_are_drawn_in_their_colour(qtbot: QtBot, qapp: QApplication, word: str, ground: str) -> None:
    from PySide6.QtGui import QPainter

    combo = QComboBox()
    qtbot.addWidget(combo)
    combo.addItem("Widget")
    combo.setItemData(0, word, BADGE)
    qapp.setPalette(QColor(LIGHT.page))
    image = QImage(300, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#00FF00"))
    option = QStyleOptionViewItem()
    option.rect = image.rect()
    painter = QPainter(image)
    index: QModelIndex = combo.model().index(0, 0)
    BadgeDelegate(combo).paint(painter, option, index)
    painter.end()
    drawn = {image.pixelColor(x, y).name().upper() for x in range(300) for y in range(30)}
    for color in (LIGHT.production, LIGHT.qa, LIGHT.practice):
        assert (color in drawn) is (color == ground)
