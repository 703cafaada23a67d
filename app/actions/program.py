"""What a window works with: store, vault, keyring and connections, opened in order, and what to tell of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.accounts.kept_secrets import KeptSecrets
from app.accounts.local_service import Phase, ServiceState
from app.actions.connections import AccountView, Connection
from app.actions.guided_rotation import finish_rotations
from app.actions.notices import DATABASE_MISSING, Notice, lives_in_memory, of_service, store_was_moved
from app.actions.practice import Practice
from app.actions.rotation import Rotations
from app.actions.typed_accounts import TypedAccounts
from app.actions.typed_connection import TypedConnection
from app.actions.typed_remembered import remembered_typed
from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.domain.errors import CannotWrite, Problem
from app.domain.own_program import own_command
from app.domain.text import tr
from app.store.places import data_folder
from app.store.preferences import Preferences
from app.store.store import Store, open_store
from app.store.window_state import WindowState
from app.vault.keyring_port import KeyringPort, SystemKeyring
from app.vault.vault import Vault, open_vault

__all__ = ["Notice", "Program", "WindowState"]

TRY_AGAIN = tr("Try again")
WITHOUT_KEYRING = tr("Go on without it")
START_AFRESH = tr("Start a new pretend account")
CLOSE = tr("Close message")
REPLACE = tr("Replace token…")


class Program:
    """Opened once by a window. `changed` is called in the event loop whenever something that it shows has changed.

    Every call of `open` may be repeated: what is open already stays open.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        changed: Callable[[], None],
        folder: Path | None = None,
        keyring: KeyringPort | None = None,
    ) -> None:
        self.clock = clock
        self._changed = changed
        self._folder = folder or data_folder()
        self._keyring = keyring or SystemKeyring(waiting=self._keyring_waits)
        self._without_keyring = False
        self._opening = asyncio.Lock()
        self._notices: dict[str, Notice] = {}
        self._connections: dict[AccountId, Connection] = {}
        self._remembered: dict[AccountId, AccountView] = {}
        self._remembered_typed: dict[AccountId, AccountView] = {}
        self._practice: Practice | None = None
        self._wants_practice = False
        self._rotations: Rotations | None = None
        self.store: Store | None = None
        self.vault: Vault | None = None
        self.typed: TypedAccounts | None = None
        """Those typed in by hand; None until store and vault are open."""
        self.preferences = Preferences()
        self.problem: Problem | None = None
        """Why nothing, or no practice account, could be opened."""
        self.has_read_typed = False
        """Whether those typed in by hand are known: where there are none then, none is being opened."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the person should know, oldest first."""
        return tuple(self._notices.values())

    @property
    def views(self) -> dict[AccountId, AccountView]:
        """What is known of each account, in the order in which they are listed: those typed in by hand first."""
        views = dict(self._remembered_typed)
        if self.typed is not None:
            views = {account: connection.view for account, connection in self.typed.connections.items()}
        practice = {account: connection.view for account, connection in self._connections.items()}
        return views | (practice or self._remembered)

    def connection(self, account: AccountId) -> Connection | TypedConnection | None:
        """The open connection of an account; None where it could not be opened."""
        return self._connections.get(account) or self.typed_connection(account)

    def typed_connection(self, account: AccountId) -> TypedConnection | None:
        """The connection of an account typed in by hand; None where it is none."""
        return None if self.typed is None else self.typed.connections.get(account)

    def settings_connection(self, account: AccountId) -> Connection | None:
        """The connection of an account whose service has the settings API; None where it is none."""
        return self._connections.get(account)

    async def look_again(self, account: AccountId) -> None:
        """Ask how an account stands now, without waiting for the next look. A Problem is in its view."""
        connection = self.connection(account)
        if connection is not None:
            await connection.refresh()
            self._changed()

    def choices_for(self, problem: Problem, account: AccountId | None = None) -> tuple[str, ...]:
        """The buttons that go with a problem, of that account where it is one's."""
        if problem.code == "token.ended":
            return (REPLACE, TRY_AGAIN)
        if problem.code in ("vault.gone", "vault.damaged") and account and self.typed_connection(account) is not None:
            return (TRY_AGAIN, REPLACE)
        if problem.code in ("keyring.locked", "keyring.silent", "keyring.refused"):
            return (TRY_AGAIN, WITHOUT_KEYRING)
        if problem.code in ("vault.gone", "vault.damaged") and self._practice is not None and not self._connections:
            return (TRY_AGAIN, START_AFRESH)
        if problem.code in ("account.not_owner", "store.too_new", "service.database_too_new"):
            return ()
        if problem.code in ("rotation.token_changed", "rotation.previous_still_valid"):
            return (CLOSE,)
        return (TRY_AGAIN,)

    async def open(self, *, practice: bool) -> None:
        """Open store, vault and, where there are practice accounts or `practice` asks for them, those. Whatever goes
        wrong stands in `problem` afterwards, or in an account's view."""
        async with self._opening:
            await self._open(practice=practice)

    async def opened(self) -> None:
        """Wait until nothing is being opened any more."""
        async with self._opening:
            return

    async def _open(self, *, practice: bool) -> None:
        self.problem = None
        self._wants_practice = self._wants_practice or practice
        try:
            await self._open_store()
            await self._open_vault()
            await self._open_typed()
            if practice or await self._has_practice():
                await self._open_practice()
        except Problem as problem:
            self.problem = problem
            if self.store is not None and self.typed is None:
                with suppress(Problem):
                    self._remembered_typed = await remembered_typed(self.store, problem)
            if self._practice is not None:
                with suppress(Problem):
                    views = await self._practice.remembered(problem)
                    self._remembered = {view.account.id: view for view in views}
        self._notices.pop("keyring.waiting", None)
        self._changed()

    async def go_without_keyring(self) -> None:
        """Live in memory for this run. What is on the disk is left untouched."""
        self._without_keyring = True
        if self._practice is not None:
            await self._practice.close()
        self.vault = self._practice = self._rotations = self.typed = None
        await self.open(practice=self._wants_practice)

    async def start_practice_afresh(self) -> None:
        """Move the pretend accounts that cannot be opened any more aside, never deleting them, and make new ones."""
        folder = self._practice_folder
        moment = self.clock.now().strftime("%Y%m%dT%H%M%SZ")
        target = folder.with_name(f"{folder.name}-set-aside-{moment}")
        try:
            await asyncio.to_thread(folder.rename, target)
        except FileNotFoundError:
            pass  # nothing lies there
        except OSError:
            self.problem = CannotWrite(
                tr("The folder of the pretend accounts could not be moved."),
                tr("They are left as they are."),
                tr(
                    "Check that {folder} is yours to move, then choose {start_afresh} again.",
                    folder=folder,
                    start_afresh=START_AFRESH,
                ),
            )
            self._changed()
            return
        self._tell(
            Notice("practice.set_aside", tr("The pretend accounts from before were moved to {target}.", target=target))
        )
        await self.open(practice=True)

    async def keep_window(self, state: WindowState) -> None:
        """Remember how the window stood."""
        if self.store is not None:
            with suppress(Problem):
                await asyncio.to_thread(self.store.window.keep, state)

    async def close(self) -> None:
        """End what runs: rotations first, so that none is left half-way."""
        if self._rotations is not None:
            await self._rotations.close()
        if self._practice is not None:
            await self._practice.close()
        if self.store is not None:
            await asyncio.to_thread(self.store.close)
            self.store = None

    @property
    def _practice_folder(self) -> Path:
        return self._folder / "practice"

    async def _open_store(self) -> None:
        if self.store is not None:
            return
        self.store = await asyncio.to_thread(open_store, self._folder / "store.sqlite3", self.clock)
        self.preferences = await asyncio.to_thread(self.store.preferences.read)
        if self.store.moved_to is not None:
            self._tell(store_was_moved(self.store.moved_to))

    async def _open_vault(self) -> None:
        if self.vault is not None:
            return
        self.vault = await open_vault(self._folder / "vault", None if self._without_keyring else self._keyring)
        if not self.vault.persistent:
            self._tell(lives_in_memory(chosen=self._without_keyring))

    async def _open_typed(self) -> None:
        assert self.store is not None
        assert self.vault is not None
        if self.typed is None:
            self.typed = TypedAccounts(self.store, self.vault, self.clock)
        await self.typed.open()
        await finish_rotations(self.typed, self.clock)
        self.has_read_typed = True
        if self.typed.connections:
            self._changed()  # the others may have to wait for a service that starts

    async def _has_practice(self) -> bool:
        assert self.store is not None
        kept = await asyncio.to_thread(self.store.accounts.all)
        return any(each.account.practice for each in kept)

    async def _open_practice(self) -> None:
        assert self.store is not None
        assert self.vault is not None
        if self._practice is None or self._rotations is None:
            kept = KeptSecrets(self.vault)
            self._rotations = Rotations(self.store.journal, kept, self.clock)
            self._practice = Practice(
                store=self.store,
                vault=self.vault,
                rotations=self._rotations,
                kept=kept,
                clock=self.clock,
                folder=self._practice_folder,
                command=own_command("_serve"),
                on_service=self._service_changed,
            )
        connections = await self._practice.open()
        self._connections = {connection.view.account.id: connection for connection in connections}
        self._remembered = {}

    def _keyring_waits(self) -> None:
        self._tell(
            Notice(
                "keyring.waiting",
                tr("Waiting for your system keyring. Look for a window that asks for your password."),
            )
        )
        self._changed()

    def _service_changed(self, state: ServiceState) -> None:
        for notice in of_service(state):
            if notice.code != DATABASE_MISSING or "practice.set_aside" not in self._notices:
                self._tell(notice)
        if state.phase is Phase.FAILED and state.problem is not None and self._connections:
            self._tell(Notice("service.failed", state.problem.sentences, (TRY_AGAIN,)))
        elif state.phase is Phase.READY:
            self._notices.pop("service.failed", None)
        self._changed()

    def _tell(self, notice: Notice) -> None:
        self._notices[notice.code] = notice
