"""The dialog that shows what would be copied for somebody who helps, before it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.language.said import say
from app.ui.widgets.basics import button, label
from app.ui.widgets.copy_button import CopyButton
from app.ui.widgets.flow import Flow


class DiagnosticsDialog(Dialog):
    """Signals: `copy`, the button."""

    copy = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Diagnostics"), "diagnostics", width=620)
        self.column.addWidget(
            label(
                tr(
                    "Versions and counts for somebody who helps you. No token, no name, no address and no path is in "
                    "it: read it before you send it."
                ),
                name="diagnosticsIntro",
                wrap=True,
            )
        )
        self._text = QPlainTextEdit()
        self._text.setObjectName("diagnosticsText")
        say(self._text.setAccessibleName, tr("Diagnostics text"))
        say(self._text.setPlaceholderText, tr("Looking…"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self.column.addWidget(self._text, 1)
        self._copy = CopyButton(tr("Copy diagnostics"), tr("Copy diagnostics"), "copyDiagnostics")
        self._copy.setEnabled(False)
        self._copy.clicked.connect(self.copy)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        self.column.addLayout(Flow(self._copy, close, right=True))
        self.resize(640, 520)
        close.setFocus()

    def show_text(self, text: str) -> None:
        """What would be copied."""
        self._text.setPlainText(text)
        self._copy.setEnabled(True)
        self._copy.setFocus()

    @property
    def text(self) -> str:
        return self._text.toPlainText()

    def confirm(self) -> None:
        self._copy.confirm()
