"""Help beside a dialog: the dialog holds the window behind it, so its topic opens in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.widgets.basics import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.help_view import HelpView


class HelpWindow(Dialog):
    """One may go on in the dialog while it is open. It closes with the dialog."""

    offers_help = False

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Help"), "helpWindow", width=420)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = HelpView()
        self.column.addWidget(self.view, 1)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        self.column.addLayout(Flow(close, right=True))
        self.resize(760, 520)
        self.view.topics.setFocus()
