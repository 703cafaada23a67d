"""The main window's frame. What stands in it comes from outside; it decides nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.ui.pages.scim_tab import ScimTab
from app.ui.widgets.basics import label, row
from app.ui.window.header import Header
from app.ui.window.notice import NoticeBar
from app.ui.window.side_menu import SideMenu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

PROGRAM = "SCIM Connection"


class MainWindow(QMainWindow):
    """Header, side menu, notice, pages.

    Signals: `closing`, when the person closes the window: the program ends.
    """

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(PROGRAM)
        self.header = Header()
        self.menu = SideMenu()
        self.notice = NoticeBar()
        self.pages = QStackedWidget()
        self.scim_tab = ScimTab()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("scimTabs")
        self.tabs.setAccessibleName("SCIM")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.scim_tab, "SCIM")
        self.scim_page = self._scim_page()
        self.pages.addWidget(self.scim_page)
        self._lay_out()

    def _scim_page(self) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(32, 24, 32, 0)
        down.setSpacing(10)
        down.addWidget(label("SCIM", kind="title"))
        down.addWidget(
            label(
                "Give these two values to the administrator of your provisioning client, in a secure way.",
                kind="muted",
                wrap=True,
            )
        )
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
        self.resize(1080, 760)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
