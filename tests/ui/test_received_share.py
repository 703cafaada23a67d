"""The page Received share in a whole window: what it shows, what it lets out, what it keeps, and what it forgets."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.accounts import Environment
from app.domain.endpoints import read_endpoint
from app.domain.received_share import ReceivedShare
from app.domain.tokens import MASK, AccessToken
from app.domain.typed_input import LONGEST_NAME
from app.ui.pages.received_share import ReceivedSharePage
from app.ui.presenters.client_values import GivenValues
from app.ui.presenters.received_share import PAGE, ReceivedShares
from app.ui.widgets.basics import object_name
from app.ui.widgets.client_fields import ShownField
from tests.share.parts import HOSTILE, TOKEN, TOKEN_TEXT
from tests.tester.scim_server import TOKEN as SERVED_TOKEN
from tests.tester.scim_server import serving
from tests.ui.adding import until
from tests.ui.one_window import OneWindow, one_window

OTHER_TEXT = "77c0" * 15 + "0d1e"
ENDPOINT = "https://api.r-service.tech/scim/v2"


@pytest.fixture
async def opened(
    qtbot: QtBot,
    qapp: QApplication,
    clipboard: QClipboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[OneWindow]:
    async with one_window(qtbot, qapp, monkeypatch, tmp_path_factory.mktemp("home")) as made:
        await until(lambda: made.window.start_page is not None and made.window.start_page.isVisible())
        await until(lambda: made.controller.program.typed is not None)
        yield made


def received(opened: OneWindow, endpoint: str = ENDPOINT, **changed: object) -> ReceivedShare:
    values: dict[str, object] = {
        "token": TOKEN,
        "account_name": "Widget",
        "environment": Environment.PRODUCTION,
        "practice": False,
        "made_at": opened.controller.program.clock.now() - timedelta(hours=3),
        "client": "entra",
        "made_by": "Howard Tanner",
    }
    return ReceivedShare(endpoint=read_endpoint(endpoint), **{**values, **changed})  # type: ignore[arg-type]  # a dict of many types


async def shown(opened: OneWindow, share: ReceivedShare) -> ReceivedSharePage:
    """The page with this share, as if it had been opened."""
    shares = opened.controller._parts.received
    await give(shares, share)
    page = opened.window.pages.currentWidget()
    assert isinstance(page, ReceivedSharePage)
    return page


async def give(shares: ReceivedShares, share: ReceivedShare) -> None:
    class Answered:
        """A dialog that the person has answered already."""

        async def run(self, _path: str) -> ReceivedShare:
            return share

    await shares._ask(Answered(), "")  # type: ignore[arg-type]  # all that is used of it


async def test_what_it_shows(opened: OneWindow) -> None:
    page = await shown(opened, received(opened, for_whom="Jane Doe"))
    assert opened.text("whoMadeIt").startswith("“Howard Tanner” says to have made this share for “Jane Doe”.")
    assert opened.text("receivedHost") == "api.r-service.tech"
    assert (opened.text("receivedAccount"), opened.text("receivedEnvironment")) == ("Widget", "Production")
    assert opened.text("receivedFacts").startswith("Made 3 hours ago, on ")
    assert opened.text("receivedFacts").endswith("Made for Azure AD (Microsoft Entra ID).")
    assert (page.endpoint.text(), page.token.text()) == (ENDPOINT, MASK + "b3ad")
    assert opened.text("caution") == ""
    assert opened.window.menu.page_shown() == PAGE
    for kind in (QPushButton, QLineEdit):
        names = [(each.objectName(), each.accessibleName()) for each in page.findChildren(kind) if each.isVisible()]
        assert all(object_name(words) == name for name, words in names), names


@pytest.mark.parametrize("text", [each for each in HOSTILE if each.isascii() or "\ud800" not in each])
async def test_whatever_a_share_says_is_plain_text(opened: OneWindow, text: str) -> None:
    name = f"<b>{text}</b>"
    page = await shown(opened, received(opened, account_name=name, made_by=name, for_whom=name, practice=True))
    said = [each.text() for each in page.findChildren(QLabel)]
    assert any("<b>" in each for each in said)
    assert all(line.isprintable() for each in said for line in each.split("\n"))
    assert {each.textFormat().name for each in page.findChildren(QLabel) if each.text()} == {"PlainText"}
    assert opened.text("caution").startswith("This share is an exercise")
    inside = page.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() < 800


async def test_a_long_host_name_is_shown_to_its_end(opened: OneWindow) -> None:
    host = ".".join(["api", "r-service", "tech", *("a" * 60 for _ in range(3)), "evil", "example"])
    page = await shown(opened, received(opened, f"https://{host}/scim/v2"))
    assert opened.text("receivedHost").replace("\u200b", "") == host
    inside = page.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() < 800


async def test_the_token_shows_for_a_while_and_leaves_by_the_guarded_copy(
    opened: OneWindow, clipboard: QClipboard
) -> None:
    page = await shown(opened, received(opened))
    opened.press("showToken", page)
    assert page.token.text() == TOKEN_TEXT
    assert opened.text("tokenHidesIn", page) == "Hides in 30 s"
    opened.press("tokenKeep5MoreMinutes", page)
    assert opened.text("tokenHidesIn", page) == "Hides in 5 min 30 s"
    opened.press("copyAsAuthorizationHeader", page)
    assert clipboard.text() == f"Bearer {TOKEN_TEXT}"
    assert opened.controller.clipboard.seconds_left == 60
    opened.controller.lock()
    assert (page.token.text(), clipboard.text()) == (MASK + "b3ad", "")
    opened.press("showToken", page)
    opened.controller._turn_to("Accounts")
    assert page.token.text() == MASK + "b3ad"
    clipboard.setText(TOKEN_TEXT[10:30])  # as accessibility's CopyText does
    assert opened.controller.clipboard.seconds_left == 60


def tokens() -> int:
    """How many objects hold the share's token, in whatever still lives."""
    gc.collect()
    holders = (each for each in gc.get_objects() if isinstance(each, (ReceivedShare, GivenValues, ShownField)))
    return sum(each.token == AccessToken(OTHER_TEXT) for each in holders)


async def test_closing_it_forgets_everything(opened: OneWindow, clipboard: QClipboard) -> None:
    page = await shown(opened, received(opened, token=AccessToken(OTHER_TEXT)))
    assert tokens() > 0
    opened.press("showSetUpSteps", page)
    await until(lambda: opened.text("valuesOf") == "Values of the share of Widget")
    opened.controller._turn_to(PAGE)
    opened.press("testThisConnection", page)
    opened.controller._turn_to(PAGE)
    opened.press("copyScimAccessToken", page)
    assert clipboard.text() == OTHER_TEXT
    opened.press("closeThisShare", page)
    await until(lambda: tokens() == 0)
    assert clipboard.text() == ""
    assert opened.controller._secrets() == []
    assert (page.endpoint.text(), page.token.text()) == ("", MASK)
    assert opened.controller._parts.tester_tab.endpoint.text() == ""
    assert opened.window.pages.currentWidget() is not page
    menu = opened.window.menu.model()
    assert PAGE not in [menu.index(row, 0).data() for row in range(menu.rowCount())]


async def test_another_share_takes_its_place(opened: OneWindow, clipboard: QClipboard) -> None:
    page = await shown(opened, received(opened))
    opened.press("copyScimAccessToken", page)
    other = AccessToken(OTHER_TEXT)
    assert await shown(opened, received(opened, token=other, account_name="Gadget")) is page
    assert clipboard.text() == ""
    assert opened.controller._secrets() == [other.reveal()]
    assert opened.text("receivedAccount") == "Gadget"


async def test_testing_sends_nothing_before_it_is_asked_for_and_says_what_came_of_it(opened: OneWindow) -> None:
    async with serving() as server:
        page = await shown(opened, received(opened, server.endpoint, token=AccessToken(SERVED_TOKEN)))
        assert opened.text("receivedTested") == "These values were not tested on this computer yet."
        assert "Test Connection was not run here." in opened.text("replyText")
        opened.press("testThisConnection", page)
        tab = opened.controller._parts.tester_tab
        assert tab.endpoint.text() == server.endpoint
        assert (tab.token.text(), tab.input.client) == ("", "entra")
        assert server.service.seen == []
        opened.press("runTest", tab)
        await until(lambda: server.service.seen and opened.button("runTest", tab).text() == "Run test")
        opened.controller._turn_to(PAGE)
        assert opened.text("receivedTested").startswith("Tested on ")
        assert "SCIM Connection ran it on " in opened.text("replyText")


async def test_its_token_goes_to_its_own_origin_alone(opened: OneWindow) -> None:
    page = await shown(opened, received(opened))
    opened.press("testThisConnection", page)
    tester, tab = opened.controller._parts._tester, opened.controller._parts.tester_tab
    assert tester._given_token() == TOKEN
    for elsewhere in ("https://example.com/scim/v2", "http://api.r-service.tech/scim/v2", ENDPOINT[:-8] + ":444", ""):
        tab.endpoint.setText(elsewhere)
        assert tester._given_token() is None
    tab.endpoint.setText(ENDPOINT[:-3])
    assert tester._given_token() == TOKEN


async def test_keeping_it(opened: OneWindow) -> None:
    share = received(opened)
    page = await shown(opened, share)
    assert page.name.text() == "Widget"
    page.name.setText("")
    opened.press("keepAsAConnection", page)
    await until(lambda: opened.text("nameProblem", page))
    page.name.setText("My Widget")
    opened.press("keepAsAConnection", page)
    await until(lambda: opened.text("whereItIsKept", page).startswith("Kept as “My Widget” (Production)."))
    assert "until you close SCIM Connection" in opened.text("whereItIsKept", page)  # there is no keyring
    (view,) = opened.controller.program.views.values()
    assert (view.account.name, view.account.environment) == ("My Widget", Environment.PRODUCTION)
    assert view.section is not None
    assert (view.section.endpoint, view.section.token.value) == (ENDPOINT, TOKEN)
    opened.press("openKeptAccount", page)
    assert opened.window.windowTitle() == "SCIM Connection — My Widget (Production)"
    # Once more, under a name that is free.
    page = await shown(opened, replace(share, account_name="my widget"))
    assert page.name.text() == "my widget (2)"
    page.name.setText("MY WIDGET")
    opened.press("keepAsAConnection", page)
    await until(lambda: opened.text("nameProblem", page))
    assert len(opened.controller.program.views) == 1


async def test_what_cannot_be_kept_says_why(opened: OneWindow) -> None:
    page = await shown(opened, received(opened, practice=True))
    assert "exercise" in opened.text("whereItIsKept", page)
    assert not page.name.isVisible()
    page = await shown(opened, received(opened, "http://api.r-service.tech/scim/v2", account_name="x" * 500))
    assert len(page.name.text()) <= LONGEST_NAME
    opened.press("keepAsAConnection", page)
    await until(lambda: "https://" in opened.text("nameProblem", page))
    assert opened.controller.program.views == {}


async def test_the_reply_names_a_client_once_the_person_says_so(opened: OneWindow, clipboard: QClipboard) -> None:
    page = await shown(opened, received(opened))
    assert "is not entered yet" in opened.text("replyText", page)
    entered = page.findChild(QComboBox, "enteredIn")
    assert entered is not None
    entered.setCurrentText("Okta")
    assert "entered in Okta on " in opened.text("replyText", page)
    opened.press("copyAReply", page)
    assert clipboard.text().startswith("New SCIM token ending b3ad for Widget (Production) entered in Okta on ")
    assert TOKEN_TEXT not in clipboard.text()


async def test_an_account_in_view_is_not_touched(opened: OneWindow) -> None:
    """Values of a share are shown and tested beside accounts, never as theirs."""
    page = await shown(opened, received(opened))
    opened.press("keepAsAConnection", page)
    await until(lambda: opened.text("whereItIsKept", page).startswith("Kept as"))
    opened.press("openKeptAccount", page)
    page = await shown(opened, received(opened, token=AccessToken(OTHER_TEXT), account_name="Gadget"))
    opened.press("showSetUpSteps", page)
    await until(lambda: opened.text("valuesOf") == "Values of the share of Gadget")
    account = next(iter(opened.controller.program.views))
    opened.controller._choose(account)
    assert opened.text("valuesOf") in ("", "Values of Widget")
    tab = opened.controller._parts.tester_tab
    assert tab.endpoint.text() == ENDPOINT
    assert opened.controller._parts._tester._given_token() is None


async def test_tab_goes_in_reading_order(opened: OneWindow) -> None:
    page = await shown(opened, received(opened))
    opened.press("showToken", page)
    order: list[QWidget] = [page.endpoint]
    while (following := order[-1].nextInFocusChain()) is not None and following is not page.endpoint:
        order.append(following)
    stops = [each for each in order if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()]
    inner = page.widget()
    assert inner is not None
    stops = [each for each in stops if inner.isAncestorOf(each)]
    at = [(each.mapTo(inner, QPoint(0, each.height())).y(), each.mapTo(inner, QPoint(0, 0)).x()) for each in stops]
    assert at == sorted(at), [each.objectName() for each in stops]
    assert len(stops) == 14
