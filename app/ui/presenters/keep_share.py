"""Keeping what an opened share holds, as an account of this computer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.actions.open_share import keep_as_connection
from app.actions.program import TRY_AGAIN, WITHOUT_KEYRING, Program
from app.actions.records import Records
from app.domain.accounts import AccountId
from app.domain.endpoints import without_invisible
from app.domain.errors import NameTaken, Problem
from app.domain.history import DONE, What
from app.domain.opening import CannotBeKept
from app.domain.plain_text import shown
from app.domain.received_share import ReceivedShare
from app.domain.received_words import EXERCISE_NOT_KEPT
from app.domain.text import joined, tr
from app.domain.typed_input import LONGEST_NAME
from app.ui.pages.received_share import ReceivedSharePage
from app.ui.presenters.tasks import Tasks
from app.ui.widgets.announce import announce

KEPT_HERE = tr("It is kept on this computer only: the token in a vault that your system keyring locks.")
FOR_NOW = tr("Your system keyring cannot be used, so it is kept until you close SCIM Connection, and no longer.")


class KeepShare:
    """What the card Keep it as a connection does. `kept` is called once an account has come about."""

    def __init__(
        self, page: ReceivedSharePage, program: Program, records: Records, tasks: Tasks, kept: Callable[[], None]
    ) -> None:
        self._page = page
        self._program = program
        self._records = records
        self._tasks = tasks
        self._kept = kept
        self._share: ReceivedShare | None = None
        self._keeping = False
        self.account: AccountId | None = None
        """The account that this share was kept as."""
        page.keep.connect(self._keep)
        page.problem.chosen.connect(self._answered)

    def show(self, share: ReceivedShare | None) -> None:
        """Offer to keep this one; None: there is none any more."""
        self._share, self.account = share, None
        if share is None:
            self._page.show_keeping("", possible=False)
        elif share.practice:
            self._page.show_keeping(EXERCISE_NOT_KEPT, possible=False)
        else:
            self._page.show_keeping(self._where(share), possible=True, name=self._free_name(share))

    def _where(self, share: ReceivedShare) -> str:
        vault = self._program.vault
        place = KEPT_HERE if vault is None or vault.persistent else FOR_NOW
        return tr(
            "It becomes an account of this program, marked {badge} as the share says. {place}",
            badge=share.badge,
            place=place,
        )

    def _free_name(self, share: ReceivedShare) -> str:
        """The account's name, with a number where an account here has it already."""
        taken = {
            view.account.name.casefold()
            for view in self._program.views.values()
            if view.account.environment is share.environment
        }
        name = " ".join(shown(without_invisible(share.account_name)).split())[: LONGEST_NAME - 6]
        names = [name, *(f"{name} ({number})" for number in range(2, len(taken) + 3))]
        return next(each for each in names if each.casefold() not in taken)

    def _answered(self, word: str) -> None:
        if word == WITHOUT_KEYRING:
            self._tasks.start(self._go_without_keyring())
        elif word == TRY_AGAIN:
            self._keep()

    async def _go_without_keyring(self) -> None:
        await self._program.go_without_keyring()
        self._keep()

    def _keep(self) -> None:
        if not self._keeping and self._share is not None and self.account is None:
            self._keeping = True
            self._tasks.start(self._keep_and_tell(self._share, self._page.name.text()))

    async def _keep_and_tell(self, share: ReceivedShare, name: str) -> None:
        page = self._page
        page.set_keeping(True)
        page.show_name_problem("")
        page.problem.show_problem(None)
        try:
            account, called = await self._kept_as(share, name)
        except (NameTaken, CannotBeKept) as problem:
            page.show_name_problem(joined(problem.happened, problem.next_step) if name.strip() else problem.happened)
        except Problem as problem:
            page.problem.show_problem(problem, self._program.choices_for(problem))
        else:
            # Another share may have been opened meanwhile: then this page is about that one.
            if self._share is share:
                self._show_kept(account, called, share)
            await self._records.note(account, What.SHARE_OPENED, DONE, share.token)
            self._kept()
        finally:
            self._keeping = False
            page.set_keeping(False)

    async def _kept_as(self, share: ReceivedShare, name: str) -> tuple[AccountId, str]:
        if self._program.typed is None:
            await self._program.open(practice=False)
        if self._program.typed is None:
            raise self._program.problem or Problem()
        # Not cancelled half-way where the window is closed meanwhile: what it has begun is finished, or undone.
        connection = await asyncio.shield(keep_as_connection(share, name, self._program.typed))
        return connection.view.account.id, connection.view.account.name

    def _show_kept(self, account: AccountId, name: str, share: ReceivedShare) -> None:
        self.account = account
        vault = self._program.vault
        place = KEPT_HERE if vault is None or vault.persistent else FOR_NOW
        sentence = tr("Kept as “{name}” ({badge}). {place}", name=shown(name), badge=share.badge, place=place)
        self._page.show_kept(sentence)
        announce(self._page, sentence)
