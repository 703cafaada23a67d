"""Rotating a token, handing the new one over, ending the old one: the questions, the work, what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from app.actions.connections import AccountView, Connection
from app.actions.program import Program
from app.actions.records import Records
from app.domain.clock import service_time
from app.domain.countdown import OVERLAP
from app.domain.errors import Problem
from app.domain.handover_words import CANNOT_TELL
from app.domain.history import DONE, What
from app.domain.plain_text import shown
from app.domain.rotation import RotationKind
from app.domain.switching_words import who_would_stop
from app.domain.text import joined, tr
from app.domain.tokens import AccessToken
from app.ui.dialogs.rotate import RotateFacts, ask_revocation, ask_rotation
from app.ui.presenters.first import First, at_once
from app.ui.presenters.handover import HandoverPresenter
from app.ui.presenters.old_token import judged
from app.ui.presenters.scim import ScimPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.widgets.announce import announce
from app.ui.window.main_window import MainWindow
from app.ui.words import moment


class RotationPresenter:
    """Acts on the account that the tab SCIM shows. `changed` is called once something is different."""

    def __init__(
        self,
        window: MainWindow,
        scim: ScimPresenter,
        program: Program,
        records: Records,
        tasks: Tasks,
        changed: Callable[[], None],
        first: First = at_once,
    ) -> None:
        self._window = window
        self._tab = window.scim_tab
        self._scim = scim
        self._program = program
        self._records = records
        self._tasks = tasks
        self._changed = changed
        self._busy = False
        self._handover = HandoverPresenter(window, lambda: scim.view, program, records, tasks, changed)
        self._tab.rotate.connect(first(lambda: tasks.start(self._rotate())))
        self._tab.old_token.revoke.connect(first(lambda: tasks.start(self._revoke())))

    def _in_view(self) -> tuple[AccountView, Connection] | None:
        view = self._scim.view
        connection = self._program.settings_connection(view.account.id) if view is not None else None
        return None if view is None or connection is None or self._busy else (view, connection)

    async def _rotate(self) -> None:
        found = self._in_view()
        if found is None or found[0].section is None:
            return
        view, connection = found
        assert view.section is not None
        present = view.section.token.id
        kind = await ask_rotation(self._window, self._facts(view))
        if kind is None:
            return
        self._begin()
        before, what = view.section.token.value, What.ROTATED_LEAKED if kind is RotationKind.LEAKED else What.ROTATED
        try:
            await connection.rotate(kind, present)
        except Problem as problem:
            self._end(view, problem)
            await self._records.note_failure(view.account.id, what, problem, before)
            return
        token = connection.view.section.token.value if connection.view.section else None
        # Asked for before anything else looks at the new token, and written down before it counts as shown.
        noting = self._tasks.start(
            self._records.note_rotation(view.account.id, kind, token, before, _ended_with_it(view, kind))
        )
        self._end(view, None)
        if kind is RotationKind.LEAKED:
            self._scim.provisioning_stopped(view.account.id)
        await noting
        await connection.mark_shown()
        announce(self._window, tr("The token was rotated. The new one is shown."))

    async def _revoke(self) -> None:
        found = self._in_view()
        old = found[0].section.previous_token if found and found[0].section else None
        if found is None or old is None:
            return
        view, connection = found
        ending = old.value.last_four if old.value is not None else ""
        uses = self._who_would_stop(view)
        if not await ask_revocation(self._window, shown(view.account.name), view.account.badge, ending, uses):
            return
        self._begin()
        try:
            await connection.revoke_previous()
        except Problem as problem:
            self._end(view, problem)
            await self._records.note_failure(view.account.id, What.REVOKED, problem, old.value)
            return
        self._end(view, None)
        announce(self._window, tr("The old token has ended."))
        await self._records.note(view.account.id, What.REVOKED, DONE, old.value)

    def _begin(self) -> None:
        self._busy = True
        self._scim.say(None)
        self._tab.set_rotating(True)

    def _end(self, view: AccountView, problem: Problem | None) -> None:
        self._busy = False
        self._tab.set_rotating(False)
        self._changed()
        in_view = self._scim.view
        if in_view is not None and in_view.account.id == view.account.id:
            self._scim.say(problem)
        if problem is not None:
            announce(self._window, problem.happened)

    def _who_would_stop(self, view: AccountView) -> str:
        if not view.account.capabilities.uses:
            return tr("{cannot_tell} A client that still uses it stops now.", cannot_tell=CANNOT_TELL)
        now = service_time(self._program.clock, view.clock_offset)
        return who_would_stop(judged(view), now, self._scim.names)

    def _facts(self, view: AccountView) -> RotateFacts:
        assert view.section is not None
        now = service_time(self._program.clock, view.clock_offset)
        token, old = view.section.token, view.section.previous_token
        living: str = ""
        if old is not None and old.expires_at is not None and old.expires_at > now:
            ends = tr("An old token is still valid until {moment}. It ends at once.", moment=moment(old.expires_at))
            living = joined(ends, self._who_would_stop(view))
        return RotateFacts(
            account=shown(view.account.name),
            badge=view.account.badge,
            token_ending=token.value.last_four if token.value is not None else "",
            old_works_until=moment(now + OVERLAP),
            living_old_token=living,
            can_end_present=view.account.capabilities.end_present,
        )


def _ended_with_it(view: AccountView, kind: RotationKind) -> AccessToken | None:
    """The old token that ended because the present one was rotated."""
    old = view.section.previous_token if view.section is not None else None
    return None if old is None or kind is RotationKind.PLANNED else old.value
