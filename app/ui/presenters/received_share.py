"""A share that was opened: from the way in to the page of what it holds, and what is done with that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QTimer

from app.actions.program import Program
from app.actions.provisioning_clients import ProvisioningClient, read_clients
from app.actions.records import Records
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.received_share import ReceivedShare
from app.domain.received_words import CALL_FIRST, NOBODY_CHECKED, cautions, host_shown, name_shown, when_made, who_made
from app.domain.report import Report
from app.domain.text import joined, tr
from app.ui.pages.received_share import ReceivedSharePage
from app.ui.presenters.client_values import GivenValues
from app.ui.presenters.keep_share import KeepShare
from app.ui.presenters.open_share import OpenShare
from app.ui.presenters.setup import SetupPresenter
from app.ui.presenters.share_reply import ShareReply
from app.ui.presenters.tasks import Tasks
from app.ui.presenters.tester import TesterPresenter
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.window.main_window import MainWindow
from app.ui.words import moment

PAGE = tr("Received share")
"""The page's word in the side menu, for as long as a share is open."""


class ReceivedShares:
    """One share at a time. It lives until its page is closed, another one is opened, or the program ends."""

    def __init__(
        self,
        window: MainWindow,
        program: Program,
        records: Records,
        clipboard: GuardedClipboard,
        tasks: Tasks,
        tester: TesterPresenter,
        setup: SetupPresenter,
        choose: Callable[[AccountId | None], None],
        changed: Callable[[], None],
    ) -> None:
        self._window = window
        self._program = program
        self._records = records
        self._clipboard = clipboard
        self._tasks = tasks
        self._tester = tester
        self._setup = setup
        self._choose = choose
        self._changed = changed
        self._dialog: OpenShare | None = None
        self._page: ReceivedSharePage | None = None
        self._share: ReceivedShare | None = None
        self._keep: KeepShare | None = None
        self._reply: ShareReply | None = None
        self._clients: tuple[ProvisioningClient, ...] = ()
        self._reveal_left = 0
        self._ticker = QTimer(window)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self._tick)
        window.dropped.connect(lambda _: self.open_what_came())
        tester.given_tested = self._note_test

    def secrets(self) -> list[str]:
        """The share's token and a passphrase that is being typed, for the clipboard's guard."""
        typed = self._dialog.secrets() if self._dialog is not None else []
        return [*typed, *([self._share.token.reveal()] if self._share is not None else [])]

    def lock(self) -> None:
        """The screen was locked: nothing secret stays in sight."""
        self.hide_token()
        if self._dialog is not None:
            self._dialog.lock()

    def open(self, path: str = "") -> None:
        """Ask for a share to open; `path` is the file where it is known already."""
        if self._dialog is None:
            self._dialog = OpenShare(self._window, self._clipboard, self._failed)
            self._tasks.start(self._ask(self._dialog, path))
        elif path:
            self._dialog.take(path)

    def open_what_came(self) -> None:
        """Open the file that the program was started with, or that was dropped on the window; else nothing."""
        path, self._window.file_to_open = self._window.file_to_open, ""
        if path:
            self.open(path)

    async def _ask(self, dialog: OpenShare, path: str) -> None:
        try:
            received = await dialog.run(path)
        finally:
            self._dialog = None
        if received is not None:
            self._forget()
            if not self._clients:
                self._clients = await asyncio.to_thread(read_clients)
            self._show(received)

    def _failed(self, problem: Problem) -> None:
        self._window.notice.show_notice(problem.sentences)

    def _show(self, share: ReceivedShare) -> None:
        page = self._page or self._build()
        now, host = self._program.clock.now(), host_shown(share.endpoint)
        self._share = share
        facts = [when_made(share, now, moment(share.made_at))]
        ends = share.previous_token_expires_at
        if ends is not None:
            lives = tr("works until") if ends > now else tr("ended on")
            facts.append(tr("The token before this one {lives} {moment}.", lives=lives, moment=moment(ends)))
        if client := self._client():
            facts.append(tr("Made for {client_name}.", client_name=client.name))
        page.show_share(
            name_shown(share.account_name),
            share.badge,
            joined(who_made(share), NOBODY_CHECKED),
            joined(*facts),
        )
        page.show_warning(host, CALL_FIRST, cautions(share, now))
        page.show_values(share.endpoint.url, share.token)
        page.offer_clients([client.name for client in self._clients])
        self._show_parts(share)
        self._window.menu.offer_page(PAGE, True)
        self._window.menu.show_page(PAGE)
        self._window.pages.setCurrentWidget(page)
        page.endpoint.setFocus()
        announce(
            page,
            tr(
                "Share opened: {account_name}, {badge}, {host}",
                account_name=name_shown(share.account_name),
                badge=share.badge,
                host=host,
            ),
        )

    def _build(self) -> ReceivedSharePage:
        self._page = page = ReceivedSharePage()
        self._window.add_page(page, PAGE)
        self._window.pages.currentChanged.connect(lambda _: self.hide_token())
        page.reveal_toggled.connect(self._toggle_reveal)
        page.keep_revealed.connect(self._keep_revealed)
        page.copy_endpoint.connect(self._copy_endpoint)
        page.copy_token.connect(self._copy_token)
        page.copy_header.connect(self._copy_header)
        page.test.connect(self._test)
        page.show_steps.connect(self._show_steps)
        page.open_account.connect(self._open_account)
        self._keep = KeepShare(page, self._program, self._records, self._tasks, self._changed)
        self._reply = ShareReply(page, self._clipboard, self._program.clock)
        page.close_share.connect(self.close)
        return page

    def close(self) -> None:
        """The person is done with it: nothing of it stays."""
        self._forget()
        self._window.menu.offer_page(PAGE, False)
        self._window.pages.setCurrentWidget(self._window.scim_page)
        self._changed()

    def _forget(self) -> None:
        share, page = self._share, self._page
        if share is None or page is None:
            return
        self.hide_token()
        self._clipboard.wipe_of(share.token.reveal())
        self._tester.take_back()
        self._setup.show_given(None)
        self._share = None
        page.show_values("", None)
        self._show_parts(None)

    def _show_parts(self, share: ReceivedShare | None) -> None:
        for part in (self._keep, self._reply):
            if part is not None:
                part.show(share)

    def _client(self) -> ProvisioningClient | None:
        wanted = self._share.client if self._share is not None else None
        return next((client for client in self._clients if client.id == wanted), None)

    def _toggle_reveal(self) -> None:
        if self._reveal_left:
            self.hide_token()
        elif self._share is not None and self._page is not None:
            self._reveal_left = self._program.preferences.reveal_seconds
            self._page.show_revealed(self._share.token, revealed=True)
            self._page.show_reveal_time(self._reveal_left)
            self._ticker.start()

    def hide_token(self) -> None:
        """Mask the token again."""
        if self._reveal_left and self._page is not None:
            self._reveal_left = 0
            self._ticker.stop()
            self._page.show_reveal_time(0)
            self._page.show_revealed(self._share.token if self._share is not None else None, revealed=False)
            announce(self._page, tr("Token hidden"))

    def _keep_revealed(self) -> None:
        if self._reveal_left and self._page is not None:
            self._reveal_left += 60 * self._program.preferences.keep_minutes
            self._page.show_reveal_time(self._reveal_left)

    def _tick(self) -> None:
        if self._reveal_left == 1:
            self.hide_token()
        elif self._reveal_left and self._page is not None:
            self._reveal_left -= 1
            self._page.show_reveal_time(self._reveal_left)

    def _copy_endpoint(self) -> None:
        if self._share is not None and self._page is not None:
            self._clipboard.copy_plain(self._share.endpoint.url)
            self._page.confirm_endpoint()
            announce(self._page, tr("SCIM endpoint copied"))

    def _copy_token(self) -> None:
        if self._share is not None and self._page is not None:
            self._clipboard.copy_secret(self._share.token.reveal(), tr("The token"))
            self._page.confirm_token()
            announce(self._page, tr("SCIM access token copied"))

    def _copy_header(self) -> None:
        if self._share is not None and self._page is not None:
            self._clipboard.copy_secret(self._share.token.authorization_header(), tr("The Authorization header"))
            self._page.confirm_header()
            announce(self._page, tr("Authorization header copied"))

    def _given(self, share: ReceivedShare) -> GivenValues:
        return GivenValues(share.account_name, share.badge, share.endpoint, share.token)

    def _test(self) -> None:
        """Nothing is sent before the person presses Run test: it may be a stranger's computer."""
        share = self._share
        if share is None:
            return
        client = self._client()
        self._choose(None)  # what is tested here touches no account
        self._window.tabs.setCurrentWidget(self._tester.tab)
        self._setup.show_given(self._given(share), client.id if client else None)
        self._tester.give(share.endpoint, share.token, client.id if client else None)

    def _show_steps(self) -> None:
        share = self._share
        if share is None:
            return
        client = self._client()
        self._choose(None)
        self._window.tabs.setCurrentWidget(self._setup.tab)
        self._setup.show_given(self._given(share), client.id if client else None)
        self._setup.tab.clients.setFocus()

    def _note_test(self, report: Report) -> None:
        if self._reply is not None and self._share is not None:
            self._reply.note_test(report)

    def _open_account(self) -> None:
        account = self._keep.account if self._keep is not None else None
        if account is not None:
            self._choose(account)
            self._window.tabs.setCurrentWidget(self._window.scim_tab)
