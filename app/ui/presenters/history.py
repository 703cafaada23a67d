"""What the tab History shows of the account in view, and what its buttons do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.actions.connections import AccountView
from app.actions.history import HistoryEntry, HistoryPage, HistoryReader, TokenNames, proposed_history_name
from app.actions.program import Program
from app.actions.records import Records
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.history import DONE, FAILED, deed_text, result_text
from app.domain.plain_text import shown
from app.domain.text import counted, tr
from app.ui.dialogs.save_file import ask_where_to_save
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.history_table import HistoryRow
from app.ui.presenters.tasks import Tasks
from app.ui.presenters.which_token import WhichTokenPresenter
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.window.main_window import MainWindow

TITLE = tr("History")
_TONES = {
    "ready": "good", "usable": "warning", "blocked": "bad", "unknown": "muted", "stopped": "muted",
    "works": "good", "refused": "bad",
}  # fmt: skip


class HistoryPresenter:
    """Reads only while the tab is in sight. The last question wins: older answers are dropped."""

    def __init__(
        self,
        window: MainWindow,
        program: Program,
        records: Records,
        clipboard: GuardedClipboard,
        tasks: Tasks,
        failed: Callable[[Problem], None],
    ) -> None:
        self._window = window
        self._program = program
        self._records = records
        self._clipboard = clipboard
        self._tasks = tasks
        self._failed = failed
        self._reader = HistoryReader(program)
        self._tab = HistoryTab()
        self._view: AccountView | None = None
        self._last: HistoryEntry | None = None
        self._asked = 0
        self._busy = False
        window.tabs.addTab(self._tab, TITLE)
        window.tabs.currentChanged.connect(lambda _: self.refresh())
        records.noted = self.refresh
        self._tab.show_changed.connect(self.refresh)
        self._tab.more.connect(self._more)
        self._tab.export.connect(lambda: self._alone(self._export))
        self._tab.which_token.connect(lambda: self._alone(self._which_token))

    def show(self, view: AccountView | None) -> None:
        """Show this account's history. Every account's tokens are written down when they are seen first."""
        before, self._view = self._view, view
        views = tuple(self._program.views.values())
        if not self._records.all_seen(views):
            self._tasks.start(self._records.see(views))
        if _account(before) != _account(view):
            self._asked += 1
            self._show(HistoryPage((), False, TokenNames()))  # never another account's lines under this one's name
        if _what_names_depend_on(before) != _what_names_depend_on(view):
            self._tab.say("")
            self.refresh()

    def offer(self, offered: bool) -> None:
        """Without an account there is no tab History."""
        tabs = self._window.tabs
        there = tabs.indexOf(self._tab) >= 0
        if offered and not there:
            tabs.addTab(self._tab, TITLE)
        elif there and not offered:
            tabs.removeTab(tabs.indexOf(self._tab))

    def refresh(self) -> None:
        """Read again, where the tab is in sight."""
        if self._window.tabs.currentWidget() is self._tab:
            self._tasks.start(self._load())

    async def _load(self) -> None:
        self._asked += 1
        asked, view, kind = self._asked, self._view, self._tab.chosen
        if view is None:
            return
        try:
            page = await self._reader.page(view, kind)
        except Problem as problem:
            if asked == self._asked:
                self._tab.say(problem.sentences, bad=True)
            return
        if asked == self._asked:
            self._show(page)

    def _show(self, page: HistoryPage) -> None:
        self._last = page.entries[-1] if page.entries else None
        self._tab.show_rows(_rows(page.entries, page.names), more=page.more, kept=self._reader.kept)

    def _more(self) -> None:
        if self._last is not None:
            self._tasks.start(self._load_more(self._last))

    async def _load_more(self, last: HistoryEntry) -> None:
        asked, view, kind = self._asked, self._view, self._tab.chosen
        if view is None:
            return
        try:
            page = await self._reader.page(view, kind, last)
        except Problem as problem:
            self._tab.say(problem.sentences, bad=True)
            return
        if asked == self._asked and self._last is last:
            self._last = page.entries[-1] if page.entries else None
            self._tab.add_rows(_rows(page.entries, page.names), more=page.more)

    def _alone(self, work: Callable[[], object]) -> None:
        """One dialog at a time."""
        if not self._busy:
            self._busy = True
            self._tasks.start(self._run(work))

    async def _run(self, work: Callable[[], object]) -> None:
        try:
            done = work()
            assert asyncio.iscoroutine(done)
            await done
        finally:
            self._busy = False

    async def _export(self) -> None:
        view, kind = self._view, self._tab.chosen
        if view is None:
            return
        proposal = Path(_documents()) / proposed_history_name(view.account, self._program.clock)
        target = await ask_where_to_save(
            self._window, tr("Export history"), proposal, tr("Comma-separated values (*.csv)")
        )
        if target is None:
            return
        try:
            number = await self._reader.export(view, kind, target)
        except Problem as problem:
            self._tab.say(problem.sentences, bad=True)
            return
        self._tab.say(
            counted(
                "{n} line was written to {target}. No token is in the file.",
                "{n} lines were written to {target}. No token is in the file.",
                number,
                target=shown(str(target), 300),
            )
        )
        announce(self._tab, tr("History exported"))

    async def _which_token(self) -> None:
        await WhichTokenPresenter(self._window, self._program, self._clipboard, self._failed).run()


def _rows(entries: Iterable[HistoryEntry], names: TokenNames) -> list[HistoryRow]:
    return [
        HistoryRow(
            entry.at,
            deed_text(entry.what),
            result_text(entry.result),
            _tone(entry.result),
            names.of(entry.token_fingerprint),
            shown(entry.with_whom or ""),
        )
        for entry in entries
    ]


def _tone(result: str) -> str:
    if result.startswith(FAILED):
        return "bad"
    return "good" if result == DONE else _TONES.get(result, "")


def _account(view: AccountView | None) -> AccountId | None:
    return view.account.id if view is not None else None


def _what_names_depend_on(view: AccountView | None) -> tuple[object, ...]:
    """The account, and its tokens: what the lines say of them changes with these alone."""
    section = view.section if view is not None else None
    if view is None or section is None:
        return (None if view is None else view.account.id,)
    old = section.previous_token
    has = section.token.value is not None
    return view.account.id, section.token.id, has, old.id if old is not None else None


def _documents() -> str:
    location = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(location.DocumentsLocation) or str(Path.home())
