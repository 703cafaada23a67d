"""Share securely, from the first question to the page Share ready."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from app.actions.connections import AccountView
from app.actions.deadlines import dates_of
from app.actions.kept_passphrases import KeptPassphrases
from app.actions.past_tests import PastTestRecords
from app.actions.program import Program
from app.actions.records import Records
from app.actions.share import (
    Passphrase,
    ShareOrder,
    ShareWritten,
    judge_passphrase,
    proposed_file_name,
    share,
    share_message,
    suggest_passphrase,
)
from app.domain.errors import Problem, TokenEnded
from app.domain.history import What
from app.domain.past_run import outcome_words
from app.domain.plain_text import shown
from app.domain.share_format import ShareFormat
from app.domain.text import capital, joined, tr
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedStep
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.save_share import ask_where_to_save_share
from app.ui.dialogs.share import ShareDialog
from app.ui.dialogs.share_ready import ONCE, ReadyFacts, ShareReady
from app.ui.presenters.calendar import add_to_calendar
from app.ui.presenters.own_tool import copy_for_own_tool
from app.ui.presenters.share_proposal import ShareProposal
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.words import day, moment

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
        failed: Callable[[Problem], None],
        view: AccountView,
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
        vault = self._program.vault
        self._dialog = dialog = ShareDialog(
            self._parent,
            shown(account.name),
            account.badge,
            can_keep=vault is not None and vault.persistent,
            keep=self._program.preferences.keep_passphrase,
            twin=self._twin,
            warning=what_is_wrong(self._view),
        )
        dialog.typed.connect(self._typed)
        dialog.form_chosen.connect(self._judge_again)
        dialog.suggest.connect(lambda: self._tasks.start(self._suggest()))
        dialog.save.connect(self._save)
        dialog.stop.connect(self._stop)
        dialog.copy_for_own_tool.connect(
            lambda: self._tasks.start(copy_for_own_tool(dialog, self._view, self._clipboard))
        )
        ShareProposal(dialog, self._program, self._view, self._tasks)
        self._tasks.start(self._suggest())
        try:
            await ended(dialog)
        finally:
            await self._tasks.cancel()
            self._passphrase = None
            dialog.deleteLater()

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
        self._dialog.show_strength(tr("Very strong: six words that were drawn at random."), acceptable=True)

    def _typed(self, text: str) -> None:
        self._passphrase = Passphrase(text)
        self._dialog.show_strength("", acceptable=False)
        if self._judging is not None:
            self._judging.cancel()
        self._judging = self._tasks.start(self._judge(self._passphrase))

    def _judge_again(self) -> None:
        """Another kind of file was chosen: what a typed passphrase is worth may differ."""
        if self._passphrase is not None and not self._passphrase.suggested:
            self._typed(self._passphrase.reveal())

    async def _judge(self, passphrase: Passphrase) -> None:
        assert self._view.section is not None
        if not passphrase.reveal():
            self._dialog.show_strength(tr("Type a passphrase, or choose Suggest a passphrase."), acceptable=False)
            return
        account, endpoint = self._view.account, self._view.section.endpoint
        verdict = await judge_passphrase(passphrase, account, endpoint, self._dialog.form)
        text: str = capital(tr("{strength}.", strength=verdict.strength))
        if not verdict.accepted:
            text = joined(text, verdict.reason, verdict.advice)
        self._dialog.show_strength(text, acceptable=verdict.accepted)

    def _save(self) -> None:
        if self._sealing is None:
            self._sealing = self._tasks.start(self._seal())

    def _stop(self) -> None:
        # Once: a second press would not wait any more for whether the file is there already.
        if self._sealing is not None and not self._sealing.cancelling():
            self._sealing.cancel()

    async def _seal(self) -> None:
        try:
            await self._seal_to_chosen_file()
        except Problem as problem:
            self._dialog.show_problem(problem.sentences)
            await self._note_failure(problem)
        except asyncio.CancelledError:
            self._dialog.show_problem(tr("Stopped. No file was written. Choose Save share… to try again."))
            raise
        finally:
            self._sealing = None

    async def _seal_to_chosen_file(self) -> None:
        section, token, passphrase = self._view.section, self._token(), self._passphrase
        store, vault = self._program.store, self._program.vault
        if section is None or token is None or passphrase is None or store is None or vault is None:
            return
        form, clock = self._dialog.form, self._program.clock
        proposal = Path(_documents()) / proposed_file_name(self._view.account, clock, form)
        asked = await ask_where_to_save_share(self._dialog, proposal, form)
        if asked is None:
            return
        target, may_replace = asked
        self._dialog.show_working(True)
        order = ShareOrder(
            account=self._view.account,
            section=section,
            token=token,
            passphrase=passphrase,
            target=target,
            for_whom=self._dialog.for_whom.text().strip(),
            client=self._dialog.client,
            made_by=self._dialog.from_whom.name.text().strip() or None,
            language=self._dialog.language,
            replace=may_replace,
            form=form,
        )
        written = await share(order, clock=clock, store=store, vault=vault)
        self._sealing = None  # the file is there: from here on it is too late to stop
        kept = await self._keep(KeptPassphrases(vault, clock), order, passphrase)
        self._show_ready(written, kept, await self._tested())

    async def _keep(self, passphrases: KeptPassphrases, order: ShareOrder, passphrase: Passphrase) -> str:
        """Keeps the passphrase, where that is wanted, instead of an earlier share's; says where it will be found."""
        account = order.account.id
        try:
            if not self._dialog.keep:
                await passphrases.forget(account)
                return ONCE
            until = await passphrases.keep(account, order.token, passphrase)
        except Problem as problem:
            return tr("It could not be kept on this computer. {happened} {once}", happened=problem.happened, once=ONCE)
        return tr(
            "It is kept on this computer until {day}: choose Read out the passphrase… on the tab SCIM.", day=day(until)
        )

    async def _tested(self) -> tuple[str, bool]:
        """What is known of a test of these values, in a sentence, and whether it was good."""
        runs = await PastTestRecords(self._program).of(self._view.account.id)
        section, typed = self._view.section, self._view.typed
        since = section.token.created_at if section is not None else None
        if since is None and typed is not None:
            since = typed.token_known_since
        if not runs or (since is not None and runs[0].at < since):
            return tr("These values were not tested yet: run the Connection tester before you send the file."), False
        word, good = outcome_words(runs[0])
        return tr("These values were tested on {moment}: {word}.", moment=moment(runs[0].at), word=word), good

    async def _note_failure(self, problem: Problem) -> None:
        whom = self._dialog.for_whom.text().strip()
        await self._records.note_failure(self._view.account.id, What.SHARED, problem, self._token(), with_whom=whom)

    def _show_ready(self, written: ShareWritten, kept: str, tested: tuple[str, bool]) -> None:
        whom = tr(" for {for_whom}", for_whom=shown(written.for_whom)) if written.for_whom else ""
        exercise = tr(" It is an exercise: it holds a pretend account.") if self._view.account.practice else ""
        not_recorded = written.not_recorded.happened if written.not_recorded else ""
        facts = ReadyFacts(
            written=tr("The share{whom} is written.{exercise}", whom=whom, exercise=exercise),
            tested=tested[0],
            tested_well=tested[1],
            where=joined(str(written.path), not_recorded, by="\n"),
            sha256=written.sha256,
            kept=kept,
        )
        ready = ShareReady(facts, self._passphrase.reveal() if self._passphrase is not None else "")
        form = self._dialog.form
        language = self._dialog.language
        ready.copy_message.connect(lambda: self._copy_message(ready, form, language))
        ready.copy_passphrase.connect(lambda: self._copy_passphrase(ready))
        ready.copy_sha256.connect(lambda: self._copy_sha256(ready, written.sha256))
        ready.add_to_calendar.connect(lambda: self._tasks.start(self._add_to_calendar(ready)))
        self._dialog.show_ready(ready)
        announce(self._dialog, tr("Share ready"))

    async def _add_to_calendar(self, ready: ShareReady) -> None:
        dates = dates_of(self._view, self._program.preferences.periods)
        ready.say_calendar(await add_to_calendar(self._dialog, dates, self._program.clock))

    def _copy_message(self, ready: ShareReady, form: ShareFormat, language: str) -> None:
        six_words = self._passphrase is not None and self._passphrase.suggested
        words = share_message(self._view.account, form, six_words=six_words, language=language)
        self._clipboard.copy_plain(words)
        ready.message.confirm()
        announce(self._dialog, tr("Message copied"))

    def _copy_passphrase(self, ready: ShareReady) -> None:
        if self._passphrase is not None:
            self._clipboard.copy_secret(self._passphrase.reveal(), tr("The passphrase"))
            ready.phrase.confirm()
            announce(self._dialog, tr("Passphrase copied"))

    def _copy_sha256(self, ready: ShareReady, sha256: str) -> None:
        self._clipboard.copy_plain(sha256)
        ready.sha256.confirm()
        announce(self._dialog, tr("SHA-256 copied"))


def _documents() -> str:
    location = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(location.DocumentsLocation) or str(Path.home())


def what_is_wrong(view: AccountView) -> str:
    """What the person should do before this token is handed over; empty where nothing is known to be."""
    if isinstance(view.problem, TokenEnded):
        return tr("R-Service does not accept this token any more. Replace it first, then share the new one.")
    guided = view.typed.guided if view.typed is not None else None
    if guided is not None and guided.step is not GuidedStep.CHECK:
        return tr("A rotation was left in the middle: finish it first. Else you share the token from before it.")
    return ""
