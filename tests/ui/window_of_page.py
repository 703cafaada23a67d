"""The main window that a page stands in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.text import tr
from app.ui.window.main_window import MainWindow
from tests.ui.samples import ENDPOINT, TOKEN, account

LONG_NAME = tr("Widget Data Center Northern and Eastern Europe")
LONG_ENDPOINT = "https://api.qa.r-service.tech/scim/v2"
RSERVICE = "https://api.r-service.tech/scim/v2"


def window(
    word: str = "SCIM",
    tab: QWidget | None = None,
    title: str = "",
    *,
    accounts: Sequence[str] = ("Widget Data Center",),
) -> MainWindow:
    """A main window with an account in view, turned to this tab, or to this page of the side menu."""
    made = MainWindow()
    for other in (tr("Connection tester"), tr("Client setup"), tr("History")):
        made.tabs.addTab(tab if tab is not None and title == other else QWidget(), other)
    listed = [account(name) for name in accounts]
    made.header.show_accounts(listed, listed[0].id if listed else None)
    made.show_title(listed[0] if listed else None)
    made.scim_tab.show_values(ENDPOINT, TOKEN)
    if tab is not None and title:
        made.tabs.setCurrentWidget(tab)
    elif tab is not None:
        made.add_page(tab, word)
        made.pages.setCurrentWidget(tab)
        made.menu.offer_page(word, True)
    made.menu.ensurePolished()
    made.menu.doItemsLayout()  # the program gets its stylesheet once this is built, and measures the rows then
    made.menu.show_page(word)
    return made
