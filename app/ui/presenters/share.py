"""Share securely, from the first question to the page Share ready."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from app.actions.connections import AccountView
from app.actions.deadlines import dates_of
from app.actions.program import Program
from app.actions.records import Records
from app.actions.share import (
    Passphrase,
    ShareOrder,
    ShareWritten,
    judge_passphrase,
    last_share,
    proposed_file_name,
    share,
    suggest_passphrase,
)
from app.domain.errors import Problem
from app.domain.history import What
from app.domain.plain_text import shown
from app.domain.tokens import AccessToken
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.save_file import ask_where_to_save
from app.ui.dialogs.share import ShareDialog
from app.ui.presenters.calendar import add_to_calendar
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce

_SHORTEST_GUARDED = 8
"""Characters. What is shorter is no passphrase yet, and would be found in whatever is copied."""


class SharePresenter:
    """One share. The passphrase lives as long as the dialog."""

    def __init__(
        self,
        parent: QWidget,
        program: Program,
        records: Records,
        clipboard: GuardedClipboard,
        view: AccountView,
        failed: Callable[[Problem], None],
        twin: str = "",
    ) -> None:
        """`twin` says whether the QA twin of a production account was tested; empty where it has none."""
        self._parent = parent
        self._program = program
        self._records = records
        self._clipboard = clipboard
        self._view = view
        self._twin = twin
        self._tasks = Tasks(failed)
        self._passphrase: Passphrase | None = None
        self._judging: asyncio.Task[None] | None = None
        self._sealing: asyncio.Task[None] | None = None

    def secrets(self) -> list[str]:
        """The passphrase, for the clipboard's guard."""
        text = self._passphrase.reveal() if self._passphrase is not None else ""
        return [text] if len(text) >= _SHORTEST_GUARDED else []

    async def run(self) -> None:
        """Show the dialog until it is closed."""
        account = self._view.account
        self._dialog = dialog = ShareDialog(
            self._parent, shown(account.name), account.badge, await self._known_recipient(), self._twin
        )
        dialog.typed.connect(self._typed)
        dialog.suggest.connect(lambda: self._tasks.start(self._suggest()))
        dialog.save.connect(self._save)
        dialog.stop.connect(self._stop)
        dialog.copy_message.connect(self._copy_message)
        dialog.copy_passphrase.connect(self._copy_passphrase)
        dialog.add_to_calendar.connect(lambda: self._tasks.start(self._add_to_calendar()))
        self._tasks.start(self._suggest())
        try:
            await ended(dialog)
        finally:
            await self._tasks.cancel()
            self._passphrase = None
            dialog.deleteLater()

    async def _known_recipient(self) -> str:
        token, store, vault = self._token(), self._program.store, self._program.vault
        if token is None or store is None or vault is None:
            return ""
        with suppress(Problem):
            last = await last_share(self._view.account, token, store=store, vault=vault)
            return last.with_whom if last is not None else ""
        return ""

    def _token(self) -> AccessToken | None:
        section = self._view.section
        return section.token.value if section is not None else None

    async def _suggest(self) -> None:
        passphrase = await asyncio.to_thread(suggest_passphrase)
        self._passphrase = passphrase
        blocked = self._dialog.passphrase.blockSignals(True)
        self._dialog.passphrase.setText(passphrase.reveal())
        self._dialog.passphrase.setCursorPosition(0)
        self._dialog.passphrase.blockSignals(blocked)
        self._dialog.show_strength("Very strong: six words that were drawn at random.", acceptable=True)

    def _typed(self, text: str) -> None:
        self._passphrase = Passphrase(text)
        self._dialog.show_strength("", acceptable=False)
        if self._judging is not None:
            self._judging.cancel()
        self._judging = self._tasks.start(self._judge(self._passphrase))

    async def _judge(self, passphrase: Passphrase) -> None:
        assert self._view.section is not None
        if not passphrase.reveal():
            self._dialog.show_strength("Type a passphrase, or choose Suggest another.", acceptable=False)
            return
        verdict = await judge_passphrase(passphrase, self._view.account, self._view.section.endpoint)
        text = f"{verdict.strength[:1].upper()}{verdict.strength[1:]}."
        if not verdict.accepted:
            text = f"{text} {verdict.reason} {verdict.advice}"
        self._dialog.show_strength(text, acceptable=verdict.accepted)

    def _save(self) -> None:
        if self._sealing is None:
            self._sealing = self._tasks.start(self._seal())

    def _stop(self) -> None:
        if self._sealing is not None:
            self._sealing.cancel()

    async def _seal(self) -> None:
        try:
            await self._seal_to_chosen_file()
        except Problem as problem:
            self._dialog.show_problem(problem.sentences)
            await self._note_failure(problem)
        except asyncio.CancelledError:
            self._dialog.show_problem("Stopped. No file was written. Choose Save share… to try again.")
            raise
        finally:
            self._sealing = None

    async def _seal_to_chosen_file(self) -> None:
        section, token, passphrase = self._view.section, self._token(), self._passphrase
        store, vault = self._program.store, self._program.vault
        if section is None or token is None or passphrase is None or store is None or vault is None:
            return
        proposal = Path(_documents()) / proposed_file_name(self._view.account, self._program.clock)
        target = await ask_where_to_save(self._dialog, "Save share", proposal, "age file (*.age)")
        if target is None:
            return
        self._dialog.show_working(True)
        written = await share(
            ShareOrder(
                account=self._view.account,
                section=section,
                token=token,
                passphrase=passphrase,
                target=target,
                for_whom=self._dialog.for_whom.text().strip(),
                replace=True,  # the file dialog has asked
            ),
            clock=self._program.clock,
            store=store,
            vault=vault,
        )
        self._show_ready(written)

    async def _note_failure(self, problem: Problem) -> None:
        whom = self._dialog.for_whom.text().strip()
        await self._records.note_failure(self._view.account.id, What.SHARED, problem, self._token(), with_whom=whom)

    def _show_ready(self, written: ShareWritten) -> None:
        whom = f" for {written.for_whom}" if written.for_whom else ""
        exercise = " It is an exercise: it holds a pretend account." if self._view.account.practice else ""
        not_recorded = f" {written.not_recorded.happened}" if written.not_recorded else ""
        self._dialog.show_ready(
            f"The share{whom} is written.{exercise}",
            f"{written.path}\nSHA-256 {written.sha256}{not_recorded}",
            self._passphrase.reveal() if self._passphrase is not None else "",
        )
        announce(self._dialog, "Share ready")

    async def _add_to_calendar(self) -> None:
        self._dialog.say_calendar(await add_to_calendar(self._dialog, dates_of(self._view), self._program.clock))

    def _copy_message(self) -> None:
        account = self._view.account
        kind = "a practice account, as an exercise" if account.practice else f"our {account.badge} account"
        self._clipboard.copy_plain(
            f"Here are the SCIM endpoint and the SCIM access token of {account.name} ({kind}), in an encrypted file.\n"
            "Save the file and open it with age (https://age-encryption.org): age --decrypt FILE\n"
            "Ask me for the passphrase by phone. Do not send the token on in a message."
        )
        self._dialog.confirm_message()
        announce(self._dialog, "Message copied")

    def _copy_passphrase(self) -> None:
        if self._passphrase is not None:
            self._clipboard.copy_secret(self._passphrase.reveal(), "The passphrase")
            self._dialog.confirm_passphrase()
            announce(self._dialog, "Passphrase copied")


def _documents() -> str:
    location = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(location.DocumentsLocation) or str(Path.home())
