"""What the tab Client setup shows for each provisioning client: the values of the account in view, or tested ones."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.actions.connections import AccountView
from app.actions.provisioning_clients import ProvisioningClient, read_clients
from app.actions.records import Records
from app.actions.setup_page import SetupPage
from app.domain.accounts import Account, ScimSection
from app.domain.client_fields import account_url, fields_for
from app.domain.clients import FieldKind
from app.domain.clock import Clock
from app.domain.endpoints import EndpointUnreadable, read_endpoint, same_origin
from app.domain.history import DONE
from app.domain.plain_text import shown
from app.domain.received_words import name_shown
from app.domain.report import ClientResult, Report
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.pages.setup_tab import SetupTab
from app.ui.presenters.client_values import GivenValues, copy_field, deed_of, shown_fields
from app.ui.presenters.save_setup import SaveSetup, values_without_token
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.widgets.client_fields import ShownField

ANY_CLIENT = "other"
"""The client that stands for those of which nothing is known."""

_OF_ENVIRONMENT = {
    "Production": tr("These are the values for production. QA has its own."),
    "QA": tr("These are the values for QA. Production has its own."),
    "Practice": tr("For exercise: no provisioning client in the cloud can reach the R-Service on this computer."),
}
_CALLED = tr("Enter them once you have called the sender, as the page Received share says.")
_OF_SHARE = {
    "Production": tr("These are the values for production, as the share says. {called}", called=_CALLED),
    "QA": tr("These are the values for QA, as the share says. {called}", called=_CALLED),
    "Practice": tr("An exercise: do not enter them in a provisioning client."),
}
_NOT_OUR_OWN = tr("Before you copy them, make sure whether they are for QA or for production.")
AWAY = tr("The token was put away while you were away. Choose Get them back above.")
_RUN_TEST = tr("Run the connection tester first, then choose Show set-up steps.")


@dataclass(frozen=True)
class _Tested:
    report: Report
    token: AccessToken | None
    own_token: bool
    """Whether it is the token of the account in view."""
    own_endpoint: bool
    """Whether the account's own service was tested."""

    @property
    def own(self) -> bool:
        return self.own_token and self.own_endpoint


class SetupPresenter:
    """Values come from the view or from a report, tokens never from a widget."""

    def __init__(
        self, tab: SetupTab, tasks: Tasks, clipboard: GuardedClipboard, records: Records, clock: Clock
    ) -> None:
        self._tab = tab
        self._tasks = tasks
        self._clipboard = clipboard
        self._records = records
        self._view: AccountView | None = None
        self._tested: _Tested | None = None
        self._given: GivenValues | None = None
        self._clients: tuple[ProvisioningClient, ...] = ()
        self._reading = False
        self._wanted: str | None = None
        self._client: ProvisioningClient | None = None
        self._fields: tuple[ShownField, ...] = ()
        self._origin = ("", "", "")
        self._saving = SaveSetup(tab, clock)
        tab.save_wanted.connect(self._save)
        tab.client_chosen.connect(self._choose)
        tab.copy_wanted.connect(self._copy)
        tab.own_values_wanted.connect(self._back_to_own)

    def show(self, view: AccountView | None) -> None:
        """Show this account's values. What was tested stays for as long as the account and its token are the same."""
        if not self._reading:
            self._reading = True
            self._tasks.start(self._read())
        changed = (view.account.id if view else None) != (self._view.account.id if self._view else None)
        self._view = view
        if changed or (self._tested is not None and self._tested.own_token and self._tested.token != self._own_token):
            self._tested = None
        self._show_values()

    def show_tested(self, client_id: str | None, report: Report, token: AccessToken | None) -> None:
        """Show how to set up this client with the values of a report, and with the token that was tested; None stands
        for any client. Whoever calls this brings the tab to the front."""
        own_endpoint = self._section is not None and _same_origin(self._section.endpoint, report.endpoint)
        self._tested = _Tested(report, token, token is not None and token == self._own_token, own_endpoint)
        self._wanted = client_id or ANY_CLIENT
        self._choose_wanted()
        self._show_values()

    @property
    def tab(self) -> SetupTab:
        return self._tab

    def show_given(self, given: GivenValues | None, client_id: str | None = None) -> None:
        """Show these values while no account is in view, for this client; None: forget them, and what a test of them
        said."""
        before, self._given = self._given, given
        if self._tested is not None and before is not None and self._tested.token == before.token:
            self._tested = None
        if given is not None:
            self._tested = None if self._view is None else self._tested
            self._wanted = client_id or self._wanted
            self._choose_wanted()
        self._show_values()

    def put_away(self) -> None:
        """Let go of an account's own token: its own values stand there then, not tested ones."""
        if self._tested is not None and self._tested.own_token:
            self._tested = None

    def secrets(self) -> list[str]:
        """The tokens that the fields stand for, for the clipboard's guard."""
        return list({field.token.reveal() for field in self._fields if field.token is not None})

    @property
    def _section(self) -> ScimSection | None:
        return self._view.section if self._view else None

    @property
    def _own_token(self) -> AccessToken | None:
        return self._section.token.value if self._section else None

    async def _read(self) -> None:
        self._clients = await asyncio.to_thread(read_clients)
        self._tab.show_clients([(client.id, client.name) for client in self._clients])
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        known = [client.id for client in self._clients]
        if self._wanted in known:
            self._tab.choose(self._wanted)
            self._wanted = None

    def _choose(self, client_id: str) -> None:
        self._client = next(client for client in self._clients if client.id == client_id)
        self._tab.show_client(self._client)
        self._show_values()

    def _back_to_own(self) -> None:
        self._tested = None
        self._show_values()

    def _show_values(self) -> None:
        if self._client is None:
            return
        if self._tested is not None:
            self._show_tested_values(self._client, self._tested)
        elif self._view is not None:
            self._show_own_values(self._client, self._view.account)
        elif self._given is not None:
            self._show_given_values(self._client, self._given)
        else:
            self._show_fields(shown_fields(self._client, fields_for(self._client, None), None))
            self._show_origin(tr("No values yet"), "", _RUN_TEST)

    def _show_own_values(self, client: ProvisioningClient, account: Account) -> None:
        section = self._section
        url = account_url(client, section.endpoint) if section else None
        self._show_fields(shown_fields(client, fields_for(client, url), self._own_token))
        if section is None:
            failed = self._view is not None and self._view.problem is not None
            advice = tr("They are not known: the tab SCIM says why.") if failed else tr("Waiting for R-Service…")
        elif self._view is not None and self._view.put_away:
            advice = AWAY
        elif self._own_token is None:
            advice = tr("The token is not known yet: the tab SCIM says why.")
        elif url is None:
            advice = tr("Which URL this client wants is not known yet. {run_test}", run_test=_RUN_TEST)
        else:
            advice = _OF_ENVIRONMENT[account.badge]
        self._show_origin(tr("Values of {account_name}", account_name=shown(account.name)), account.badge, advice)

    def _show_given_values(self, client: ProvisioningClient, given: GivenValues) -> None:
        url = account_url(client, given.endpoint.url)
        self._show_fields(shown_fields(client, fields_for(client, url), given.token))
        advice = (
            tr("Which URL this client wants is not known yet. {run_test}", run_test=_RUN_TEST)
            if url is None
            else _OF_SHARE[given.badge]
        )
        self._show_origin(
            tr("Values of the share of {given_name}", given_name=name_shown(given.name)), given.badge, advice
        )

    def _show_tested_values(self, client: ProvisioningClient, tested: _Tested) -> None:
        result = next((each for each in tested.report.clients if each.id == client.id), None)
        fields = result.fields if result is not None else fields_for(client, tested.report.recommended_base)
        self._show_fields(shown_fields(client, fields, tested.token))
        account = self._view.account if self._view is not None else None
        name, word, advice = "", "", _NOT_OUR_OWN
        if account is not None and tested.own:
            name, word, advice = account.name, account.badge, _OF_ENVIRONMENT[account.badge]
        elif account is None and self._given is not None and tested.token == self._given.token:
            name, word, advice = self._given.name, self._given.badge, _OF_SHARE[self._given.badge]
        self._show_origin(
            tr("The values that you tested") + (tr(", of {name}", name=name_shown(name)) if name else ""),
            word,
            _of_tested(result, self._fields) or advice,
            back=account is not None,
        )

    def _show_fields(self, fields: Sequence[ShownField]) -> None:
        self._fields = tuple(fields)
        self._tab.show_fields(self._fields)

    def _show_origin(self, words: str, environment: str, advice: str, *, back: bool = False) -> None:
        self._origin = (words, environment, advice)
        self._tab.show_origin(words, environment, advice, back=back)

    def _save(self) -> None:
        if self._client is not None:
            page = SetupPage(self._client, values_without_token(self._fields), *self._origin)
            self._tasks.start(self._saving.save(page))

    def _copy(self, label: str) -> None:
        field = next((each for each in self._fields if each.label == label), None)
        if field is None:
            return  # the button of a field that is just going away
        copy_field(field, self._clipboard)
        self._tab.confirm(label)
        announce(self._tab, tr("{label} copied", label=label))
        if field.token is not None and field.token == self._own_token and self._view is not None:
            self._tasks.start(self._records.note(self._view.account.id, deed_of(field), DONE, field.token))


def _same_origin(own: str, tested: str | None) -> bool:
    with suppress(EndpointUnreadable):
        return tested is not None and same_origin(read_endpoint(own), read_endpoint(tested))
    return False


def _of_tested(result: ClientResult | None, fields: Sequence[ShownField]) -> str:
    """What the test says against these values; empty: nothing."""
    asked = (FieldKind.BASE_URL, FieldKind.HOST)
    if not any(field.text for field in fields if field.kind in asked):
        return tr("The test found no URL for this client. Do what the connection tester says first, then test again.")
    if result is not None and result.ready is False:
        return tr("The test found what stops this client. {reason}", reason=result.reason)
    return ""
