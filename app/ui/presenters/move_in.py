"""Reading the accounts of another computer: passphrase, what is in the file, choices, and what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.actions.move_in import (
    Candidate,
    Passphrase,
    Standing,
    Taken,
    candidates,
    move_in,
    open_move,
    read_move,
)
from app.actions.program import Program
from app.domain.accounts import Environment
from app.domain.endpoints import EndpointUnreadable, read_endpoint
from app.domain.errors import Problem
from app.domain.moved import MovedFile
from app.domain.plain_text import shown
from app.domain.text import counted, joined, tr
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.move_in import MovedRow, MoveInDialog
from app.ui.presenters.tasks import Tasks
from app.ui.widgets.announce import announce
from app.ui.words import moment


class MoveIn:
    """One file. What is in it is in memory as long as the dialog."""

    def __init__(
        self,
        parent: QWidget,
        program: Program,
        path: Path,
        failed: Callable[[Problem], None],
        changed: Callable[[], None],
    ) -> None:
        self._program = program
        self._path = path
        self._changed = changed
        self._tasks = Tasks(failed)
        self._work: asyncio.Task[None] | None = None
        self._taking = self._stopped = False
        self._found: tuple[Candidate, ...] = ()
        self._dialog = MoveInDialog(parent, shown(path.name))

    async def run(self) -> None:
        """Show the dialog until it is closed."""
        self._dialog.open_file.connect(lambda text: self._begin(self._open(Passphrase(text))))
        self._dialog.take_in.connect(lambda: self._begin(self._take_in()))
        self._dialog.stop.connect(self._stop)
        try:
            await ended(self._dialog)
        finally:
            await self._tasks.cancel()
            self._found = ()
            self._dialog.deleteLater()

    def _begin(self, work: object) -> None:
        assert asyncio.iscoroutine(work)
        if self._work is None:
            self._work = self._tasks.start(self._alone(work))
        else:
            work.close()

    async def _alone(self, work: object) -> None:
        assert asyncio.iscoroutine(work)
        try:
            await work
        except Problem as problem:
            self._dialog.show_problem(problem.sentences)
        except asyncio.CancelledError:
            self._dialog.show_problem(tr("Stopped."))
            raise
        finally:
            self._work = None

    def _stop(self) -> None:
        if self._taking:
            self._stopped = True  # after the account that is in hand
        elif self._work is not None:
            self._work.cancel()

    async def _open(self, passphrase: Passphrase) -> None:
        self._dialog.show_working(tr("Opening. This takes a few seconds."))
        file = await open_move(await read_move(self._path), passphrase)
        self._found = candidates(self._program, file)
        self._dialog.show_accounts(
            _summary(file),
            [_row(each) for each in self._found],
            any_new=any(each.standing is Standing.NEW for each in self._found),
        )
        announce(self._dialog, tr("The file is open"))

    async def _take_in(self) -> None:
        chosen = self._dialog.choices()
        choices = {self._found[number].account.id: choice for number, choice in chosen.items()}
        self._dialog.show_working(tr("Taking them in."))
        self._taking = True
        try:
            taken = await move_in(self._program, self._found, choices, stopped=lambda: self._stopped)
        finally:
            self._taking = False
            self._changed()
        tone, words, details = _result(taken, missing=len(self._found) - len(taken))
        self._dialog.show_result(tone, words, details)
        announce(self._dialog, words)


def _summary(file: MovedFile) -> str:
    number = len(file.accounts)
    holds = counted("one account", "{n} accounts", number)
    words = tr("The file holds {holds}. It was written on {moment}.", holds=holds, moment=moment(file.made_at))
    if file.unusable:
        words = joined(words, tr("Not usable in it: {accounts}.", accounts=", ".join(file.unusable[:10])))
    return words


def _row(candidate: Candidate) -> MovedRow:
    account = candidate.account
    badge = tr("QA") if account.environment is Environment.QA else tr("Production")
    differs = candidate.standing is Standing.DIFFERS
    return MovedRow(
        shown(account.name), badge, _host(account.endpoint), _stands(candidate), candidate.usual if differs else None
    )


def _stands(candidate: Candidate) -> str:
    if candidate.standing is Standing.NEW:
        return tr("New: it will be added.")
    if candidate.standing is Standing.SAME:
        return tr("It is here already, with the same token: it is left as it is.")
    if not candidate.here_readable:
        return tr("It is here, and this computer cannot read its token.")
    token, made = candidate.account.token, candidate.account.token.made_at
    theirs = tr(" ending in {last_four}", last_four=token.value.last_four) if token.value.last_four else ""
    here = tr(" ending in {here_ending}", here_ending=candidate.here_ending) if candidate.here_ending else ""
    rotated = tr(", rotated {moment}", moment=moment(made)) if made is not None else ""
    if theirs == here and candidate.account.pasted is not None:
        return tr("It is here with the same token. The file also has a new one, which waits to be used.")
    if theirs == here:
        return tr("It is here with the same token, and another endpoint or old token.")
    return tr(
        "It is here with another token{here}. The file has one{theirs}{rotated}.",
        here=here,
        theirs=theirs,
        rotated=rotated,
    )


def _host(endpoint: str) -> str:
    try:
        return shown(read_endpoint(endpoint).host)
    except EndpointUnreadable:
        return shown(endpoint)


def _result(taken: Sequence[Taken], missing: int) -> tuple[str, str, str]:
    """Tone, summary, details."""
    added = sum(each.id is not None and not each.replaced for each in taken)
    replaced = sum(each.id is not None and each.replaced for each in taken)
    failed = [each for each in taken if each.problem is not None]
    left = len(taken) - added - replaced - len(failed)
    said = [
        counted("{n} account was added.", "{n} accounts were added.", added) if added else "",
        counted("{n} account was replaced.", "{n} accounts were replaced.", replaced) if replaced else "",
        counted("{n} account was left as it was.", "{n} accounts were left as they were.", left) if left else "",
    ]
    details = [
        tr("{each_name} was not taken in. {sentences}", each_name=shown(each.name), sentences=each.problem.sentences)
        for each in failed[:10]
        if each.problem
    ]
    if missing:
        details.append(tr("You stopped before the others were taken in."))
    if failed or missing:
        details.append(tr("Read the file again to take in what is missing."))
    elif added or replaced:
        details.append(tr("Delete the file now. Tokens in it can be used by whoever has it and the passphrase."))
    return (
        ("warning" if failed or missing else "good"),
        joined(*said) or tr("Nothing was taken in."),
        joined(*details, by="\n"),
    )
