"""Help: which topic belongs to what is shown, and where it opens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import shiboken6
from PySide6.QtWidgets import QDialog, QWidget

from app.actions.help_topics import read_topics
from app.domain.help_topics import Topic
from app.ui.commands.shortcuts_topic import with_shortcuts
from app.ui.dialogs.help_window import HelpWindow
from app.ui.pages.help_page import HelpPage
from app.ui.presenters.tasks import Tasks
from app.ui.widgets.help_view import HelpView
from app.ui.window.main_window import MainWindow

PAGE = "Help"
FIRST = "what-is-scim"
SHORTCUTS = "keyboard-shortcuts"
TOPIC_OF_PAGE = {
    "StartPage": "first-steps",
    "ScimTab": "scim-screen",
    "TesterTab": "connection-tester",
    "SetupTab": "client-setup",
    "HistoryTab": "history",
    "AccountsPage": "accounts",
    "PreferencesPage": "preferences",
    "ReceivedSharePage": "received-share",
    "HelpPage": FIRST,
}
"""By the class of the page or tab."""
TOPIC_OF_DIALOG = {
    "addAnAccount": "add-account",
    "editAccount": "accounts",
    "shareSecurely": "share",
    "openAShare": "open-share",
    "readOutThePassphrase": "share",
    "rotateScimToken": "rotate",
    "revokeOldToken": "rotate",
    "guidedRotation": "rotate-typed",
    "replaceToken": "provisioning-stopped",
    "markSwitchAsConfirmed": "rotate-typed",
    "moveToAnotherComputer": "move",
    "moveOut": "move",
    "moveIn": "move",
    "whichTokenIsThis": "which-token",
    "about": FIRST,
    "diagnostics": FIRST,
}
"""By the dialog's object name."""


class HelpPresenter:
    """`turn_to` brings a page into view by its word; `about` opens the dialog about the program; `language` is the
    window's, by its code."""

    def __init__(
        self,
        window: MainWindow,
        tasks: Tasks,
        turn_to: Callable[[str], None],
        about: Callable[[], None],
        language: Callable[[], str],
    ) -> None:
        self._window = window
        self._tasks = tasks
        self._turn_to = turn_to
        self._topics: tuple[Topic, ...] = ()
        self._window_language = language
        self._language = ""
        self.page = HelpPage()
        self.page.about.connect(about)
        window.add_page(self.page, PAGE)
        window.help_asked.connect(self.show_for)

    def show_here(self) -> None:
        """The topic of the page that is shown."""
        self.show(self._topic_here())

    def show_for(self, dialog: QDialog) -> None:
        """The topic of a dialog, beside it."""
        opened = dialog.findChild(HelpWindow)
        if opened is None:
            opened = HelpWindow(dialog)
            self._fill(opened.view)
        opened.view.show_topic(TOPIC_OF_DIALOG.get(dialog.objectName(), FIRST))
        opened.show()
        opened.activateWindow()

    def show(self, topic: str) -> None:
        """Turn to the page Help, at this topic."""
        self._window.menu.show_page(PAGE)
        self._turn_to(PAGE)
        self.page.view.show_topic(topic)
        self.page.view.topics.setFocus()

    def opened(self) -> None:
        """The page Help is shown: its topics are read where they are not, or are in another language."""
        self._fill(self.page.view)

    def _topic_here(self) -> str:
        window = self._window
        shown: QWidget | None = window.pages.currentWidget()
        if shown is window.scim_page:
            shown = window.tabs.currentWidget()
        if isinstance(shown, HelpPage):
            return self.page.view.shown or FIRST
        return TOPIC_OF_PAGE.get(type(shown).__name__, FIRST)

    def _fill(self, view: HelpView) -> None:
        self._tasks.start(self._read_into(view))

    async def _read_into(self, view: HelpView) -> None:
        language = self._window_language()
        if language != self._language:
            self._topics = with_shortcuts(await asyncio.to_thread(read_topics, language))
            self._language = language
        if shiboken6.isValid(view):  # it may have been closed meanwhile
            view.show_topics(self._topics)
