"""The page Help: its topics, the one that is read, and what there is to know about the program itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import tr
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.help_view import HelpView
from app.ui.widgets.page import WIDEST


class HelpPage(QWidget):
    """Signals: `about`, the button."""

    about = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("helpPage")
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        down = QVBoxLayout(inner)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(12)
        about = button(tr("About SCIM Connection"))
        about.clicked.connect(self.about)
        down.addLayout(row(label(tr("Help"), kind="title"), None, about))
        self.view = HelpView()
        down.addWidget(self.view, 1)
        across = row(inner, None, spacing=0)
        across.setStretch(0, 1000)
        across.setContentsMargins(32, 24, 32, 24)
        self.setLayout(across)
