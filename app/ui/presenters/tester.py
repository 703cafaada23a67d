"""What the tab Connection tester tests, and what it shows of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from urllib.parse import urlsplit

from app.actions.connections import AccountView
from app.actions.provisioning_clients import read_clients
from app.actions.records import Records
from app.actions.test_connection import ConnectionTest
from app.domain.accounts import AccountId
from app.domain.endpoints import Endpoint
from app.domain.report import CheckEnded, CheckStarted, Event, Progress, Report
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.pages.tester_tab import TesterTab
from app.ui.pages.tester_verdict import WORDS
from app.ui.presenters.first import First, at_once
from app.ui.presenters.tasks import Tasks
from app.ui.presenters.tester_results import TesterResults
from app.ui.widgets.announce import announce

_BUDGET = 30.0  # seconds


class TesterPresenter:
    """Tests what the screen holds: the account's endpoint and token, or what was typed in their place."""

    def __init__(
        self, tab: TesterTab, tasks: Tasks, results: TesterResults, records: Records, first: First = at_once
    ) -> None:
        self._tab = tab
        self._tasks = tasks
        self._results = results
        self._records = records
        self._view: AccountView | None = None
        self._begun = False
        self._running: ConnectionTest | None = None
        self._filled = ""
        self.tested: Callable[[AccountId, Report, AccessToken], None] = lambda *_: None
        """Called with the report of an account's own token."""
        self.given_tested: Callable[[Report], None] = lambda _: None
        """Called with the report of the values that were given."""
        self._given: tuple[Endpoint, AccessToken] | None = None
        tab.run.connect(first(self._run))
        tab.stop.connect(self._stop)
        tab.edited.connect(self._edited)
        tab.edited.connect(self._forget)
        self._edited()
        tasks.start(self._offer_clients())

    async def _offer_clients(self) -> None:
        clients = await asyncio.to_thread(read_clients)
        self._tab.input.offer_clients(clients)
        self._results.know(clients)

    def show(self, view: AccountView | None) -> None:
        """Offer this account's values. What the person has typed stays."""
        changed = (view.account.id if view else None) != self._in_view()
        rotated = _token_id(view) != _token_id(self._view)
        self._view = view
        endpoint = view.section.endpoint if view and view.section else ""
        if self._tab.endpoint.text() in ("", self._filled) or changed:
            if self._tab.endpoint.text() != endpoint:
                self._tab.endpoint.setText(endpoint)
                self._tab.endpoint.setCursorPosition(0)
            self._filled = endpoint
        if changed or rotated:
            self._stop()
        if changed:
            self._tab.token.clear()
        if changed or rotated:
            self._forget()  # else the token before the rotation would still be offered to be copied
        self._edited()

    @property
    def tab(self) -> TesterTab:
        return self._tab

    def give(self, endpoint: Endpoint, token: AccessToken, client: str | None) -> None:
        """Offer these values to be tested without an account, ready for Run test. The token goes to its own endpoint's
        origin alone."""
        self._stop()
        self._given = (endpoint, token)
        self._tab.endpoint.setText(endpoint.url)
        self._tab.endpoint.setCursorPosition(0)
        self._tab.token.clear()
        self._tab.input.choose(client)
        self._forget()
        self._edited()
        self._tab.input.button.setFocus()

    def take_back(self) -> None:
        """Forget the values that were given, and what a test of them has said."""
        given, self._given = self._given, None
        if given is None or self._view is not None:
            return
        self._stop()
        if self._tab.endpoint.text() == given[0].url:
            self._tab.endpoint.clear()
        self._forget()
        self._edited()

    def secrets(self) -> list[str]:
        """A typed token, for the clipboard's guard."""
        typed = self._tab.typed_token().strip()
        return [typed] if len(typed) >= 8 else []

    def _account_token(self) -> AccessToken | None:
        """The account's token, where what is to be tested has the account's own origin: it goes nowhere else."""
        section = self._view.section if self._view else None
        if section is None or section.token.value is None:
            return None
        return section.token.value if self._goes_to(section.endpoint) else None

    def _given_token(self) -> AccessToken | None:
        """That of the values which were given, for their own origin alone."""
        if self._given is None or self._view is not None:
            return None
        return self._given[1] if self._goes_to(self._given[0].url) else None

    def _goes_to(self, endpoint: str) -> bool:
        own = _origin(endpoint)
        return own is not None and _origin(self._tab.endpoint.text()) == own

    def _forget(self) -> None:
        """What the last test said is not about what stands in the fields now."""
        if self._running is None:
            self._tab.clear_results()
            self._results.forget()

    def _edited(self) -> None:
        token = self._account_token()
        if token is not None:
            placeholder = (
                tr("This account's token, ending in {last_four}", last_four=token.last_four)
                if token.last_four
                else tr("This account's token")
            )
            self._tab.input.show_hint(
                tr("The test only reads. Leave the token empty to test with this account's own."),
                placeholder,
            )
        elif self._view is not None and self._view.put_away:
            self._tab.input.show_hint(
                "The test only reads. Leave the token empty to test with this account's own.", "This account's token"
            )
        elif (given := self._given_token()) is not None:
            placeholder = (
                tr("The share's token, ending in {last_four}", last_four=given.last_four)
                if given.last_four
                else tr("The share's token")
            )
            self._tab.input.show_hint(
                tr(
                    "These are the values of the share that you opened. The test only reads. To go back, choose "
                    "Received share on the left."
                ),
                placeholder,
            )
        elif self._view is not None:
            self._tab.input.show_hint(
                tr("This account's token is sent to its own address alone. Type the token for this other address."),
                tr("Paste the token"),
            )
        else:
            self._tab.input.show_hint(
                tr("Enter endpoint and token, then choose Run test. It only reads, and what you type is not kept."),
                tr("Paste the token"),
            )

    def _run(self) -> None:
        if not self._tab.endpoint.text().strip():
            self._tab.input.show_hint(tr("Enter the endpoint that you want to test."))
            self._tab.endpoint.setFocus()
        elif not self._begun:
            self._begun = True  # at once: two presses may come before the first has been answered
            self._tasks.start(self._test())

    def _in_view(self) -> AccountId | None:
        return self._view.account.id if self._view else None

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    async def _test(self) -> None:
        try:
            await self._test_and_show()
        finally:
            self._begun = False

    async def _test_and_show(self) -> None:
        typed = self._tab.typed_token()
        typed_nothing = not typed.strip()
        token = (self._account_token() or self._given_token() or "") if typed_nothing else typed
        given = self._given if typed_nothing and token and self._view is None else None
        if given is not None and self._tab.endpoint.text().strip() != given[0].url:
            given = None  # another path on the same computer: that is not what was given
        old = self._old_token() if typed_nothing else None
        about, of_token = self._in_view(), _token_id(self._view)
        own = about if typed_nothing and token else None
        self._running = test = ConnectionTest(
            self._tab.endpoint.text(), token, old_token=old, seconds=_BUDGET, client=self._tab.input.client
        )
        self._tab.show_running()
        self._results.forget()
        try:
            # Closed at once where the page goes away: the run ends with it.
            async with aclosing(test.events()) as events:
                async for event in events:
                    if isinstance(event, Report) and own is not None:
                        self._tasks.start(self._records.note_test(own, event, test.token))
                        if test.token is not None:
                            self.tested(own, event, test.token)
                    if isinstance(event, Report) and given is not None and given == self._given:
                        self.given_tested(event)
                    if about == self._in_view() and of_token == _token_id(self._view):  # else it is not about this
                        self._show_event(event)
                        if isinstance(event, Report):
                            self._results.show(event, test.token, own)
        finally:
            self._running = None
            self._tab.end_if_running()

    def _show_event(self, event: Event) -> None:
        if isinstance(event, Progress):
            self._tab.show_progress(event.done, event.total)
        elif isinstance(event, CheckStarted):
            self._tab.show_step(event.title)
        elif isinstance(event, CheckEnded):
            self._tab.show_check(event.check)
        elif isinstance(event, Report):
            self._tab.show_report(event)
            announce(self._tab, tr("Verdict: {verdict}", verdict=WORDS[event.verdict]))

    def _old_token(self) -> AccessToken | None:
        section = self._view.section if self._view else None
        old = section.previous_token if section else None
        return old.value if old is not None and self._account_token() is not None else None


def _token_id(view: AccountView | None) -> str:
    return view.section.token.id if view is not None and view.section is not None else ""


def _origin(text: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of what was typed; None where it cannot be read, which is nobody's origin."""
    typed = text.strip()
    if "://" not in typed:
        typed = f"https://{typed}"
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts.scheme.lower(), parts.hostname.lower(), port or {"https": 443, "http": 80}.get(parts.scheme.lower())
