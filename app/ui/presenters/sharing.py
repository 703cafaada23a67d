"""Sharing from the window: one dialog at a time, and what is kept of the last share."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.records import Records
from app.domain.errors import Problem
from app.ui.presenters.read_out import ReadOutPresenter
from app.ui.presenters.share import SharePresenter
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.window.main_window import MainWindow


class Sharing:
    """`failed` gets what nothing else has shown; `shared` is called after each share."""

    def __init__(
        self,
        window: MainWindow,
        program: Program,
        records: Records,
        clipboard: GuardedClipboard,
        tasks: Tasks,
        failed: Callable[[Problem], None],
        shared: Callable[[], None],
    ) -> None:
        self._tasks = tasks
        self._shared = shared
        self._open: SharePresenter | None = None
        self._dialog_for: Callable[[AccountView, str], SharePresenter] = partial(
            SharePresenter, window, program, records, clipboard, failed
        )
        self.read_out = ReadOutPresenter(window, program, records, clipboard, tasks)

    def secrets(self) -> list[str]:
        """The passphrases that are shown, for the clipboard's guard."""
        return [*(self._open.secrets() if self._open is not None else []), *self.read_out.secrets()]

    def share(self, view: AccountView, twin: str) -> None:
        """Open the dialog, unless it is open. `twin` says whether the account's QA twin was tested."""
        if self._open is None:
            self._open = self._dialog_for(view, twin)
            self._tasks.start(self._run(self._open))

    async def _run(self, presenter: SharePresenter) -> None:
        try:
            await presenter.run()
        finally:
            self._open = None
        self._shared()
        self.read_out.look_again()
