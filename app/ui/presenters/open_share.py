"""Opening a share: from the file, or the text out of a mail, to what it holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.actions.open_share import (
    Identity,
    Passphrase,
    SealedShare,
    open_share,
    read_identity,
    read_pasted,
    read_share_file,
)
from app.domain.errors import Problem
from app.domain.opening import NotEncrypted
from app.domain.plain_text import shown
from app.domain.received_share import ReceivedShare
from app.domain.text import joined, tr
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.choose_file import ask_which_file, downloads
from app.ui.dialogs.open_share import OpenShareDialog
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.secrets.emptying import pasted_text
from app.ui.widgets.announce import announce

SHARES = tr("Shares (*.html *.htm *.age *.txt)")
_KINDS = tr("{shares};;All files (*)", shares=SHARES)
_ANY = tr("All files (*)")
_SHORTEST_GUARDED = 8
"""Characters. What is shorter is no passphrase yet, and would be found in whatever is copied."""
_NOTHING_COPIED = tr(
    "There is no text in the clipboard. Copy the share's text in your mail program, then paste it again."
)
_NO_SHARE_COPIED = tr(
    "What you copied is no share. Copy all of it, from the line -----BEGIN AGE ENCRYPTED FILE----- to the line "
    "-----END AGE ENCRYPTED FILE-----, then paste it again."
)


class OpenShare:
    """One share. What was chosen and typed lives as long as the dialog."""

    def __init__(self, parent: QWidget, clipboard: GuardedClipboard, failed: Callable[[Problem], None]) -> None:
        self._clipboard = clipboard
        self._tasks = Tasks(failed)
        self._dialog = OpenShareDialog(parent)
        self._sealed: SealedShare | None = None
        self._identity: Identity | None = None
        self._reading: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None
        self._received: ReceivedShare | None = None
        self._over = False

    def secrets(self) -> list[str]:
        """A typed passphrase, for the clipboard's guard."""
        typed = self._dialog.passphrase.text().strip()
        return [typed] if len(typed) >= _SHORTEST_GUARDED else []

    def lock(self) -> None:
        """The screen was locked."""
        self._dialog.hide_passphrase()

    async def run(self, path: str = "") -> ReceivedShare | None:
        """Show the dialog until it is closed: the share that was opened, None where none was. `path` is the file where
        it is known already."""
        dialog = self._dialog
        dialog.choose.connect(lambda: self._tasks.start(self._choose()))
        dialog.paste.connect(lambda: self._read(self._paste()))
        dialog.dropped.connect(self.take)
        dialog.choose_identity.connect(lambda: self._tasks.start(self._choose_identity()))
        dialog.open_share.connect(self._open)
        dialog.stop.connect(self._stop)
        if path:
            self.take(path)
        try:
            await ended(dialog)
        finally:
            self._over = True
            await self._tasks.cancel()
            dialog.passphrase.clear()
            self._sealed, self._identity = None, None
            dialog.deleteLater()
        return self._received

    def take(self, path: str) -> None:
        """Open this file, in place of what was chosen before."""
        if self._opening is None:
            self._read(self._take(Path(path)))
        self._dialog.activateWindow()

    def _read(self, reading: Coroutine[Any, Any, None]) -> None:
        """What was chosen last counts, whichever disk answers first."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._tasks.start(reading)

    async def _choose(self) -> None:
        path = await ask_which_file(self._dialog, tr("Choose a share"), downloads(), _KINDS)
        if path is not None:
            self.take(str(path))

    async def _take(self, path: Path) -> None:
        name = shown(path.name)
        try:
            sealed = await asyncio.to_thread(read_share_file, path)
        except Problem as problem:
            self._refuse(joined(f"{name}:", problem.happened, problem.next_step))
        else:
            self._show(
                sealed, tr("{name} (a web page)", name=name) if sealed.page else tr("{name} (an age file)", name=name)
            )

    async def _paste(self) -> None:
        text = pasted_text(self._clipboard.board)
        if not text.strip():
            self._refuse(_NOTHING_COPIED)
            return
        try:
            sealed = await asyncio.to_thread(read_pasted, text)
        except NotEncrypted:
            self._refuse(_NO_SHARE_COPIED)
        except Problem as problem:
            self._refuse(joined(problem.happened, problem.next_step))
        else:
            self._show(sealed, tr("The text that you pasted"))

    def _refuse(self, text: str) -> None:
        self._sealed = None
        self._dialog.show_source("", to_passphrase=True)
        self._dialog.show_problem(text)
        announce(self._dialog, text)

    def _show(self, sealed: SealedShare, words: str) -> None:
        self._sealed = sealed
        self._dialog.said.say("")
        self._dialog.show_source(words, to_passphrase=sealed.to_passphrase)

    async def _choose_identity(self) -> None:
        path = await ask_which_file(self._dialog, tr("Choose an identity file"), Path.home(), _ANY)
        if path is None:
            return
        self._identity = None
        self._dialog.show_identity("")
        try:
            self._identity = await asyncio.to_thread(read_identity, path)
        except Problem as problem:
            self._dialog.show_problem(joined(problem.happened, problem.next_step))
        else:
            self._dialog.said.say("")
            self._dialog.show_identity(shown(path.name))

    def _open(self) -> None:
        sealed = self._sealed
        if self._opening is not None or sealed is None:
            return
        key = Passphrase(self._dialog.passphrase.text()) if sealed.to_passphrase else self._identity
        if key is not None:
            self._dialog.show_working(True, tr("Opening. This takes a few seconds."))
            self._opening = self._tasks.start(self._unlock(sealed, key))
            self._opening.add_done_callback(self._ended)

    def _stop(self) -> None:
        if self._opening is not None:
            self._opening.cancel()

    def _ended(self, opening: asyncio.Task[None]) -> None:
        """Also where it was stopped before it had begun."""
        self._opening = None
        if opening.cancelled() and not self._over:
            self._dialog.show_problem(tr("Stopped. Nothing was opened. Choose Open share to try again."))

    async def _unlock(self, sealed: SealedShare, key: Passphrase | Identity) -> None:
        try:
            self._received = await open_share(sealed, key)
        except Problem as problem:
            text = joined(problem.happened, problem.next_step)
            self._dialog.show_problem(text)
            announce(self._dialog, text)
        else:
            self._dialog.show_working(False)
            self._dialog.accept()
