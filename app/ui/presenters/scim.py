"""What the tab SCIM shows of the account in view, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

from app.actions.connections import AccountView, Connection
from app.actions.deadlines import dates_of
from app.actions.program import Program
from app.actions.records import Records
from app.actions.typed_connection import TypedConnection
from app.domain.accounts import AccountId, Source
from app.domain.clock import service_time
from app.domain.deadlines import token_advice
from app.domain.errors import Problem
from app.domain.history import What
from app.domain.phrases import age_of, token_uses
from app.domain.switching import latest_client_use
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.domain.user_agents import ClientNames
from app.ui.pages.scim_tab import ScimTab
from app.ui.presenters.first import First, at_once
from app.ui.presenters.old_token import OldTokenPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.presenters.token_notes import TokenNotes
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.widgets.stopped_card import StoppedCard
from app.ui.words import moment


class ScimPresenter:
    """Shows one account. Tokens come from the view, never from a widget."""

    def __init__(
        self,
        tab: ScimTab,
        program: Program,
        records: Records,
        clipboard: GuardedClipboard,
        tasks: Tasks,
        share: Callable[[AccountView], None],
        first: First = at_once,
    ) -> None:
        """`first` has tokens that are put away fetched before they are used."""
        self._tab = tab
        self._program = program
        self._records = records
        self._notes = TokenNotes(records, tasks)
        self._clipboard = clipboard
        self._tasks = tasks
        self._view: AccountView | None = None
        self._reveal_left = 0
        self._said: Problem | None = None
        self._shared = ""
        self._stopped_for = ""
        self._stopped: StoppedCard | None = None
        self._old_token = OldTokenPresenter(tab.old_token, program, tasks, self._show_facts)
        self._ticker = QTimer(tab)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()
        tab.reveal_toggled.connect(first(self._toggle_reveal))
        tab.keep_revealed.connect(self._keep_revealed)
        tab.copy_endpoint.connect(self._copy_endpoint)
        tab.copy_token.connect(first(self._copy_token))
        tab.copy_header.connect(first(self._copy_header))
        clipboard.caught.connect(lambda text: self._notes.caught(self._view, text))
        self._share = share
        tab.share.connect(first(self._share_wanted))

    @property
    def names(self) -> ClientNames:
        """Which products may be called by their names."""
        return self._old_token.names

    @property
    def view(self) -> AccountView | None:
        """The account that is shown."""
        return self._view

    def show(self, view: AccountView | None) -> None:
        """Show this account as it stands now."""
        before, self._view = self._view, view
        if before is None and view is None:
            return  # what was last known stands there
        same_token = (
            before is not None
            and view is not None
            and before.account.id == view.account.id
            and before.section is not None
            and view.section is not None
            and before.section.token.id == view.section.token.id
        )
        if self._reveal_left and not same_token:
            self.hide_token()
        old = view.section.previous_token if view is not None and view.section is not None else None
        if old is not None and old.value is not None:
            self._clipboard.rename(old.value.reveal(), tr("The old token"))
        if not same_token:
            self._shared = ""
            self._old_token.show_shared(None)
        if not (same_token and self._reveal_left):
            self._show_values()
        self._show_facts()
        self._old_token.show(view)
        if before is None or view is None or before.account.id != view.account.id:
            self._said = None
        self._show_problem()
        self._show_stopped()
        if view is not None and not same_token:
            self._tasks.start(self._find_last_shared(view))
        if view is not None and view.not_shown:
            self._tasks.start(self._mark_shown(view))

    def hide_token(self) -> None:
        """Mask the token again."""
        if not self._reveal_left:
            return
        self._reveal_left = 0
        self._tab.show_reveal_time(0)
        token = self._token
        if token is None:
            self._show_values()
        else:
            self._tab.show_revealed(token, revealed=False)
        announce(self._tab, tr("Token hidden"))

    def secrets(self) -> list[str]:
        """The tokens in view, for the clipboard's guard."""
        section = self._view.section if self._view else None
        records = [section.token, section.previous_token] if section else []
        return [record.value.reveal() for record in records if record is not None and record.value is not None]

    def refresh_shared(self) -> None:
        """After a share: say with whom."""
        if self._view is not None:
            self._tasks.start(self._find_last_shared(self._view))

    def provisioning_stopped(self, account: AccountId) -> None:
        """The token of this account has replaced a leaked one: say so until a client uses it, or the person has taken
        note. Nothing is said on another account's page."""
        section = self._view.section if self._view is not None and self._view.account.id == account else None
        if section is None:
            return
        if self._stopped is None:
            self._stopped = StoppedCard()
            self._stopped.closed.connect(self._noted)
            self._tab.insert(0, self._stopped)
        self._stopped_for = section.token.id
        self._show_stopped()

    def _noted(self) -> None:
        self._stopped_for = ""
        self._show_stopped()

    def _show_stopped(self) -> None:
        section = self._view.section if self._view else None
        if self._stopped is not None and section is not None:
            stands = section.token.id == self._stopped_for
            self._stopped.setVisible(stands and latest_client_use(section.token) is None)

    def say(self, problem: Problem | None) -> None:
        """Show what went wrong with something that the person asked for, until they close it or try again."""
        self._said = problem
        self._show_problem()

    def _show_problem(self) -> None:
        problem = self._said or (self._view.problem if self._view is not None else None)
        self._tab.problem.show_problem(
            problem,
            self._program.choices_for(problem, self._view.account.id if self._view else None) if problem else (),
        )

    @property
    def _token(self) -> AccessToken | None:
        section = self._view.section if self._view else None
        return section.token.value if section else None

    @property
    def _connection(self) -> Connection | TypedConnection | None:
        return self._program.connection(self._view.account.id) if self._view else None

    def _show_values(self) -> None:
        view = self._view
        section = view.section if view else None
        waiting = view is None or (view.section is None and view.problem is None)
        can_rotate = view is None or view.account.capabilities.rotate or view.account.source is Source.TYPED
        endpoint = section.endpoint if section else ("" if not waiting else self._tab.endpoint.text())
        away = view is not None and view.put_away
        self._tab.show_values(endpoint, self._token, busy=waiting, can_rotate=can_rotate, away=away)
        if self._connection is None:
            self._tab.set_rotating(False, possible=False)

    def _show_facts(self) -> None:
        view = self._view
        if view is None or view.section is None:
            self._tab.show_facts("", "", "")
            return
        now = service_time(self._program.clock, view.clock_offset)
        token = view.section.token
        told = view.seen_at is not None and view.account.capabilities.uses
        uses = token_uses(token, now, self.names) if told else age_of(token.created_at, now)
        advice = token_advice(dates_of(view, self._program.preferences.periods), self._program.clock.now())
        sentence = advice.sentence if advice is not None else ""
        self._tab.show_facts(uses, self._shared, sentence, due=advice is not None and advice.is_due)

    def _tick(self) -> None:
        if self._reveal_left:
            self._reveal_left -= 1
            self._tab.show_reveal_time(self._reveal_left)
            if not self._reveal_left:
                self._reveal_left = 1
                self.hide_token()
        # Without a view, what was last known stands there until the account is open.
        if self._view is not None and not self._tab.old_token.isHidden():
            self._old_token.show(self._view)

    def _share_wanted(self) -> None:
        if self._view is not None:
            self._share(self._view)

    def _toggle_reveal(self) -> None:
        token = self._token
        if self._reveal_left:
            self.hide_token()
        elif token is not None and self._view is not None:
            self._reveal_left = self._program.preferences.reveal_seconds
            self._tab.show_revealed(token, revealed=True)
            self._tab.show_reveal_time(self._reveal_left)
            self._notes.done(self._view, What.REVEALED)

    def _keep_revealed(self) -> None:
        if self._reveal_left:
            self._reveal_left += 60 * self._program.preferences.keep_minutes
            self._tab.show_reveal_time(self._reveal_left)

    def _copy_endpoint(self) -> None:
        section = self._view.section if self._view else None
        text = section.endpoint if section else self._tab.endpoint.text()
        if text:
            self._clipboard.copy_plain(text)
            self._tab.confirm_endpoint()
            announce(self._tab, tr("SCIM endpoint copied"))

    def _copy_token(self) -> None:
        token = self._token
        if token is not None:
            self._clipboard.copy_secret(token.reveal(), tr("The token"))
            self._tab.confirm_token()
            announce(self._tab, tr("SCIM access token copied"))
            self._notes.done(self._view, What.COPIED)

    def _copy_header(self) -> None:
        token = self._token
        if token is not None:
            self._clipboard.copy_secret(token.authorization_header(), tr("The Authorization header"))
            self._tab.confirm_header()
            announce(self._tab, tr("Authorization header copied"))
            self._notes.done(self._view, What.COPIED_AS_HEADER)

    async def _find_last_shared(self, view: AccountView) -> None:
        token = view.section.token.value if view.section else None
        shared = await self._records.last_share(view.account.id, token) if token else None
        if self._view is None or self._view.account.id != view.account.id or self._token != token:
            return  # another account or token is in view by now
        self._shared = ""
        if shared is not None:
            whom = tr(" with {with_whom}", with_whom=shared.with_whom) if shared.with_whom else ""
            self._shared = tr("Last shared{whom} on {moment}.", whom=whom, moment=moment(shared.at))
        elif token is not None:
            self._shared = tr("You have not shared this token from this computer yet.")
        self._old_token.show_shared(shared)
        self._show_facts()
        self._old_token.show(self._view)

    async def _mark_shown(self, view: AccountView) -> None:
        connection = self._connection
        await self._notes.finished(view)
        if connection is not None:
            await connection.mark_shown()
            announce(self._tab, tr("A rotation that was interrupted is finished. The new token is shown."))
