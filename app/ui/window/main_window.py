"""The main window's frame. What stands in it comes from outside; it decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.domain.badges import badge_text
from app.domain.plain_text import shown
from app.domain.text import tr
from app.ui.language.said import say
from app.ui.pages.scim_tab import ScimTab
from app.ui.widgets.basics import label, row
from app.ui.widgets.dropped import dropped_file
from app.ui.widgets.tabs import Tabs
from app.ui.window.header import Header
from app.ui.window.notice import NoticeBar
from app.ui.window.side_menu import SideMenu

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent

    from app.actions.at_start import AtStart
    from app.actions.program import WindowState
    from app.domain.accounts import Account, AccountId
    from app.ui.pages.start_page import StartPage

PROGRAM = tr("SCIM Connection")
NARROW = 820
"""Pixels of the window below which the side menu and the margins leave the page more room."""
_LEFT = 32
_GIVE = tr("Give these two values to the administrator of your provisioning client, in a secure way.")
_SUBTITLES = {
    "SCIM": _GIVE,
    "Connection tester": tr("Find out whether a connection works before anybody types it into a provisioning client."),
    "Client setup": tr("What to enter in your provisioning client, field by field, and how to get there."),
    "History": tr("What was done with this account's tokens on this computer in the last 400 days."),
}


class MainWindow(QMainWindow):
    """Header, side menu, notice, pages.

    Signals: `closing`, when the person closes the window: the program ends; `start_chosen` with `add`, `open`, `test`
    or `practice`, when they choose that on the start page; `dropped` with the path of a file that they drop on the
    window; `help_asked` with the dialog that help is wanted for. `start_choice` and `file_to_open` keep these for a
    controller that comes later.
    """

    closing = Signal()
    start_chosen = Signal(str)
    dropped = Signal(str)
    help_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        say(self.setWindowTitle, PROGRAM)
        self.header = Header()
        self.menu = SideMenu()
        self.pages_by_word: dict[str, QWidget] = {}
        self.notice = NoticeBar()
        self.notice.after = self.menu
        self.pages = QStackedWidget()
        self.start_page: StartPage | None = None
        self.start_choice = ""
        self.file_to_open = self.page_before = ""
        self.setAcceptDrops(True)
        self.scim_tab = ScimTab()
        self.tabs = Tabs()
        self.tabs.setObjectName("scimTabs")
        say(self.tabs.setAccessibleName, tr("SCIM"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.scim_tab, tr("SCIM"))
        self.scim_page = self._scim_page()
        self.pages.addWidget(self.scim_page)
        self._lay_out()

    def _scim_page(self) -> QWidget:
        page = QWidget()
        self._scim_down = down = QVBoxLayout(page)
        down.setContentsMargins(_LEFT, 24, 0, 0)
        down.setSpacing(10)
        down.addWidget(label(tr("SCIM"), kind="title"))
        self._subtitle = label(_GIVE, kind="muted", wrap=True)
        down.addWidget(self._subtitle)
        self.tabs.currentChanged.connect(self._tab_changed)
        down.addWidget(self.tabs, 1)
        return page

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("content")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        holder = QVBoxLayout()
        holder.setContentsMargins(32, 8, 32, 0)
        holder.addWidget(self.notice)
        right.addLayout(holder)
        right.addWidget(self.pages, 1)
        down = QVBoxLayout(content)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.header)
        down.addLayout(row(self.menu, right, spacing=0), 1)
        self.setCentralWidget(content)
        self._down = down
        self.resize(1080, 760)
        self.setMinimumSize(640, 420)
        # Pages scroll. Long notices in a low window take their room, and none is pushed out of it.
        self.pages.setMinimumHeight(120)

    def _tab_changed(self) -> None:
        self._subtitle.setText(_SUBTITLES.get(self.tabs.words_of(self.tabs.currentIndex()), ""))

    def add_page(self, page: QWidget, word: str) -> None:
        """Add a page that the first paint did not need; the side menu has it under this word."""
        self.pages.addWidget(page)
        self.pages_by_word[word] = page

    def show_start_page(self) -> None:
        """What a person without any connection sees; built when it is needed."""
        if self.start_page is None:
            from app.ui.pages.start_page import StartPage

            self.start_page = StartPage()
            self.pages.addWidget(self.start_page)
            self.start_page.add_wanted.connect(lambda: self._choose("add"))
            self.start_page.open_wanted.connect(lambda: self._choose("open"))
            self.start_page.test_wanted.connect(lambda: self._choose("test"))
            self.start_page.practice_wanted.connect(lambda: self._choose("practice"))
        self.pages.setCurrentWidget(self.start_page)

    def _choose(self, choice: str) -> None:
        self.start_choice = choice
        self.start_chosen.emit(choice)

    def offer_scim_tab(self, offered: bool) -> None:
        """Without an account there is no tab SCIM."""
        there = self.tabs.indexOf(self.scim_tab) >= 0
        if offered and not there:
            self.tabs.insertTab(0, self.scim_tab, "SCIM")
            self.tabs.setCurrentIndex(0)
        elif there and not offered:
            self.tabs.removeTab(self.tabs.indexOf(self.scim_tab))

    def set_foot(self, foot: QWidget) -> None:
        """Put the status line at the window's foot."""
        self._down.addWidget(foot)

    def show_title(self, account: Account | None) -> None:
        """Name the account in view, and its environment."""
        say(self.setWindowTitle, PROGRAM if account is None else _title(account.name, account.badge))

    def show_last_known(self, known: AtStart, now: datetime) -> None:
        """Paint what the last run knew: name, endpoint, and the old token's end. The token stays hidden. `now` is this
        computer's, UTC."""
        from app.ui.window.place import place

        self.page_before = known.page
        place(self, known)
        if known.maximized:
            self.showMaximized()
        if known.account is None:
            return
        self.header.show_only(shown(known.name), known.badge)
        say(self.setWindowTitle, _title(known.name, known.badge))
        if known.last_known is not None:
            self.scim_tab.show_values(known.last_known.endpoint, None, busy=True)
            self.scim_tab.old_token.show_last_known(known.last_known, now)

    def stands(self, selected: AccountId | None) -> WindowState:
        """How the window stands, for the next start."""
        from app.ui.window.place import stands

        return stands(self, selected)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.file_to_open = path
            self.dropped.emit(path)

    def come_to_front(self) -> None:
        """Where the person sees it, minimised or not."""
        from PySide6.QtCore import Qt  # slow to load, and not needed for the first paint

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self.menu.stand_narrow(narrow)
        self._scim_down.setContentsMargins(_LEFT // 2 if narrow else _LEFT, 24, 0, 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)


def _title(account: str, badge: str) -> str:
    return tr("SCIM Connection — {account} ({environment})", account=shown(account), environment=badge_text(badge))
