"""What a running session says is in the window's language too: its sentences come from rules, not from samples."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QApplication, QDialog

from tests.ui.language.data import known_data
from tests.ui.language.pseudo import speak_english, speak_pseudo
from tests.ui.language.words import untranslated, words_of
from tests.ui.one_session import Session

_HELP = ("helpText", "helpTopics")
_OF_THE_SESSION = re.compile(r"scim-connection/\S+|\b[a-z0-9-]+\.local\b")


class Looking:
    """Gathers what is untranslated, page by page."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known = known_data()
        self.found: set[str] = set()

    def at(self, place: str) -> None:
        windows = [self._session.window, *self._session.window.findChildren(QDialog)]
        for window in windows:
            if window.isVisible():
                self.found |= {
                    f"{place}: {type(widget).__name__} {widget.objectName()}: {text}"
                    for widget, text in words_of(window)
                    if widget.objectName() not in _HELP and untranslated(_OF_THE_SESSION.sub(" ", text), self._known)
                }

    async def dialog(self, button: str) -> None:
        """Opens what the button opens, looks at it, and closes it."""
        session = self._session
        session.button(button).click()
        dialogs = session.window.findChildren
        await session.until(lambda: [each for each in dialogs(QDialog) if each.isVisible()])
        await session.settle()
        self.at(button)
        opened = next(each for each in dialogs(QDialog) if each.isVisible())
        opened.reject()
        await session.until(lambda: not opened.isVisible())


async def test_a_session_speaks_the_windows_language(session: Session, qapp: QApplication) -> None:
    """The rotation takes place before the language is changed: what is there already is said again."""
    await session.rotated()
    pseudo = speak_pseudo(qapp)
    try:
        found = await _look_everywhere(session)
    finally:
        speak_english(qapp, pseudo)
    assert found == set()


async def _look_everywhere(session: Session) -> set[str]:
    looking, window = Looking(session), session.window
    looking.at("scim")
    session.button("showToken").click()
    session.button("copyScimAccessToken").click()
    looking.at("revealed")
    for button in ("rotateScimToken", "shareSecurely", "revokeOldTokenNow"):
        await looking.dialog(button)
    tester = session.controller._parts._tester
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        await session.settle()
        looking.at(window.tabs.words_of(index))
        if window.tabs.words_of(index) == "Connection tester":
            session.button("runTest").click()
            await session.until(lambda: not tester._begun)
            looking.at("tested")
    for page in ("Accounts", "Preferences", "Help"):
        if window.menu.offers(page):
            window.menu.page_chosen.emit(page)
            await session.settle()
            looking.at(page)
    return looking.found
