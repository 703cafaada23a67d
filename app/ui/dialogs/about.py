"""The dialog about the program: its version, what it is made of, and under which licences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from app.domain.licences import QT_SOURCE, next_hit
from app.domain.text import tr
from app.domain.version import VERSION
from app.ui.dialogs.awaited import Dialog
from app.ui.language.said import say
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.flow import Flow

NO_LIST = tr(
    "This copy of SCIM Connection has no list of licences, because it runs from its source text: "
    "python3 packaging/dev.py licences writes one. Each package that lies in .venv has its own licence beside it."
)
_IN_A_ROW = 3


class AboutDialog(Dialog):
    """Signals: `open_folder` and `diagnose`, the buttons."""

    open_folder = Signal()
    diagnose = Signal()

    def __init__(self, parent: QWidget, folder: str) -> None:
        super().__init__(parent, tr("About SCIM Connection"), "about", width=640)
        self._licences_text = ""
        self.column.addWidget(label(tr("SCIM Connection {version}", version=VERSION), kind="title", name="version"))
        self.column.addWidget(
            label(tr("Hands R-Service's SCIM endpoint and token to a provisioning client."), kind="muted", wrap=True)
        )
        self._versions = QGridLayout()
        self._versions.setHorizontalSpacing(24)
        self._versions.setVerticalSpacing(2)
        self.column.addLayout(self._versions)
        self.column.addSpacing(4)
        self._add_folder(folder)
        self._add_licences()
        diagnose = button(tr("Diagnostics…"))
        diagnose.clicked.connect(self.diagnose)
        close = button(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        self.column.addLayout(Flow(diagnose, close, right=True))
        self.resize(680, 600)
        close.setFocus()

    def _add_folder(self, folder: str) -> None:
        where = label(tr("Your data lies in {folder}", folder=folder), name="dataFolder", wrap=True)
        opens = button(tr("Open folder"), tr("Open data folder"))
        opens.clicked.connect(self.open_folder)
        line = row(where, opens)
        line.setStretch(0, 1)
        self.column.addLayout(line)
        self.said = label(kind="hint", name="openFolderResult", wrap=True)
        self.said.hide()
        self.column.addWidget(self.said)

    def _add_licences(self) -> None:
        self._search = QLineEdit()
        self._search.setObjectName("searchLicences")
        say(self._search.setAccessibleName, tr("Search licences"))
        say(self._search.setPlaceholderText, tr("Search licences"))
        self._search.returnPressed.connect(self._find_next)
        self._search.textChanged.connect(self._find_first)
        self._search.setMinimumWidth(180)
        self._search.setMaximumWidth(240)
        self._found = label(kind="hint", name="licencesSearchResult")
        self._licences = QPlainTextEdit()
        self._licences.setObjectName("licences")
        say(self._licences.setAccessibleName, tr("Licences"))
        self._licences.setReadOnly(True)
        self._licences.setTabChangesFocus(True)
        self._licences.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        heading = label(tr("Licences of what it is made of"), kind="heading")
        self.column.addLayout(row(heading, None, self._found, self._search))
        self.column.addWidget(self._licences, 1)
        self.column.addWidget(
            label(
                tr(
                    "Qt and PySide6 are used under the LGPL, version 3. Their source text: {qt} and {pyside}",
                    qt=QT_SOURCE[0],
                    pyside=QT_SOURCE[1],
                ),
                kind="hint",
                name="qtSource",
                wrap=True,
            )
        )

    def show_versions(self, versions: Sequence[tuple[str, str]]) -> None:
        """What it is made of, by name."""
        for place, (name, version) in enumerate(versions):
            down, across = divmod(place, _IN_A_ROW)
            self._versions.addWidget(label(f"{name} {version}", kind="hint"), down, across)

    def show_licences(self, text: str | None) -> None:
        """Their text; None: none was made."""
        self._licences_text = text or ""
        if text is None:
            say(self._licences.setPlainText, NO_LIST)
        else:
            self._licences.setPlainText(text)
        self._search.setVisible(text is not None)

    def _find_first(self) -> None:
        self._find(0)

    def _find_next(self) -> None:
        self._find(self._licences.textCursor().selectionEnd())

    def _find(self, after: int) -> None:
        words = self._search.text()
        hit = next_hit(self._licences_text, words, after)
        self._found.setText(tr("Not found") if words.strip() and hit is None else "")
        cursor = self._licences.textCursor()
        if hit is None:
            cursor.clearSelection()
        else:
            cursor.setPosition(hit.start)
            cursor.setPosition(hit.start + hit.length, QTextCursor.MoveMode.KeepAnchor)
        self._licences.setTextCursor(cursor)
        self._licences.ensureCursorVisible()
