"""The tab Client setup as a page: nothing is lost in a small window, and the keyboard reaches everything in order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.clients.catalogue import read_clients
from app.domain.client_fields import fields_for
from app.ui.pages.setup_guide import breakable
from app.ui.pages.setup_tab import SIDE_BY_SIDE, SetupTab
from app.ui.presenters.client_values import shown_fields
from app.ui.theme.colors import LIGHT
from app.ui.theme.stylesheet import stylesheet
from tests.ui.samples import ENDPOINT, TOKEN

CLIENTS = {client.id: client for client in read_clients()}
NARROW = 720 - 208 - 32
"""The tab's width in a window 720 wide."""
SCROLL_BAR = 12
LONG_NAME = "The values that you tested, of Widget Data Center of the North and of the South"


@pytest.fixture
def tab(qtbot: QtBot) -> SetupTab:
    made = SetupTab()
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(LIGHT, "", "", "", "monospace"))
    made.client_chosen.connect(lambda client_id: show(made, client_id))
    made.resize(900, 600)
    made.show()
    made.show_clients([(client.id, client.name) for client in CLIENTS.values()])
    return made


def show(tab: SetupTab, client_id: str) -> None:
    client = CLIENTS[client_id]
    tab.show_client(client)
    tab.show_origin(LONG_NAME, "Production", "These are the values for production. QA has its own.", back=True)
    tab.show_fields(shown_fields(client, fields_for(client, ENDPOINT), TOKEN))


def resized(tab: SetupTab, width: int) -> None:
    """The tab at this width, laid out anew."""
    tab.resize(width, 400)
    for _ in range(5):  # each pass of wrapped labels may ask for another
        QApplication.sendPostedEvents()


def test_the_first_client_is_chosen_and_shown(tab: SetupTab) -> None:
    assert (tab.clients.objectName(), tab.clients.accessibleName()) == ("provisioningClients", "Provisioning clients")
    assert [tab.clients.item(row).text() for row in range(tab.clients.count())] == [c.name for c in CLIENTS.values()]
    assert tab.clients.currentItem().text() == "Azure AD (Microsoft Entra ID)"
    name = tab.findChild(QLabel, "clientName")
    assert name is not None
    assert name.text() == "Azure AD (Microsoft Entra ID)"


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("width", [400, NARROW, 840])
def test_nothing_is_lost_at_any_width(tab: SetupTab, client: str, width: int) -> None:
    tab.choose(client)
    resized(tab, width)
    inner = tab.widget()
    assert inner is not None
    assert inner.width() <= tab.viewport().width()
    labels = [each for each in tab.findChildren(QLabel) if each.isVisible() and each.text()]
    assert len(labels) > 10
    for each in labels:
        right = each.mapTo(inner, QPoint(each.width(), 0)).x()
        assert right <= inner.width(), each.text()
        needed = each.heightForWidth(each.width()) if each.wordWrap() else each.sizeHint().height()
        assert each.height() >= needed, each.text()
        assert each.wordWrap() or each.width() >= each.sizeHint().width(), each.text()
        words = each.text().replace("\u200b", " ").replace("/", "/ ").replace("-", "- ").split()
        longest = max(each.fontMetrics().horizontalAdvance(word) for word in words)
        assert longest <= each.width(), each.text()


def test_the_list_stands_above_in_a_narrow_window(tab: SetupTab) -> None:
    name = tab.findChild(QLabel, "clientName")
    assert name is not None

    def stands_above() -> bool:
        return tab.clients.mapTo(tab, QPoint(0, tab.clients.height())).y() < name.mapTo(tab, QPoint(0, 0)).y()

    for width, above in ((840, False), (SIDE_BY_SIDE - 1, True), (SIDE_BY_SIDE + SCROLL_BAR, False)):
        resized(tab, width)
        assert stands_above() == above
    # Beside it shows all its rows, above it leaves room for what it chooses.
    assert tab.clients.verticalScrollBar().maximum() == 0
    resized(tab, NARROW)
    assert tab.clients.height() < 160


def test_choosing_shows_a_client_from_its_beginning(tab: SetupTab) -> None:
    resized(tab, 840)
    bar = tab.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 100
    tab.choose("okta")
    assert bar.value() == 0
    tab.resize(840, 150)
    QApplication.sendPostedEvents()
    tab.choose("other")  # the last row: it stays in sight
    assert 0 < bar.value() < bar.maximum()


def test_keys_scroll_the_page(tab: SetupTab) -> None:
    resized(tab, NARROW)
    field = tab.findChild(QLineEdit, "tenantUrl")
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_PageDown)
    assert tab.verticalScrollBar().value() > 100


@pytest.mark.parametrize("client", ["okta", "entra", "other"])
def test_tab_goes_in_reading_order(tab: SetupTab, client: str) -> None:
    tab.choose("pingone")
    tab.choose(client)
    resized(tab, NARROW)
    order: list[QWidget] = [tab.clients]
    while (following := order[-1].nextInFocusChain()) not in (None, tab.clients):
        assert following is not None
        order.append(following)
    stops = [each for each in order if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()]
    stops = [each for each in stops if each not in (tab, tab.widget()) and tab.isAncestorOf(each)]
    inner = tab.widget()
    assert inner is not None
    at = [(each.mapTo(inner, QPoint(0, each.height())).y(), each.mapTo(inner, QPoint(0, 0)).x()) for each in stops]
    assert at == sorted(at)
    known = CLIENTS[client]
    assert len(stops) == 3 + 2 * len(known.fields) + len(known.errors) + len(known.sources)


def test_sources_can_be_selected_and_open_nothing(tab: SetupTab) -> None:
    sources = [each for each in tab.findChildren(QLabel) if "https://" in each.text()]
    assert len(sources) > 5
    for each in sources:
        flags = each.textInteractionFlags()
        assert flags & Qt.TextInteractionFlag.TextSelectableByMouse
        assert not flags & Qt.TextInteractionFlag.LinksAccessibleByMouse
        assert each.textFormat() == Qt.TextFormat.PlainText
        assert not each.openExternalLinks()


def test_very_long_words_can_be_broken_and_are_read_whole(tab: SetupTab) -> None:
    long = "SystemForCrossDomainIdentityManagementCredentialValidationFailure"
    assert breakable(long).split("\u200b")[:3] == ["System", "For", "Cross"]
    assert breakable(long).replace("\u200b", "") == long
    assert breakable("CredentialValidation failed") == "CredentialValidation failed"
    label = next(each for each in tab.findChildren(QLabel) if long in each.text().replace("\u200b", ""))
    assert label.accessibleName() == long  # no quotation marks: others tell of it, not its vendor
