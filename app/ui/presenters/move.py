"""Move to another computer…: which way, writing the file, reading it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from app.actions.move_out import (
    MovedOut,
    Passphrase,
    judge_move_passphrase,
    move_out,
    proposed_move_name,
    suggest,
)
from app.actions.program import Program
from app.actions.records import Records
from app.domain.errors import Problem
from app.domain.history import DONE, What
from app.domain.plain_text import shown
from app.domain.text import capital, counted, joined, tr
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.move import MoveDialog, MoveOutDialog
from app.ui.dialogs.save_file import ask_where_to_save, ask_which_to_open
from app.ui.presenters.move_in import MoveIn
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce

_SHORTEST_GUARDED = 8
"""Characters. What is shorter is no passphrase yet, and would be found in whatever is copied."""


class Moving:
    """The entry for the button Move to another computer…: `await Moving(…).run()`. `changed` is called once there are
    other accounts than before; `secrets` is for the clipboard's guard while it runs."""

    def __init__(
        self,
        parent: QWidget,
        program: Program,
        records: Records,
        clipboard: GuardedClipboard,
        failed: Callable[[Problem], None],
        changed: Callable[[], None],
    ) -> None:
        self._parent = parent
        self._program = program
        self._records = records
        self._clipboard = clipboard
        self._failed = failed
        self._changed = changed
        self._out: MoveOut | None = None

    def secrets(self) -> list[str]:
        """The passphrase that is being chosen."""
        return self._out.secrets() if self._out is not None else []

    async def run(self) -> None:
        """Ask which way, and go it."""
        typed = self._program.typed
        dialog = MoveDialog(self._parent, len(typed.connections) if typed is not None else 0)
        try:
            chosen = dialog.chosen if await ended(dialog) else ""
        finally:
            dialog.deleteLater()
        if chosen == "out":
            await self.write_file()
        elif chosen == "in":
            await self.read_file()

    async def write_file(self) -> None:
        """Write all accounts to a file."""
        self._out = MoveOut(self._parent, self._program, self._records, self._clipboard, self._failed)
        try:
            await self._out.run()
        finally:
            self._out = None

    async def read_file(self) -> None:
        """Choose a file and read it."""
        folder = Path(_documents())
        path = await ask_which_to_open(
            self._parent, tr("Read a file of another computer"), folder, tr("age file (*.age)")
        )
        if path is not None:
            await MoveIn(self._parent, self._program, path, self._failed, self._changed).run()


class MoveOut:
    """Writing the file. The passphrase lives as long as the dialog."""

    def __init__(
        self,
        parent: QWidget,
        program: Program,
        records: Records,
        clipboard: GuardedClipboard,
        failed: Callable[[Problem], None],
    ) -> None:
        self._program = program
        self._records = records
        self._clipboard = clipboard
        self._tasks = Tasks(failed)
        self._passphrase: Passphrase | None = None
        self._judging: asyncio.Task[None] | None = None
        self._sealing: asyncio.Task[None] | None = None
        self._noting: asyncio.Future[None] | None = None
        typed = program.typed
        number = len(typed.connections) if typed is not None else 0
        self._dialog = MoveOutDialog(parent, counted("One account", "{n} accounts", number))

    def secrets(self) -> list[str]:
        """The passphrase, for the clipboard's guard."""
        text = self._passphrase.reveal() if self._passphrase is not None else ""
        return [text] if len(text) >= _SHORTEST_GUARDED else []

    async def run(self) -> None:
        """Show the dialog until it is closed."""
        dialog = self._dialog
        dialog.passphrase.typed.connect(self._typed)
        dialog.passphrase.suggest.connect(lambda: self._tasks.start(self._suggest()))
        dialog.save.connect(self._save)
        dialog.stop.connect(self._stop)
        dialog.copy_passphrase.connect(self._copy)
        self._tasks.start(self._suggest())
        try:
            await ended(dialog)
        finally:
            self._passphrase = None
            await self._tasks.cancel()
            if self._noting is not None:
                await self._noting  # what was done is written down, however soon the dialog closes
            dialog.deleteLater()

    async def _suggest(self) -> None:
        self._passphrase = await asyncio.to_thread(suggest)
        self._dialog.passphrase.put(self._passphrase.reveal())
        self._dialog.show_strength(tr("Very strong: six words that were drawn at random."), acceptable=True)

    def _typed(self, text: str) -> None:
        self._passphrase = Passphrase(text)
        self._dialog.show_strength("", acceptable=False)
        if self._judging is not None:
            self._judging.cancel()
        self._judging = self._tasks.start(self._judge(self._passphrase))

    async def _judge(self, passphrase: Passphrase) -> None:
        verdict = await judge_move_passphrase(passphrase, self._program)
        text: str = capital(tr("{strength}.", strength=verdict.strength))
        if not verdict.accepted:
            text = joined(text, verdict.reason, verdict.advice)
        self._dialog.show_strength(text, acceptable=verdict.accepted)

    def _save(self) -> None:
        if self._sealing is None:
            self._sealing = self._tasks.start(self._seal())

    def _stop(self) -> None:
        if self._sealing is not None:
            self._sealing.cancel()

    async def _seal(self) -> None:
        passphrase = self._passphrase
        try:
            proposal = Path(_documents()) / proposed_move_name(self._program.clock)
            target = await ask_where_to_save(self._dialog, tr("Save file"), proposal, tr("age file (*.age)"))
            if target is None or passphrase is None:
                return
            self._dialog.show_working(True)
            written = await move_out(self._program, passphrase, target)
        except Problem as problem:
            self._dialog.show_problem(problem.sentences)
        except asyncio.CancelledError:
            self._dialog.show_problem(tr("Stopped. Choose Save file… to try again."))
            raise
        else:
            self._show_ready(written, passphrase)
            self._noting = asyncio.ensure_future(self._note(written))
        finally:
            self._sealing = None

    def _show_ready(self, written: MovedOut, passphrase: Passphrase) -> None:
        number = len(written.accounts)
        details: str = f"{shown(str(written.path), 300)}\nSHA-256 {written.sha256}"
        if written.left_out:
            names = ", ".join(shown(name) for name in written.left_out)
            missing = tr("Not in the file, because this computer cannot read the token: {names}.", names=names)
            details = joined(details, missing, by="\n")
        holds = counted("one account", "{n} accounts", number)
        self._dialog.show_ready(tr("The file is written. It holds {holds}.", holds=holds), details, passphrase.reveal())
        announce(self._dialog, tr("File written"))

    async def _note(self, written: MovedOut) -> None:
        views = self._program.views
        for account in written.accounts:
            view = views.get(account)
            token = view.section.token.value if view is not None and view.section is not None else None
            await self._records.note(account, What.MOVED_OUT, DONE, token)

    def _copy(self) -> None:
        if self._passphrase is not None:
            self._clipboard.copy_secret(self._passphrase.reveal(), tr("The passphrase"))
            self._dialog.confirm_passphrase()
            announce(self._dialog, tr("Passphrase copied"))


def _documents() -> str:
    location = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(location.DocumentsLocation) or str(Path.home())
