"""What the person prefers, from the page to the store and to all that goes by it."""

from __future__ import annotations

from collections.abc import Callable

from app.actions.preferences import PreferenceKeeper
from app.actions.program import CLOSE, Program
from app.domain.errors import Problem
from app.domain.text import tr
from app.ui.pages.preferences_page import PreferencesPage
from app.ui.presenters.tasks import Tasks
from app.ui.widgets.announce import announce
from app.ui.widgets.keep_button import KeepButton
from app.ui.window.main_window import MainWindow

PAGE = "Preferences"
RESTORED = tr("Everything is as it came.")


class PreferencesPresenter:
    """`changed` is called once something is different: whoever goes by a preference looks at it then."""

    def __init__(self, window: MainWindow, program: Program, tasks: Tasks, changed: Callable[[], None]) -> None:
        self._window = window
        self._program = program
        self._tasks = tasks
        self._changed = changed
        self._keeper = PreferenceKeeper(program)
        self.page = page = PreferencesPage()
        window.add_page(page, PAGE)
        page.chosen.connect(self._choose)
        page.restore.connect(lambda: self._restore(page))
        page.problem.chosen.connect(lambda _: page.problem.show_problem(None))
        self._minutes = 5

    def show(self) -> None:
        """Show what holds now."""
        self._keeper.opened()
        if self._window.pages.currentWidget() is self.page:
            self.page.show_preferences(self._program.preferences)
        if self._minutes != self._program.preferences.keep_minutes:
            self._minutes = self._program.preferences.keep_minutes
            for each in self._window.findChildren(KeepButton):
                each.show_minutes(self._minutes)

    def turn_to(self) -> None:
        """The page comes into sight."""
        self.page.show_preferences(self._program.preferences)
        self._tasks.start(self._look())

    async def _look(self) -> None:
        if await self._keeper.look_again():
            self._changed()

    def _choose(self, name: str, value: object) -> None:
        self._keeper.change(**{name: value})
        self._changed()  # before the disk has answered
        self._tasks.start(self._keep())

    def _restore(self, page: PreferencesPage) -> None:
        page.forget_typed()
        self._keeper.restore()
        self._changed()
        self._tasks.start(self._keep(RESTORED))

    async def _keep(self, said: str = "") -> None:
        page = self.page
        try:
            await self._keeper.keep()
        except Problem as problem:
            means = tr("What you chose holds until you close SCIM Connection, and is not kept.")
            page.problem.show_problem(Problem(problem.happened, means, problem.next_step), (CLOSE,))
            announce(page, problem.happened)
            return
        page.problem.show_problem(None)
        if said:
            page.say(said, "good")
            announce(page, said)
