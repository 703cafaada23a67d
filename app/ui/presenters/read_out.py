"""The kept passphrase of the last share: offered beside "Last shared", read out on the phone, and forgotten in time."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime

from PySide6.QtWidgets import QPushButton

from app.actions.connections import AccountView
from app.actions.kept_passphrases import KeptPassphrase, KeptPassphrases
from app.actions.program import Program
from app.actions.records import Records
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.read_out import ReadOutDialog
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.widgets.basics import button
from app.ui.window.main_window import MainWindow
from app.ui.words import moment

_LOOK_EVERY = 3600.0
"""Seconds between two looks for passphrases whose week is over; the one in view goes at its very time."""
_MOMENT = 0.5
"""Seconds after its end at which it is looked for: by then it has ended by every rounding."""
_GONE = tr("The passphrase of this share is not kept any more: it is forgotten after 7 days. Share the token again.")


class ReadOutPresenter:
    """Acts on the account in view. The passphrase is in its hands only while its dialog is open."""

    def __init__(
        self, window: MainWindow, program: Program, records: Records, clipboard: GuardedClipboard, tasks: Tasks
    ) -> None:
        self._window = window
        self._program = program
        self._records = records
        self._clipboard = clipboard
        self._tasks = tasks
        self._view: AccountView | None = None
        self._button: QPushButton | None = None
        self._open: KeptPassphrase | None = None
        self._sooner = asyncio.Event()
        """Set when what is in view ends before the next look."""
        self._ends: datetime | None = None
        self._dialog: ReadOutDialog | None = None

    def secrets(self) -> list[str]:
        """The passphrase that is shown, for the clipboard's guard."""
        return [self._open.passphrase.reveal()] if self._open is not None else []

    def show(self, view: AccountView | None) -> None:
        """Offer what is kept for this account's present token."""
        before, self._view = self._view, view
        if before is None or view is None or _what(before) != _what(view):
            self.look_again()

    def look_again(self) -> None:
        """After a share, or when something else may have changed."""
        self._offer(False)
        if self._view is not None:
            self._tasks.start(self._look(self._view))

    def put_away(self) -> None:
        """Close the dialog: the passphrase is read again when it is wanted."""
        if self._dialog is not None:
            self._dialog.reject()

    async def watch(self) -> None:
        """Forget passphrases whose week is over, of every account, while the program runs."""
        while True:
            passphrases = self._passphrases()
            if passphrases is not None:
                with suppress(Problem):
                    await passphrases.forget_ended(list(self._program.views))
                if self._view is not None:
                    await self._look(self._view)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._until_next_look()):
                    await self._sooner.wait()
            self._sooner.clear()

    def _until_next_look(self) -> float:
        """Seconds."""
        if self._ends is None:
            return _LOOK_EVERY if self._program.views else 1.0
        left = (self._ends - self._program.clock.now()).total_seconds()
        return min(max(left, 0.0) + _MOMENT, _LOOK_EVERY)

    def _passphrases(self) -> KeptPassphrases | None:
        vault = self._program.vault
        if vault is None or vault.is_away:
            return None  # nothing asks the keyring by itself
        return KeptPassphrases(vault, self._program.clock)

    async def _look(self, view: AccountView) -> None:
        kept = await self._find(view)
        if self._view is not None and _what(self._view) == _what(view):
            self._offer(kept is not None)
            self._ends, before = kept.until if kept is not None else None, self._ends
            if self._ends is not None and self._ends != before:
                self._sooner.set()

    async def _find(self, view: AccountView) -> KeptPassphrase | None:
        account, token = _what(view)
        passphrases = self._passphrases()
        if token is None or passphrases is None:
            return None
        with suppress(Problem):  # a vault that cannot be read is said elsewhere
            return await passphrases.find(account, token)
        return None

    def _offer(self, whether: bool) -> None:
        if self._button is None:
            if not whether:
                return
            self._button = button(tr("Read out the passphrase…"), kind="link")
            self._button.clicked.connect(lambda: self._tasks.start(self._read_out()))
            self._window.scim_tab.shared_line.addWidget(self._button)
        self._button.setVisible(whether)

    async def _read_out(self) -> None:
        view = self._view
        kept = await self._find(view) if view is not None else None
        if view is None or self._open is not None:
            return
        if kept is None:
            self._offer(False)
            self._window.notice.show_notice(_GONE)
            return
        token = view.section.token.value if view.section is not None else None
        last = await self._records.last_share(view.account.id, token) if token is not None else None
        whom = tr(" for {with_whom}", with_whom=shown(last.with_whom)) if last is not None and last.with_whom else ""
        made = tr(" of {moment}", moment=moment(last.at)) if last is not None else ""
        dialog = ReadOutDialog(
            self._window,
            shown(view.account.name),
            view.account.badge,
            tr(
                "It opens the share{whom}{made}. Read it out by phone, to somebody whose voice you know.",
                whom=whom,
                made=made,
            ),
            kept.passphrase.reveal(),
            moment(kept.until),
        )
        dialog.copy_passphrase.connect(lambda: self._copy(dialog))
        dialog.forget.connect(lambda: self._tasks.start(self._forget(dialog, view.account.id)))
        self._open, self._dialog = kept, dialog
        try:
            await ended(dialog)
        finally:
            self._open = self._dialog = None
            dialog.deleteLater()

    def _copy(self, dialog: ReadOutDialog) -> None:
        if self._open is not None:
            self._clipboard.copy_secret(self._open.passphrase.reveal(), tr("The passphrase"))
            dialog.phrase.confirm()
            announce(dialog, tr("Passphrase copied"))

    async def _forget(self, dialog: ReadOutDialog, account: AccountId) -> None:
        passphrases = self._passphrases()
        if passphrases is None:
            return
        await passphrases.forget(account)
        dialog.accept()
        self._offer(False)
        announce(self._window, tr("The passphrase is forgotten."))


def _what(view: AccountView) -> tuple[AccountId, AccessToken | None]:
    return view.account.id, view.section.token.value if view.section is not None else None
