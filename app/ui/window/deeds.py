"""What the commands without a button of their own do to the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.ui.commands.doing import Deed
from app.ui.presenters.about import About
from app.ui.presenters.help import PAGE as HELP
from app.ui.presenters.help import HelpPresenter
from app.ui.window.main_window import MainWindow


@dataclass(frozen=True)
class Ways:
    """What the controller does for them."""

    add: Callable[[], None]
    open_share: Callable[[], None]
    turn_to: Callable[[str], None]
    test_without_account: Callable[[], None]
    no_account: Callable[[], bool]
    """Whether there is none, and none is being opened."""


def deeds_of(window: MainWindow, ways: Ways, help_: HelpPresenter, about: About) -> dict[str, Deed]:
    """By the ids of the table of commands."""
    view = _View(window, ways)
    return {
        "add": Deed(ways.add),
        "open-share": Deed(ways.open_share),
        "search": Deed(lambda: _search(window, help_), lambda: _can_search(window, help_)),
        "show-scim": Deed(lambda: view.show_tab(window.scim_tab), lambda: ways.no_account() or view.has_tab("ScimTab")),
        "show-tester": Deed(lambda: view.show_tab_named("TesterTab"), lambda: view.has_tab("TesterTab")),
        "show-setup": Deed(lambda: view.show_tab_named("SetupTab"), lambda: view.has_tab("SetupTab")),
        "show-history": Deed(
            lambda: view.show_tab_named("HistoryTab"), lambda: not ways.no_account() and view.has_tab("HistoryTab")
        ),
        "show-accounts": view.page("Accounts"),
        "show-preferences": view.page("Preferences"),
        "show-received": view.page("Received share"),
        "help-here": Deed(help_.show_here),
        "help-scim": Deed(lambda: help_.show("what-is-scim")),
        "help-keys": Deed(lambda: help_.show("keyboard-shortcuts")),
        "about": Deed(about.about),
        "diagnostics": Deed(about.diagnose),
        "quit": Deed(lambda: _close(window)),
    }


class _View:
    """Turning to pages and tabs, with the keyboard where a screen reader says which it is."""

    def __init__(self, window: MainWindow, ways: Ways) -> None:
        self._window = window
        self._ways = ways

    def page(self, word: str) -> Deed:
        """The way to a page of the side menu."""

        def turn() -> None:
            self._window.menu.show_page(word)
            self._ways.turn_to(word)
            self._window.menu.setFocus()

        there = lambda: self._window.menu.offers(word)  # noqa: E731  it is asked twice, each time anew
        return Deed(turn, there, there)

    def show_tab(self, tab: QWidget | None) -> None:
        """Without an account the tester is the way to the tabs that work without one."""
        window = self._window
        if self._ways.no_account() and tab is not window.scim_tab:
            self._ways.test_without_account()
        else:
            window.menu.show_page("SCIM")
            self._ways.turn_to("SCIM")
        if tab is not None and window.tabs.indexOf(tab) >= 0:
            window.tabs.setCurrentWidget(tab)
        if window.pages.currentWidget() is window.scim_page:
            window.tabs.tabBar().setFocus()

    def show_tab_named(self, kind: str) -> None:
        self.show_tab(self._tab(kind))

    def has_tab(self, kind: str) -> bool:
        return self._tab(kind) is not None

    def _tab(self, kind: str) -> QWidget | None:
        tabs = self._window.tabs
        every = (tabs.widget(place) for place in range(tabs.count()))
        return next((each for each in every if type(each).__name__ == kind), None)


def _can_search(window: MainWindow, help_: HelpPresenter) -> bool:
    return window.pages.currentWidget() is help_.page or window.header.can_search


def _search(window: MainWindow, help_: HelpPresenter) -> None:
    """The accounts; on the page Help its topics."""
    if window.pages.currentWidget() is window.pages_by_word[HELP]:
        help_.page.view.search.setFocus()
        help_.page.view.search.selectAll()
    else:
        window.header.search()


def _close(window: MainWindow) -> None:
    window.close()
