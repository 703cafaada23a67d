"""The tab Connection tester: hints, where a token goes, and what is shown of a report."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView
from app.actions.past_tests import PastTestRecords
from app.domain.accounts import AccountId
from app.domain.clock import SystemClock
from app.domain.endpoints import EndpointUnreadable, read_endpoint, same_origin
from app.domain.errors import Problem
from app.domain.past_run import PastRun, kept, read_past_run
from app.domain.report import Report
from app.domain.tokens import AccessToken
from app.ui.pages import tester_tab
from app.ui.presenters import earlier_runs, tester, tester_results
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from tests.tester.scim_server import Reply, Request, Service, serving
from tests.ui.noted import Noted
from tests.ui.samples import ENDPOINT, NOW, OLD_TEXT, TEXT, view

OWN_HINT = "The test only reads. Leave the token empty to test with this account's own."
OTHER_HINT = "This account's token is sent to its own address alone. Type the token for this other address."
NO_HINT = "Enter endpoint and token, then choose Run test. It only reads, and what you type is not kept."


class Kept(PastTestRecords):
    """Records in memory."""

    def __init__(self) -> None:
        self.runs: dict[AccountId, list[PastRun]] = {}

    async def keep(self, account: AccountId, report: Report) -> None:
        run = read_past_run(NOW, kept(report))
        assert run is not None
        self.runs.setdefault(account, []).insert(0, run)

    async def of(self, account: AccountId) -> tuple[PastRun, ...]:
        return tuple(self.runs.get(account, ()))


class Shown:
    """A tab with its presenter."""

    def __init__(self) -> None:
        self.failed: list[Problem] = []
        self.tab = tester_tab.TesterTab()
        self.tasks = Tasks(self.failed.append)
        self.steps: list[tuple[str, Report, AccessToken | None]] = []
        self.clipboard = GuardedClipboard(QGuiApplication.clipboard(), list, lambda: 60)
        self.records = Kept()
        self.history = Noted()
        self.results = tester_results.TesterResults(
            self.tab,
            self.tasks,
            self.clipboard,
            SystemClock(),
            earlier_runs.EarlierRuns(self.tab.verdict, self.tasks, self.records),
            self.history,
            lambda *shown: self.steps.append(shown),
        )
        self.presenter = tester.TesterPresenter(self.tab, self.tasks, self.results, self.history)

    def type(self, field: QLineEdit, text: str) -> None:
        field.setText(text)
        field.textEdited.emit(text)

    def label(self, name: str) -> QLabel:
        found = self.tab.findChild(QLabel, name)
        assert found is not None
        return found

    @property
    def button(self) -> QPushButton:
        found = self.tab.findChild(QPushButton, "runTest")
        assert found is not None
        return found

    @property
    def hint(self) -> tuple[str, str]:
        return self.label("testHint").text(), self.tab.token.placeholderText()

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.01)

    async def tested(self) -> None:
        """Run a test to its end."""
        self.button.click()
        await asyncio.sleep(0)  # it has begun: how long it takes is not known
        assert self.button.text() == "Stop test"
        await self.until(lambda: self.button.text() == "Run test")


@pytest.fixture
async def shown(qtbot: QtBot) -> AsyncIterator[Shown]:
    made = Shown()
    qtbot.addWidget(made.tab)
    made.tab.show()
    yield made
    await made.tasks.cancel()
    assert made.failed == []


@pytest.fixture
async def service() -> AsyncIterator[tuple[Service, str]]:
    """A small SCIM server that takes the account's token, and its endpoint."""
    running = Service(token=TEXT)
    async with serving(running) as served:
        yield running, served.endpoint


def sent(service: Service) -> set[str]:
    """The tokens that the service was shown, but for the made-up one that each test tries."""
    return {request.token for request in service.seen if request.token is not None} & {TEXT, OLD_TEXT, "typed" * 5}


async def test_hints_say_whose_token_is_sent(shown: Shown) -> None:
    assert shown.hint == (NO_HINT, "Paste the token")
    shown.presenter.show(view())
    assert shown.tab.endpoint.text() == ENDPOINT
    assert shown.hint == (OWN_HINT, "This account's token, ending in b3ad")
    shown.type(shown.tab.endpoint, "http://127.0.0.1:8123/scim")
    assert shown.hint[0] == OWN_HINT
    shown.type(shown.tab.endpoint, "http://127.0.0.1:8124/scim/v2")
    assert shown.hint == (OTHER_HINT, "Paste the token")
    shown.presenter.show(view(token=AccessToken("short")))
    shown.type(shown.tab.endpoint, ENDPOINT)
    assert shown.hint == (OWN_HINT, "This account's token")
    shown.presenter.show(None)
    assert shown.hint == (NO_HINT, "Paste the token")


async def test_looking_again_keeps_what_was_typed_and_another_account_clears_it(shown: Shown) -> None:
    shown.presenter.show(view())
    shown.type(shown.tab.endpoint, "https://typed.example")
    shown.type(shown.tab.token, "typed-token")
    shown.presenter.show(view())
    assert (shown.tab.endpoint.text(), shown.tab.typed_token()) == ("https://typed.example", "typed-token")
    assert shown.presenter.secrets() == ["typed-token"]
    shown.presenter.show(view("Another", endpoint="https://another.example/scim/v2"))
    assert (shown.tab.endpoint.text(), shown.tab.typed_token()) == ("https://another.example/scim/v2", "")
    assert shown.presenter.secrets() == []


async def test_a_new_endpoint_of_the_service_is_followed(shown: Shown) -> None:
    shown.presenter.show(view())
    moved = "http://127.0.0.1:9000/scim/v2"
    shown.presenter.show(view(endpoint=moved))
    assert shown.tab.endpoint.text() == moved


async def test_a_typed_token_is_masked(shown: Shown) -> None:
    assert shown.tab.token.echoMode() == QLineEdit.EchoMode.Password
    QTest.keyClicks(shown.tab.token, "abc")
    assert shown.tab.token.displayText() != "abc"
    assert shown.presenter.secrets() == []  # too short to be looked for in the clipboard


@pytest.mark.parametrize(
    "typed",
    [
        "http://127.0.0.1:8124/scim/v2",
        "https://127.0.0.1:8123/scim/v2",
        "http://localhost:8123/scim/v2",
        "http://127.0.0.1:8123@evil.example/scim/v2",
        "http://127.0.0.1:8123.evil.example/scim/v2",
        "http://evil.example\\@127.0.0.1:8123",
        "127.0.0.1:8123/scim/v2",
        "http://[127.0.0.1:8123/",
        "http://127.0.0.1:http/",
        "http:///scim",
        "",
        "   ",
    ],
)
async def test_the_accounts_token_goes_to_its_own_origin_alone(shown: Shown, typed: str) -> None:
    shown.presenter.show(view())
    shown.type(shown.tab.endpoint, typed)
    taken = shown.hint[0] == OWN_HINT
    if taken:  # what would be asked must be the account's own
        with pytest.raises(EndpointUnreadable):
            read_endpoint(typed)
    else:
        assert shown.hint[0] == OTHER_HINT


async def test_an_account_without_a_readable_address_lends_its_token_to_nobody(shown: Shown) -> None:
    shown.presenter.show(view(endpoint="http://[::1/scim"))
    for typed in ("", "https://", "http://[", "http://h:port/", "http://[::1/scim"):
        shown.type(shown.tab.endpoint, typed)
        assert shown.hint[0] == OTHER_HINT


HOSTS = st.sampled_from(
    ["api.example.com", "evil.example", "API.example.com", "api.example.com.", "127.0.0.1", "[::1]"]
)
PIECES = st.sampled_from(
    ["@", "\\", "/", "//", ":", "#", "?", " ", "\t", "\n", "\u200b", "%2e", ".", ":443", ":80", "x"]
)


@given(
    st.sampled_from(["https://", "http://", "HTTPS://", "", "//", "https:/"]),
    st.lists(st.one_of(HOSTS, PIECES), max_size=6).map("".join),
    HOSTS,
)
def test_what_counts_as_its_own_address_is_what_would_be_asked(scheme: str, rest: str, host: str) -> None:
    own = f"https://{host}/scim/v2"
    if tester._origin(scheme + rest) != tester._origin(own):
        return
    try:
        asked = read_endpoint(scheme + rest)
    except EndpointUnreadable:
        return  # then nothing is asked
    assert same_origin(asked, read_endpoint(own))


async def test_the_accounts_own_token_and_its_old_one_are_tested(shown: Shown, service: tuple[Service, str]) -> None:
    running, endpoint = service
    shown.presenter.show(view(endpoint=endpoint, old_ends_in=timedelta(days=3)))
    await shown.tested()
    assert sent(running) == {TEXT, OLD_TEXT}
    assert shown.tab.typed_token() == ""
    assert shown.label("verdict").isVisible()
    assert shown.label("verdict").accessibleDescription() in ("ready", "usable")


async def test_a_typed_token_is_tested_in_place_of_the_accounts(shown: Shown, service: tuple[Service, str]) -> None:
    running, endpoint = service
    shown.presenter.show(view(endpoint=endpoint, old_ends_in=timedelta(days=3)))
    shown.type(shown.tab.token, "typed" * 5)
    await shown.tested()
    assert sent(running) == {"typed" * 5}
    assert shown.label("verdict").accessibleDescription() == "blocked"


async def test_another_address_never_gets_the_accounts_token(shown: Shown, service: tuple[Service, str]) -> None:
    running, endpoint = service
    shown.presenter.show(view(endpoint="https://widget.example/scim/v2", old_ends_in=timedelta(days=3)))
    shown.type(shown.tab.endpoint, endpoint)
    await shown.tested()
    assert sent(running) == set()
    assert shown.label("verdict").accessibleDescription() == "blocked"  # for want of a token


async def waiting(shown: Shown, service: Service) -> asyncio.Event:
    """A test that has begun, and whose server answers only when the event is set."""
    answer = asyncio.Event()

    async def late(request: Request) -> Reply:
        await answer.wait()
        return service.usual(request)

    service.instead = late
    shown.button.click()
    await shown.until(lambda: service.seen)
    return answer


async def test_stopping_gives_what_was_seen(shown: Shown, service: tuple[Service, str]) -> None:
    running, endpoint = service
    shown.presenter.show(view(endpoint=endpoint))
    answer = await waiting(shown, running)
    progress = shown.tab.findChild(QProgressBar, "testProgress")
    assert progress is not None
    assert (shown.button.text(), shown.button.accessibleName()) == ("Stop test", "Stop test")
    assert progress.isVisible()
    shown.button.click()
    await shown.until(lambda: shown.button.text() == "Run test")
    assert shown.label("verdict").accessibleDescription() == "unknown"
    assert not progress.isVisible()
    answer.set()


@pytest.mark.parametrize("then", [view("Another"), None], ids=["another account", "no account"])
async def test_a_test_of_one_account_is_not_shown_with_another(
    shown: Shown, service: tuple[Service, str], then: AccountView | None
) -> None:
    running, endpoint = service
    shown.presenter.show(view(endpoint=endpoint))
    answer = await waiting(shown, running)
    shown.presenter.show(then)
    await shown.until(lambda: shown.button.text() == "Run test")
    assert not shown.label("verdict").isVisible()
    answer.set()


async def test_a_test_that_is_cancelled_leaves_nothing_behind(shown: Shown, service: tuple[Service, str]) -> None:
    running, endpoint = service
    shown.presenter.show(view(endpoint=endpoint))
    answer = await waiting(shown, running)
    await shown.tasks.cancel()
    assert shown.button.text() == "Run test"
    assert not shown.label("verdict").isVisible()
    answer.set()


@pytest.mark.parametrize("field", ["endpoint", "token"])
async def test_return_in_a_field_runs_the_test(shown: Shown, qtbot: QtBot, field: str) -> None:
    with qtbot.waitSignal(shown.tab.run, timeout=30_000):
        QTest.keyClick(getattr(shown.tab, field), Qt.Key.Key_Return)
    await shown.until(lambda: shown.button.text() == "Run test")


async def test_without_an_endpoint_nothing_is_tested(shown: Shown) -> None:
    shown.button.click()
    assert shown.hint[0] == "Enter the endpoint that you want to test."
    assert (shown.button.text(), shown.label("verdict").isVisible()) == ("Run test", False)


async def test_a_rotation_during_a_test_leaves_nothing_of_the_old_token(
    shown: Shown, service: tuple[Service, str]
) -> None:
    running, endpoint = service
    shown.presenter.show(view(endpoint=endpoint))
    answer = await waiting(shown, running)
    shown.presenter.show(view(endpoint=endpoint, token=AccessToken("new" * 20), token_id="another"))
    answer.set()
    await shown.until(lambda: shown.button.text() == "Run test")
    assert not shown.label("verdict").isVisible()
    assert shown.results.secrets() == []


async def test_two_presses_at_once_run_one_test(shown: Shown, service: tuple[Service, str]) -> None:
    running, endpoint = service
    shown.presenter.show(view(endpoint=endpoint))
    shown.tab.run.emit()
    shown.tab.run.emit()
    await shown.until(lambda: shown.label("verdict").accessibleDescription() in ("ready", "usable"))
    assert len(running.seen) <= 25
    QTest.mouseDClick(shown.button, Qt.MouseButton.LeftButton)
    assert shown.button.text() == "Run test"
